package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import java.time.Instant;
import java.util.Optional;

/// One line of a conversation.
///
/// @param fromAgent false for a person's message
/// @param content the text for people; for a person's message the text alone, without the sender's wrapper
/// @param sender the person's user id; empty for the agent
public record TranscriptRow(MessageId id, boolean fromAgent, Optional<MessageId> inReplyTo, Instant timestamp,
    String channelType, String platformId, Optional<String> threadId, Optional<String> sender, String content) {
  TranscriptRow head(int chars) {
    return content.length() <= chars
        ? this
        : new TranscriptRow(id, fromAgent, inReplyTo, timestamp, channelType, platformId, threadId, sender,
            content.substring(0, chars));
  }
}
