package dev.ironclaw.controlplane.note;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The notes of all agents. Whatever happens to one is recorded, and never its words.
///
/// Threading: any thread that may wait for the disk.
public final class Notes {
  /// Of one agent.
  public static final int MAX_NOTES = 1_000;

  private final Ledger ledger;
  private final Changed changed;
  private final Clock clock;
  private final NoteStore store = new NoteStore();

  /// Hears of notes that are others now; must hand on and return.
  @FunctionalInterface
  public interface Changed {
    void note(AgentGroupId agent, String id);
  }

  public Notes(Ledger ledger, Changed changed, Clock clock) {
    this.ledger = ledger;
    this.changed = changed;
    this.clock = clock;
  }

  /// Adds it; the same id again changes nothing.
  ///
  /// @throws IronclawException `TOO_LARGE` where the agent has too many
  void add(String id, AgentGroupId agent, NoteForm form, Principal by) {
    boolean added = ledger.<Boolean>audited(transaction -> {
      if (store.find(transaction.connection(), agent, id).isPresent()) {
        return false;
      }
      if (store.count(transaction.connection(), agent) >= MAX_NOTES) {
        throw new IronclawException(ErrorCode.TOO_LARGE,
            "there are " + MAX_NOTES + " notes already; a person can remove some");
      }
      store.add(transaction.connection(), new Note(id, agent, form, by.name(), now()));
      transaction.audit(event("added", id, agent, by));
      return true;
    });
    if (added) {
      changed.note(agent, id);
    }
  }

  /// Best first for a query; changed last first without one.
  public List<Note> search(AgentGroupId agent, String query, int limit) {
    return ledger.read(connection -> query.isBlank()
        ? store.newest(connection, agent, limit)
        : store.search(connection, agent, query, limit));
  }

  /// One of an agent's.
  ///
  /// @throws IronclawException `NOT_FOUND`
  public Note find(AgentGroupId agent, String id) {
    return ledger.read(connection -> store.find(connection, agent, id)).orElseThrow(() -> notFound(agent, id));
  }

  /// Puts other words in it.
  ///
  /// @param unchangedSince when it was changed last, as far as whoever writes it knows; empty: whatever stands there goes
  /// @throws IronclawException `NOT_FOUND`; `CONFLICT` where it is another meanwhile
  public Note change(AgentGroupId agent, String id, NoteForm form, Optional<Instant> unchangedSince, Principal by) {
    Note written = ledger.audited(transaction -> {
      Note old = store.find(transaction.connection(), agent, id).orElseThrow(() -> notFound(agent, id));
      if (unchangedSince.filter(known -> !known.equals(old.changedAt())).isPresent()) {
        throw new IronclawException(ErrorCode.CONFLICT,
            "note " + id + " was changed meanwhile by " + old.changedBy() + "; read it again, then write it");
      }
      Note next = old.with(form, by.name(), now());
      store.change(transaction.connection(), next);
      transaction.audit(event("changed", id, agent, by));
      return next;
    });
    changed.note(agent, id);
    return written;
  }

  /// Forgets it for good. Again is the same.
  ///
  /// @return false where there was none
  public boolean remove(AgentGroupId agent, String id, Principal by) {
    boolean removed = ledger.<Boolean>audited(transaction -> {
      if (store.find(transaction.connection(), agent, id).isEmpty()) {
        return false;
      }
      transaction.audit(event("removed", id, agent, by));
      return store.remove(transaction.connection(), id);
    });
    if (removed) {
      changed.note(agent, id);
    }
    return removed;
  }

  private static AuditEvent event(String kind, String id, AgentGroupId agent, Principal by) {
    return new AuditEvent("note", agent.value(), kind, by.name(), id).about(agent.value());
  }

  private static IronclawException notFound(AgentGroupId agent, String id) {
    return new IronclawException(ErrorCode.NOT_FOUND,
        "there is no note " + id + " of " + agent + "; list them with `ironctl note list " + agent + "`");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
