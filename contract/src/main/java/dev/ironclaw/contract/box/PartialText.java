package dev.ironclaw.contract.box;

import dev.ironclaw.contract.MessageId;

/// The reply so far, while it is written: the whole text from `offset` on, in chars.
public record PartialText(MessageId inReplyTo, int offset, String text) {}
