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

  /// Opens a file that exists.
  @FunctionalInterface
  interface Opener {
    LogFile open(Path file) throws IOException;
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
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new OnDisk(file, channel, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /// One open file.
  ///
  /// @param key tells a file that was put in its place from the file itself; null where the system has no such key
  record OnDisk(Path file, FileChannel channel, @Nullable Object key) implements LogFile {
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
        if (channel.read(buffer, at + buffer.position()) < 0) {
          throw new IOException(file + " ends at " + (at + buffer.position()));
        }
      }
      return buffer.array();
    }

    @Override
    public void write(byte[] bytes, long at) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer, at + buffer.position());
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length);
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
