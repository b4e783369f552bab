package dev.ironclaw.desktop.markdown;

/// How much of one document is shown: whoever wrote it must not make the app slow.
final class Room {
  private static final int MOST_BLOCKS = 100;
  private static final int MOST_PIECES = 300;

  private int blocks = MOST_BLOCKS;
  private int pieces = MOST_PIECES;

  boolean hasBlock() {
    return --blocks >= 0;
  }

  boolean hasPiece() {
    return hasPieces(1);
  }

  /// For what costs as much as so many.
  boolean hasPieces(int many) {
    pieces -= many;
    return pieces >= 0;
  }

  /// How many blocks may still come.
  int blocks() {
    return Math.max(0, blocks);
  }

  void take(int more) {
    blocks -= more;
  }

  /// True where there was more than is shown.
  boolean isExceeded() {
    return blocks < 0 || pieces < 0;
  }
}
