package dev.ironclaw.controlplane.router;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.HeldMessage;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring;
import dev.ironclaw.controlplane.registry.Wiring.EngageMode;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.session.SessionWaker;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Decides which agents a message reaches, and writes it to their queues: one durable commit for each session.
///
/// A message's row has the id `in_` + the event's id, so an event that comes twice is one row. A place that nobody has
/// wired leaves no trace, and talking registers nobody.
///
/// Threading: any thread, but not a virtual one (the queues are SQLite).
public final class Router {
  /// The channel type of the app's own chat; its platform id is the agent group's id.
  public static final String WEBCHAT = "webchat";
  /// Longest message, in chars.
  public static final int MAX_TEXT = 64 * 1024;
  /// So that the ids made from it, `out_in_…`, are still ids.
  private static final int MAX_EVENT_ID = 128;
  private static final ObjectMapper JSON = JsonMapper.shared();

  private final Registry registry;
  private final SessionQueues queues;
  private final SessionWaker waker;
  private final Answers answers;
  private final RoutingPolicy policy = new RoutingPolicy();

  /// Routes to the queues of the agents.
  ///
  /// @param answers takes what answers a question of an agent
  public Router(Registry registry, SessionQueues queues, SessionWaker waker, Answers answers) {
    this.registry = registry;
    this.queues = queues;
    this.waker = waker;
    this.answers = answers;
  }

