package dev.ironclaw.desktop.log;

import dev.ironclaw.client.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file of lines that never grows beyond its bound: it is put aside, the oldest of those goes.
///
/// Threading: one thread at a time.
final class LogFile implements AutoCloseable {
  private final Path file;
  private final long mostBytes;
  private final int mostAside;
  private FileChannel channel;
  private long written;

  /// Goes on with what is there.
  ///
  /// @param mostBytes of one file
  /// @param mostAside how many are kept beside it, as `.1` (the newest), `.2` …
  LogFile(Path file, long mostBytes, int mostAside) throws IOException {
    this.file = file;
    this.mostBytes = mostBytes;
    this.mostAside = mostAside;
    PrivateFiles.folderOf(file);
    this.channel = open();
  }

  private FileChannel open() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      PrivateFiles.replace(file, new byte[0]);
    }
    FileChannel opened = FileChannel.open(file, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    PrivateFiles.restrict(file);
    written = opened.size();
    return opened;
  }

  void append(String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (!channel.isOpen()) {
      channel = open();
    }
    if (written > 0 && written + bytes.length > mostBytes) {
      putAside();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      written += channel.write(buffer);
    }
  }

  private void putAside() throws IOException {
    channel.close();
    boolean moved = isMoved();
    channel = open();
    if (!moved) {
      // Its bound holds, and the newest lines are worth more than the oldest.
      channel.truncate(0);
      written = 0;
    }
  }

  private boolean isMoved() {
    try {
      move();
      return true;
    } catch (IOException _) {
      // silent-ok: there is no log to tell it to; it begins anew.
      return false;
    }
  }

  private void move() throws IOException {
    for (int number = mostAside - 1; number >= 1; number--) {
      if (Files.exists(aside(number), LinkOption.NOFOLLOW_LINKS)) {
        Files.move(aside(number), aside(number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, aside(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path aside(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
