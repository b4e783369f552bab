package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeRequests;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.outbound.DerivedId;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The tools with which an agent starts, sees and ends jobs of its own. A job that gets more than a new folder is a change,
/// which a human decides: an agent has no say in whose files, which secrets and which hosts a job gets. So is one whose
/// words go to another company than the agent's.
public final class JobTools {
  private static final int A_MINUTE = 5;
  private static final int AN_HOUR = 30;
  private static final int LISTED = 10;
  private static final int LAST_EVENTS = 20;
  private static final int EVENT_CHARS = 500;
  private static final int MOST_GRANTS = 20;
  private static final int MOST_HOSTS = 20;

  private static final String TOLD = "When it has ended, a message here brings its result: do not ask for it meanwhile";

  private final Jobs jobs;
  private final ChangeRequests gateway;
  private final Clock clock;
  private final Predicate<AgentGroupId> claude;

  private JobTools(Jobs jobs, ChangeRequests gateway, Predicate<AgentGroupId> claude, Clock clock) {
    this.gateway = gateway;
    this.claude = claude;
    this.jobs = jobs;
    this.clock = clock;
  }

  /// All of them.
  ///
  /// @param claude whether Claude Code's words would go where this agent's go anyway
  public static List<HostTool> of(Jobs jobs, ChangeRequests gateway, Predicate<AgentGroupId> claude, Clock clock) {
    JobTools tools = new JobTools(jobs, gateway, claude, clock);
    return List.of(new Tool(ToolName.JOB_CREATE, tools::create), new Tool(ToolName.JOB_STATUS, tools::status),
        new Tool(ToolName.JOB_CANCEL, tools::cancel));
  }

  private record Tool(String name, Function<HostToolCall, HostToolAnswer> work) implements HostTool {
    @Override
    public CompletionStage<HostToolAnswer> call(HostToolCall call) {
      return CompletableFuture.completedFuture(work.apply(call));
    }
  }

  private HostToolAnswer create(HostToolCall call) {
    JsonNode input = call.input();
    JobMode mode = text(input, "mode").map(JobTools::mode).orElse(JobMode.WORKER);
    Optional<String> project = text(input, "project_dir");
    List<CredentialGrant> grants = grants(input.path("credential_grants"));
    List<String> hosts = hosts(input.path("allowed_hosts"));
    JobRequest request = new JobRequest(required(input, "title"), required(input, "description"), mode, project, grants,
        hosts, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, false,
        Optional.of(call.agentGroup()), Optional.of(new Origin(call.session(), Optional.of(call.origin()))));
    boolean elsewhere = mode == JobMode.CLAUDE_CODE && !claude.test(call.agentGroup());
    if (project.isPresent() || !grants.isEmpty() || !hosts.isEmpty() || elsewhere) {
      return ask(call, request);
    }
    JobId id = idOf(call);
    Job job = start(id, request, call);
    return HostToolAnswer.done("job " + job.id() + " is " + job.state().wireName()
        + "; it works by itself. " + TOLD);
  }

  /// One at a time: whoever calls several times at once is counted all the same.
  private synchronized Job start(JobId id, JobRequest request, HostToolCall call) {
    List<Job> last = jobs.list(ofAgent(call), AN_HOUR);
    if (last.stream().noneMatch(job -> job.id().equals(id))) {
      limit(last, A_MINUTE, Duration.ofMinutes(1));
      limit(last, AN_HOUR, Duration.ofHours(1));
    }
    return jobs.create(id, request, by(call));
  }

  /// A human decides whose files, which secrets and which hosts a job gets, and to which other company an agent's words go.
  private HostToolAnswer ask(HostToolCall call, JobRequest request) {
    jobs.check(request, by(call));
    ObjectNode after = JsonNodeFactory.instance.objectNode().put("title", request.title().strip())
        .put("description", request.description()).put("mode", request.mode().wireName())
        .put("call", DerivedId.of("job", call.session(), call.id()));
    request.project().ifPresent(project -> after.put("project_dir", project));
    request.grants().forEach(grant -> after.withArray("credential_grants").addObject().put("env_var", grant.envVar())
        .put("source", grant.source()));
    request.hosts().forEach(host -> after.withArray("allowed_hosts").add(host));
    Change change = gateway.submit(new ChangeSubmission(
        Optional.of(new ChangeId("chg_" + DerivedId.of("job", call.session(), call.id()))), ChangeKind.JOB.wireName(),
        Optional.of(call.agentGroup()), after, text(call.input(), "reason"), by(call),
        Optional.of(new Origin(call.session(), Optional.of(call.origin())))));
    String job = "job " + change.before().path("remove").asString("");
    return switch (change.state()) {
      case PENDING -> HostToolAnswer.done(job + " waits for approval as " + change.id()
          + ": a human decides, and you are told. " + TOLD);
      case APPROVED, APPLIED -> HostToolAnswer.done(job + " is approved. " + TOLD);
      case REJECTED -> HostToolAnswer.refused("rejected: " + change.decision().flatMap(Change.DecisionRecord::reason)
          .orElse("no reason was given"));
      case FAILED, EXPIRED -> HostToolAnswer.refused(change.state().wireName() + ": "
          + change.error().orElse("ask again"));
    };
  }

