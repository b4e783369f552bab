package dev.ironclaw.canary;

import java.util.Arrays;

/// Bytes with the escapes of JSON and of addresses taken out, wherever they stand: what was split by them is whole again.
final class Unescaped {
  private Unescaped() {}

  /// Empty where there are none.
  static byte[] of(byte[] data, int length) {
    byte[] out = new byte[length];
    int end = 0;
    boolean found = false;
    for (int i = 0; i < length; i++) {
      int taken = 1;
      int value = data[i];
      if (value == '\\' && i + 1 < length) {
        if (data[i + 1] == 'u' && i + 5 < length && hex(data, i + 2, 4) >= 0) {
          value = hex(data, i + 2, 4);
          taken = 6;
        } else {
          value = data[i + 1];
          taken = 2;
        }
      } else if (value == '%' && i + 2 < length && hex(data, i + 1, 2) >= 0) {
        value = hex(data, i + 1, 2);
        taken = 3;
      }
      found |= taken > 1;
      out[end++] = (byte) value;
      i += taken - 1;
    }
    return found ? Arrays.copyOf(out, end) : new byte[0];
  }

  private static int hex(byte[] data, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(data[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
