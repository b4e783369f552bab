package dev.ironclaw.contract;

import java.time.Instant;
import java.util.Optional;

/// One outbound row, as the box asks for it: the box appends, it can never rewrite.
///
/// @param id chosen by the box, unique in the session; appending the same id again changes nothing. The one reply to
///        an inbound row has the id `out_` + the inbound id and needs no right; see docs/contract.md
/// @param kind `CHAT` for words to people, `SYSTEM` for a request to the host
/// @param content plain text for `CHAT`; JSON `{"action","payload","reason"}` for `SYSTEM`
public record MessageOut(MessageId id, Optional<MessageId> inReplyTo, MessageKind kind, String channelType,
    String platformId, Optional<String> threadId, String content, Optional<Instant> deliverAfter) {

  /// The id of the one free reply to an inbound row.
  public static MessageId replyTo(MessageId inbound) {
    return new MessageId("out_" + inbound.value());
  }
}
