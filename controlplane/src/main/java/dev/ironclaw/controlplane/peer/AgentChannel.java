package dev.ironclaw.controlplane.peer;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.channel.Channel;
import dev.ironclaw.controlplane.outbound.DerivedId;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.session.SessionWaker;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Agents as places: `agent/<group>`. A message needs the destination that a human granted, goes to the other agent's
/// conversation with the sender, and wakes it; the one free reply to it comes back to the conversation that asked. What is
/// already on its way to a person is counted by the host ([PeerMessage#hops]), so agents can't go round in circles.
public final class AgentChannel implements Channel {
  static final int MAX_HOPS = 5;
  static final int PER_MINUTE = 20;
  static final int PER_DAY = 500;
  private static final Duration KEPT = Duration.ofDays(7);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Ledger ledger;
  private final Registry registry;
  private final SessionQueues queues;
  private final SessionWaker waker;
  private final Clock clock;
  private final PeerMessageStore store = new PeerMessageStore();

  public AgentChannel(Ledger ledger, Registry registry, SessionQueues queues, SessionWaker waker, Clock clock) {
    this.ledger = ledger;
    this.registry = registry;
    this.queues = queues;
    this.waker = waker;
    this.clock = clock;
  }

  @Override
  public String type() {
    return BoxApi.AGENT_CHANNEL;
  }

  @Override
  public String deliver(Delivery delivery) {
    try {
      AgentGroupId target = new AgentGroupId(delivery.platformId());
      Optional<PeerMessage> cause = delivery.inReplyTo()
          .flatMap(row -> ledger.read(connection -> store.find(connection, delivery.session(), row)));
      boolean free = delivery.inReplyTo().map(MessageOut::replyTo).filter(delivery.id()::equals).isPresent();
      return free && cause.flatMap(PeerMessage::back).isPresent()
          ? answer(delivery, target, cause.get())
          : message(delivery, target, cause);
    } catch (IronclawException e) {
      throw e.code() != ErrorCode.RATE_LIMITED && (e.code().type() == ErrorCode.Type.RESOURCES
          || e.code().type() == ErrorCode.Type.INTERNAL)
              // Ours, and it may pass: the row is tried again.
              ? new IronclawException(ErrorCode.UPSTREAM_FAILED, String.valueOf(e.getMessage()), e)
              : e;
    }
  }

  private String message(Delivery delivery, AgentGroupId target, Optional<PeerMessage> cause) {
    if (target.equals(delivery.agentGroup())) {
      throw refused(ErrorCode.INVALID_REQUEST, "an agent can't write to itself");
    }
    if (registry.agentGroup(target).isEmpty()) {
      throw refused(ErrorCode.NOT_FOUND, "there is no agent " + target);
    }
    if (!registry.mayReach(delivery.agentGroup(), type(), target.value())) {
      throw refused(ErrorCode.DENIED, "this agent may not write to the agent " + target + "; a human can grant it");
    }
    int hops = cause.map(PeerMessage::hops).orElse(0) + 1;
    boolean talksToAgent = registry.session(delivery.session()).flatMap(Session::messagingGroup)
        .flatMap(registry::messagingGroup).map(MessagingGroup::channelType).filter(type()::equals).isPresent();
    if (hops > MAX_HOPS || (talksToAgent && cause.isEmpty())) {
      throw refused(ErrorCode.DENIED, "it would be passed on more than " + MAX_HOPS
          + " times without a person; answer the one who asked you");
    }
    Session session = registry.resolveSession(target,
        registry.resolveMessagingGroup(type(), delivery.agentGroup().value(), "", false).id(), Optional.empty(),
        SessionMode.SHARED);
    PeerMessage message = new PeerMessage(session.id(), rowId(delivery), delivery.agentGroup(), target, hops, false,
        Optional.of(new PeerMessage.Back(delivery.session(), delivery.inReplyTo())), now());
    record(message, delivery);
    return enqueue(message, MessageKind.CHAT, type(), delivery.agentGroup().value(), Optional.empty(), delivery);
  }

