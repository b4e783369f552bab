package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is told once.
final class NoticesTest {
  private final Notices notices = new Notices();

  @Test
  void standsUntilItIsPutAway() {
    notices.tell("one");
    notices.tell("two");
    notices.tell("one");
    assertThat(notices.told()).containsExactly("one", "two");
    notices.dismiss("one");
    assertThat(notices.told()).containsExactly("two");
  }

  @Test
  void aPageThatOffersLinkAfterLinkFillsNoWindow() {
    for (int i = 0; i < 100; i++) {
      notices.tell("link " + i);
    }
    assertThat(notices.told()).containsExactly("link 97", "link 98", "link 99");
  }
}
