package dev.ironclaw.controlplane.jobimage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The contents of all files of a layer, one behind the other in one file of this machine: unpacked as files of their own
/// they would depend on what its file system does to names, links and rights.
final class Spool implements AutoCloseable {
  private static final int CHUNK = 1 << 18;

  private final FileChannel channel;
  private long end;

  private Spool(FileChannel channel) {
    this.channel = channel;
  }

  /// @param folder that has the room
  static Spool in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "spool-", "");
    return new Spool(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE));
  }

  /// A piece of it.
  record Piece(long from, long bytes) {}

  /// Takes all that comes; fails where it is more than so many bytes.
  Piece add(InputStream in, long most) throws IOException {
    long from = end;
    byte[] chunk = new byte[CHUNK];
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      if (end - from + read > most) {
        throw new IOException("a file is longer than it says or may be");
      }
      ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, read);
      while (buffer.hasRemaining()) {
        end += channel.write(buffer, end);
      }
    }
    return new Piece(from, end - from);
  }

  void copy(Piece piece, OutputStream out) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long at = piece.from();
    long last = piece.from() + piece.bytes();
    while (at < last) {
      int read = channel.read(ByteBuffer.wrap(chunk, 0, (int) Math.min(chunk.length, last - at)), at);
      if (read < 0) {
        throw new IOException("the working file of the build was cut");
      }
      out.write(chunk, 0, read);
      at += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
