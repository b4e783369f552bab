package dev.ironclaw.controlplane.atrest;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/// One backup on disk.
final class BackupFile {
  private static final int MAX_SMALL = 1 << 20;

  private final Path file;
  private final byte[] passphrase;
  private byte[] knownHeader = new byte[0];
  private byte[] knownKey = new byte[0];

  BackupFile(Path file, byte[] passphrase) {
    this.file = file;
    this.passphrase = passphrase;
  }

  /// What is small and comes first.
  @SuppressWarnings("ArrayRecordComponent") // Never compared or shown.
  record Contents(Manifest manifest, byte[] keys) {}

  /// Reads all of it, and hands every file on; what was handed on counts only when this returns.
  Contents read(Archive.Sink files) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw BackupHeader.refused("there is no file " + file);
    }
    AtomicReference<byte[]> manifest = new AtomicReference<>(new byte[0]);
    AtomicReference<byte[]> keys = new AtomicReference<>(new byte[0]);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 17)) {
      Archive.read(new Chunks.In(in, key(BackupHeader.take(in))), name -> switch (name) {
        case Manifest.NAME -> small(manifest);
        case Backup.KEYS -> small(keys);
        default -> files.open(name);
      });
    }
    return new Contents(Manifest.parse(manifest.get()), keys.get());
  }

  /// Derived once: that is slow on purpose.
  private byte[] key(byte[] header) {
    if (!Arrays.equals(header, knownHeader)) {
      knownKey = BackupHeader.key(header, passphrase);
      knownHeader = header;
    }
    return knownKey;
  }

  private static OutputStream small(AtomicReference<byte[]> into) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() {
        if (size() > MAX_SMALL) {
          throw BackupHeader.refused("what it says of itself is too long");
        }
        into.set(toByteArray());
      }
    };
  }
}
