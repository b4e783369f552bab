package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.contract.JobId;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;

/// The containers of jobs.
///
/// Threading: any thread that may wait for the engine.
public interface JobBoxes extends AutoCloseable {
  /// Says who hears of each container's end, once for each, when nothing of it is left; whoever asks is told of all. On a
  /// platform thread of its own. Before anything is started or adopted.
  void listen(BiConsumer<JobId, JobExit> ended);

  /// Whether the engine is there, as far as is known: one that was never needed is looked for.
  boolean isReachable();

  /// Says who hears that an engine that was gone is back. Returns at once.
  void whenBack(Runnable back);

  /// Makes and starts one, and reads back that it is what was planned, and from the kernel that it has the folders that
  /// were planned: its program runs by then, so nobody may answer it on its crossing before this has returned. One that has
  /// ended by then is told to the listener as any other.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `RUNTIME_UNAVAILABLE` where there is no engine or no wall that
  ///         the operator accepted, `WEAK_SPEC` where something is not as planned or a folder may not be bound, `BOX_FAILED`
  ///         with the engine's words; nothing is left behind then
  void start(JobBoxPlan plan);

  /// Ends it: its program may end within the grace, then it is killed. Its end is told to the listener. Does nothing where
  /// there is none. One that is being started ends as soon as it has, or is not started.
  void stop(JobId job, Duration grace);

  /// Every process stands still; for the brake.
  void freeze();

  /// After [#freeze].
  void thaw();

  /// Whether an earlier control plane may have left some, without asking the engine.
  default boolean mayHaveSome() {
    return true;
  }

  /// After a start of the control plane: takes those of these jobs that still run as its own, and removes every other
  /// container of this installation.
  ///
  /// @return those that run
  Set<JobId> adopt(Set<JobId> jobs);

  @Override
  void close();
}