  /// A message from a channel: every wiring of its place is asked, by priority.
  ///
  /// @return what became of it for each wiring; empty where the place has none
  /// @throws IronclawException `INVALID_REQUEST` or `INVALID_ID` for a message that no wiring could take. Any other code:
  ///         some agent's queue failed after all others were served; the same event again reaches the rest
  public List<RoutingOutcome> route(InboundEvent event) {
    // 1. Who speaks, and is it a message at all.
    check(event.id(), event.text());
    Optional<Sender> speaks = Sender.holdsColon(event.senderHandle())
        ? Optional.empty()
        : Optional.of(Sender.of(event.channelType(), event.senderHandle(), event.senderName()));

    // 2. Where, and which agents listen there.
    Optional<MessagingGroup> found = registry.messagingGroup(event.channelType(), event.platformId(), event.instance());
    if (found.isEmpty()) {
      return List.of();
    }
    MessagingGroup place = found.get();
    if (speaks.isEmpty()) {
      return registry.wirings(place.id()).stream().map(wiring -> new RoutingOutcome(wiring.agentGroup(),
          Optional.empty(), false, "sender refused: the handle holds a colon")).toList();
    }
    Sender sender = speaks.get();

    // 3. What it means to each: access, unknown-sender policy, scope, engage, ignored-message policy.
    List<Decision> decisions = registry.wirings(place.id()).stream()
        .map(wiring -> policy.decide(wiring, facts(wiring, place, event, sender))).toList();

    // 4. Write and wake. What starts a turn first: where two wirings lead to one session, the row must be the one that
    // engages.
    Map<Decision, RoutingOutcome> outcomes = new HashMap<>();
    Optional<IronclawException> failure = Optional.empty();
    for (Decision decision : engagedFirst(decisions)) {
      try {
        outcomes.put(decision, carryOut(decision, place, event, sender));
      } catch (IronclawException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    failure.ifPresent(e -> {
      throw e;
    });
    return decisions.stream().map(decision -> outcomes.get(decision)).toList();
  }

  private RoutingPolicy.Facts facts(Wiring wiring, MessagingGroup place, InboundEvent event, Sender sender) {
    return new RoutingPolicy.Facts(registry.access(sender.id(), wiring.agentGroup()),
        registry.user(sender.id()).isPresent(), place.unknownSenderPolicy(), event.text(), event.mentioned(),
        () -> registry.findSession(wiring.agentGroup(), place.id(), event.threadId(), wiring.sessionMode())
            .filter(session -> registry.isSticky(session.id())).isPresent());
  }

  private static List<Decision> engagedFirst(List<Decision> decisions) {
    return decisions.stream()
        .sorted((one, other) -> Boolean.compare(other instanceof Decision.Engage, one instanceof Decision.Engage))
        .toList();
  }

  private RoutingOutcome carryOut(Decision decision, MessagingGroup place, InboundEvent event, Sender sender) {
    Wiring wiring = decision.wiring();
    return switch (decision) {
      case Decision.Engage _ -> {
        Session session = sessionOf(wiring, place, event);
        if (wiring.engageMode() == EngageMode.MENTION_STICKY) {
          registry.makeSticky(session.id());
        }
        yield write(session, said(event.id(), event.channelType(), event.platformId(), event.threadId(), sender,
            event.text()), true);
      }
      case Decision.Accumulate _ -> write(sessionOf(wiring, place, event), said(event.id(), event.channelType(),
          event.platformId(), event.threadId(), sender, event.text()), false);
      case Decision.Hold _ -> new RoutingOutcome(wiring.agentGroup(), Optional.empty(), false,
          registry.hold(new HeldMessage(event.id(), place.id(), wiring.agentGroup(), sender.id(), sender.name(),
              event.threadId(), event.text()))
                  ? "held: waiting for an operator"
                  : "held: too many are waiting, dropped");
      case Decision.Drop drop -> new RoutingOutcome(wiring.agentGroup(), Optional.empty(), false, drop.reason());
    };
  }

  private Session sessionOf(Wiring wiring, MessagingGroup place, InboundEvent event) {
    return registry.resolveSession(wiring.agentGroup(), place.id(), event.threadId(), wiring.sessionMode());
  }

  /// A message that an operator writes to one agent in the app's own chat: addressed, so it needs no wiring and makes
  /// none. The same `id` again is the same message.
  ///
  /// @throws IronclawException `NOT_FOUND` for an unknown agent group, `INVALID_REQUEST` for an empty or too long text
  public RoutingOutcome chat(AgentGroupId agentGroup, MessageId id, Principal.Operator operator, String text) {
    return chat(agentGroup, id, operator, text, List.of());
  }

  /// The same with files that lie in the agent's workspace. What has files is talk, and answers no question.
  ///
  /// @throws IronclawException as above
  public RoutingOutcome chat(AgentGroupId agentGroup, MessageId id, Principal.Operator operator, String text,
      List<ChatFile> files) {
    check(id, text);
    if (registry.agentGroup(agentGroup).isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND,
          "chat with " + agentGroup + ": there is no such agent group; list them with `ironctl agent list`");
    }
    Sender sender = Sender.of(WEBCHAT, operator.tokenName(), Optional.empty());
    MessagingGroup place = registry.resolveMessagingGroup(WEBCHAT, agentGroup.value(), "", false);
    Session session = registry.resolveSession(agentGroup, place.id(), Optional.empty(), SessionMode.SHARED);
    Answers.Said said = said(id, WEBCHAT, agentGroup.value(), Optional.empty(), sender, text);
    return files.isEmpty() ? write(session, said, true) : enqueue(session, said, files, true);
  }

  private static void check(MessageId id, String text) {
    if (id.value().length() > MAX_EVENT_ID) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "route message: its id has more than " + MAX_EVENT_ID + " characters; choose a shorter one");
    }
    if (text.isBlank()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "route message " + id + ": it has no text; write some");
    }
    if (text.length() > MAX_TEXT) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "route message " + id + ": it has " + text.length()
          + " characters, " + MAX_TEXT + " are allowed; send it in parts");
    }
  }

  private static Answers.Said said(MessageId event, String channelType, String platformId, Optional<String> threadId,
      Sender sender, String text) {
    return new Answers.Said(new MessageId("in_" + event), channelType, platformId, threadId, sender.id(),
        sender.name(), text);
  }

  private static NewInbound row(Answers.Said said, List<ChatFile> files, boolean trigger) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("text", said.text());
    content.put("sender", Map.of("id", said.sender().value(), "name", said.name()));
    if (!files.isEmpty()) {
      content.put("attachments", files.stream().map(ChatFile::content).toList());
    }
    return new NewInbound(said.row(), MessageKind.CHAT, trigger, said.channelType(), said.platformId(),
        said.threadId(), JSON.writeValueAsString(content), Optional.empty(), false);
  }

  private RoutingOutcome write(Session session, Answers.Said said, boolean trigger) {
    if (answers.take(session, said)) {
      registry.touch(session.id());
      return new RoutingOutcome(session.agentGroup(), Optional.of(session.id()), true, "answered a question");
    }
    return enqueue(session, said, List.of(), trigger);
  }

  private RoutingOutcome enqueue(Session session, Answers.Said said, List<ChatFile> files, boolean trigger) {
    boolean fresh = queues.of(session.id()).enqueue(row(said, files, trigger)).isPresent();
    registry.touch(session.id());
    if (trigger) {
      // A double too: the first time may have ended between the row and the wake.
      waker.wake(session.id());
    }
    String reason = !fresh ? "duplicate" : trigger ? "engaged (trigger=1)" : "accumulated (trigger=0)";
    return new RoutingOutcome(session.agentGroup(), Optional.of(session.id()), trigger, reason);
  }
}
