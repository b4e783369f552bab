package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyReaderTest {
  /// In what is typed, a pause of more than a sequence's time.
  private static final char PAUSE = '\u2060';

  @Test
  void knowsLettersArrowsAndTheRest() {
    assertThat(read("aÄ\r\u007f\b\u001b[A\u001bOB\u001b[5~\u001b[6~\u001b" + PAUSE + "q\u0003")).containsExactly(
        new Key.Letter('a'), new Key.Letter('Ä'), Key.Named.ENTER, Key.Named.BACKSPACE, Key.Named.BACKSPACE,
        Key.Named.UP, Key.Named.DOWN, Key.Named.PAGE_UP, Key.Named.PAGE_DOWN, Key.Named.ESCAPE, new Key.Letter('q'),
        Key.Named.INTERRUPT);
  }

  @Test
  void noLetterOfASequenceIsAKey() {
    assertThat(read("\u001b[1;5A\u001b[<0;1;1Ma\u001bA\u001b[200;A\u0001\u001a\u001cb")).containsExactly(
        new Key.Letter('a'), new Key.Letter('b'));
  }

  @Test
  void whatIsPastedIsDropped() {
    assertThat(read("\u001b[200~" + "a\rdev-agent\r".repeat(50) + "\u001b[20\u001b[201~j")).containsExactly(
        new Key.Letter('j'));
    assertThat(read("\u001b[200~aaaa")).isEmpty();
  }

  private static List<Key> read(String typed) {
    int[] at = {0};
    KeyReader reader = new KeyReader(millis -> {
      if (at[0] == typed.length()) {
        return -1;
      }
      char c = typed.charAt(at[0]++);
      return c != PAUSE ? c : millis > 0 ? -2 : typed.charAt(at[0]++);
    });
    List<Key> keys = new ArrayList<>();
    try {
      for (Optional<Key> key = reader.next(); key.isPresent(); key = reader.next()) {
        keys.add(key.get());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return keys;
  }
}
