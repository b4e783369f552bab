package dev.ironclaw.controlplane.audit;

import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// The few calls that the log makes on a file: a seam, so that tests can fail each of them.
interface LogFile extends AutoCloseable {
  /// Bytes of the file that now has the name.
  ///
  /// @throws IOException where the name leads to another file than the open one
  long size() throws IOException;

  byte[] read(long at, int length) throws IOException;

  void write(byte[] bytes, long at) throws IOException;

  void truncate(long length) throws IOException;

  void sync() throws IOException;

  @Override
  void close() throws IOException;

  /// The way to files.
  @FunctionalInterface
  interface Opener {
    /// Opens a file that exists.
    LogFile open(Path file) throws IOException;

    /// As [LogFile#createIfMissing].
    default void create(Path file) throws IOException {
      createIfMissing(file);
    }
  }

  /// Makes an empty 0600 file with a durable name where there is none.
  static void createIfMissing(Path file) throws IOException {
    if (!Files.exists(file)) {
      PrivateFiles.createFile(file);
      PrivateFiles.syncFolder(file);
    }
  }

  /// The file on disk.
  static LogFile onDisk(Path file) throws IOException {
    return new OnDisk(file, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /// One open file. An interrupt of a thread that reads or writes closes its channel: the next call opens it again.
  final class OnDisk implements LogFile {
    private final Path file;
    /// Tells a file that was put in its place from the file itself; null where the system has no such key.
    private final @Nullable Object key;
    private FileChannel channel;

    OnDisk(Path file, @Nullable Object key) throws IOException {
      this.file = file;
      this.key = key;
      this.channel = channel(file);
    }

    private static FileChannel channel(Path file) throws IOException {
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private FileChannel open() throws IOException {
      if (!channel.isOpen()) {
        channel = channel(file);
        size();
      }
      return channel;
    }

    @Override
    public long size() throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (key != null && !key.equals(attributes.fileKey())) {
        throw new IOException(file + " was replaced while it was open");
      }
      return attributes.size();
    }

    @Override
    public byte[] read(long at, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(length);
      while (buffer.hasRemaining()) {
        if (open().read(buffer, at + buffer.position()) < 0) {
          throw new IOException(file + " ends at " + (at + buffer.position()));
        }
      }
      return buffer.array();
    }

    @Override
    public void write(byte[] bytes, long at) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        open().write(buffer, at + buffer.position());
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      open().truncate(length);
    }

    @Override
    public void sync() throws IOException {
      open().force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
