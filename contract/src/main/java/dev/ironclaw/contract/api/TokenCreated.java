package dev.ironclaw.contract.api;

/// Answer of `POST /v1/tokens`.
///
/// @param text what to send as `Authorization: Bearer …`; shown this once and kept nowhere
public record TokenCreated(TokenView token, String text) {
  /// Never the text: this could end in a log.
  @Override
  public String toString() {
    return "TokenCreated[" + token.id() + "]";
  }
}
