package dev.ironclaw.controlplane.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.BitSet;

/// Reads a write-ahead log as SQLite's recovery will, without changing it, and tells a torn tail from damage.
///
/// Source: SQLite's file format, "the write-ahead log". A header of 32 bytes (magic, version, page size, checkpoint,
/// two salts, two sums), then frames: page number, size of the file after a commit or 0, the salts, the running sums of
/// header and frames up to here; then the page, whose seal is that of the main file. The sums are taken over the
/// encrypted page.
///
/// Each commit is synced before the next one begins, so a power cut spoils frames of the last transaction only. A spoilt
/// frame that a later transaction follows was whole once: that is damage.
final class LogFrames {
  static final int HEADER = 32;
  static final int FRAME = 24 + PageSeals.PAGE;
  private static final int MAGIC = 0x377f0682;
  private static final int VERSION = 3_007_000;

  private final FileChannel log;
  private final PageSeals seals;
  private final Integrity file;
  private final int count;
  private final BitSet pages = new BitSet();
  private int committed;
  private long pagesAfter;

  private LogFrames(FileChannel log, PageSeals seals, Integrity file) throws IOException {
    this.log = log;
    this.seals = seals;
    this.file = file;
    this.count = Math.toIntExact(Math.max(0, log.size() - HEADER) / FRAME);
  }

  /// @throws dev.ironclaw.contract.IronclawException by `file`, where SQLite would drop what was durable, or take what
  ///         we did not write
  static LogFrames read(FileChannel log, PageSeals seals, Integrity file) throws IOException {
    LogFrames frames = new LogFrames(log, seals, file);
    frames.walk();
    return frames;
  }

  /// Frames that SQLite will take.
  int committed() {
    return committed;
  }

  /// True where a committed frame replaces this page of the file.
  boolean replaces(int page) {
    return pages.get(page);
  }

  /// The pages that the file has after the last commit.
  long pagesAfter() {
    return pagesAfter;
  }

  private void walk() throws IOException {
    byte[] header = new byte[HEADER];
    boolean whole = PageSeals.readFully(log, header, 0);
    ByteBuffer fields = ByteBuffer.wrap(header);
    int[] sums = new int[2];
    ByteOrder order = (fields.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    add(sums, header, 0, 24, order);
    if (!whole || (fields.getInt(0) & ~1) != MAGIC || fields.getInt(4) != VERSION || sums[0] != fields.getInt(24)
        || sums[1] != fields.getInt(28)) {
      // It is synced before the first frame is written: without it there can't be one.
      refuseAnySealedFrame();
      return;
    }
    if (fields.getInt(8) != PageSeals.PAGE) {
      throw file.damaged("its log has another page size", null);
    }
    long salts = fields.getLong(16);
    BitSet open = new BitSet();
    for (int index = 0; index < count; index++) {
      Frame frame = frame(index);
      add(sums, frame.bytes, 0, 8, order);
      add(sums, frame.bytes, 24, PageSeals.PAGE, order);
      if (frame.salts() != salts || frame.page() <= 0 || !Arrays.equals(sums, frame.sums())) {
        refuseIfFollowed(index, frame, sums, salts, order);
        return;
      }
      if (!frame.sealed()) {
        throw file.damaged("the seal of frame " + (index + 1) + " of its log is broken", null);
      }
      open.set(frame.page());
      if (frame.after() != 0) {
        pages.or(open);
        open.clear();
        committed = index + 1;
        pagesAfter = Integer.toUnsignedLong(frame.after());
      }
    }
  }

  private void refuseAnySealedFrame() throws IOException {
    for (int index = 0; index < count; index++) {
      Frame frame = frame(index);
      if (frame.page() > 0 && frame.sealed()) {
        throw file.damaged("the header of its log is broken", null);
      }
    }
  }

  /// @param sums as they would be after the broken frame, were they not what is broken in it
  private void refuseIfFollowed(int broken, Frame frame, int[] sums, long salts, ByteOrder order) throws IOException {
    Frame last = frame;
    // Under a header that is wrong, a whole page may have been the commit.
    boolean ended = frame.after() != 0 || (frame.page() > 0 && frame.sealed());
    for (int index = broken + 1; index < count; index++) {
      Frame next = frame(index);
      // A header that an earlier round left here has other salts: the sums over it say nothing of ours.
      boolean follows = next.follows(last.sums(), order)
          || (index == broken + 1 && frame.salts() == salts && next.follows(sums, order));
      if (ended && follows && next.salts() == salts && next.page() > 0 && next.sealed()) {
        throw file.damaged("frame " + (broken + 1) + " of its log is broken and later commits follow it", null);
      }
      ended = next.after() != 0;
      last = next;
    }
  }

  private Frame frame(int index) throws IOException {
    byte[] bytes = new byte[FRAME];
    if (!PageSeals.readFully(log, bytes, HEADER + (long) index * FRAME)) {
      throw new IOException("the log became shorter while it was read");
    }
    return new Frame(bytes, seals);
  }

  private static void add(int[] sums, byte[] bytes, int from, int length, ByteOrder order) {
    ByteBuffer words = ByteBuffer.wrap(bytes).order(order);
    for (int at = from; at < from + length; at += 8) {
      sums[0] += words.getInt(at) + sums[1];
      sums[1] += words.getInt(at + 4) + sums[0];
    }
  }

  /// One frame as it lies in the file.
  private static final class Frame {
    private final byte[] bytes;
    private final PageSeals seals;

    Frame(byte[] bytes, PageSeals seals) {
      this.bytes = bytes;
      this.seals = seals;
    }

    int page() {
      return ByteBuffer.wrap(bytes).getInt(0);
    }

    int after() {
      return ByteBuffer.wrap(bytes).getInt(4);
    }

    long salts() {
      return ByteBuffer.wrap(bytes).getLong(8);
    }

    int[] sums() {
      ByteBuffer fields = ByteBuffer.wrap(bytes);
      return new int[]{fields.getInt(16), fields.getInt(20)};
    }

    boolean sealed() {
      return seals.intact(Arrays.copyOfRange(bytes, 24, FRAME), page());
    }

    /// True where the frame was written after one with these sums.
    boolean follows(int[] before, ByteOrder order) {
      int[] sums = before.clone();
      add(sums, bytes, 0, 8, order);
      add(sums, bytes, 24, PageSeals.PAGE, order);
      return Arrays.equals(sums, sums());
    }
  }
}
