package dev.ironclaw.desktop.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Links come from anywhere.
final class DeepLinkTest {
  @Test
  void namesWhatIsToBeShown() {
    assertThat(DeepLink.parse("ironclaw://change/chg_5d2f")).contains(new DeepLink(DeepLink.Kind.CHANGE, "chg_5d2f"));
    assertThat(DeepLink.parse("ironclaw://agent/mock-agent"))
        .contains(new DeepLink(DeepLink.Kind.AGENT, "mock-agent"));
    assertThat(DeepLink.parse("ironclaw://session/ses_01")).contains(new DeepLink(DeepLink.Kind.SESSION, "ses_01"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ironclaw://", "ironclaw://change/", "ironclaw://change/chg_1/approve",
      "ironclaw://change/chg_1?outcome=approve", "ironclaw://change/chg_1#x", "ironclaw://change/../x",
      "ironclaw://change/chg 1", "ironclaw://change/chg_1\n", "ironclaw:change/chg_1", "IRONCLAW://change/chg_1",
      "ironclaw://panic/now", "ironclaw://user@change/chg_1", "ironclaw://change/%63hg", "http://change/chg_1",
      "ironclaw://change/01234567890123456789012345678901234567890123456789012345678901234"})
  void knowsNothingElse(String text) {
    assertThat(DeepLink.parse(text)).isEmpty();
  }
}
