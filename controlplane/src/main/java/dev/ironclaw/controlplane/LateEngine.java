package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.Engines;
import dev.ironclaw.controlplane.engine.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The container engine of this machine, looked for when somebody first needs it: a start waits for none.
final class LateEngine implements Supplier<Engine>, AutoCloseable {
  private final Surroundings around;
  private volatile @Nullable Engine engine;

  LateEngine(Surroundings around) {
    this.around = around;
  }

  /// Of this process.
  ///
  /// @param uid of its user
  static LateEngine ofThisProcess(int uid) {
    return new LateEngine(new Surroundings(ControlPlaneConfig.environment(), Path.of(System.getProperty("user.home")),
        System.getProperty("os.name"), uid));
  }

  /// Fails with `RUNTIME_UNAVAILABLE` and what to do where none answers.
  @Override
  public synchronized Engine get() {
    Engine known = engine;
    if (known == null) {
      known = Engines.find(around);
      engine = known;
    }
    return known;
  }

  /// Where it was found already.
  Optional<Engine> found() {
    return Optional.ofNullable(engine);
  }

  @Override
  public synchronized void close() {
    Engine known = engine;
    if (known != null) {
      known.close();
    }
  }
}
