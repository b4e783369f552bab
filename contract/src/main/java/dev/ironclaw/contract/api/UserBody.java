package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `PUT /v1/registry/users/{id}`. What is left out stays as it is, or comes from the id.
///
/// @param id taken and ignored: the path names the person
/// @param kind the channel type that the person comes from
/// @param reason why; shown on the card
/// @param approve approves it in the same act
public record UserBody(Optional<String> id, Optional<String> kind, Optional<String> displayName,
    Optional<String> reason, Optional<ApproveBody> approve) {}
