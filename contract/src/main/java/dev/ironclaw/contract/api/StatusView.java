package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Answer of `GET /v1/status`.
///
/// @param startedAt RFC 3339, UTC
/// @param notReady why nothing may take effect, where that is so
/// @param stateDir the state folder on the control plane's machine
/// @param java the control plane's Java runtime
/// @param auditHead the newest audit entry that is on disk
/// @param tlsFingerprint SHA-256 of the certificate that the API shows on TCP, in hexadecimal; absent for plain HTTP
/// @param panic that everything stands still, where it does
/// @param selftest the last one that ran since the control plane started
public record StatusView(String version, String startedAt, long uptimeSeconds, Optional<String> notReady,
    String stateDir, String java, RuntimeView runtime, List<BoxView> boxes, int agents, int sessions,
    int pendingChanges, Optional<AuditHeadView> auditHead, Optional<String> tlsFingerprint, Optional<PanicView> panic,
    Optional<SelftestRunView> selftest) {
  public StatusView {
    boxes = List.copyOf(boxes);
  }

  /// As a control plane says it that ran no self-test.
  public StatusView(String version, String startedAt, long uptimeSeconds, Optional<String> notReady, String stateDir,
      String java, RuntimeView runtime, List<BoxView> boxes, int agents, int sessions, int pendingChanges,
      Optional<AuditHeadView> auditHead, Optional<String> tlsFingerprint, Optional<PanicView> panic) {
    this(version, startedAt, uptimeSeconds, notReady, stateDir, java, runtime, boxes, agents, sessions, pendingChanges,
        auditHead, tlsFingerprint, panic, Optional.empty());
  }

  /// Where the chain stands.
  ///
  /// @param checkpoint the newest signature over all that is before it; absent before the first one
  /// @param key SHA-256 of the public key that signs, in hexadecimal
  /// @param warning what people should know that stops nothing, for example a witness that can't be reached
  public record AuditHeadView(long seq, String hash, String key, Optional<String> warning,
      Optional<CheckpointView> checkpoint) {}

  /// A line of the log that signs all that is before it.
  ///
  /// @param time RFC 3339, UTC
  public record CheckpointView(long seq, String time) {}
}
