package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of the posts below `/v1/step-up`.
///
/// @param code the six digits that the authenticator shows
public record StepUpBody(Optional<String> code) {
  /// Never the code.
  @Override
  public String toString() {
    return "StepUpBody[…]";
  }
}
