package dev.ironclaw.controlplane.access;

/// A new token with its text, the one time that there is one.
///
/// @param text `ict_` and 256 random bits as base64url
public record Minted(Token token, String text) {
  /// Never the text: this could end in a log.
  @Override
  public String toString() {
    return "Minted[" + token.id() + "]";
  }
}
