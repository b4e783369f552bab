package dev.ironclaw.controlplane.leak;

/// What a secret looks like from its first byte on. Reads each byte a fixed number of times at most: no backtracking.
@FunctionalInterface
interface Form {
  /// It is not one.
  int NONE = -1;
  /// It may become one with the next bytes.
  int MORE = -2;

  /// Looks for its end.
  ///
  /// @param from where its literal begins
  /// @param to the end of what is there
  /// @param whole whether nothing follows
  /// @return where it ends, [#NONE], or [#MORE] where not whole
  int end(byte[] text, int from, int to, boolean whole);

  /// Where what is to be taken out begins: what names it may stay, so that a text keeps its form.
  default int secret(byte[] text, int from, int end) {
    return from;
  }

  /// What is still part of it where it reaches the end of a chunk.
  default boolean goesOn(byte b) {
    return false;
  }
}
