package dev.ironclaw.desktop.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What becomes of links that macOS hands over; its own part is not run here.
class OpenedLinksTest {
  private final List<Consumer<URI>> system = new ArrayList<>();
  private final List<Wish> asked = new ArrayList<>();

  private void open(String link) {
    OpenedLinks.listen(system::add, asked::add);
    system.getFirst().accept(URI.create(link));
  }

  @Test
  void aLinkIsAskedForLikeASecondStart() {
    open("ironclaw://change/chg_5d2f");
    assertThat(asked).containsExactly(new Wish(true, Optional.of("ironclaw://change/chg_5d2f"), Optional.empty()));
  }

  @Test
  void aLinkOfAnyLengthIsShownInShort() {
    open("ironclaw://" + "x".repeat(10_000));
    assertThat(asked.getFirst().link().orElseThrow()).hasSizeLessThan(100).startsWith("ironclaw://xxx");
  }

  @Test
  void anEmptyLinkIsNone() {
    open("");
    assertThat(asked).isEmpty();
  }

  @Test
  void aSystemThatHandsNoneOverIsNoReasonToFail() {
    assertThatCode(() -> OpenedLinks.listen(_ -> {
      throw new UnsupportedOperationException("APP_OPEN_URI is not supported");
    }, asked::add)).doesNotThrowAnyException();
  }

  @Test
  void otherSystemsAreLeftAlone() {
    assertThatCode(() -> OpenedLinks.listen("Linux", asked::add)).doesNotThrowAnyException();
    assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("links"));
  }
}
