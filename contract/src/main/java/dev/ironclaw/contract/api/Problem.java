package dev.ironclaw.contract.api;

import java.util.Optional;

/// The one error body, as in RFC 9457.
///
/// @param code a name of [dev.ironclaw.contract.ErrorCode]
/// @param field of the request's body, where it is about a single one and known
public record Problem(String type, String title, int status, String detail, String code, Optional<String> field) {}
