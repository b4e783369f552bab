package dev.ironclaw.contract.api;

/// One place where people talk, for a list.
///
/// @param policy `strict`, `request_approval` or `public`
/// @param wirings how many agents listen there
public record PlaceView(String id, String channelType, String platformId, String instance, boolean isGroup,
    String policy, int wirings) {}
