package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobCancelled;
import dev.ironclaw.contract.api.JobCreateBody;
import dev.ironclaw.contract.api.JobGrantBody;
import dev.ironclaw.contract.api.JobListView;
import dev.ironclaw.contract.api.JobPromptBody;
import dev.ironclaw.contract.api.JobPrompted;
import dev.ironclaw.contract.api.JobRemoved;
import dev.ironclaw.contract.api.JobRestarted;
import dev.ironclaw.contract.api.JobSummaryView;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.job.CredentialGrant;
import dev.ironclaw.controlplane.job.Job;
import dev.ironclaw.controlplane.job.JobFilter;
import dev.ironclaw.controlplane.job.JobRequest;
import dev.ironclaw.controlplane.job.JobState;
import dev.ironclaw.controlplane.job.JobSummary;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Container jobs: asked for, listed, ended, done again, spoken to.
final class JobRoutes implements Routes {
  private static final int LISTED = 50;
  private static final int MOST_LISTED = 500;

  private final ApiJobs parts;
  private final JobViews views;
  private final ApiJson json;

  JobRoutes(ApiJobs parts, ApiJson json) {
    this.parts = parts;
    this.views = new JobViews(parts);
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/jobs", this::list, ApiRole.READ);
    routes.post("/api/jobs", this::create, ApiRole.ADMIN);
    routes.get("/api/jobs/summary", ctx -> ctx.json(summary(parts.jobs().summary())), ApiRole.READ);
    routes.get("/api/jobs/{id}", ctx -> ctx.json(views.whole(parts.jobs().find(id(ctx)))), ApiRole.READ);
    routes.delete("/api/jobs/{id}", this::remove, ApiRole.ADMIN);
    routes.post("/api/jobs/{id}/cancel", this::cancel, ApiRole.APPROVE);
    routes.post("/api/jobs/{id}/restart", this::restart, ApiRole.ADMIN);
    routes.post("/api/jobs/{id}/prompt", this::prompt, ApiRole.APPROVE);
  }

  /// @throws IronclawException `INVALID_ID`
  static JobId id(Context ctx) {
    return new JobId(ctx.pathParam("id"));
  }

  private void list(Context ctx) {
    Optional<String> state = Query.text(ctx, "state");
    int limit = Query.limit(ctx, LISTED, MOST_LISTED);
    List<Job> jobs = parts.jobs().list(new JobFilter(state.map(JobRoutes::state), Query.text(ctx, "owner"),
        Query.text(ctx, "agent").map(AgentGroupId::new), Optional.empty(), Query.text(ctx, "before").map(JobId::new)),
        limit + 1);
    ctx.json(new JobListView(jobs.stream().limit(limit).map(views::row).toList(), jobs.size() > limit));
  }

  private void create(Context ctx) {
    JobCreateBody body = json.read(ctx, JobCreateBody.class);
    List<CredentialGrant> grants = items(body.credentialGrants(), "credentialGrants").stream().map(JobRoutes::grant)
        .toList();
    JobRequest request = new JobRequest(body.title(), body.description(),
        body.mode().map(JobRoutes::mode).orElse(JobMode.WORKER), body.projectDir().map(this::project), grants,
        items(body.allowedHosts(), "allowedHosts"),
        body.memoryMb(), body.cpuPercent(), body.timeoutSeconds().map(Duration::ofSeconds), body.maxIterations(),
        body.review().orElse(false), body.stays().orElse(false), Optional.empty(), Optional.empty());
    ctx.status(201).json(views.whole(parts.jobs().create(request, ApiGate.operator(ctx))));
  }

  private void cancel(Context ctx) {
    Job job = parts.jobs().cancel(id(ctx), ApiGate.operator(ctx));
    ctx.json(new JobCancelled(job.state().wireName(), job.id().value()));
  }

  private void remove(Context ctx) {
    Job job = parts.jobs().remove(id(ctx), ApiGate.operator(ctx));
    ctx.json(new JobRemoved("removed", job.id().value(), job.keptBytes()));
  }

  private void restart(Context ctx) {
    JobId old = id(ctx);
    Job job = parts.jobs().restart(old, ApiGate.operator(ctx));
    ctx.status(201).json(new JobRestarted("restarted", old.value(), job.id().value()));
  }

  private void prompt(Context ctx) {
    JobId id = id(ctx);
    parts.jobs().find(id);
    JobPromptBody body = json.read(ctx, JobPromptBody.class);
    parts.jobs().prompt(id, body.content(), body.done().orElse(false), ApiGate.operator(ctx));
    ctx.json(new JobPrompted("queued", id.value()));
  }

  private String project(String given) {
    try {
      return parts.projects().name(given);
    } catch (IronclawException e) {
      throw e.in("projectDir");
    }
  }

  private static <T> List<T> items(Optional<List<T>> given, String field) {
    List<T> items = given.orElse(List.of());
    if (items.stream().anyMatch(Objects::isNull)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "create a job: \"" + field + "\" may hold no null")
          .in(field);
    }
    return items;
  }

  private static CredentialGrant grant(JobGrantBody body) {
    return new CredentialGrant(body.envVar(), body.source());
  }

  private static JobMode mode(String name) {
    return JobMode.of(name).orElseThrow(() -> new IronclawException(ErrorCode.INVALID_REQUEST,
        "there is no mode \"" + VisibleText.brief(name) + "\"; there are worker and claude_code").in("mode"));
  }

  private static JobState state(String name) {
    return Arrays.stream(JobState.values()).filter(state -> state.wireName().equals(name)).findFirst()
        .orElseThrow(() -> new IronclawException(ErrorCode.INVALID_REQUEST, "there is no state \""
            + VisibleText.brief(name) + "\"; there are "
            + String.join(", ", Arrays.stream(JobState.values()).map(JobState::wireName).toList())));
  }

  private static JobSummaryView summary(JobSummary summary) {
    return new JobSummaryView(summary.total(), count(summary, JobState.QUEUED), count(summary, JobState.CREATING),
        count(summary, JobState.RUNNING), count(summary, JobState.COMPLETED), count(summary, JobState.FAILED),
        count(summary, JobState.CANCELLED), count(summary, JobState.INTERRUPTED), summary.keptBytes());
  }

  private static int count(JobSummary summary, JobState state) {
    return summary.counts().getOrDefault(state, 0);
  }
}
