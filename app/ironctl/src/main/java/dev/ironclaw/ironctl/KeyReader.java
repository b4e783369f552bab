package dev.ironclaw.ironctl;

import java.io.IOException;
import java.util.Optional;

/// Turns what a terminal sends into keys. An escape sequence is taken as one: its letters are never keys of their own, and
/// what is pasted is dropped whole, so no text that somebody else wrote decides anything.
final class KeyReader {
  private static final int ESCAPE = 0x1b;
  private static final long SEQUENCE_MILLIS = 50;
  private static final int MOST_IN_SEQUENCE = 32;

  private final Source source;

  KeyReader(Source source) {
    this.source = source;
  }

  /// Waits for the next one; empty at the end of the input.
  Optional<Key> next() throws IOException {
    while (true) {
      int c = source.read(0);
      if (c == Source.END) {
        return Optional.empty();
      }
      Optional<Key> key = c == ESCAPE ? sequence() : plain(c);
      if (key.isPresent()) {
        return key;
      }
    }
  }

  private static Optional<Key> plain(int c) {
    return switch (c) {
      case '\r', '\n' -> Optional.of(Key.Named.ENTER);
      case 0x7f, '\b' -> Optional.of(Key.Named.BACKSPACE);
      case 3, 4 -> Optional.of(Key.Named.INTERRUPT);
      default -> c < ' ' || Character.isISOControl(c) ? Optional.empty() : Optional.of(new Key.Letter(c));
    };
  }

  private Optional<Key> sequence() throws IOException {
    int kind = source.read(SEQUENCE_MILLIS);
    if (kind < 0) {
      return Optional.of(Key.Named.ESCAPE);
    }
    if (kind != '[' && kind != 'O') {
      return Optional.empty();
    }
    StringBuilder body = new StringBuilder();
    int c = source.read(SEQUENCE_MILLIS);
    while (c >= ' ' && c < '@' && body.length() < MOST_IN_SEQUENCE) {
      body.append((char) c);
      c = source.read(SEQUENCE_MILLIS);
    }
    return switch (body.append((char) Math.max(0, c)).toString()) {
      case "A" -> Optional.of(Key.Named.UP);
      case "B" -> Optional.of(Key.Named.DOWN);
      case "5~" -> Optional.of(Key.Named.PAGE_UP);
      case "6~" -> Optional.of(Key.Named.PAGE_DOWN);
      case "200~" -> {
        dropPaste();
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private void dropPaste() throws IOException {
    StringBuilder last = new StringBuilder();
    for (int c = source.read(0); c >= 0; c = source.read(0)) {
      last.append((char) c);
      if (last.toString().endsWith("\u001b[201~")) {
        return;
      }
      if (last.length() > MOST_IN_SEQUENCE) {
        last.delete(0, last.length() - MOST_IN_SEQUENCE / 2);
      }
    }
  }

  /// Where characters come from.
  interface Source {
    /// The input is over.
    int END = -1;

    /// The next character, [#END], or below it where none came in time.
    ///
    /// @param millis how long to wait; 0 for ever
    int read(long millis) throws IOException;
  }
}
