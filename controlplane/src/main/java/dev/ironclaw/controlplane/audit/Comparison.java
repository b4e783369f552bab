package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import dev.ironclaw.controlplane.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds the files against the database at open. The database is the truth, and it commits first: so a crash can only
/// leave the file behind it, at most in the middle of a line, and the head behind the file by one group. Everything else
/// is a fault.
///
/// The last [#LINES] lines are compared byte by byte; each covers all that is before it by its hash, and
/// [dev.ironclaw.contract.audit.AuditVerifier] reads the rest.
final class Comparison {
  static final int LINES = 4_096;
  private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);
  private static final Pattern HEAD_SEQ = Pattern.compile("^\\{\"seq\":(\\d{19}),");

  private final Database state;
  private final AuditSigner signer;
  private final LogFile log;
  private final LogFile head;

  Comparison(Database state, AuditSigner signer, LogFile log, LogFile head) {
    this.state = state;
    this.signer = signer;
    this.log = log;
    this.head = head;
  }

  /// Tells the files where they stand, or what is wrong with them.
  void apply(AuditFiles files) throws IOException {
    Optional<Row> last = state.read(AuditTable::last);
    long size = log.size();
    long expected = last.map(Row::fileEnd).orElse(0L);
    if (size > expected) {
      files.breakWith(AuditFormat.LOG_FILE + " is ahead of the database (" + size + " bytes, the database knows "
          + expected + "): was an older state.db put back?");
      return;
    }
    Optional<Row> within = state.read(connection -> AuditTable.lastWithin(connection, size));
    long seq = within.map(row -> row.entry().seq()).orElse(0L);
    long end = within.map(Row::fileEnd).orElse(0L);
    Optional<Long> headSeq = headSeq();
    if (headSeq.isEmpty()) {
      files.breakWith(AuditFormat.HEAD_FILE + " is not the head that was written");
    } else if (headSeq.get() > seq) {
      // The line is on disk before the head names it: no crash does this.
      files
          .breakWith(AuditFormat.LOG_FILE + " was cut: the head names entry " + headSeq.get() + ", the file ends after "
              + seq);
    } else if (seq - headSeq.get() > AuditFormat.GROUP) {
      files.breakWith(AuditFormat.HEAD_FILE + " names entry " + headSeq.get() + " where the file has " + seq
          + ": was an older head put back?");
    } else if (!sameLines(seq)) {
      files.breakWith(AuditFormat.LOG_FILE + " differs from the database in its last " + LINES + " entries");
    } else if (!cutTornLine(seq, end, size)) {
      files.breakWith(AuditFormat.LOG_FILE + " ends in words that are not the next entry");
    } else {
      if (headSeq.get() < seq) {
        LOG.warn("audit: the head named entry {} of {}, as a kill leaves it; the file agrees with the database, so the "
            + "head is written again", headSeq.get(), seq);
      }
      files.startAt(seq, end, headSeq.get());
    }
  }

  /// The seq that the head names, where it is byte for byte the head of that entry.
  private Optional<Long> headSeq() throws IOException {
    long size = head.size();
    if (size != AuditFormat.HEAD_BYTES) {
      return Optional.empty();
    }
    byte[] content = head.read(0, AuditFormat.HEAD_BYTES);
    Matcher matcher = HEAD_SEQ.matcher(new String(content, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      return Optional.empty();
    }
    long seq = Long.parseLong(matcher.group(1));
    Optional<String> hash = seq == 0
        ? Optional.of(AuditFormat.NO_HASH)
        : state.read(connection -> AuditTable.at(connection, seq)).map(row -> row.entry().hash());
    return hash.filter(known -> Arrays.equals(content, AuditFiles.headFor(signer, seq, known))).map(known -> seq);
  }

  private boolean sameLines(long last) throws IOException {
    long from = Math.max(0, last - LINES);
    while (from < last) {
      long after = from;
      List<Row> rows = state.read(connection -> AuditTable.after(connection, after));
      for (Row row : rows) {
        byte[] line = AuditFormat.line(row.entry());
        if (row.entry().seq() <= last && !Arrays.equals(line, log.read(row.fileEnd() - line.length, line.length))) {
          return false;
        }
      }
      from = rows.getLast().entry().seq();
    }
    return true;
  }

  private boolean cutTornLine(long seq, long end, long size) throws IOException {
    if (size == end) {
      return true;
    }
    byte[] torn = log.read(end, Math.toIntExact(size - end));
    byte[] line = AuditFormat.line(state.read(connection -> AuditTable.at(connection, seq + 1)).orElseThrow().entry());
    if (!Arrays.equals(torn, 0, torn.length, line, 0, torn.length)) {
      return false;
    }
    LOG.warn("audit: the last line was torn by a crash; its {} bytes are cut and entry {} is written again",
        torn.length, seq + 1);
    log.truncate(end);
    return true;
  }
}
