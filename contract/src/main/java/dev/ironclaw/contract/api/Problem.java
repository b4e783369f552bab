package dev.ironclaw.contract.api;

/// The one error body, as in RFC 9457.
///
/// @param code a name of [dev.ironclaw.contract.ErrorCode]
public record Problem(String type, String title, int status, String detail, String code) {}
