package dev.ironclaw.contract.api;

/// Answer of `POST /v1/step-up/enroll`: shown this once.
///
/// @param secret in Base32, to be typed into an authenticator
/// @param uri the same as `otpauth://`, to be shown as a QR code
public record StepUpEnrolled(String secret, String uri) {
  /// Never the secret.
  @Override
  public String toString() {
    return "StepUpEnrolled[…]";
  }
}
