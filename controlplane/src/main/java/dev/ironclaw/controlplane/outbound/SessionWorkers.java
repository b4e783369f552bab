package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.SessionId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Runs one piece of work for each session, never two at once for the same one. Asking while it runs makes it run once
/// more, however often one asks.
///
/// Threading: any thread; the work runs on the executor's.
final class SessionWorkers {
  private enum Wish {
    RUN, RUN_AGAIN
  }

  private final Executor executor;
  private final Consumer<SessionId> work;
  private final Map<SessionId, Wish> wishes = new ConcurrentHashMap<>();

  /// @param work must not throw
  SessionWorkers(Executor executor, Consumer<SessionId> work) {
    this.executor = executor;
    this.work = work;
  }

  void submit(SessionId session) {
    Wish wish = wishes.merge(session, Wish.RUN, (waiting, _) -> Wish.RUN_AGAIN);
    if (wish == Wish.RUN) {
      executor.execute(() -> step(session));
    }
  }

  private void step(SessionId session) {
    wishes.put(session, Wish.RUN);
    work.accept(session);
    if (!wishes.remove(session, Wish.RUN)) {
      // To the back of the line: one busy session must not keep a thread from the others.
      executor.execute(() -> step(session));
    }
  }
}
