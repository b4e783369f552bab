package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.audit.AuditFiles.Place;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import dev.ironclaw.controlplane.audit.AuditTable.Segment;
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
/// leave the files behind it, at most in the middle of a line, and the head behind the files by one group. Everything
/// else is a fault.
///
/// Every file's length is compared, and the last [#LINES] lines byte by byte; each covers all that is before it by its
/// hash, and [dev.ironclaw.contract.audit.AuditVerifier] reads the rest.
final class Comparison {
  static final int LINES = 4_096;
  private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);
  private static final Pattern HEAD_SEQ = Pattern.compile("^\\{\"v\":2,\"seq\":(\\d{12}),");

  private final Database state;
  private final HeadSigner heads;
  private final Segments segments;
  private final LogFile head;

  Comparison(Database state, HeadSigner heads, Segments segments, LogFile head) {
    this.state = state;
    this.heads = heads;
    this.segments = segments;
    this.head = head;
  }

  /// The place up to which the files go, or what is wrong with them.
  private record Standing(Place place, Optional<String> fault) {
    static Standing broken(String why) {
      return new Standing(Place.NOTHING, Optional.of(why));
    }
  }

  /// Tells the files where they stand, or what is wrong with them.
  void apply(AuditFiles files) throws IOException {
    Standing standing = standing();
    if (standing.fault.isPresent()) {
      files.breakWith(standing.fault.get());
      return;
    }
    Place place = standing.place;
    Optional<Long> headSeq = headSeq();
    if (headSeq.isEmpty()) {
      files.breakWith(AuditFormat.HEAD_FILE + " is not the head that was written");
    } else if (headSeq.get() > place.seq()) {
      // The line is on disk before the head names it: no crash does this.
      files.breakWith("the log was cut: the head names line " + headSeq.get() + ", the files end after " + place.seq());
    } else if (place.seq() - headSeq.get() > AuditFormat.GROUP) {
      files.breakWith(AuditFormat.HEAD_FILE + " names line " + headSeq.get() + " where the files have " + place.seq()
          + ": was an older head put back?");
    } else if (!sameLines(place.seq())) {
      files.breakWith("the files differ from the database in their last " + LINES + " lines");
    } else if (!cutTornLine(place)) {
      files.breakWith(AuditFormat.segment(place.segment()) + " ends in words that are not the next line");
    } else {
      if (headSeq.get() < place.seq()) {
        LOG.warn("audit: the head named line {} of {}, as a kill leaves it; the files agree with the database, so the "
            + "head is written again", headSeq.get(), place.seq());
      }
      files.startAt(place, headSeq.get());
    }
  }

  private Standing standing() throws IOException {
    List<Segment> known = state.read(AuditTable::segments);
    for (long first : segments.onDisk()) {
      if (first != 1 && known.stream().noneMatch(segment -> segment.first() == first)) {
        return Standing
            .broken(AuditFormat.segment(first) + " is ahead of the database, which knows no such file: was an "
                + "older state.db put back?");
      }
    }
    Place place = Place.NOTHING;
    Optional<String> behind = Optional.empty();
    for (Segment segment : known) {
      boolean exists = segments.exists(segment.first());
      if (behind.isPresent() && exists) {
        return Standing.broken(behind.get());
      }
      long size = exists ? segments.size(segment.first()) : 0;
      if (size > segment.end()) {
        return Standing.broken(segment.name() + " is ahead of the database (" + size + " bytes, the database knows "
            + segment.end() + "): was an older state.db put back?");
      }
      if (size < segment.end() && behind.isEmpty()) {
        behind = Optional.of(segment.name() + (exists ? " was cut: later files go on" : " is gone: later files go on"));
      }
      Optional<Row> within = state.read(connection -> AuditTable.lastWithin(connection, segment.first(), size));
      if (exists) {
        Place empty = new Place(place.seq(), place.hash(), segment.first(), 0);
        place = within.map(Place::of).orElse(empty);
      }
    }
    if (known.isEmpty() && segments.exists(1) && segments.size(1) > 0) {
      return Standing.broken(AuditFormat.segment(1) + " is ahead of the database (" + segments.size(1)
          + " bytes, the database knows 0): was an older state.db put back?");
    }
    return new Standing(place, Optional.empty());
  }

  /// The seq that the head names, where it is byte for byte the head of that line.
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
        : state.read(connection -> AuditTable.at(connection, seq)).map(row -> row.line().hash());
    return hash.filter(known -> Arrays.equals(content, heads.head(seq, known))).map(known -> seq);
  }

  private boolean sameLines(long last) throws IOException {
    long from = Math.max(0, last - LINES);
    while (from < last) {
      long after = from;
      List<Row> rows = state.read(connection -> AuditTable.after(connection, after));
      for (Row row : rows) {
        byte[] line = row.line().bytes();
        if (row.seq() <= last
            && !Arrays.equals(line, segments.open(row.segment()).read(row.start(), line.length))) {
          return false;
        }
      }
      from = rows.getLast().seq();
    }
    return true;
  }

  private boolean cutTornLine(Place place) throws IOException {
    LogFile log = segments.open(place.segment());
    long size = log.size();
    if (size == place.end()) {
      return true;
    }
    byte[] torn = log.read(place.end(), Math.toIntExact(size - place.end()));
    byte[] line = state.read(connection -> AuditTable.at(connection, place.seq() + 1)).orElseThrow().line().bytes();
    if (torn.length > line.length || !Arrays.equals(torn, 0, torn.length, line, 0, torn.length)) {
      return false;
    }
    LOG.warn("audit: the last line was torn by a crash; its {} bytes are cut and line {} is written again",
        torn.length, place.seq() + 1);
    log.truncate(place.end());
    return true;
  }
}