  /// Comes back as a row of the conversation that asked, in the place of the words that led to the message: so its turn
  /// answers the person, or the agent, who waits there.
  private String answer(Delivery delivery, AgentGroupId target, PeerMessage cause) {
    PeerMessage.Back back = cause.back().orElseThrow();
    Session waiting = registry.session(back.session()).filter(session -> session.agentGroup().equals(target))
        .orElseThrow(() -> refused(ErrorCode.NOT_FOUND, "nobody waits for this answer any more"));
    Optional<PeerMessage> asked = back.asked()
        .flatMap(row -> ledger.read(connection -> store.find(connection, waiting.id(), row)));
    PeerMessage message = new PeerMessage(waiting.id(), rowId(delivery), delivery.agentGroup(), target, cause.hops(),
        true, asked.flatMap(PeerMessage::back), now());
    record(message, delivery);
    Optional<MessageIn> words = back.asked().flatMap(queues.of(waiting.id())::inbound);
    Optional<MessagingGroup> place = waiting.messagingGroup().flatMap(registry::messagingGroup);
    return enqueue(message, MessageKind.WEBHOOK,
        words.map(MessageIn::channelType).or(() -> place.map(MessagingGroup::channelType)).orElse("system"),
        words.map(MessageIn::platformId).or(() -> place.map(MessagingGroup::platformId)).orElse("system"),
        words.flatMap(MessageIn::threadId), delivery);
  }

  /// On disk with its audit entry before the other agent sees a word; the same row again is recorded once.
  private void record(PeerMessage message, Delivery delivery) {
    boolean _ = ledger.<Boolean>audited(transaction -> {
      if (store.find(transaction.connection(), message.session(), message.row()).isPresent()) {
        return false;
      }
      if (!message.isAnswer()) {
        checkQuota(transaction, message.from());
      }
      store.forget(transaction.connection(), now().minus(KEPT));
      store.add(transaction.connection(), message);
      transaction.audit(new AuditEvent("agent", message.session().value(), message.isAnswer() ? "answer" : "message",
          new Principal.Agent(delivery.session()).name(),
          "from " + message.from() + " to " + message.to() + ", hop " + message.hops()).about(message.to().value()));
      return true;
    });
  }

  private void checkQuota(AuditLog.Transaction transaction, AgentGroupId from) throws SQLException {
    Instant now = now();
    if (store.sent(transaction.connection(), from, now.minus(Duration.ofMinutes(1))) >= PER_MINUTE
        || store.sent(transaction.connection(), from, now.minus(Duration.ofDays(1))) >= PER_DAY) {
      throw refused(ErrorCode.RATE_LIMITED, "an agent may write to others " + PER_MINUTE + " times a minute and "
          + PER_DAY + " times a day; wait");
    }
  }

  private String enqueue(PeerMessage message, MessageKind kind, String channelType, String platformId,
      Optional<String> threadId, Delivery delivery) {
    String name = registry.agentGroup(message.from()).map(AgentGroup::name).map(VisibleText::line)
        .orElse(message.from().value());
    String content = JSON.writeValueAsString(Map.of("text", delivery.text(), "sender",
        Map.of("id", type() + ":" + message.from(), "name", name)));
    queues.of(message.session()).enqueue(new NewInbound(message.row(), kind, true, channelType, platformId, threadId,
        content, Optional.of(delivery.session()), false));
    registry.touch(message.session());
    waker.wake(message.session());
    return message.row().value();
  }

  private static MessageId rowId(Delivery delivery) {
    return new MessageId("in_agt_" + DerivedId.of("agent", delivery.session(), delivery.id()));
  }

  private static IronclawException refused(ErrorCode code, String why) {
    return new IronclawException(code, why);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
