package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboxScreenTest {
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");

  private final Inbox inbox = new Inbox(() -> NOW);

  @Test
  void everyPageFitsScreensOfEverySize() {
    inbox.loaded(IntStream.range(0, 40).mapToObj(n -> Changes.change(n, n % 2 == 0 ? "amber" : "red",
        "A very long title with many words " + "漢字 ".repeat(20), "h", "line\n".repeat(40))).toList());
    fitsEverywhere();
    inbox.key(new Key.Letter('d'));
    "reason".repeat(40).chars().forEach(c -> inbox.key(new Key.Letter(c)));
    fitsEverywhere();
    inbox.key(Key.Named.ESCAPE);
    inbox.opened(inbox.waiting().get(1), Optional.empty());
    fitsEverywhere();
    inbox.opened(inbox.waiting().get(1), Optional.of("chg"));
    fitsEverywhere();
    inbox.applied(inbox.waiting());
    fitsEverywhere();
  }

  private void fitsEverywhere() {
    for (int columns : new int[]{20, 40, 79, 80, 200}) {
      for (int rows : new int[]{8, 12, 24, 60}) {
        inbox.fits(rows - InboxScreen.AROUND_A_CARD, columns);
        List<Styled> lines = InboxScreen.of(inbox, columns, rows, NOW);
        assertThat(lines).hasSizeLessThanOrEqualTo(rows)
            .allSatisfy(
                line -> assertThat(QuotedText.width(line.plain().replace("…", "."))).isLessThanOrEqualTo(columns));
      }
    }
  }

  @Test
  void listsWhoAsksForWhatAndHowLongThereIsLeft() {
    inbox.loaded(List.of(Changes.change(1, "amber"), Changes.change(2, "red")));
    assertThat(screen()).contains("2 waiting", "> AMBER dev-agent      Title 1", "  RED   dev-agent", "sandbox:ses_1",
        "14 h", "  + gain 1", "Q quit").doesNotContain("gain 2");
  }

  @Test
  void nothingThatAnAgentWroteActsOnTheTerminal() {
    inbox.loaded(List.of(Changes.change(1, "red", "a\u001b[2J\u0007b\u202e", "h", "x\u001b]0;t\u0007")));
    for (int i = 0; i < 2; i++) {
      for (Styled line : InboxScreen.of(inbox, 80, 24, NOW)) {
        assertThat(line.painted().replaceAll("\u001b\\[[0-9;]*m", "")).doesNotContain("\u001b", "\u0007", "\u202e")
            .isEqualTo(line.plain());
      }
      inbox.opened(inbox.waiting().getFirst(), Optional.empty());
    }
    assertThat(screen()).contains("⟨U+001B⟩");
  }

  @Test
  void aRowsCellsStandUnderTheirHeads() {
    inbox.loaded(List.of(Changes.change(1, "green", "short", "h", ""),
        Changes.change(2, "amber", "a title that is far too long for the column that it stands in", "h", "")));
    List<String> rows = screen().lines().skip(2).limit(3).toList();
    int by = rows.getFirst().indexOf("ASKED BY");
    assertThat(rows.get(1).indexOf("sandbox")).isEqualTo(by);
    assertThat(rows.get(2).indexOf("sandbox")).isEqualTo(by);
  }

  private String screen() {
    return InboxScreen.of(inbox, 80, 24, NOW).stream().map(Styled::plain).collect(Collectors.joining("\n"));
  }
}
