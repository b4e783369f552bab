package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Refusal;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.outbound.Trouble.State;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Handles the due rows of one session in the order of their seq. What fails waits and lets only rows to the same
/// destination wait with it; what can never go is recorded, told to the agent, and out of the way.
///
/// Threading: never two at once for the same session ([SessionWorkers]).
final class SessionOutbox {
  /// How long a delivery to the app's own chat may stay a note.
  private static final Duration NOTED = Duration.ofMillis(300);

  private static final int PAGE = 64;
  private static final String SYSTEM = "system";

  private final SystemActions actions;
  private final ReplyDelivery replies;
  private final AgentNotice notice;
  private final DeliveryStore store;
  private final RetryPolicy retries;
  private final Clock clock;
  private final Brake brake;
  private final RefusalLimit refusals;

  SessionOutbox(SystemActions actions, ReplyDelivery replies, AgentNotice notice, DeliveryStore store,
      RetryPolicy retries, Clock clock, Brake brake, RefusalLimit refusals) {
    this.actions = actions;
    this.replies = replies;
    this.notice = notice;
    this.store = store;
    this.retries = retries;
    this.clock = clock;
    this.brake = brake;
    this.refusals = refusals;
  }

  /// Handles what is due, until there is nothing more or a panic comes.
  ///
  /// @return when to look again; empty where nothing is left
  Optional<Instant> drain(Session session, SessionQueue queue) {
    Set<String> waiting = new HashSet<>();
    Optional<Instant> again = Optional.empty();
    long after = 0;
    List<OutboundRow> page = queue.undeliveredAfter(after, PAGE);
    while (!page.isEmpty()) {
      for (OutboundRow row : page) {
        if (brake.isOn()) {
          return again;
        }
        after = row.seq();
        if (!waiting.contains(destination(row.message()))) {
          Optional<Instant> later = handle(session, queue, row);
          if (later.isPresent()) {
            waiting.add(destination(row.message()));
            again = earlier(again, later);
          }
        }
      }
      page = queue.undeliveredAfter(after, PAGE);
    }
    return earlier(earlier(again, queue.nextDue()), queue.settleAfter(NOTED));
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isEmpty() ? other : other.filter(at -> at.isBefore(one.get())).or(() -> one);
  }

  private static String destination(MessageOut row) {
    return row.kind() == MessageKind.SYSTEM
        ? SYSTEM
        : new Place(row.channelType(), row.platformId(), row.threadId()).destination();
  }

  /// Empty when the row is done with, else when to try it again.
  private Optional<Instant> handle(Session session, SessionQueue queue, OutboundRow row) {
    Optional<Trouble> trouble = store.trouble(session.id(), row.message().id());
    if (trouble.filter(known -> known.state() == State.BURYING).isPresent()) {
      finishBurying(session, queue, row.message(), trouble.get().reason());
      return Optional.empty();
    }
    if (trouble.filter(known -> known.nextAt().isAfter(clock.instant())).isPresent()) {
      return trouble.map(Trouble::nextAt);
    }
    int failures = trouble.map(Trouble::attempts).orElse(0) + 1;
    Optional<Instant> again = row.message().kind() == MessageKind.SYSTEM
        ? act(session, queue, row, failures)
        : reply(session, queue, row, failures);
    if (again.isEmpty() && store.trouble(session.id(), row.message().id()).isPresent()) {
      store.recovered(session.id(), row.message().id());
    }
    return again;
  }

  private Optional<Instant> act(Session session, SessionQueue queue, OutboundRow row, int failures) {
    SystemActions.Outcome outcome;
    try {
      outcome = actions.handle(session, row);
    } catch (IronclawException e) {
      if (brake.isOn()) {
        throw e;
      }
      // The fault is ours (no audit, no disk): an agent's request is never given up for that.
      return retry(session, row, failures, retries.patientPauseAfter(failures), String.valueOf(e.getMessage()));
    }
    switch (outcome) {
      case SystemActions.Outcome.Handled _ -> queue.markDelivered(row.message().id(), "handled", "");
      case SystemActions.Outcome.Refused refused -> bury(session, queue, row, failures, refusal(session, row, refused),
          "Your request '" + refused.action() + "' is refused: " + refused.why() + ".");
    }
    return Optional.empty();
  }

