package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiffTextTest {
  @Test
  void showsBothDocumentsWholeInOne() {
    assertThat(plain("Be brief.\nBe kind.\nStay.", "Be brief.\nBe curt.\nStay.\nMore.")).containsExactly(
        "  |   Be brief.", "  | - Be kind.", "  | + Be curt.", "  |   Stay.", "  | + More.");
    assertThat(plain("", "one")).containsExactly("  | + one");
    assertThat(plain("one", "")).containsExactly("  | - one");
    assertThat(plain("", "")).containsExactly("  | (nothing)");
  }

  @Test
  void bothDocumentsCanBeReadOffWhateverChanged() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      String before = document(random);
      String after = document(random);
      List<String> shown = plain(before, after);
      assertThat(read(shown, '-')).isEqualTo(before);
      assertThat(read(shown, '+')).isEqualTo(after);
    }
  }

  @Test
  void paintsTheWordsThatDiffer() {
    List<Styled> shown = DiffText.of("You may read all files.", "You may write all files.", 10, "");

    assertThat(shown.get(0).pieces()).filteredOn(piece -> piece.style() == Styled.Style.REMOVED_WORD)
        .extracting(Styled.Piece::text).containsExactly("read");
    assertThat(shown.get(1).pieces()).filteredOn(piece -> piece.style() == Styled.Style.ADDED_WORD)
        .extracting(Styled.Piece::text).containsExactly("write");
    assertThat(shown.get(1).painted()).contains("\u001b[1;7;32mwrite\u001b[0m");
    assertThat(shown.get(1).plain()).isEqualTo("  | + You may write all files.");
  }

  @Test
  void noLineIsWiderThanTheCardAndEveryPieceHasBarAndMark() {
    List<Styled> shown = DiffText.of("", "x".repeat(300) + "漢".repeat(60), 10, "");

    assertThat(shown).hasSizeGreaterThan(5).allSatisfy(line -> {
      assertThat(line.plain()).startsWith("  | + ");
      assertThat(QuotedText.width(line.plain())).isLessThanOrEqualTo(QuotedText.COLUMNS);
    });
  }

  @Test
  void nothingInADocumentActsOnTheTerminal() {
    for (Styled line : DiffText.of("a\u001b[2Jb", "a\rb\u202e\u0007\u009b31m", 10, "")) {
      assertThat(line.plain()).doesNotContain("\u001b", "\r", "\u202e", "\u0007", "\u009b");
      assertThat(line.painted().replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(line.plain());
    }
  }

  @Test
  void aLineFeedAtTheEndAloneIsSeen() {
    assertThat(plain("one", "one\n")).containsExactly("  |   one", "  | + ");
    assertThat(plain("one\n", "one\n")).containsExactly("  |   one");
  }

  @Test
  void aVeryLongDocumentIsNotComparedAndSaysWhatItLeavesOut() {
    String before = IntStream.range(0, 3_000).mapToObj(n -> "a" + n).collect(Collectors.joining("\n"));
    List<Styled> shown = DiffText.of(before, "b\n" + before, 3_100, "ironctl change show x");

    assertThat(shown).hasSize(3_101);
    assertThat(shown.getLast().plain()).isEqualTo("… 2901 more lines: ironctl change show x");
  }

  @Test
  void aLineThatIsTooLongForTheScreenIsCutAndSaysSo() {
    assertThat(Map.of("Be brief.", 20, "Be b…", 5, "…", 1)).allSatisfy(
        (cut, columns) -> assertThat(Styled.of("Be brief.").cut(columns).plain()).isEqualTo(cut));
    assertThat(Styled.of("Be ").and(Styled.Style.RED, "brief.").cut(5).plain()).isEqualTo("Be b…");
    assertThat(Styled.of("Be ").and(Styled.Style.RED, "brief.").cut(3).plain()).isEqualTo("Be…");
  }

  private static String document(Random random) {
    return IntStream.range(0, 1 + random.nextInt(8)).mapToObj(n -> "line " + random.nextInt(5) + " word")
        .collect(Collectors.joining("\n"));
  }

  private static String read(List<String> shown, char mark) {
    return shown.stream().filter(line -> line.charAt(4) == mark || line.charAt(4) == ' ')
        .map(line -> line.substring(6)).collect(Collectors.joining("\n"));
  }

  private static List<String> plain(String before, String after) {
    return DiffText.of(before, after, Integer.MAX_VALUE, "").stream().map(Styled::plain).toList();
  }
}
