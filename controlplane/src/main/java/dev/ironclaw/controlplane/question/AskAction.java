package dev.ironclaw.controlplane.question;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.channel.Channel;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.outbound.DerivedId;
import dev.ironclaw.controlplane.outbound.HostAction;
import dev.ironclaw.controlplane.outbound.Origins;
import dev.ironclaw.controlplane.outbound.Place;
import dev.ironclaw.controlplane.outbound.SystemActions.Outcome;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Puts a question of an agent to the people of the place that the agent was asked from. The app's own chat shows it by
/// itself; to any other place it goes as a message with numbered options.
public final class AskAction implements HostAction {
  private static final Logger LOG = LoggerFactory.getLogger(AskAction.class);

  private final Questions questions;
  private final Registry registry;
  private final SessionQueues queues;
  private final ChannelRegistry channels;
  private final Origins origins;

  public AskAction(Questions questions, Registry registry, SessionQueues queues, ChannelRegistry channels) {
    this.questions = questions;
    this.registry = registry;
    this.queues = queues;
    this.channels = channels;
    this.origins = new Origins(registry);
  }

  @Override
  public String name() {
    return ToolName.ASK_USER_QUESTION;
  }

  @Override
  public Outcome handle(Session session, OutboundRow row, JsonNode payload, Optional<String> reason) {
    Optional<Place> place = origins.of(session, queues.of(session.id()), row.message());
    Optional<Channel> channel = place.map(Place::channelType).flatMap(channels::find);
    if (place.isEmpty() || channel.isEmpty()) {
      return refused(ErrorCode.NOT_AVAILABLE, "nobody is there to be asked: this turn was not started from a chat");
    }
    if (place.get().channelType().equals(BoxApi.AGENT_CHANNEL)) {
      // It could not answer, and its right to be written to belongs to another tool.
      return refused(ErrorCode.NOT_AVAILABLE,
          "no person is there: another agent started this turn; ask it in your answer");
    }
    try {
      Question question = questions.ask(question(session, row, place.get(), QuestionForm.parse(payload)));
      return show(question, channel.get());
    } catch (IronclawException e) {
      if (e.code() == ErrorCode.INVALID_PAYLOAD || e.code() == ErrorCode.RATE_LIMITED) {
        return refused(e.code(), String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private Question question(Session session, OutboundRow row, Place place, QuestionForm form) {
    // Not when the row was committed: a box chooses how long a row waits.
    Instant asked = questions.now();
    return new Question("qst_" + DerivedId.of("question", session.id(), row.message().id()), session.id(),
        session.agentGroup(), row.message().inReplyTo(), place, form, asked, asked.plus(Questions.EXPIRY),
        Question.State.OPEN, Optional.empty());
  }

  private Outcome show(Question question, Channel channel) {
    if (channel.isTranscript() || question.state() != Question.State.OPEN) {
      return new Outcome.Handled();
    }
    String agent = registry.agentGroup(question.agentGroup()).map(AgentGroup::name).map(VisibleText::line)
        .orElse("An agent");
    try {
      channel.deliver(channels.fit(channel, new Channel.Delivery(new MessageId(question.id()), question.session(),
          question.agentGroup(), question.inReplyTo(), question.place().platformId(), question.place().threadId(),
          question.form().message(agent), question.askedAt(), true)));
      return new Outcome.Handled();
    } catch (IronclawException e) {
      if (e.code() == ErrorCode.UPSTREAM_FAILED) {
        throw e;
      }
      questions.dismiss(question.id(), new Principal.ControlPlane());
      return new Outcome.Handled();
    } catch (RuntimeException e) {
      // The border to a plug-in: its mistake costs this question a try, and no other row anything.
      LOG.warn("session={} question={} step=ask channel={} failed", question.session(), question.id(), channel.type(),
          e);
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "the channel failed: " + e.getClass().getSimpleName(), e);
    }
  }

  private Outcome refused(ErrorCode code, String why) {
    return new Outcome.Refused(name(), code, why);
  }
}
