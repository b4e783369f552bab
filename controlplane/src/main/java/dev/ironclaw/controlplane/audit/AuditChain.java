package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditLine;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Makes the line that follows the last one. What is last is read in the same transaction, so a line that is rolled back
/// leaves no gap.
final class AuditChain {
  private final AuditSigner signer;
  private final EventPayload payload;
  private final Clock clock;
  private final long segmentBytes;
  private final String key;

  /// @param segmentBytes a file that is as long takes no further entry
  AuditChain(AuditSigner signer, EventPayload payload, Clock clock, long segmentBytes) {
    this.signer = signer;
    this.payload = payload;
    this.clock = clock;
    this.segmentBytes = segmentBytes;
    this.key = AuditFormat.fingerprint(signer.publicKey());
  }

  /// Appends an entry, and the checkpoint that is due.
  ///
  /// @return the new lines
  List<Row> append(Connection connection, AuditEvent event) throws SQLException {
    Optional<Row> last = AuditTable.last(connection);
    return last.isPresent() && last.get().end() >= segmentBytes
        ? appendToNew(connection, last.get(), event)
        : checkpointWhenDue(connection, put(connection, last, last.map(Row::segment).orElse(1L), event));
  }

  /// Appends an entry as the first line of a new file; a checkpoint ends the old one.
  ///
  /// @return the new lines
  List<Row> appendToNewSegment(Connection connection, AuditEvent event) throws SQLException {
    Optional<Row> last = AuditTable.last(connection);
    return last.isPresent() ? appendToNew(connection, last.get(), event) : append(connection, event);
  }

  private List<Row> appendToNew(Connection connection, Row last, AuditEvent event) throws SQLException {
    if (last.checkpoint()) {
      return List.of(put(connection, Optional.of(last), last.seq() + 1, event));
    }
    Row end = putCheckpoint(connection, last);
    return List.of(end, put(connection, Optional.of(end), end.seq() + 1, event));
  }

  /// Signs what was written since the last checkpoint, where there is anything.
  ///
  /// @return seq of the last line, 0 for none
  long checkpoint(Connection connection) throws SQLException {
    Optional<Row> last = AuditTable.last(connection);
    if (last.isEmpty() || last.get().checkpoint()) {
      return last.map(Row::seq).orElse(0L);
    }
    return putCheckpoint(connection, last.get()).seq();
  }

  private List<Row> checkpointWhenDue(Connection connection, Row entry) throws SQLException {
    boolean due = entry.seq() - AuditTable.lastCheckpoint(connection) >= AuditFormat.CHECKPOINT_LINES - 1;
    return due ? List.of(entry, putCheckpoint(connection, entry)) : List.of(entry);
  }

  private Row put(Connection connection, Optional<Row> last, long segment, AuditEvent event) throws SQLException {
    long seq = last.map(Row::seq).orElse(0L) + 1;
    String previous = last.map(row -> row.line().hash()).orElse(AuditFormat.NO_HASH);
    byte[] sealed = payload.seal(event, seq, previous);
    AuditLine line = AuditLine.entry(seq, now(), previous, Base64.getEncoder().encodeToString(sealed));
    long start = last.filter(row -> row.segment() == segment).map(Row::end).orElse(0L);
    return put(connection, new Row(line, segment, start + line.text().length(), false));
  }

  private Row putCheckpoint(Connection connection, Row last) throws SQLException {
    AuditLine line = AuditLine.checkpoint(last.seq() + 1, now(), last.line().hash(), key, signer::sign);
    return put(connection, new Row(line, last.segment(), last.end() + line.text().length(), true));
  }

  private Row put(Connection connection, Row row) throws SQLException {
    AuditTable.append(connection, row);
    return row;
  }

  private String now() {
    return AuditFormat.time(clock.instant());
  }

  /// What an entry says.
  AuditRecord record(Row row) {
    AuditLine line = row.line();
    String sealed = line.payload()
        .orElseThrow(() -> new IllegalArgumentException("line " + line.seq() + " is a checkpoint"));
    AuditEvent event = payload.unseal(Base64.getDecoder().decode(sealed), line.seq(), line.previous());
    return new AuditRecord(line.seq(), Instant.parse(line.time()), event, line.hash());
  }
}
