package dev.ironclaw.contract.api;

import java.util.Optional;

/// One message of a conversation.
///
/// @param role `agent` or `user`
/// @param timestamp RFC 3339, UTC
/// @param inReplyTo the message that an agent's answer belongs to
/// @param attachment a file that came with it
public record MessageView(String id, String conversationId, Optional<String> threadId, String content,
    String timestamp, String role, Optional<String> inReplyTo,
    Optional<AttachmentView> attachment) {}
