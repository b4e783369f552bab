package dev.ironclaw.soak;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.JobsClient;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.JobCreateBody;
import dev.ironclaw.contract.api.JobEventView;
import dev.ironclaw.contract.api.JobEventsView;
import dev.ironclaw.contract.api.JobPromptBody;
import dev.ironclaw.contract.api.JobTransitionView;
import dev.ironclaw.contract.api.JobView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One job of the soak, followed by its events from the first to the last, over every kill; afterwards what was followed is
/// compared with what is kept, and its end with what was done to it.
final class SoakJob implements Runnable {
  /// What it does.
  enum Plan {
    /// A few steps, as fast as it can.
    SHORT,
    /// A step a second.
    LONG,
    /// Waits for prompts, each of them a step.
    STAYING,
    /// Is ended on its way.
    CANCELLED
  }

  static final Set<String> OVER = Set.of("completed", "failed", "cancelled", "interrupted");
  private static final List<String> WAY = List.of("queued", "creating", "running");
  private static final String STEPS = "steps";
  private static final int PAGE = 1_000;

  private final ControlPlaneClient client;
  private final Plan plan;
  private final int steps;
  private final String id;
  private final Runnable ended;
  private final List<JobEventView> seen = new ArrayList<>();
  private final Set<Kill> hits = EnumSet.noneOf(Kill.class);
  private final List<String> failures = new ArrayList<>();
  private int reconnects;
  /// Whether a prompt was said again, since the control plane died before it answered.
  private boolean saidAgain;
  private volatile boolean over;

  private SoakJob(ControlPlaneClient client, Plan plan, int steps, String id, Runnable ended) {
    this.client = client;
    this.plan = plan;
    this.steps = steps;
    this.id = id;
    this.ended = ended;
  }

  /// Asks for one.
  ///
  /// @param ended called once, when its stream has ended
  /// @throws ApiException where the control plane or the engine is away
  static SoakJob create(ControlPlaneClient client, Plan plan, int steps, Runnable ended) {
    int first = plan == Plan.STAYING ? 1 : steps;
    String script = IntStream.rangeClosed(1, first).mapToObj(n -> (n == 1 ? "" : "then:") + directive(plan, n))
        .collect(Collectors.joining("\n"));
    JobView made = client.jobs().create(new JobCreateBody("Soak", script, Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.of(512), Optional.empty(), Optional.of(300), Optional.empty(),
        Optional.empty(),
        Optional.of(plan == Plan.STAYING)));
    return new SoakJob(client, plan, steps, made.id(), ended);
  }

  private static String directive(Plan plan, int step) {
    return "tool:shell {\"command\":\"" + command(plan, step) + "\"}";
  }

  private static String command(Plan plan, int step) {
    return (plan == Plan.LONG || plan == Plan.CANCELLED ? "sleep 1; " : "") + "echo " + step + " >> " + STEPS;
  }

  String id() {
    return id;
  }

  Plan plan() {
    return plan;
  }

  boolean isOver() {
    return over;
  }

  /// It lived when that was killed.
  synchronized void hit(Kill kill) {
    hits.add(kill);
  }

  /// Follows it to its end.
  @Override
  public void run() {
    try (EventStream stream = opened()) {
      int answers = 0;
      while (true) {
        StreamEvent event = stream.next().orElseThrow();
        if (event.type().equals(JobsClient.END)) {
          break;
        }
        keep(event);
        answers += isAnswer(event) ? 1 : 0;
        if (plan == Plan.STAYING && isAnswer(event) && answers <= steps) {
          prompt(answers + 1);
        } else if (plan == Plan.CANCELLED && event.type().equals("tool_result")) {
          patiently(() -> client.jobs().cancel(id));
        }
      }
    } catch (RuntimeException e) {
      fail("following it failed: " + e);
    } finally {
      over = true;
      ended.run();
    }
  }

  private EventStream opened() {
    return patiently(() -> client.jobs().follow(id, 0, back -> reconnects += back ? 1 : 0));
  }

  /// An answer of the mock comes when a turn's steps are done.
  private static boolean isAnswer(StreamEvent event) {
    return event.type().equals("message") && event.data().get("data") instanceof Map<?, ?> data
        && "assistant".equals(data.get("role"));
  }

