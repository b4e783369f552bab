package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.event.Subscription;
import dev.ironclaw.controlplane.orchestrator.JobDesk;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// All container jobs, from asking to the end. One truth: the rows of the state database.
///
/// Threading: any thread that may wait for the disk.
public final class Jobs implements AutoCloseable {
  private static final int MAX_PROMPTS = 20;
  private static final int MAX_PROMPT = 64 * 1024;
  private static final int MOST_LISTED = 1_000;

  private final JobParts parts;
  private final JobBells bells = new JobBells();
  private final JobBook book;
  private final JobEvents events;
  private final Followers followers;
  private final JobRules rules;
  private final JobPromptStore prompts = new JobPromptStore();
  private final ExecutorService executor = Executors
      .newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("job-", 0).factory());
  private final JobLife life;
  private final Desk desk;
  private final JobCrossings crossings;

  /// Does nothing until [#start].
  public Jobs(JobParts parts) {
    this(parts, JobEvents.Limits.DEFAULT);
  }

  Jobs(JobParts parts, JobEvents.Limits limits) {
    this.parts = parts;
    this.book = new JobBook(parts.ledger(), parts.hub(), bells, parts.clock());
    this.events = new JobEvents(parts.events(), parts.hub(), bells, parts.clock(), limits);
    this.followers = new Followers(events, book, bells);
    this.rules = new JobRules(parts.settings(), parts.secrets()::has);
    this.life = new JobLife(parts, book, events, executor, this::crossings);
    this.desk = new Desk(parts, book, events, life.ends(), executor);
    this.crossings = parts.crossings().apply(desk);
    parts.boxes().listen(life.ends()::boxEnded);
    parts.boxes().whenBack(() -> life.ends().run(life::look));
  }

  /// Takes up what an earlier run left: jobs whose container runs go on, others that had begun are interrupted, and those
  /// that wait start. Does not wait for the engine.
  public void start() {
    life.recover();
  }

  private JobCrossings crossings() {
    return crossings;
  }

  /// What stands behind the crossings.
  public JobDesk desk() {
    return desk;
  }

  /// Takes it in: it starts when there is a place.
  ///
  /// @throws IronclawException `INVALID_REQUEST` with what is wrong; `RATE_LIMITED` where too many wait; `NOT_READY` while
  ///         everything stands still; `RUNTIME_UNAVAILABLE` where nothing could run it
  public Job create(JobRequest request, Principal by) {
    return create(id(), request, by);
  }

  /// Whether [#create] would take it, save for a place to run.
  ///
  /// @throws IronclawException `INVALID_REQUEST`, `DENIED`
  public void check(JobRequest request, Principal by) {
    JobSpec spec = rules.spec(request, by.name());
    parts.places().check(spec.project());
  }

  /// As above, under this id: where there is a job with it already, that one is the answer.
  public Job create(JobId id, JobRequest request, Principal by) {
    Optional<Job> there = book.find(id);
    if (there.isPresent()) {
      return there.get();
    }
    parts.brake().check("create a job");
    JobSpec spec = rules.spec(request, by.name());
    parts.places().check(spec.project());
    return add(id, spec, by, "asked for");
  }

  private Job add(JobId id, JobSpec spec, Principal by, String words) {
    parts.ready().run();
    Job job = new Job(id, spec, JobState.QUEUED, book.now(), Optional.empty(), Optional.empty(), Optional.empty(), 0,
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    boolean _ = book.ledger().<Boolean>audited(transaction -> {
      checkRoom(book.store().unsettled(transaction.connection()).stream()
          .filter(other -> other.state() == JobState.QUEUED).toList(), spec);
      if (book.store().going(transaction.connection()).stream()
          .anyMatch(other -> spec.project().filter(other.id().value()::equals).isPresent())) {
        throw new IronclawException(ErrorCode.CONFLICT, "create a job: the folder " + spec.project().orElse("")
            + " is being removed with the job that it was made for; name another project");
      }
      book.add(transaction, job, by.name(), words + ": " + words(spec));
      return true;
    });
    book.tell(job.id(), JobState.QUEUED);
    life.look();
    return find(job.id());
  }

  private static void checkRoom(List<Job> waiting, JobSpec spec) {
    long own = waiting.stream().filter(job -> JobQueue.party(job.spec()).equals(JobQueue.party(spec))).count();
    if (waiting.size() >= JobQueue.MAX_WAITING || own >= JobQueue.MAX_WAITING_EACH) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "create a job: " + waiting.size() + " wait for a place, "
          + own + " of them yours; at most " + JobQueue.MAX_WAITING + " and " + JobQueue.MAX_WAITING_EACH
          + " may. Wait until some have ended, or cancel some");
    }
  }

  /// For the audit log: what it may do, never what it is about.
  private static String words(JobSpec spec) {
    return spec.mode().wireName() + ", " + (spec.limits().memoryBytes() >> 20) + " MiB, " + spec.limits().cpuPercent()
        + " % CPU, " + spec.limits().timeout().toSeconds() + " s, project " + spec.project().orElse("of its own")
        + (spec.review() ? " with review" : "") + ", hosts "
        + (spec.hosts().isEmpty()
            ? "none of its own"
            : String.join(", ", spec.hosts().stream().map(HostPattern::text)
                .toList()))
        + ", credentials "
        + (spec.grants().isEmpty()
            ? "none"
            : String.join(", ", spec.grants().stream().map(g -> g.envVar() + "=" + g.source()).toList()));
  }

  private JobId id() {
    long high = (parts.random().nextLong() & ~0xf000L) | 0x4000L;
    long low = (parts.random().nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new JobId(new UUID(high, low).toString());
  }

  /// Newest first; of long tasks and results the beginning.
  public List<Job> list(JobFilter filter, int limit) {
    int bounded = Math.clamp(limit, 1, MOST_LISTED);
    return book.ledger().read(connection -> book.store().list(connection, filter, bounded));
  }

  /// Of all jobs.
  public JobSummary summary() {
    return book.ledger().read(connection -> new JobSummary(book.store().counts(connection),
        book.store().keptBytes(connection)));
  }

  /// One of them.
  ///
  /// @throws IronclawException `NOT_FOUND`
  public Job find(JobId id) {
    return book.find(id).orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND,
        "there is no such job; list them with `ironctl job list`"));
  }

  /// One of them that is not over.
  public Optional<Job> unfinished(JobId id) {
    return book.find(id).filter(job -> !job.state().isOver());
  }

  /// How it came where it is, oldest first.
  public List<JobTransition> transitions(JobId id) {
    find(id);
    return book.transitions(id);
  }

  /// Ends it, also where the audit log can't be written. One that is over stays as it is.
  ///
  /// @throws IronclawException `NOT_FOUND`
  public Job cancel(JobId id, Principal by) {
    boolean _ = life.ends().cancel(find(id), by.name());
    return find(id);
  }

  /// Ends all that an agent has asked for; with the agent.
  void endAllOf(AgentGroupId agent, Principal by) {
    for (Job job : book.unsettled()) {
      if (!job.state().isOver() && job.spec().agent().filter(agent::equals).isPresent()) {
        boolean _ = life.ends().cancel(job, by.name());
      }
    }
  }

  /// Does it again, as another job with the same limits, grants, project, owner and agent.
  ///
  /// @throws IronclawException `CONFLICT` for one that is not failed, interrupted or cancelled; else as for [#create], also
  ///         where the operator lets jobs have less than then
  public Job restart(JobId id, Principal by) {
    Job before = find(id);
    if (!before.canRestart()) {
      throw new IronclawException(ErrorCode.CONFLICT,
          "Cannot restart job in state '" + before.state().wireName()
              + "'; it must have failed, or been interrupted or "
              + "cancelled");
    }
    parts.brake().check("restart a job");
    rules.checkAgain(before.spec());
    parts.places().check(before.spec().project());
    return add(id(), before.spec().again(id), by, "asked for again, after " + id);
  }

  /// Tells those who listen that something about it is new that is not its state.
  public void announce(JobId id) {
    book.tell(id, find(id).state());
  }

  /// What the operator has set for them.
  public JobSettings settings() {
    return parts.settings();
  }

  /// Why none could start now and what to do; empty where one could. Asks the engine.
  public Optional<String> obstacle() {
    try {
      parts.brake().check("create a job");
      parts.ready().run();
      return Optional.empty();
    } catch (IronclawException e) {
      // silent-ok: that is the answer
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// What the walls of one would not hold back. Asks the engine.
  public Optional<String> weaker() {
    return parts.weaker().get();
  }

  /// Removes one that is over: its row, its events, its `/output`, its copy of a project, and its folder where that was made
  /// for it. A project stays.
  ///
  /// @return as it was
  /// @throws IronclawException `NOT_FOUND`; `CONFLICT` where it is not over, where its changes wait for somebody's word, where
  ///         its agent was not told of its end yet, or where another job works in its folder or has changes for it
  public Job remove(JobId id, Principal by) {
    life.ends().tellAgents();
    book.unsettled().stream().filter(other -> other.id().equals(id)).findFirst().ifPresent(other -> {
      throw new IronclawException(ErrorCode.CONFLICT, "remove job " + id + ": it is "
          + (other.state().isOver() ? "being put in order; try again" : "not over; stop it first (ironctl job stop)"));
    });
    Job job = find(id);
    // Not before it is settled, from which there is no way back: its review opens with that.
    parts.places().needed(id).ifPresent(why -> {
      throw new IronclawException(ErrorCode.CONFLICT, "remove job " + id + ": " + why);
    });
    boolean _ = book.ledger().<Boolean>audited(transaction -> {
      if (book.store().untold(transaction.connection()).stream().anyMatch(other -> other.id().equals(id))) {
        throw new IronclawException(ErrorCode.CONFLICT,
            "remove job " + id + ": the agent that asked for it could not be told of its end yet; try again");
      }
      book.store().worksIn(transaction.connection(), id.value()).ifPresent(other -> {
        throw new IronclawException(ErrorCode.CONFLICT, "remove job " + id + ": " + (other.state().isOver()
            ? "the changes of job " + other.id() + " wait to be brought into its folder; accept or discard them first "
                + "(ironctl job review)"
            : "the job " + other.id() + " works in its folder; stop that first"));
      });
      if (book.store().goes(transaction.connection(), id)) {
        transaction.audit(JobBook.event(id, job.spec(), "remove", by.name(), "its events and output"
            + (job.spec().project().isPresent() ? "" : " and its folder") + " go"));
      }
      return true;
    });
    life.ends().remains().forget(job);
    return job;
  }

  /// Says something to it.
  ///
  /// @param done whether it shall end after that
  /// @throws IronclawException `INVALID_REQUEST` for no words, `CONFLICT` for one that is over; `RATE_LIMITED` where too many
  ///         prompts wait
  public void prompt(JobId id, String content, boolean done, Principal by) {
    if (content.length() > MAX_PROMPT || (content.isBlank() && !done)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "prompt a job: its words must be 1 to " + MAX_PROMPT + " characters");
    }
    JobSpec spec = find(id).spec();
    boolean _ = book.ledger().<Boolean>audited(transaction -> {
      JobState state = book.store().find(transaction.connection(), id).map(Job::state).orElse(JobState.CANCELLED);
      if (state.isOver()) {
        throw new IronclawException(ErrorCode.CONFLICT, "prompt a job: it is over (" + state.wireName()
            + "); restart it, or create another one");
      }
      if (prompts.waiting(transaction.connection(), id) >= MAX_PROMPTS) {
        throw new IronclawException(ErrorCode.RATE_LIMITED,
            "prompt a job: " + MAX_PROMPTS + " prompts wait that it has not taken; wait until it has");
      }
      prompts.add(transaction.connection(), id, content, done);
      transaction.audit(JobBook.event(id, spec, "prompt", by.name(), done ? "the last one" : "more may follow"));
      return true;
    });
    if (!content.isBlank()) {
      ObjectNode said = JsonMapper.shared().createObjectNode().put("role", Desk.PERSON)
          .put("content", parts.redact().apply("prompt of job " + id, content)).put("by", by.name());
      life.ends().live(id).ifPresentOrElse(job -> desk.add(job, Optional.empty(), "message", said),
          () -> events.add(id, Optional.empty(), "message", said, book::isOver));
    }
    life.ends().live(id).ifPresent(desk::offer);
  }

  /// Those after this one, oldest first: so many at most, and fewer where they are large; none where there are none.
  ///
  /// @param after 0 for all of them
  public List<JobEvent> events(JobId id, long after, int limit) {
    find(id);
    return events.after(id, after, Math.clamp(limit, 1, MOST_LISTED));
  }

  /// Those right before this one, oldest first; bounded as in [#events].
  ///
  /// @param before above every id for the newest ones
  public List<JobEvent> eventsBefore(JobId id, long before, int limit) {
    find(id);
    return events.before(id, before, Math.clamp(limit, 1, MOST_LISTED));
  }

  /// Calls the consumer with each event after that one (from now on, where none is named), each once and in order, on a
  /// platform thread of its own, until it is closed.
  ///
  /// @param ended called once after the last event of a job that is over
  /// @param closed called at last where nothing more is told, though nobody closed it: after `ended`, or where the store
  ///        failed, so that it is to be followed again from the last event
  /// @throws IronclawException `NOT_FOUND`, `RATE_LIMITED`
  public Subscription follow(JobId id, Optional<Long> after, Consumer<JobEvent> consumer, Runnable ended,
      Runnable closed) {
    find(id);
    return followers.follow(id, after.orElseGet(() -> events.newest(id)), consumer, ended, closed);
  }

  /// Waits until it is over, so long at most.
  ///
  /// @return as it is then
  public Job await(JobId id, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    try (JobBells.Bell bell = bells.open(id)) {
      long rung = bell.rung();
      Job job = find(id);
      for (long left = end - System.nanoTime(); !job.state().isOver() && left > 0; left = end - System.nanoTime()) {
        bell.await(rung, Duration.ofNanos(left));
        rung = bell.rung();
        job = find(id);
      }
      return job;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return find(id);
    }
  }

  /// For the brake: containers stand still, and nothing new starts. Needs no disk.
  public void freeze() {
    life.freeze();
  }

  /// Containers run on.
  public void thaw() {
    life.thaw();
  }

  /// Starts what waits; after the brake.
  public void look() {
    life.look();
  }

  /// Containers run on; the next start takes them up.
  @Override
  public void close() {
    life.close();
    crossings.close();
    followers.close();
    bells.ringAll();
    executor.shutdown();
    try {
      boolean _ = executor.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
