package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.JobOptionsView;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.job.JobSettings;
import dev.ironclaw.controlplane.jobbox.JobLimits;
import dev.ironclaw.controlplane.jobimage.JobImage;
import dev.ironclaw.controlplane.jobimage.JobImages;
import io.javalin.config.RoutesConfig;
import java.util.Arrays;
import java.util.Optional;

/// What a form for a new job has to know.
final class JobOptionRoutes implements Routes {
  private static final int MIB_BITS = 20;

  private final ApiJobs parts;
  private final JobImages images;

  JobOptionRoutes(ApiJobs parts, JobImages images) {
    this.parts = parts;
    this.images = images;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/api/jobs/options", ctx -> ctx.json(options()), ApiRole.READ);
  }

  private JobOptionsView options() {
    JobSettings settings = parts.jobs().settings();
    JobLimits most = settings.most();
    Optional<String> obstacle = parts.jobs().obstacle();
    return new JobOptionsView(obstacle, obstacle.isPresent() ? Optional.empty() : parts.jobs().weaker(),
        Arrays.stream(JobMode.values()).map(mode -> mode(settings, mode)).toList(), mebibytes(most), most.cpuPercent(),
        most.timeout().toSeconds(), JobSettings.MAX_ITERATIONS, settings.maxConcurrent(),
        parts.projects().root().toString(), parts.projects().names());
  }

  private JobOptionsView.ModeView mode(JobSettings settings, JobMode mode) {
    JobLimits limits = settings.limits(mode);
    return new JobOptionsView.ModeView(mode.wireName(), mebibytes(limits), limits.cpuPercent(),
        limits.timeout().toSeconds(), settings.iterations(mode), ImageRoutes.view(images.state(JobImage.of(mode))));
  }

  private static int mebibytes(JobLimits limits) {
    return (int) (limits.memoryBytes() >> MIB_BITS);
  }
}
