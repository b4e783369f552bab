package dev.ironclaw.contract.api;

/// One person as `channel:handle`.
public record UserView(String id, String kind, String displayName) {}
