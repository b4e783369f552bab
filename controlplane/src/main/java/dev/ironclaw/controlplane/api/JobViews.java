package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.JobGrantBody;
import dev.ironclaw.contract.api.JobTransitionView;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.controlplane.job.Job;
import dev.ironclaw.controlplane.job.JobSpec;
import dev.ironclaw.controlplane.kind.HostPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Jobs as the API shows them.
final class JobViews {
  private final ApiJobs parts;

  JobViews(ApiJobs parts) {
    this.parts = parts;
  }

  /// With how it came where it is.
  JobView whole(Job job) {
    return view(job, parts.jobs().transitions(job.id()).stream()
        .map(step -> new JobTransitionView(step.to().wireName(), step.at().toString(), step.by(), step.words()))
        .toList());
  }

  /// As lists show it.
  JobView row(Job job) {
    return view(job, List.of());
  }

  private JobView view(Job job, List<JobTransitionView> transitions) {
    JobSpec spec = job.spec();
    String folder = parts.projects().root().resolve(spec.project().orElse(job.id().value())).toString();
    String review = parts.reviews().find(job.id()).map(found -> found.state().wireName())
        .orElse(spec.review() ? "working" : "none");
    return new JobView(job.id().value(), spec.title(), spec.description(), job.state().wireName(),
        spec.mode().wireName(), folder,
        spec.grants().stream().map(grant -> new JobGrantBody(grant.envVar(), grant.source())).toList(),
        spec.hosts().stream().map(HostPattern::text).toList(), (int) (spec.limits().memoryBytes() >> 20),
        spec.limits().cpuPercent(), spec.limits().timeout().toSeconds(),
        review, spec.owner(), spec.agent().map(AgentGroupId::value), spec.session().map(SessionId::value),
        spec.restartOf().map(JobId::value), job.createdAt().toString(), job.startedAt().map(Instant::toString),
        job.endedAt().map(Instant::toString), elapsed(job), job.note(), job.iteration(), job.result(), job.reason(),
        job.weaker(), job.canRestart(), job.canPrompt(), spec.stays(), job.keptBytes(), transitions);
  }

  private static Optional<Long> elapsed(Job job) {
    return job.startedAt().flatMap(from -> job.endedAt().map(to -> Duration.between(from, to).toSeconds()));
  }
}
