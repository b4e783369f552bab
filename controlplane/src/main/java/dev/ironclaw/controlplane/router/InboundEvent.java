package dev.ironclaw.controlplane.router;

import dev.ironclaw.contract.MessageId;
import java.util.Optional;

/// One normalized message from a channel.
///
/// @param id chosen by the channel; the same id again is the same message, wherever it comes from: so it must be unique over all
///        places (put the place's id into it). At most 128 characters
/// @param senderHandle the platform's handle; the router puts the channel's name before it and refuses to be fooled by
///        a colon in it. A platform whose handles have colons must hand over another stable id
/// @param mentioned true where the platform says that the agent was addressed
public record InboundEvent(MessageId id, String channelType, String platformId, String instance,
    Optional<String> threadId, String senderHandle, Optional<String> senderName, String text, boolean mentioned,
    boolean isGroup) {}
