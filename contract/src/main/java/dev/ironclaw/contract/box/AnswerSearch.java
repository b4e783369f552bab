package dev.ironclaw.contract.box;

/// Finds the box's answer to a reset in whatever else it printed before. Threading: one thread feeds.
final class AnswerSearch {
  private final byte[] wanted;
  private final byte[] last;
  private long seen;

  AnswerSearch(byte[] nonce) {
    wanted = CrossingFrames.reset(nonce);
    last = new byte[wanted.length];
  }

  /// Goes on looking.
  ///
  /// @return where what follows the answer begins; -1 where it is not among these
  int end(byte[] bytes, int offset, int length) {
    for (int at = offset; at < offset + length; at++) {
      last[(int) (seen++ % last.length)] = bytes[at];
      if (bytes[at] == wanted[wanted.length - 1] && isFound()) {
        return at + 1;
      }
    }
    return -1;
  }

  private boolean isFound() {
    for (int i = 0; i < wanted.length; i++) {
      if (last[(int) ((seen + i) % last.length)] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
