package dev.ironclaw.ironctl;

/// What was pressed. Whatever is not known, a paste among it, is none of these and does nothing.
sealed interface Key {
  /// A printable character as it was typed.
  record Letter(int c) implements Key {
    boolean is(char letter) {
      return Character.toLowerCase(c) == letter;
    }
  }

  /// The others.
  enum Named implements Key {
    UP, DOWN, PAGE_UP, PAGE_DOWN, ENTER, ESCAPE, BACKSPACE, INTERRUPT
  }
}