  private void keep(StreamEvent event) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (event.data().get("data") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> data.put(String.valueOf(key), value));
    }
    seen.add(new JobEventView(Long.parseLong(event.id()), event.type(), data, event.text("createdAt")));
  }

  /// The next step, or the end after the last one. One whose answer was lost is said again where it was not kept.
  private void prompt(int step) {
    boolean last = step > steps;
    JobPromptBody body = new JobPromptBody(last ? "That was all." : directive(plan, step), Optional.of(last));
    while (true) {
      try {
        boolean _ = client.jobs().prompt(id, body).status().isEmpty();
        return;
      } catch (ApiException e) {
        if (e.kind() == ApiException.Kind.BROKEN) {
          saidAgain = true;
        } else if (e.kind() != ApiException.Kind.NOT_RUNNING
            && patiently(() -> client.jobs().find(id)).endedAt().isPresent()) {
          return;
        }
        pause();
      }
    }
  }

  /// What a person does whose control plane is away.
  private static <T> T patiently(Supplier<T> call) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (true) {
      try {
        return call.get();
      } catch (ApiException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200); // sleep-ok: a client whose control plane is away asks again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void fail(String what) {
    failures.add("job " + id + " (" + plan.name().toLowerCase(Locale.ROOT) + ", hit by " + hits + "): " + what);
  }

  /// How it ended and what is wrong with that.
  record Verdict(Plan plan, JobView job, int events, int reconnects, List<String> failures) {}

  /// After its end.
  synchronized Verdict judge() {
    JobView job = client.jobs().find(id);
    if (!OVER.contains(job.state())) {
      fail("its stream ended, but it is " + job.state());
    }
    compare();
    checkWay(job);
    checkEnd(job);
    checkSteps(job);
    return new Verdict(plan, job, seen.size(), reconnects, List.copyOf(failures));
  }

  private void compare() {
    List<JobEventView> kept = kept();
    for (int i = 1; i < seen.size(); i++) {
      if (seen.get(i).id() <= seen.get(i - 1).id()) {
        fail("event " + seen.get(i).id() + " came after " + seen.get(i - 1).id());
      }
    }
    if (!kept.equals(seen)) {
      List<Long> lost = kept.stream().filter(event -> !seen.contains(event)).map(JobEventView::id).toList();
      List<Long> more = seen.stream().filter(event -> !kept.contains(event)).map(JobEventView::id).toList();
      fail("the stream had " + seen.size() + " events, kept are " + kept.size() + "; lost " + lost
          + ", never kept or another " + more);
    }
  }

  private List<JobEventView> kept() {
    List<JobEventView> kept = new ArrayList<>();
    JobEventsView page = client.jobs().events(id, 0, PAGE);
    kept.addAll(page.events());
    while (page.more()) {
      page = client.jobs().events(id, kept.getLast().id(), PAGE);
      kept.addAll(page.events());
    }
    return kept;
  }

  /// Each state once, in order, and one end.
  private void checkWay(JobView job) {
    List<String> way = job.transitions().stream().map(JobTransitionView::to).toList();
    List<String> before = way.subList(0, Math.max(0, way.size() - 1));
    if (way.isEmpty() || !way.getLast().equals(job.state()) || before.size() > WAY.size()
        || !WAY.subList(0, before.size()).equals(before)) {
      fail("it is " + job.state() + " and went " + way);
    }
  }

  private void checkEnd(JobView job) {
    String by = job.transitions().isEmpty() ? "" : job.transitions().getLast().by();
    String why = job.reason().orElse("");
    boolean right = switch (job.state()) {
      case "completed" -> by.equals("job:" + id);
      case "cancelled" -> plan == Plan.CANCELLED;
      case "failed" -> (hits.contains(Kill.WORKER) || hits.contains(Kill.SHIM))
          && why.startsWith("its program ended with code");
      case "interrupted" -> ((hits.contains(Kill.ENGINE) || hits.contains(Kill.SHIM)) && !why.isBlank())
          || (hits.contains(Kill.CONTROL_PLANE) && (why.equals("the control plane ended while its container was made")
              || (hits.contains(Kill.WORKER) && !why.isBlank())));
      default -> false;
    };
    if (!right) {
      fail("it is " + job.state() + " by " + by + ": " + why);
    }
  }

  /// Each step was told and taken once, in order, and all of them where it completed.
  private void checkSteps(JobView job) {
    List<String> told = seen.stream().filter(event -> event.eventType().equals("tool_use"))
        .map(event -> event.data().get("input") instanceof Map<?, ?> input
            ? String.valueOf(input.get("command"))
            : "")
        .toList();
    if (saidAgain) {
      told = told.stream().distinct().toList();
    }
    List<String> expected = IntStream.rangeClosed(1, steps).mapToObj(n -> command(plan, n)).toList();
    boolean whole = job.state().equals("completed");
    if (told.size() > expected.size() || !expected.subList(0, told.size()).equals(told)
        || (whole && told.size() < expected.size())) {
      fail("it is " + job.state() + " and told of the steps " + told);
    }
    if (whole && !saidAgain) {
      String written = client.jobs().file(id, STEPS).content().orElse("");
      String right = IntStream.rangeClosed(1, steps).mapToObj(n -> n + "\n").collect(Collectors.joining());
      if (!written.equals(right)) {
        fail("it is completed and wrote the steps " + written.replace('\n', ' '));
      }
    }
  }
}
