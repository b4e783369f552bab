package dev.ironclaw.ironctl;

import java.util.List;
import java.util.Optional;

/// A terminal whose whole screen is ours until it is closed.
interface Tty extends AutoCloseable {
  int columns();

  int rows();

  /// Replaces what is on the screen.
  ///
  /// @param lines at most as many as there are rows, none wider than the columns
  void draw(List<Styled> lines);

  /// Waits for a key; empty at the end of the input.
  Optional<Key> key();

  /// Calls it when the screen has another size.
  void onResize(Runnable resized);

  /// Puts the terminal back as it was.
  @Override
  void close();
}
