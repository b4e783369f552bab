package dev.ironclaw.ironctl;

/// What was pressed. Whatever is not known, a paste among it, is none of these and does nothing.
sealed interface Key {
  /// A printable character as it was typed.
  record Letter(int c) implements Key {}

  /// The others.
  enum Named implements Key {
    UP, DOWN, PAGE_UP, PAGE_DOWN, ENTER, ESCAPE, BACKSPACE, INTERRUPT
  }

  /// Named keys as the letters that do the same; 0 for none.
  default char command() {
    return switch (this) {
      case Letter letter -> letter.c() < 0x80 ? (char) Character.toLowerCase(letter.c()) : 0;
      case Named named -> switch (named) {
        case UP -> 'k';
        case DOWN -> 'j';
        case ENTER -> 'o';
        case ESCAPE, BACKSPACE -> 'b';
        case PAGE_DOWN -> 'n';
        case PAGE_UP -> 'p';
        case INTERRUPT -> 'q';
      };
    };
  }
}
