package dev.ironclaw.contract.box;

/// Bytes in the order in which they came. Grows to what it once held and no further than its limit. Threading: none.
final class ByteRing {
  private static final int FIRST = 1024;

  private final int limit;
  private byte[] bytes = new byte[0];
  private int start;
  private int size;

  ByteRing(int limit) {
    this.limit = limit;
  }

  int size() {
    return size;
  }

  /// @param length no more than there is room for: the sender is held to that
  void put(byte[] from, int offset, int length) {
    if (size + length > bytes.length) {
      grow(size + length);
    }
    int at = (start + size) % Math.max(1, bytes.length);
    int first = Math.min(length, bytes.length - at);
    System.arraycopy(from, offset, bytes, at, first);
    System.arraycopy(from, offset + first, bytes, 0, length - first);
    size += length;
  }

  private void grow(int needed) {
    byte[] larger = new byte[Math.min(limit, Math.max(FIRST, Math.max(needed, 2 * bytes.length)))];
    int first = Math.min(size, bytes.length - start);
    System.arraycopy(bytes, start, larger, 0, first);
    System.arraycopy(bytes, 0, larger, first, size - first);
    bytes = larger;
    start = 0;
  }

  int take(byte[] to, int offset, int length) {
    int count = Math.min(length, size);
    int first = Math.min(count, bytes.length - start);
    System.arraycopy(bytes, start, to, offset, first);
    System.arraycopy(bytes, 0, to, offset + first, count - first);
    start = bytes.length == 0 ? 0 : (start + count) % bytes.length;
    size -= count;
    return count;
  }

  /// Forgets all and gives the room back.
  void drop() {
    bytes = new byte[0];
    start = 0;
    size = 0;
  }
}