  private static Refusal refusal(Session session, OutboundRow row, SystemActions.Outcome.Refused refused) {
    // The box chooses the names of actions and of kinds that do not exist.
    boolean known = ToolName.ALL.contains(refused.action());
    return Refusal.of(new AuditEvent("system", session.id().value(), "refused",
        new Principal.Agent(session.id()).name(), "action " + refused.action() + " of row " + row.message().id()
            + refused.kind().map(kind -> ", kind " + printable(kind) + ",").orElse("") + " is refused: "
            + refused.code()),
        refused.code(), known ? refused.action() + refused.kind().map(SessionOutbox::sort).orElse("") : "other action");
  }

  private static String sort(String kind) {
    return " " + ChangeKind.ofWireName(kind).map(ChangeKind::wireName).orElse("unknown kind");
  }

  private Optional<Instant> reply(Session session, SessionQueue queue, OutboundRow row, int failures) {
    return switch (replies.deliver(session, queue, row)) {
      case ReplyDelivery.Result.Delivered _ -> Optional.empty();
      case ReplyDelivery.Result.Impossible impossible -> {
        giveUp(session, queue, row, failures, impossible.denied(), impossible.why());
        yield Optional.empty();
      }
      case ReplyDelivery.Result.Failed failed -> {
        Optional<Duration> pause = retries.pauseAfter(failures);
        if (pause.isPresent()) {
          yield retry(session, row, failures, pause.get(), failed.why());
        }
        giveUp(session, queue, row, failures, false, "its chat platform did not take it");
        yield Optional.empty();
      }
    };
  }

  private Optional<Instant> retry(Session session, OutboundRow row, int failures, Duration pause, String why) {
    Instant at = clock.instant().plus(pause);
    store.retryLater(new Trouble(session.id(), row.message().id(), destination(row.message()), State.RETRYING,
        failures, at, why));
    return Optional.of(at);
  }

  /// @param denied whether the agent may not write there, else the channel or its platform did not take it
  private void giveUp(Session session, SessionQueue queue, OutboundRow row, int failures, boolean denied, String why) {
    MessageOut message = row.message();
    AuditEvent entry = new AuditEvent("delivery", session.id().value(), "dead",
        new Principal.Agent(session.id()).name(), "row " + message.id() + " to " + printable(destination(message))
            + " was not delivered, tries: " + failures);
    bury(session, queue, row, failures, Refusal.of(entry, denied ? ErrorCode.DENIED : ErrorCode.UPSTREAM_FAILED,
        "message to " + replies.destinationType(message)),
        "Your message to " + destination(message) + " was not delivered: " + why + ".");
  }

  /// Recorded first, in one transaction with the audit entry, as far as the agent's hour has one; whatever a crash leaves
  /// undone after that is done again and changes nothing twice.
  private void bury(Session session, SessionQueue queue, OutboundRow row, int failures, Refusal refusal, String told) {
    String answer = refusals.within(session.agentGroup(), refusal, ruling -> {
      String words = ruling.fullUntil().filter(_ -> refusal.share() != Refusal.Share.FAILED)
          .map(until -> told + " " + tooMany(until)).orElse(told);
      store.bury(new Trouble(session.id(), row.message().id(), destination(row.message()), State.BURYING, failures,
          clock.instant(), words), ruling.entries());
      return words;
    });
    finishBurying(session, queue, row.message(), answer);
  }

  private static String tooMany(Instant until) {
    return ErrorCode.RATE_LIMITED + ": this is past " + RefusalLimit.PER_HOUR
        + " like it within an hour; send no more of them before " + until + ".";
  }

  private void finishBurying(Session session, SessionQueue queue, MessageOut message, String told) {
    boolean system = message.kind() == MessageKind.SYSTEM;
    notice.tell(session, queue, message, system ? "refused" : "undelivered", told);
    queue.markDelivered(message.id(), system ? "handled" : "dead", "");
    store.buried(session.id(), message.id());
  }

  /// The box chose these words, and an audit entry is one line.
  private static String printable(String text) {
    String clean = text.replaceAll("[^\\x21-\\x7e]", "?");
    return clean.length() <= 128 ? clean : clean.substring(0, 128);
  }
}
