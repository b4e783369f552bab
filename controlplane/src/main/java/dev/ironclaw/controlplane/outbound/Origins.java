package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import java.util.Optional;

/// Finds the place that a session's words belong to. Nothing in it comes from the box but the id of the row that it
/// answers, and that row was written by the host.
public final class Origins {
  private final Registry registry;

  public Origins(Registry registry) {
    this.registry = registry;
  }

  /// The session's own place; for a session that all places of an agent share, the place that it was asked from.
  public Optional<Place> of(Session session, SessionQueue queue, MessageOut row) {
    return of(session, queue, row.inReplyTo());
  }

  /// The place that a turn belongs to.
  ///
  /// @param inReplyTo the row whose turn it is
  public Optional<Place> of(Session session, SessionQueue queue, Optional<MessageId> inReplyTo) {
    if (session.messagingGroup().isPresent()) {
      Optional<String> thread = session.threadId().or(() -> asked(queue, inReplyTo).flatMap(Place::threadId));
      return session.messagingGroup().flatMap(registry::messagingGroup)
          .map(group -> new Place(group.channelType(), group.platformId(), thread));
    }
    return asked(queue, inReplyTo);
  }

  /// The place of the turn in which a tool is called.
  public Optional<Place> of(HostToolCall call, SessionQueues queues) {
    return registry.session(call.session())
        .flatMap(session -> of(session, queues.of(call.session()), Optional.of(call.origin())));
  }

  /// Whether the row stays at home: same place, and in a per-thread session the same thread.
  boolean isHome(Session session, SessionQueue queue, MessageOut row) {
    return of(session, queue, row).filter(home -> home.channelType().equals(row.channelType())
        && home.platformId().equals(row.platformId())
        && (session.threadId().isEmpty() || session.threadId().equals(row.threadId()))).isPresent();
  }

  private static Optional<Place> asked(SessionQueue queue, Optional<MessageId> inReplyTo) {
    return inReplyTo.flatMap(queue::inbound)
        .map(inbound -> new Place(inbound.channelType(), inbound.platformId(), inbound.threadId()));
  }
}
