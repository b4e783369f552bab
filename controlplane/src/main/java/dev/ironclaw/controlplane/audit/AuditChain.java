package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditEntry;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditHasher;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Makes the entry that follows the last one. What is last is read in the same transaction, so an entry that is rolled
/// back leaves no gap.
final class AuditChain {
  private static final HexFormat HEX = HexFormat.of();

  private final AuditSigner signer;
  private final EventPayload payload;
  private final Clock clock;

  AuditChain(AuditSigner signer, EventPayload payload, Clock clock) {
    this.signer = signer;
    this.payload = payload;
    this.clock = clock;
  }

  long append(Connection connection, AuditEvent event) throws SQLException {
    Optional<Row> last = AuditTable.last(connection);
    AuditEntry entry = next(last.map(Row::entry), event);
    AuditTable.append(connection, entry, last.map(Row::fileEnd).orElse(0L));
    return entry.seq();
  }

  private AuditEntry next(Optional<AuditEntry> last, AuditEvent event) {
    long seq = last.map(AuditEntry::seq).orElse(0L) + 1;
    String previous = last.map(AuditEntry::hash).orElse(AuditFormat.NO_HASH);
    byte[] previousSignature = last.map(entry -> Base64.getDecoder().decode(entry.signature()))
        .orElseGet(() -> new byte[AuditHasher.SIGNATURE_BYTES]);
    String time = AuditFormat.time(clock.instant());
    byte[] sealed = payload.seal(event, seq, previous);
    AuditHasher hasher = new AuditHasher();
    byte[] digest = hasher.payload(sealed);
    byte[] hash = hasher.entry(seq, time.getBytes(StandardCharsets.US_ASCII), HEX.parseHex(previous),
        previousSignature, digest);
    return new AuditEntry(seq, time, previous, HEX.formatHex(hash), HEX.formatHex(digest), base64(sealed),
        base64(signer.sign(hash)));
  }

  AuditRecord record(AuditEntry entry) {
    AuditEvent event = payload.unseal(Base64.getDecoder().decode(entry.payload()), entry.seq(), entry.previous());
    return new AuditRecord(entry.seq(), Instant.parse(entry.time()), event, entry.hash());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
