package dev.ironclaw.sandbox.worker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The beginning and the end of a stream, in bounded room; the rest is only counted. Threading: any thread.
final class Capture {
  private final int half;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final byte[] tail;
  private long beyond;

  /// @param most bytes that are kept
  Capture(int most) {
    this.half = most / 2;
    this.tail = new byte[most - half];
  }

  synchronized void add(byte[] bytes, int count) {
    int first = Math.min(count, half - head.size());
    head.write(bytes, 0, first);
    for (int i = first; i < count; i++) {
      tail[(int) (beyond++ % tail.length)] = bytes[i];
    }
  }

  synchronized boolean isCut() {
    return beyond > tail.length;
  }

  /// Whole where it fits; else with a note between its two ends, neither of which splits a character.
  synchronized String text() {
    if (!isCut()) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(head.toByteArray());
      whole.write(tail, 0, (int) beyond);
      return whole.toString(StandardCharsets.UTF_8);
    }
    byte[] end = new byte[tail.length];
    for (int i = 0; i < end.length; i++) {
      end[i] = tail[(int) ((beyond + i) % tail.length)];
    }
    byte[] start = head.toByteArray();
    int startLength = wholeCharacters(start);
    int from = 0;
    while (from < end.length && from < 4 && isContinuation(end[from])) {
      from++;
    }
    return new String(start, 0, startLength, StandardCharsets.UTF_8) + "\n[cut here: "
        + (beyond - tail.length + from + start.length - startLength) + " bytes]\n"
        + new String(end, from, end.length - from, StandardCharsets.UTF_8);
  }

  /// How many of the bytes are whole characters of UTF-8, where the last may have been split.
  private static int wholeCharacters(byte[] bytes) {
    int at = bytes.length;
    int back = 0;
    while (at > 0 && back < 3 && isContinuation(bytes[at - 1])) {
      at--;
      back++;
    }
    if (at == 0) {
      return bytes.length;
    }
    int first = bytes[at - 1] & 0xff;
    int needed = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    return needed > back ? at - 1 : bytes.length;
  }

  private static boolean isContinuation(byte one) {
    return (one & 0xc0) == 0x80;
  }
}
