package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import java.util.Base64;
import java.util.HexFormat;

/// Signs heads.
record HeadSigner(AuditSigner signer) {
  /// The signed head for this line.
  byte[] head(long seq, String hash) {
    byte[] signature = signer.sign(AuditFormat.headStatement(seq, HexFormat.of().parseHex(hash)));
    return AuditFormat.head(seq, hash, Base64.getEncoder().encodeToString(signature));
  }
}
