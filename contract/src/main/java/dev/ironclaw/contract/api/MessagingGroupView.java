package dev.ironclaw.contract.api;

/// One place where people talk.
///
/// @param unknownSenderPolicy `strict`, `request_approval` or `public`
public record MessagingGroupView(String id, String channelType, String platformId, String instance, boolean isGroup,
    String unknownSenderPolicy) {}
