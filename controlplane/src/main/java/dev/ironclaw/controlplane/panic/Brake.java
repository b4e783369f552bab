package dev.ironclaw.controlplane.panic;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Whether everything must stand still. Whoever would start, send or apply something asks [#isOn] at the last moment;
/// nobody waits on it.
///
/// Threading: any thread. Asking takes no lock; what must not fall between a panic and its end runs in [#whileOn] and
/// [#whileOff].
public final class Brake {
  private final @Nullable PanicFile file;
  private final ReentrantLock order = new ReentrantLock();
  private volatile @Nullable Panic panic;

  private Brake(@Nullable PanicFile file) {
    this.file = file;
    this.panic = file == null ? null : file.read().orElse(null);
  }

  /// The brake of a state folder, as an earlier run left it.
  public static Brake of(Path stateFolder) {
    try {
      return new Brake(PanicFile.in(stateFolder));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "prepare " + stateFolder.resolve("panic") + ": check the folder and its space", e);
    }
  }

  /// One that no state folder remembers, for parts that run on their own.
  public static Brake loose() {
    return new Brake(null);
  }

  public boolean isOn() {
    return panic != null;
  }

  public Optional<Panic> panic() {
    return Optional.ofNullable(panic);
  }

  /// Refuses while everything must stand still.
  ///
  /// @throws IronclawException `NOT_READY`
  public void check(String operation) {
    Panic now = panic;
    if (now != null) {
      throw new IronclawException(ErrorCode.NOT_READY, operation + ": everything is stopped since " + now.since()
          + " by " + now.by() + "; `ironctl resume` lets it go on");
    }
  }

  /// Runs the step where the brake is on, with no end of the panic before the step's end.
  public void whileOn(Runnable step) {
    order.lock();
    try {
      if (isOn()) {
        step.run();
      }
    } finally {
      order.unlock();
    }
  }

  /// Runs the step where the brake is off, with no panic before the step's end.
  void whileOff(Runnable step) {
    order.lock();
    try {
      if (!isOn()) {
        step.run();
      }
    } finally {
      order.unlock();
    }
  }

  /// Puts it on: from now on everybody who asks is refused. The first panic is the one that is told. Anybody may; to let
  /// go is [PanicControl]'s alone.
  public Panic engage(Panic wanted) {
    order.lock();
    try {
      Panic now = panic;
      if (now == null) {
        panic = wanted;
        return wanted;
      }
      return now;
    } finally {
      order.unlock();
    }
  }

  /// On disk when this returns.
  void remember(Panic engaged) throws IOException {
    if (file != null) {
      file.write(engaged);
    }
  }

  /// Lets go, on disk first: where that fails it stays on.
  void release() {
    order.lock();
    try {
      if (file != null) {
        file.clear();
      }
      panic = null;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL,
          "resume: the panic file can't be written, so everything stays stopped; check the disk and try again", e);
    } finally {
      order.unlock();
    }
  }
}