  private static List<CredentialGrant> grants(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return List.of();
    }
    if (!given.isArray() || given.size() > MOST_GRANTS) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD,
          "\"credential_grants\" must be a list of at most " + MOST_GRANTS + " {\"env_var\", \"source\"}");
    }
    return given.values().stream()
        .map(grant -> new CredentialGrant(required(grant, "env_var"), required(grant, "source"))).toList();
  }

  private static List<String> hosts(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return List.of();
    }
    if (!given.isArray() || given.size() > MOST_HOSTS || !given.values().stream().allMatch(JsonNode::isString)) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD,
          "\"allowed_hosts\" must be a list of at most " + MOST_HOSTS + " hosts, such as \"api.github.com\"");
    }
    return given.values().stream().map(JsonNode::asString).distinct().toList();
  }

  /// Newest first, so the one at that place is the oldest that counts.
  private void limit(List<Job> last, int most, Duration within) {
    Instant since = clock.instant().minus(within);
    if (last.size() >= most && last.get(most - 1).createdAt().isAfter(since)) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "job_create: you have started " + most + " jobs within "
          + within.toMinutes() + " minutes, and more are not allowed; wait, or see job_status for what they do");
    }
  }

  private HostToolAnswer status(HostToolCall call) {
    if (text(call.input(), "job_id").isEmpty()) {
      List<Job> own = jobs.list(ofAgent(call), LISTED);
      return HostToolAnswer.done(own.isEmpty()
          ? "you have no jobs; job_create starts one"
          : own.stream().map(JobTools::line).collect(Collectors.joining("\n")));
    }
    Job job = own(call);
    StringBuilder words = new StringBuilder(line(job));
    job.note().ifPresent(note -> words.append("\nit says: ").append(VisibleText.text(note)));
    job.reason().ifPresent(why -> words.append("\nreason: ").append(VisibleText.text(why)));
    job.result().ifPresent(result -> words.append("\nresult: ").append(VisibleText.text(result)));
    jobs.eventsBefore(job.id(), Long.MAX_VALUE, LAST_EVENTS)
        .forEach(event -> words.append("\n").append(event.at()).append(' ').append(event.type())
            .append(": ").append(Excerpt.of(VisibleText.line(event.data().toString()), EVENT_CHARS)));
    return HostToolAnswer.done(words.toString());
  }

  private HostToolAnswer cancel(HostToolCall call) {
    Job job = jobs.cancel(own(call).id(), by(call));
    return HostToolAnswer.done("job " + job.id() + " is " + job.state().wireName());
  }

  /// Another agent's is as unknown as one that does not exist.
  private Job own(HostToolCall call) {
    String asked = required(call.input(), "job_id");
    return find(asked).filter(job -> job.spec().agent().filter(call.agentGroup()::equals).isPresent())
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND,
            "you have no job " + VisibleText.brief(asked) + "; job_status without a job_id lists those that you have"));
  }

  private Optional<Job> find(String asked) {
    try {
      return Optional.of(jobs.find(new JobId(asked)));
    } catch (IronclawException e) {
      if (e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.INVALID_ID) {
        // silent-ok: the caller says so in words for the agent
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String line(Job job) {
    return job.id() + " " + job.state().wireName() + ": " + VisibleText.line(job.spec().title());
  }

  private static JobFilter ofAgent(HostToolCall call) {
    return new JobFilter(Optional.empty(), Optional.empty(), Optional.of(call.agentGroup()), Optional.empty(),
        Optional.empty());
  }

  private static Principal by(HostToolCall call) {
    return new Principal.Agent(call.session());
  }

  /// The same call is the same job, however often it comes.
  private static JobId idOf(HostToolCall call) {
    String digits = DerivedId.of("job", call.session(), call.id());
    return new JobId(digits.substring(0, 8) + "-" + digits.substring(8, 12) + "-" + digits.substring(12, 16) + "-"
        + digits.substring(16, 20) + "-" + digits.substring(20, 32));
  }

  private static JobMode mode(String name) {
    return JobMode.of(name).orElseThrow(() -> new IronclawException(ErrorCode.INVALID_PAYLOAD,
        "job_create: \"mode\" must be worker or claude_code"));
  }

  private static String required(JsonNode input, String name) {
    return text(input, name).orElseThrow(
        () -> new IronclawException(ErrorCode.INVALID_PAYLOAD, "\"" + name + "\" is missing or blank"));
  }

  private static Optional<String> text(JsonNode input, String name) {
    JsonNode value = input.path(name);
    if (!value.isMissingNode() && !value.isString()) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "\"" + name + "\" must be a text");
    }
    return Optional.of(value.asString("")).filter(words -> !words.isBlank());
  }
}
