package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import dev.ironclaw.controlplane.store.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Brings `audit.jsonl` up to what the database holds. Lines are written at the place that the database says, so
/// whatever a failed attempt left behind is written over by the same bytes.
///
/// Threading: any thread; callers that wait share one fsync.
final class AuditFiles implements AutoCloseable {
  private final Database state;
  private final AuditSigner signer;
  private final LogFile log;
  private final LogFile head;
  private final ReentrantLock lock = new ReentrantLock();

  /// Up to here everything is on disk.
  private long durableSeq;
  private long durableEnd;
  private long headSeq;
  /// False from a failed write on: until the next good one, part of a line may follow `durableEnd`.
  private boolean clean = true;
  private volatile @Nullable String fault;

  AuditFiles(Database state, AuditSigner signer, LogFile log, LogFile head) {
    this.state = state;
    this.signer = signer;
    this.log = log;
    this.head = head;
  }

  /// Where the file stands after the comparison at open.
  void startAt(long seq, long end, long seqOfHead) {
    durableSeq = seq;
    durableEnd = end;
    headSeq = seqOfHead;
  }

  void breakWith(String reason) {
    fault = reason;
  }

  @Nullable
  String fault() {
    return fault;
  }

  /// Returns when every committed entry up to `seq` at least is on disk, and the head names the last of them.
  ///
  /// @throws IOException the next call tries again
  void catchUp(long seq) throws IOException {
    lock.lock();
    try {
      if (clean && durableSeq >= seq && headSeq == durableSeq) {
        return;
      }
      checkUntouched();
      // Before anything is appended: the head is never behind by more than one group.
      writeHead();
      List<Row> missing = missing();
      while (!missing.isEmpty()) {
        append(missing);
        writeHead();
        missing = missing();
      }
      clean = true;
    } catch (IOException | RuntimeException e) {
      clean = false;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /// The last entry that the head names, 0 for none.
  long coveredSeq() {
    lock.lock();
    try {
      return headSeq;
    } finally {
      lock.unlock();
    }
  }

  /// True where the last attempt failed.
  boolean behind() {
    lock.lock();
    try {
      return !clean;
    } finally {
      lock.unlock();
    }
  }

  private void checkUntouched() throws IOException {
    long size = log.size();
    if (size < durableEnd || (clean && size > durableEnd)) {
      fault = AuditFormat.LOG_FILE + " was changed by another program while it was open: it has " + size
          + " bytes instead of " + durableEnd;
      throw new IOException(fault);
    }
  }

  private List<Row> missing() {
    return state.read(connection -> AuditTable.after(connection, durableSeq));
  }

  private void append(List<Row> rows) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Row row : rows) {
      lines.writeBytes(AuditFormat.line(row.entry()));
    }
    // A sync that failed may have dropped what was written before it: so it is all written again, never only synced.
    log.write(lines.toByteArray(), durableEnd);
    log.sync();
    durableSeq = rows.getLast().entry().seq();
    durableEnd = rows.getLast().fileEnd();
  }

  /// On disk when it returns: a head that is behind looks like one that was put back.
  private void writeHead() throws IOException {
    long seq = durableSeq;
    if (headSeq == seq) {
      return;
    }
    String hash = seq == 0
        ? AuditFormat.NO_HASH
        : state.read(connection -> AuditTable.at(connection, seq)).orElseThrow().entry().hash();
    head.write(headFor(signer, seq, hash), 0);
    head.sync();
    headSeq = seq;
  }

  static byte[] headFor(AuditSigner signer, long seq, String hash) {
    byte[] signature = signer.sign(AuditFormat.headStatement(seq, HexFormat.of().parseHex(hash)));
    return AuditFormat.head(seq, hash, Base64.getEncoder().encodeToString(signature));
  }

  @Override
  public void close() throws IOException {
    try (log) {
      head.close();
    }
  }
}
