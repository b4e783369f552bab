package dev.ironclaw.controlplane.engine;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears from the engine what becomes of its containers. Where the engine goes away or leaves a call without an answer, it
/// is asked again until it answers, and then every container looks for itself: what happened in between nobody tells.
///
/// Threading: any thread begins; its own thread looks, the library's thread tells the rest.
public final class ContainerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerWatch.class);
  /// Who waits for the engine wants to know soon that it is back.
  private static final int LONGEST_SECONDS = 5;

  private final Engine engine;
  private final String label;
  private final String value;
  private final Finder container;
  private final Supplier<? extends Collection<? extends Watched>> all;
  private final Runnable back;
  private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor(
      work -> Thread.ofPlatform().daemon().name("engine-watch").unstarted(work));
  private final List<Runnable> backs = new CopyOnWriteArrayList<>();
  private @Nullable AutoCloseable following;
  private boolean asking;
  private boolean gone;
  private boolean closed;

  /// Whoever has a container.
  public interface Watched {
    /// Asks the engine whether it has ended.
    void look();

    /// Somebody made another thing of it.
    ///
    /// @param what for people
    void drifted(String what);

    /// Somebody, and perhaps its owner, had the engine send it a signal. Returns at once.
    default void signalled() {}

    /// Somebody, and perhaps its owner, joined its input and output.
    default void attached() {}
    /// The kernel ended one of its programs for its memory. Returns at once; heard before or after the end of the first one.
    default void outOfMemory() {}

    /// The engine went away, and may end it. Returns at once; heard before anything that it tells when it is back.
    default void engineLost() {}

    /// The engine left a call without an answer, or was gone for a while.
    void lookAgain();
  }

  /// Finds whoever has a container.
  public interface Finder {
    /// By the engine's id; null where nobody has it.
    @Nullable
    Watched find(String container);
  }

  /// Follows nothing before [#begin].
  ///
  /// @param all of them
  /// @param back called when the engine answers again, before they look
  public ContainerWatch(Engine engine, String label, String value, Finder container,
      Supplier<? extends Collection<? extends Watched>> all, Runnable back) {
    this.engine = engine;
    this.label = label;
    this.value = value;
    this.container = container;
    this.all = all;
    this.back = back;
  }

  /// Does nothing where it has begun.
  public synchronized void begin() {
    if (following == null && !closed) {
      following = engine.events(label, value, this::happened, this::lost);
    }
  }

  /// Says who hears that the engine is back, after its containers were told to look. Returns at once.
  public void whenBack(Runnable listener) {
    backs.add(listener);
  }

  /// Whether the engine went away and is not back yet; asks nobody.
  public synchronized boolean isLost() {
    return gone;
  }

  private void happened(Engine.Happened event) {
    Watched touched = container.find(event.container());
    if (touched == null) {
      return;
    }
    String action = event.action();
    if (action.equals("die") || action.equals("destroy")) {
      again.execute(touched::look);
    } else if (action.equals("kill")) {
      touched.signalled();
    } else if (action.equals("attach")) {
      touched.attached();
    } else if (action.equals("oom")) {
      touched.outOfMemory();
    } else if (action.equals("update")) {
      touched.drifted("somebody changed its limits at the engine");
    } else if (action.startsWith("exec_create")) {
      touched.drifted("somebody started another program in it (" + action + ")");
    } else if (action.equals("extract-to-dir")) {
      touched.drifted("somebody copied files into it");
    }
  }

  private synchronized void lost() {
    following = null;
    gone = true;
    LOG.warn("step=follow-engine problem=the engine at {} tells no more; asking it again", engine.address().host());
    all.get().forEach(Watched::engineLost);
    ask();
  }

  /// Call where the engine left a call of its owner's without an answer: nobody knows what it did of it.
  public synchronized void unanswered() {
    ask();
  }

  private synchronized void ask() {
    if (!asking && !closed) {
      asking = true;
      retry(1);
    }
  }

  private synchronized void retry(int seconds) {
    if (!closed) {
      CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS, again).execute(() -> {
        try {
          // Following begins without an answer; this has one.
          engine.facts();
          begin();
        } catch (RuntimeException e) {
          LOG.debug("step=follow-engine problem={}", e.getMessage());
          retry(Math.min(2 * seconds, LONGEST_SECONDS));
          return;
        }
        answers();
      });
    }
  }

  private void answers() {
    boolean wasGone;
    synchronized (this) {
      if (following == null) {
        // It went away again since.
        retry(1);
        return;
      }
      // From here on whoever gets no answer has it asked anew.
      asking = false;
      wasGone = gone;
      gone = false;
    }
    LOG.info("step=follow-engine engine={} {}", engine.address().host(), wasGone ? "back" : "answers again");
    safely(back);
    all.get().forEach(each -> safely(each::lookAgain));
    backs.forEach(this::safely);
  }

  /// What fails for one keeps nobody else from looking, and is done once more where the engine is gone again.
  private void safely(Runnable step) {
    try {
      step.run();
    } catch (IronclawException e) {
      LOG.warn("step=look-again problem={}", e.getMessage());
      if (e.code() == ErrorCode.RUNTIME_UNAVAILABLE) {
        ask();
      }
    } catch (RuntimeException e) {
      LOG.error("step=look-again failed", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    again.shutdownNow();
    try {
      if (following != null) {
        following.close();
      }
    } catch (Exception e) {
      // silent-ok: a connection that can't be closed goes with the engine
    }
  }
}
