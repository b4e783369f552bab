package dev.ironclaw.controlplane.store;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Decides, by reading only, whether SQLite may open a file: SQLite itself would roll a journal back under a wrong key,
/// or take an empty file for a new database.
///
/// Every page's seal is checked where the file is up to [#FULL_CHECK_BYTES] (about 6 ms a MiB) or was not closed
/// cleanly; in a larger file the first page now and each other page when SQLite first reads it. A page that the log
/// replaces may be torn in the file: a checkpoint writes there.
///
/// What it can't find: a file put back as it was earlier, whole or page by page; a journal header that someone altered
/// between a crash and the next start; a bit that flipped in the last transaction of a log, which looks like a write
/// that the crash cut; a log that was cut where a commit ends, or emptied, which looks like a crash before the commits
/// that are gone; a log that was removed together with its [OpenMark]. For `state.db` these show when it is compared with
/// the audit log.
final class Integrity {
  static final long FULL_CHECK_BYTES = 1 << 20;
  private static final byte[] JOURNAL_MAGIC = {(byte) 0xd9, (byte) 0xd5, 5, (byte) 0xf9, 0x20, (byte) 0xa1, 0x63,
      (byte) 0xd7};
  private static final int RECORD = PageSeals.PAGE + 8;

  private final Path file;
  private final byte[] key;

  Integrity(Path file, byte[] key) {
    this.file = file;
    this.key = key;
  }

  static Path journal(Path file) {
    return file.resolveSibling(file.getFileName() + "-journal");
  }

  static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  /// Refuses a wrong key and a damaged file.
  ///
  /// @return true where a journal waits to be rolled back: call [#checkAllPages] when SQLite has done so
  boolean check() {
    boolean journaled = Files.exists(journal(file));
    boolean logged = Files.exists(log(file));
    try (FileChannel pages = FileChannel.open(file, StandardOpenOption.READ)) {
      if (journaled) {
        checkJournal(journal(file), pages);
      }
      if (logged) {
        // Beside a journal, the pages are whole only when it is rolled back.
        checkLog(log(file), pages, !journaled);
      }
      if (!logged && Files.exists(OpenMark.of(file))) {
        checkNoLogIsMissing(pages);
      }
      if (!journaled && !logged) {
        checkPages(pages, pages.size() <= FULL_CHECK_BYTES);
      }
      return journaled;
    } catch (IOException e) {
      throw damaged("it can't be read", e);
    }
  }

  private void checkNoLogIsMissing(FileChannel pages) throws IOException {
    byte[] first = new byte[PageSeals.PAGE];
    // Read here, not asked of SQLite, which would make an empty log to answer. A file that is not logged was put here
    // whole, from a backup.
    if (PageSeals.readFully(pages, first, 0) && PageSeals.of(key, first).intact(first, 1)
        && PageSeals.logged(key, first)) {
      throw damaged("its log " + log(file).getFileName() + " is missing, and commits with it: put it back; a copy of a"
          + " database that is open, or was not closed, must take the -wal file too", null);
    }
  }

  void checkAllPages() {
    try (FileChannel pages = FileChannel.open(file, StandardOpenOption.READ)) {
      checkPages(pages, true);
    } catch (IOException e) {
      throw damaged("it can't be read", e);
    }
  }

  private void checkPages(FileChannel pages, boolean all) throws IOException {
    long size = pages.size();
    if (size == 0 || size % PageSeals.PAGE != 0) {
      throw damaged("its length of " + size + " bytes is not a whole number of pages", null);
    }
    int last = all ? Math.toIntExact(size / PageSeals.PAGE) : 1;
    int broken = seals(pages).firstBroken(pages, 1, last);
    if (broken != 0) {
      throw damaged("the seal of page " + broken + " is broken", null);
    }
  }

  /// Each frame that SQLite is going to take must be sealed under this key, and each page that no frame replaces.
  private void checkLog(Path log, FileChannel pages, boolean andPages) throws IOException {
    PageSeals seals = seals(pages);
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      LogFrames frames = LogFrames.read(channel, seals, this);
      if (andPages && frames.committed() == 0) {
        checkPages(pages, true);
      } else if (andPages) {
        checkPagesBeside(frames, seals, pages);
      }
    }
  }

  private void checkPagesBeside(LogFrames frames, PageSeals seals, FileChannel pages) throws IOException {
    for (int page = 1; page <= frames.pagesAfter(); page++) {
      if (!frames.replaces(page) && seals.firstBroken(pages, page, page) != 0) {
        throw damaged("the seal of page " + page + " is broken, and its log does not replace it", null);
      }
    }
  }

  /// Each record that SQLite is going to put back must be sealed under this key.
  private void checkJournal(Path journal, FileChannel pages) throws IOException {
    PageSeals seals = seals(pages);
    try (FileChannel records = FileChannel.open(journal, StandardOpenOption.READ)) {
      byte[] header = new byte[28];
      long at = 0;
      while (PageSeals.readFully(records, header, at)) {
        ByteBuffer fields = ByteBuffer.wrap(header);
        if (!Arrays.equals(header, 0, 8, JOURNAL_MAGIC, 0, 8)) {
          // Zeros: a header that never reached the disk, so no page of the file was written after it.
          if (at == 0 && fields.getLong(0) != 0) {
            throw damaged("its journal is not a journal", null);
          }
          return;
        }
        int sector = fields.getInt(20);
        if (sector < 512 || sector > 1 << 16 || fields.getInt(24) != PageSeals.PAGE) {
          throw damaged("its journal's header is not one of ours", null);
        }
        long end = checkRecords(seals, records, at + sector, fields.getInt(8));
        at = (end + sector - 1) / sector * sector;
      }
    }
  }

  private long checkRecords(PageSeals seals, FileChannel records, long from, int count) throws IOException {
    byte[] record = new byte[RECORD];
    long at = from;
    for (int i = 0; i != count && PageSeals.readFully(records, record, at); i++) {
      int page = ByteBuffer.wrap(record).getInt();
      if (!seals.intact(Arrays.copyOfRange(record, 4, 4 + PageSeals.PAGE), page)) {
        throw damaged("the seal of page " + page + " in its journal is broken", null);
      }
      at += RECORD;
    }
    return at;
  }

  private PageSeals seals(FileChannel pages) throws IOException {
    byte[] first = new byte[PageSeals.PAGE];
    if (!PageSeals.readFully(pages, first, 0)) {
      throw damaged("it is shorter than one page", null);
    }
    return PageSeals.of(key, first);
  }

  IronclawException damaged(String why, @Nullable Throwable cause) {
    String message = "open database " + file + ": wrong key, or the file is damaged (" + why
        + "); it is left as it was: restore it from a backup";
    return cause == null
        ? new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED, message)
        : new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED, message, cause);
  }
}
