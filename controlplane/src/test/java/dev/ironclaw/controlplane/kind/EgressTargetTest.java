package dev.ironclaw.controlplane.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EgressTargetTest {
  /// Counts how often a character is looked at.
  private static final class Counted implements CharSequence {
    private final String text;
    private long looks;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      looks++;
      if (looks > 1_000L * text.length()) {
        throw new IllegalStateException("looked at each character a thousand times");
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {":", "a:", "::", "A ", "a", "/", "[", "]", "A", "[:", ".:"})
  void looksAtEachCharacterAFewTimesHoweverOftenItComes(String part) {
    for (String end : new String[]{".", "]", "[", "\n", " ", ":99999x", "/\n"}) {
      Counted text = new Counted(part.repeat(1_000) + end);
      boolean _ = EgressTarget.item(text).matches();
      assertThat(text.looks).as("%s… %s", part, end).isLessThan(20L * text.length());
    }
  }

  @ParameterizedTest
  @CsvSource({"example.org,,example.org,,", "GET example.org:8443/a/b,GET,example.org,8443,/a/b",
      "https://example.org/,,example.org,,/", "[2606:4700::1111]:8443/x,,[2606:4700::1111],8443,/x",
      "2606:4700::1111,,2606:4700::1111,,", "2606:4700::1111/x,,2606:4700::1111,,/x",
      "POST https://2606:4700::1111,POST,2606:4700::1111,,"})
  void readsMethodHostPortAndPath(String text, String method, String host, String port, String path) {
    Matcher item = EgressTarget.item(text);
    assertThat(item.matches()).isTrue();
    assertThat(new String[]{item.group(1), item.group(2), item.group(3), item.group(4)}).containsExactly(method, host,
        port, path);
  }

  @Test
  void readsNoOtherForm() {
    for (String text : new String[]{"", "example.org:", "example.org:123456", "a:b.c", "1:2:3.4", "http://example.org",
        "[::1", "::1]", "get example.org:x"}) {
      assertThat(EgressTarget.item(text).matches()).as(text).isFalse();
    }
  }
}
