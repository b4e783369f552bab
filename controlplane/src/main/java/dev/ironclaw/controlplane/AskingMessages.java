package dev.ironclaw.controlplane;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.controlplane.gateway.Askings;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.queue.SessionQueues;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds the words that led an agent to ask, in its conversation.
final class AskingMessages implements Askings {
  private static final Logger LOG = LoggerFactory.getLogger(AskingMessages.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final SessionQueues queues;

  AskingMessages(SessionQueues queues) {
    this.queues = queues;
  }

  @Override
  public Optional<Asking> of(Origin origin) {
    try {
      return origin.inReplyTo().flatMap(queues.of(origin.session())::inbound).map(AskingMessages::asking);
    } catch (IronclawException e) {
      // A card without the words is worth less, and no request may hang on a conversation that can't be read.
      LOG.warn("session={} step=find-asking-message failed: {}", origin.session(), e.getMessage());
      return Optional.empty();
    }
  }

  private static Asking asking(MessageIn message) {
    JsonNode content = content(message);
    return new Asking(message.channelType() + "/" + message.platformId(),
        content.path("sender").path("id").asString("the host"), content.path("text").asString(""));
  }

  private static JsonNode content(MessageIn message) {
    try {
      return JSON.readTree(message.content());
    } catch (JacksonException e) {
      LOG.debug("a row whose content is no JSON", e);
      return JSON.createObjectNode();
    }
  }
}
