package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A stream in chunks of 64 KiB, each sealed by AES-256-GCM under a nonce that is its number (11 bytes) and whether it is
/// the last (1 byte): so a chunk that is changed, moved, repeated or left out is found, and so is a cut end. The key is used
/// for one stream.
///
/// Source: the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015), as in age.
final class Chunks {
  static final int SIZE = 1 << 16;
  static final int TAG = 16;

  private final SecretKeySpec key;
  private long number;

  private Chunks(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  private byte[] run(int mode, byte[] data, int length, boolean last) throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(12).position(3).putLong(number).put((byte) (last ? 1 : 0)).array();
    number++;
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
    return cipher.doFinal(data, 0, length);
  }

  /// Seals what is written; [#close] writes the last chunk, without which the stream is cut.
  static final class Out extends OutputStream {
    private final OutputStream out;
    private final Chunks chunks;
    private final byte[] buffer = new byte[SIZE];
    private int filled;

    Out(OutputStream out, byte[] key) {
      this.out = out;
      this.chunks = new Chunks(key);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int from = offset;
      int left = length;
      while (left > 0) {
        if (filled == SIZE) {
          put(false);
        }
        int part = Math.min(left, SIZE - filled);
        System.arraycopy(bytes, from, buffer, filled, part);
        filled += part;
        from += part;
        left -= part;
      }
    }

    private void put(boolean last) throws IOException {
      try {
        out.write(chunks.run(Cipher.ENCRYPT_MODE, buffer, filled, last));
      } catch (GeneralSecurityException e) {
        throw new IronclawException(ErrorCode.INTERNAL, "seal backup: the JDK refused AES-GCM", e);
      }
      filled = 0;
    }

    /// Writes the last chunk; leaves the stream below open.
    void finish() throws IOException {
      put(true);
      out.flush();
    }
  }

  /// Opens what [Out] wrote; gives nothing of a chunk that is not as it was written.
  static final class In extends InputStream {
    private final InputStream in;
    private final Chunks chunks;
    private byte[] plain = new byte[0];
    private int at;
    private boolean ended;
    private byte[] ahead;

    In(InputStream in, byte[] key) throws IOException {
      this.in = in;
      this.chunks = new Chunks(key);
      this.ahead = in.readNBytes(SIZE + TAG);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      while (at == plain.length && !ended) {
        next();
      }
      if (length == 0 || at == plain.length) {
        return length == 0 ? 0 : -1;
      }
      int part = Math.min(length, plain.length - at);
      System.arraycopy(plain, at, into, offset, part);
      at += part;
      return part;
    }

    private void next() throws IOException {
      byte[] sealed = ahead;
      ahead = sealed.length == SIZE + TAG ? in.readNBytes(SIZE + TAG) : new byte[0];
      boolean last = ahead.length == 0;
      long number = chunks.number;
      try {
        if (sealed.length < TAG) {
          throw BackupHeader.refused("it is cut: its last chunk is missing");
        }
        plain = chunks.run(Cipher.DECRYPT_MODE, sealed, sealed.length, last);
        at = 0;
        ended = last;
      } catch (GeneralSecurityException e) {
        Arrays.fill(plain, (byte) 0);
        plain = new byte[0];
        at = 0;
        throw BackupHeader.refused("chunk " + (number + 1) + (last
            ? ", the last one here, is cut, changed, or not the last that was written"
            : " is changed or not in its place"), e);
      }
    }
  }
}
