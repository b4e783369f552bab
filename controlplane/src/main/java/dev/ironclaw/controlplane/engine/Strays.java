package dev.ironclaw.controlplane.engine;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds containers of one owner's that the owner does not have: what the engine made of a call that it did not answer, and
/// what it did not remove when it should have; and removes what its owner had.
///
/// Threading: any thread.
public final class Strays {
  private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

  private final Engine engine;
  private final Removals removals;
  private final String label;
  private final String value;
  private final Predicate<ContainerFacts> ours;
  private final Predicate<String> known;
  private final Set<String> beingMade = ConcurrentHashMap.newKeySet();
  private volatile boolean settled;

  /// @param ours of the containers with the label, which are the owner's
  /// @param known whether the owner has the one with this id
  public Strays(Engine engine, String label, String value, Predicate<ContainerFacts> ours, Predicate<String> known) {
    this.engine = engine;
    this.removals = new Removals(engine);
    this.label = label;
    this.value = value;
    this.ours = ours;
    this.known = known;
  }

  /// Runs what makes a container of this name and ends with its owner having it, or fails.
  ///
  /// @param unanswered called where the engine may have made it all the same
  public <T> T make(String name, Supplier<T> making, Runnable unanswered) {
    beingMade.add(name);
    try {
      return making.get();
    } catch (IronclawException e) {
      if (e.code() == ErrorCode.RUNTIME_UNAVAILABLE) {
        unanswered.run();
      }
      throw e;
    } finally {
      beingMade.remove(name);
    }
  }

  /// From now on what the owner does not have is a stray; before, it may be an earlier control plane's, to be taken over.
  public void settle() {
    settled = true;
  }

  /// Whether the container is its owner's, or about to be.
  public boolean isHad(ContainerFacts found) {
    // In this order: whoever makes it has it before its name is free.
    return beingMade.contains(found.name()) || known.test(found.id());
  }

  /// Removes what is there. Fails with `RUNTIME_UNAVAILABLE` where the engine does not answer.
  public void sweep() {
    if (settled) {
      List<ContainerFacts> strays = engine.list(label, value).stream().filter(ours).filter(found -> !isHad(found))
          .toList();
      strays.forEach(found -> LOG.warn("container={} step=sweep problem=nobody has it; removing it", found.name()));
      remove(strays);
    }
  }

  /// Removes one. What the engine refuses to remove is asked for again, beside whoever calls. Fails with
  /// `RUNTIME_UNAVAILABLE` where it does not answer.
  public void remove(String container) {
    var _ = removals.remove(container);
  }

  /// All of them at once: an engine takes a second for each. As for one of them, when every one was tried.
  public void remove(List<ContainerFacts> these) {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(these.stream()
          .map(found -> CompletableFuture.runAsync(() -> remove(found.id()), each))
          .toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IronclawException known ? known : e;
    }
  }
}
