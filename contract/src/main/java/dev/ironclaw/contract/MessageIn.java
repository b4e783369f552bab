package dev.ironclaw.contract;

import java.time.Instant;
import java.util.Optional;

/// One inbound row: the host writes it, the box only reads it.
///
/// @param seq even, rising within the session, given by the host inside the insert
/// @param trigger false for a row that is context for the next engaged message and starts no turn by itself
/// @param content JSON: for `CHAT` an object `{"text","sender":{"id","name"}}`, for `SYSTEM`
///        `{"event","text",…}` (docs/contract.md)
/// @param onWake true for a row that waits for the next wake instead of causing one
public record MessageIn(MessageId id, long seq, MessageKind kind, Instant timestamp, boolean trigger,
    String channelType,
    String platformId, Optional<String> threadId, String content, Optional<SessionId> sourceSessionId,
    boolean onWake) {}
