package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import dev.ironclaw.controlplane.store.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings the files up to what the database holds. Lines are written at the place that the database says, so whatever a
/// failed attempt left behind is written over by the same bytes.
///
/// Threading: any thread; callers that wait share one fsync.
final class AuditFiles implements AutoCloseable {
  private final Database state;
  private final HeadSigner heads;
  private final Segments segments;
  private final LogFile head;
  private final ReentrantLock lock = new ReentrantLock();

  /// Up to here everything is on disk.
  private Place durable = Place.NOTHING;
  private long headSeq;
  /// False from a failed write on: until the next good one, part of a line may follow what is durable.
  private boolean clean = true;
  private volatile @Nullable String fault;

  /// A line's end in its file.
  record Place(long seq, String hash, long segment, long end) {
    static final Place NOTHING = new Place(0, AuditFormat.NO_HASH, 1, 0);

    static Place of(Row row) {
      return new Place(row.seq(), row.line().hash(), row.segment(), row.end());
    }
  }

  AuditFiles(Database state, HeadSigner heads, Segments segments, LogFile head) {
    this.state = state;
    this.heads = heads;
    this.segments = segments;
    this.head = head;
  }

  /// Where the files stand after the comparison at open.
  void startAt(Place place, long seqOfHead) {
    durable = place;
    headSeq = seqOfHead;
  }

  void breakWith(String reason) {
    fault = reason;
  }

  @Nullable
  String fault() {
    return fault;
  }

  /// Returns when every committed line up to `seq` at least is on disk, and the head names the last of them.
  ///
  /// @return how many lines this call has written
  /// @throws IOException the next call tries again
  long catchUp(long seq) throws IOException {
    return catchUp(seq, List.of());
  }

  /// As [#catchUp(long)], knowing lines that have just been committed, rising and without a gap: where these are the next
  /// ones and nobody else waits, the database is not asked for them.
  long catchUp(long seq, List<Row> committed) throws IOException {
    lock.lock();
    try {
      if (clean && durable.seq >= seq && headSeq == durable.seq) {
        return 0;
      }
      long before = durable.seq;
      checkUntouched();
      // Before anything is appended: the head is never behind by more than one group.
      writeHead();
      List<Row> missing = follows(committed) ? committed : missing();
      while (!missing.isEmpty()) {
        append(missing);
        writeHead();
        missing = missing.size() < AuditFormat.GROUP ? List.of() : missing();
      }
      clean = true;
      return durable.seq - before;
    } catch (IOException | RuntimeException e) {
      clean = false;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  <T> T whileStill(Supplier<T> work) throws IOException {
    lock.lock();
    try {
      catchUp(Long.MAX_VALUE);
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  AuditPlace stillHead() {
    lock.lock();
    try {
      return new AuditPlace(durable.seq, durable.hash);
    } finally {
      lock.unlock();
    }
  }

  /// The last line that the head names, 0 for none.
  long coveredSeq() {
    lock.lock();
    try {
      return headSeq;
    } finally {
      lock.unlock();
    }
  }

  /// The signed head as it is on disk, or would be.
  byte[] coveredHead() {
    Place place;
    lock.lock();
    try {
      place = durable;
    } finally {
      lock.unlock();
    }
    return heads.head(place.seq, place.hash);
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
    if (durable.seq > 0 && !segments.exists(durable.segment)) {
      throw new IOException(AuditFormat.segment(durable.segment) + " is gone");
    }
    long size = segments.open(durable.segment).size();
    if (size < durable.end || (clean && size > durable.end)) {
      fault = AuditFormat.segment(durable.segment) + " was changed by another program while it was open: it has " + size
          + " bytes instead of " + durable.end;
      throw new IOException(fault);
    }
  }

  private boolean follows(List<Row> committed) {
    // After a failed write the file may hold more lines than these: all of them are written again.
    return clean && !committed.isEmpty() && committed.getFirst().seq() == durable.seq + 1
    // Never more than a group ahead of the head.
        && committed.size() <= AuditFormat.GROUP
        // The lines of those who wait go with these, for the same sync.
        && !lock.hasQueuedThreads();
  }

  private List<Row> missing() {
    return state.read(connection -> AuditTable.after(connection, durable.seq));
  }

  private void append(List<Row> rows) throws IOException {
    int from = 0;
    while (from < rows.size()) {
      long segment = rows.get(from).segment();
      int to = from;
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      while (to < rows.size() && rows.get(to).segment() == segment) {
        lines.writeBytes(rows.get(to++).line().bytes());
      }
      LogFile log = segments.open(segment);
      // A sync that failed may have dropped what was written before it: so it is all written again, never only synced.
      log.write(lines.toByteArray(), rows.get(from).start());
      log.sync();
      durable = Place.of(rows.get(to - 1));
      from = to;
    }
  }

  /// On disk when it returns: a head that is behind looks like one that was put back.
  private void writeHead() throws IOException {
    if (headSeq != durable.seq) {
      head.write(heads.head(durable.seq, durable.hash), 0);
      head.sync();
      headSeq = durable.seq;
    }
  }

  @Override
  public void close() throws IOException {
    try (segments) {
      head.close();
    }
  }
}
