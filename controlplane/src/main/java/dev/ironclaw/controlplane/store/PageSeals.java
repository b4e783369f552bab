package dev.ironclaw.controlplane.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks the HMAC of each page of a SQLCipher 4 file without opening it as a database: so a wrong key or a damaged
/// page is found before SQLite could write anything, free pages included.
///
/// Source: the SQLCipher 4 design. A page is 4096 bytes: data, 16 bytes of IV, 64 bytes of HMAC-SHA512 over data, IV and
/// the page number (32 bits, little-endian). The file's first 16 bytes are the salt. The HMAC key is
/// PBKDF2-HMAC-SHA512(key, salt xor 0x3a, 2 rounds, 32 bytes).
final class PageSeals {
  static final int PAGE = 4096;
  /// SQLite keeps its locks at this place of a file and never writes the page there, so it has no seal (SQLite's file
  /// format, "the lock-byte page").
  static final int LOCK_PAGE = (1 << 30) / PAGE + 1;
  private static final int SALT = 16;
  private static final int SEALED = PAGE - 64;

  private final Mac mac;
  private final byte[] salt;

  private PageSeals(Mac mac, byte[] salt) {
    this.mac = mac;
    this.salt = salt;
  }

  static PageSeals of(byte[] key, byte[] firstPage) {
    try {
      byte[] salt = new byte[SALT];
      for (int i = 0; i < SALT; i++) {
        salt[i] = (byte) (firstPage[i] ^ 0x3a);
      }
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(twoRounds(key, salt), "HmacSHA512"));
      return new PageSeals(mac, Arrays.copyOf(firstPage, SALT));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HmacSHA512", e);
    }
  }

  /// PBKDF2 with two rounds, written out because the JDK's takes a password of chars, and a key is bytes.
  private static byte[] twoRounds(byte[] key, byte[] salt) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(key, "HmacSHA512"));
    mac.update(salt);
    byte[] first = mac.doFinal(new byte[]{0, 0, 0, 1});
    byte[] second = mac.doFinal(first);
    byte[] derived = new byte[32];
    for (int i = 0; i < derived.length; i++) {
      derived[i] = (byte) (first[i] ^ second[i]);
    }
    return derived;
  }

  boolean intact(byte[] page, int number) {
    int from = number == 1 ? SALT : 0;
    // The seal of page 1 leaves the salt out: a journal's copy of it must be the file's.
    if (!Arrays.equals(page, 0, from, salt, 0, from)) {
      return false;
    }
    mac.update(page, from, SEALED - from);
    mac.update(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, number));
    byte[] expected = new byte[64];
    System.arraycopy(page, SEALED, expected, 0, 64);
    return MessageDigest.isEqual(expected, mac.doFinal());
  }

  /// The first page from `from` to `to` (both included, from 1) whose seal is broken, or 0.
  int firstBroken(FileChannel file, int from, int to) throws IOException {
    byte[] page = new byte[PAGE];
    for (int number = from; number <= to; number++) {
      if (number != LOCK_PAGE && (!readFully(file, page, (number - 1L) * PAGE) || !intact(page, number))) {
        return number;
      }
    }
    return 0;
  }

  static boolean readFully(FileChannel file, byte[] into, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        return false;
      }
    }
    return true;
  }
}
