package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.project.JobReview;
import dev.ironclaw.controlplane.project.Projects;
import dev.ironclaw.controlplane.project.Reviews;
import dev.ironclaw.controlplane.project.Workplace;
import java.util.Optional;

/// The folders of jobs below the folder of projects, with the reviews of those that work in copies.
public final class ProjectPlaces implements JobPlaces {
  private final Projects projects;
  private final Reviews reviews;

  /// Makes nothing yet.
  public ProjectPlaces(Projects projects, Reviews reviews) {
    this.projects = projects;
    this.reviews = reviews;
  }

  @Override
  public void check(Optional<String> project) {
    project.ifPresent(projects::name);
  }

  /// The review is written down before the copy is made: one that nobody could find would lie there for ever.
  @Override
  public Place open(JobId job, JobSpec spec) {
    if (spec.review()) {
      projects.prepare(job);
      reviews.begin(job, spec.project().orElse(job.value()));
    }
    Workplace place = projects.open(job, spec.project(), spec.review());
    return new Place(place.workspace(), place.output());
  }

  @Override
  public void ended(JobId job, JobSpec spec) {
    if (spec.review()) {
      reviews.ended(job);
    }
  }

  @Override
  public long bytes(JobId job, JobSpec spec) {
    return projects.bytes(job, spec.project());
  }

  @Override
  public Optional<String> needed(JobId job) {
    return reviews.find(job).map(JobReview::state).flatMap(state -> switch (state) {
      case OPEN -> Optional.of("its changes wait for a word: accept or discard them first (ironctl job review)");
      case ACCEPTING -> Optional.of("its changes are being brought into the project; try again");
      case WORKING, ACCEPTED, DISCARDED -> Optional.<String>empty();
    });
  }

  @Override
  public void forget(JobId job, JobSpec spec) {
    projects.forget(job, spec.project());
    reviews.forget(job);
  }
}
