package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.secret.Keyring;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Opens sessions' queues on demand and keeps the recently used ones open; everybody who asks for the same session gets
/// the same object.
///
/// At most [#MAX_OPEN] sessions stay open beyond those that are in use or followed.
///
/// Threading: any platform thread.
public final class SessionQueues implements AutoCloseable {
  static final int MAX_OPEN = 64;

  private final SessionFiles files;
  private final Function<SessionId, Entry> entering;
  private final Map<SessionId, SessionQueue> queues = new ConcurrentHashMap<>();
  /// Least recently used first.
  private final Map<SessionId, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /// Without a hint for the next start.
  public SessionQueues(Path sessionsFolder, Keyring keyring, Clock clock) {
    this(sessionsFolder, keyring, clock, session -> () -> {});
  }

  /// @param entering is asked before an inbound row enters a session; what it answers is closed when the row is in
  public SessionQueues(Path sessionsFolder, Keyring keyring, Clock clock, Function<SessionId, Entry> entering) {
    this(sessionsFolder, keyring, clock, entering, UnaryOperator.identity());
  }

  /// For tests: the seam makes statements of the writers fail.
  SessionQueues(Path sessionsFolder, Keyring keyring, Clock clock, Function<SessionId, Entry> entering,
      UnaryOperator<Connection> writerSeam) {
    this.entering = entering;
    this.files = new SessionFiles(sessionsFolder, keyring, clock, writerSeam);
  }

  /// The session's queue; its files are opened when it is first used.
  public SessionQueue of(SessionId session) {
    return queues.computeIfAbsent(session, id -> new SessionQueue(id, this));
  }

  Entry entering(SessionId session) {
    return entering.apply(session);
  }

  /// A row on its way in.
  @FunctionalInterface
  public interface Entry extends AutoCloseable {
    @Override
    void close();
  }

  <T> T use(SessionId session, Function<OpenQueue, T> work) {
    try (Lease lease = lease(session)) {
      return work.apply(lease.queue());
    }
  }

  Lease lease(SessionId session) {
    Slot slot = take(session);
    try {
      return new Lease(slot.open(session), () -> giveBack(slot));
    } catch (RuntimeException e) {
      giveBack(slot);
      throw e;
    }
  }

  int open() {
    synchronized (slots) {
      return slots.size();
    }
  }

  /// Closes the session's files and deletes them with the key that opens them.
  ///
  /// @throws IronclawException `CONFLICT` where somebody is using them
  public void remove(SessionId session) throws IOException {
    synchronized (slots) {
      Slot slot = slots.get(session);
      if (slot != null && slot.uses > 0) {
        throw new IronclawException(ErrorCode.CONFLICT, "remove session " + session + ": it is in use; try again");
      }
      slots.remove(session);
      queues.remove(session);
      if (slot != null) {
        slot.close();
      }
      files.remove(session);
    }
  }

  private Slot take(SessionId session) {
    synchronized (slots) {
      if (closed) {
        throw new IronclawException(ErrorCode.NOT_READY, "open queues of session " + session + ": shutting down");
      }
      Slot slot = slots.computeIfAbsent(session, id -> new Slot());
      slot.uses++;
      return slot;
    }
  }

  private void giveBack(Slot slot) {
    synchronized (slots) {
      slot.uses--;
      Iterator<Slot> oldest = slots.values().iterator();
      while (slots.size() > MAX_OPEN && oldest.hasNext()) {
        Slot candidate = oldest.next();
        if (candidate.uses == 0) {
          oldest.remove();
          // Under the lock: nobody may open the same files before they are closed.
          candidate.close();
        }
      }
    }
  }

  /// Runs the work while every session's files are closed and at rest; whoever uses one waits meanwhile.
  public <T> T whileAtRest(Supplier<T> work) {
    synchronized (slots) {
      return rest(List.copyOf(slots.entrySet()).iterator(), work);
    }
  }

  private <T> T rest(Iterator<Map.Entry<SessionId, Slot>> left, Supplier<T> work) {
    if (!left.hasNext()) {
      return work.get();
    }
    Map.Entry<SessionId, Slot> next = left.next();
    Slot slot = next.getValue();
    // Slot by slot on one stack, so that whatever happens they are opened again in reverse.
    synchronized (slot) {
      OpenQueue present = slot.queue;
      return present == null
          ? rest(left, work)
          : present.whileAtRest(() -> rest(left, work), () -> files.key(next.getKey()));
    }
  }

  /// Checks every page of a session's files and leaves them closed in order; nobody may use the session meanwhile.
  public void settle(SessionId session) {
    files.settle(session);
  }

  /// Closes all files; a use that is running then fails.
  @Override
  public void close() {
    synchronized (slots) {
      closed = true;
      slots.values().forEach(Slot::close);
      slots.clear();
    }
  }

  /// One session's files, open or about to be; `uses` belongs to the lock of `slots`.
  private final class Slot {
    private int uses;
    private @Nullable OpenQueue queue;

    /// Slow, so under the slot's own lock: other sessions go on.
    synchronized OpenQueue open(SessionId session) {
      OpenQueue present = queue;
      if (present == null) {
        present = files.open(session);
        queue = present;
      }
      return present;
    }

    synchronized void close() {
      OpenQueue present = queue;
      queue = null;
      if (present != null) {
        present.close();
      }
    }
  }
}
