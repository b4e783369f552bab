package dev.ironclaw.controlplane.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A file and its log as a crash left them: some pages that only the file has, then a row a commit, all in the log.
final class CrashedLog {
  static final byte[] KEY = new byte[32];
  static final Schema SCHEMA = new Schema("notes",
      List.of("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)"));
  static final int OLD_ROWS = 60;

  private final byte[] file;
  private final byte[] log;
  private final List<Integer> ends;

  private CrashedLog(byte[] file, byte[] log, List<Integer> ends) {
    this.file = file;
    this.log = log;
    this.ends = ends;
  }

  byte[] file() {
    return file;
  }

  byte[] log() {
    return log;
  }

  /// The frames in the log after each of the commits.
  List<Integer> ends() {
    return ends;
  }

  static CrashedLog make(Path folder, int commits) {
    Path file = folder.resolve("notes.db");
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      database.write(connection -> {
        for (int i = 0; i < OLD_ROWS; i++) {
          DatabaseTest.add(connection, i + "x".repeat(2_000));
        }
        return true;
      });
    }
    List<Integer> ends = new ArrayList<>();
    try (Database database = Database.open(file, KEY, SCHEMA)) {
      for (int i = 0; i < commits; i++) {
        String text = "n" + i;
        database.write(connection -> DatabaseTest.add(connection, text));
        ends.add(committed(file));
      }
      byte[] log = Files.readAllBytes(Integrity.log(file));
      int used = LogFrames.HEADER + ends.getLast() * LogFrames.FRAME;
      return new CrashedLog(Files.readAllBytes(file), Arrays.copyOf(log, used), ends);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int committed(Path file) throws IOException {
    byte[] first = new byte[PageSeals.PAGE];
    try (FileChannel pages = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel log = FileChannel.open(Integrity.log(file), StandardOpenOption.READ)) {
      PageSeals.readFully(pages, first, 0);
      return LogFrames.read(log, PageSeals.of(KEY, first), new Integrity(file, KEY)).committed();
    }
  }

  /// Where the n-th frame begins, from 0.
  static int at(int frame) {
    return LogFrames.HEADER + frame * LogFrames.FRAME;
  }

  void put(Path path) throws IOException {
    put(path, file, log);
  }

  static void put(Path path, byte[] file, byte[] log) throws IOException {
    Files.write(path, file);
    Files.write(Integrity.log(path), log);
  }
}
