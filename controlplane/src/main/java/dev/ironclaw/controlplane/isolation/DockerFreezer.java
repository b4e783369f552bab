package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.Engine;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has an engine stop every container of one control plane. Only the engine can: their processes may belong to root, or
/// run in a virtual machine.
///
/// Threading: any thread; the caller keeps freezing and thawing apart.
public final class DockerFreezer implements Freezer {
  private static final Logger LOG = LoggerFactory.getLogger(DockerFreezer.class);

  private final Engine engine;
  private final String instance;

  /// @param instance see [DockerSettings]
  public DockerFreezer(Engine engine, String instance) {
    this.engine = engine;
    this.instance = instance;
  }

  @Override
  public int freeze() {
    return all(found -> found.state().running() && !found.state().paused(), engine::pause);
  }

  @Override
  public int thaw() {
    return all(found -> found.state().paused(), engine::unpause);
  }

  /// At once: an engine needs some tenths of a second for each. One that it refuses keeps no other from being stopped.
  private int all(Predicate<ContainerFacts> which, Consumer<String> act) {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> acts = engine.list(DockerPlan.INSTANCE, instance).stream().filter(which)
          .map(found -> (Callable<Boolean>) () -> did(found.id(), act)).toList();
      int done = 0;
      for (Future<Boolean> result : each.invokeAll(acts)) {
        done += result.get() ? 1 : 0;
      }
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean did(String container, Consumer<String> act) {
    try {
      act.accept(container);
      return true;
    } catch (IronclawException e) {
      LOG.warn("container={} step=freeze problem={}", container, e.getMessage());
      return false;
    }
  }
}
