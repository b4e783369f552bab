package dev.ironclaw.controlplane.usage;

import java.util.function.ObjLongConsumer;

/// Finds the whole numbers of a JSON text that comes in pieces, and the names that lead to each. Keeps no word of the
/// text: memory is bounded whatever comes, and what is no JSON has no numbers. A number in a string is none.
///
/// Not thread-safe.
final class NumberPaths {
  private static final int MOST_DEPTH = 8;
  private static final int MOST_NAME = 64;
  private static final int MOST_DIGITS = 18;

  private final ObjLongConsumer<String> sink;
  private final String[] names = new String[MOST_DEPTH];
  private final boolean[] lists = new boolean[MOST_DEPTH];
  private final StringBuilder word = new StringBuilder();
  private int depth;
  private String name = "";
  private boolean inString;
  private boolean escaped;
  private boolean named;
  private boolean plain;
  private int digits;
  private long number;

  /// @param sink gets the names with dots between, a list's elements as the list; never a negative number, a fraction, or
  ///        one of more than 18 digits
  NumberPaths(ObjLongConsumer<String> sink) {
    this.sink = sink;
  }

  void next(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      next(text[i]);
    }
  }

  private void next(byte b) {
    if (inString) {
      string(b);
      return;
    }
    if (b >= '0' && b <= '9') {
      digit(b);
      return;
    }
    boolean ends = b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    if (digits > 0 && ends) {
      told();
    }
    // A sign, a point or an exponent: until the next comma no whole number.
    plain = ends || b == ':' || b == '[';
    digits = 0;
    number = 0;
    structure(b);
  }

  private void structure(byte b) {
    switch (b) {
      case '"' -> {
        inString = true;
        word.setLength(0);
      }
      case ':' -> {
        name = named ? word.toString() : "";
        named = false;
      }
      case '{', '[' -> {
        if (depth < MOST_DEPTH) {
          names[depth] = name;
          lists[depth] = b == '[';
        }
        depth++;
        name = "";
      }
      case '}', ']' -> {
        depth = Math.max(0, depth - 1);
        name = "";
      }
      default -> {
      }
    }
    if (b == ',' && depth > 0 && depth <= MOST_DEPTH && !lists[depth - 1]) {
      name = "";
    }
  }

  private void string(byte b) {
    if (escaped) {
      escaped = false;
      word.append('\\');
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
      named = true;
    } else if (word.length() < MOST_NAME) {
      word.append((char) (b & 0xff));
    }
    if (word.length() > MOST_NAME) {
      word.setLength(MOST_NAME);
    }
  }

  private void digit(byte b) {
    if (plain && digits <= MOST_DIGITS) {
      digits++;
      number = number * 10 + (b - '0');
    }
  }

  private void told() {
    if (digits <= MOST_DIGITS && depth <= MOST_DEPTH && !name.isEmpty()) {
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < depth; i++) {
        if (!names[i].isEmpty()) {
          path.append(names[i]).append('.');
        }
      }
      sink.accept(path.append(name).toString(), number);
    }
  }

  /// Ready for another text.
  void reset() {
    depth = 0;
    name = "";
    inString = false;
    escaped = false;
    named = false;
    plain = false;
    digits = 0;
    number = 0;
  }
}
