package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.api.WeaknessCode;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import dev.ironclaw.controlplane.jobbox.DockerJobBoxes;
import dev.ironclaw.controlplane.jobbox.JobBoxPlan;
import dev.ironclaw.controlplane.jobbox.JobBoxes;
import dev.ironclaw.controlplane.jobbox.JobExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The containers of jobs, from the moment on when there is an engine. Before that there are none of this process, so there
/// is nothing to stop or to freeze.
final class LateJobBoxes implements JobBoxes {
  private static final Logger LOG = LoggerFactory.getLogger(LateJobBoxes.class);
  private static final Set<WeaknessCode> OF_BOXES_ALONE = Set.of(WeaknessCode.WORKSPACE_PROGRAMS,
      WeaknessCode.WORKSPACE_VOLUME);

  private final BooleanSupplier earlier;
  private final boolean first;
  private final Supplier<DockerJobBoxes> made;
  private volatile @Nullable DockerJobBoxes boxes;
  private final List<BiConsumer<JobId, JobExit>> listeners = new ArrayList<>();
  private final List<Runnable> backs = new ArrayList<>();

  /// @param earlier whether an engine has been used before
  /// @param made fails where no engine answers, and is asked again then
  LateJobBoxes(BooleanSupplier earlier, Supplier<DockerJobBoxes> made) {
    this.earlier = earlier;
    // Before this process notes one.
    this.first = !earlier.getAsBoolean();
    this.made = made;
  }

  private synchronized DockerJobBoxes boxes() {
    DockerJobBoxes known = boxes;
    if (known == null) {
      known = made.get();
      listeners.forEach(known::listen);
      backs.forEach(known::whenBack);
      if (first) {
        known.settle();
      }
      boxes = known;
    }
    return known;
  }

  /// Refuses with what to do where no job could start.
  void requireUsable() {
    RuntimeReport report = boxes().report();
    if (!report.usable()) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
          "run a job: " + String.join("; ", report.problems()));
    }
  }

  /// What the walls of containers do not hold back, in plain words. That a job may start what lies in its project is what
  /// it is for.
  Optional<String> weaker() {
    RuntimeReport report = boxes().report();
    if (!report.usable()) {
      return Optional.of("it is not known how strong its walls are: " + String.join("; ", report.problems()));
    }
    return Optional.of(report.weaknesses().stream().filter(found -> !OF_BOXES_ALONE.contains(found.code()))
        .map(RuntimeReport.Weakness::words).collect(Collectors.joining("; "))).filter(words -> !words.isEmpty());
  }

  @Override
  public synchronized void listen(BiConsumer<JobId, JobExit> ended) {
    listeners.add(ended);
    DockerJobBoxes known = boxes;
    if (known != null) {
      known.listen(ended);
    }
  }

  @Override
  public boolean isReachable() {
    try {
      return boxes().isReachable();
    } catch (IronclawException e) {
      LOG.debug("step=look-for-engine problem={}", e.getMessage());
      return false;
    }
  }

  @Override
  public synchronized void whenBack(Runnable back) {
    backs.add(back);
    DockerJobBoxes known = boxes;
    if (known != null) {
      known.whenBack(back);
    }
  }

  @Override
  public void start(JobBoxPlan plan) {
    boxes().start(plan);
  }

  @Override
  public void stop(JobId job, Duration grace) {
    boxes().stop(job, grace);
  }

  @Override
  public void freeze() {
    DockerJobBoxes known = boxes;
    if (known != null) {
      known.freeze();
    }
  }

  @Override
  public void thaw() {
    DockerJobBoxes known = boxes;
    if (known != null) {
      known.thaw();
    }
  }

  @Override
  public boolean mayHaveSome() {
    return boxes != null || earlier.getAsBoolean();
  }

  @Override
  public Set<JobId> adopt(Set<JobId> jobs) {
    return boxes().adopt(jobs);
  }

  @Override
  public synchronized void close() {
    DockerJobBoxes known = boxes;
    if (known != null) {
      known.close();
    }
  }
}
