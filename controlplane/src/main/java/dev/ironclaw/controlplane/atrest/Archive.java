package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.contract.Sha256;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/// Named contents one after the other: 1, the name (`writeUTF`), pieces of a length (4 bytes, at least 1) and as many bytes,
/// 0 (4 bytes), SHA-256 of the content; after the last one a 0 byte and how many there were (4 bytes).
final class Archive {
  /// Words of letters, digits and a few marks, parted by slashes; none is hidden or leads upwards.
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-][^/\\x00-\\x1f]*(/[^/\\x00-\\x1f]+)*");
  private static final int MAX_PIECE = 1 << 20;

  private Archive() {}

  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !("/" + name + "/").contains("/../") && !("/" + name + "/").contains("/./");
  }

  /// Writes contents.
  static final class Writer {
    private final DataOutputStream out;
    private int count;

    Writer(OutputStream out) {
      this.out = new DataOutputStream(out);
    }

    void put(String name, InputStream content) throws IOException {
      if (!isName(name)) {
        throw new IllegalArgumentException("not a name of an archive: " + name);
      }
      out.writeByte(1);
      out.writeUTF(name);
      MessageDigest digest = Sha256.digest();
      byte[] piece = new byte[1 << 16];
      for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
        if (n > 0) {
          out.writeInt(n);
          out.write(piece, 0, n);
          digest.update(piece, 0, n);
        }
      }
      out.writeInt(0);
      out.write(digest.digest());
      count++;
    }

    void end() throws IOException {
      out.writeByte(0);
      out.writeInt(count);
      out.flush();
    }
  }

  /// Takes one content after the other.
  interface Sink {
    /// Where this content goes; closed when it is complete.
    OutputStream open(String name) throws IOException;
  }

  /// Reads to the end, and checks every digest, the count, and that nothing follows.
  static void read(InputStream stream, Sink sink) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    try {
      int count = 0;
      for (int mark = in.readUnsignedByte(); mark != 0; mark = in.readUnsignedByte()) {
        String name = in.readUTF();
        if (mark != 1 || !isName(name)) {
          throw BackupHeader.refused("it holds a name that no backup has");
        }
        content(in, name, sink);
        count++;
      }
      if (in.readInt() != count || in.read() >= 0) {
        throw BackupHeader.refused("it does not end where it says");
      }
    } catch (EOFException e) {
      throw BackupHeader.refused("it ends in the middle of a file", e);
    }
  }

  private static void content(DataInputStream in, String name, Sink sink) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (DigestOutputStream out = new DigestOutputStream(sink.open(name), digest)) {
      for (int length = in.readInt(); length != 0; length = in.readInt()) {
        if (length < 0 || length > MAX_PIECE) {
          throw BackupHeader.refused("a piece of " + name + " has a length that no backup has");
        }
        byte[] piece = new byte[length];
        in.readFully(piece);
        out.write(piece);
      }
    }
    byte[] expected = new byte[32];
    in.readFully(expected);
    if (!MessageDigest.isEqual(expected, digest.digest())) {
      throw BackupHeader.refused(name + " has another SHA-256 than when it was written");
    }
  }
}
