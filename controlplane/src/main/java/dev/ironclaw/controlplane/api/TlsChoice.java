package dev.ironclaw.controlplane.api;

import java.nio.file.Path;

/// Whether the TCP door speaks TLS, and with whose certificate.
public sealed interface TlsChoice {
  /// Plain HTTP, for loopback.
  record Off() implements TlsChoice {}

  /// The operator's own.
  ///
  /// @param certificate PEM: the server's certificate, then those between it and its authority
  /// @param key PEM: its private key
  record Files(Path certificate, Path key) implements TlsChoice {}

  /// One that the control plane makes for itself and keeps; clients pin its fingerprint.
  record Generated() implements TlsChoice {}

  /// Whether tokens travel sealed.
  default boolean isOn() {
    return !(this instanceof Off);
  }
}
