package dev.ironclaw.sandbox.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.sandbox.provider.ModelBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static ModelBlock.ToolResult shows(int number) {
    return new ModelBlock.ToolResult("t" + number, "read", false,
        List.of(new ModelBlock.Media(number + ".png", "image/png", "aW1n")));
  }

  private static List<ModelBlock.ToolResult> results(List<Round> rounds) {
    return rounds.stream().flatMap(round -> round.results().stream()).toList();
  }

  @Test
  void holdsTheBytesOfTheNewestOfOneRoundOnly() {
    List<ModelBlock.ToolResult> results = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      results.add(shows(i));
      Pictures.keepNewest(results);
    }
    assertThat(results).extracting(result -> result.media().size()).startsWith(0).endsWith(0, 1, 1, 1, 1).hasSize(16);
    assertThat(results.getFirst().text())
        .isEqualTo("read\n[0.png, image/png, was shown here; read it again to see it]");
  }

  @Test
  void holdsTheBytesOfTheNewestOfAllRoundsOnly() {
    List<Round> rounds = new ArrayList<>();
    IntStream.range(0, 40).forEach(i -> {
      rounds.add(new Round(List.of(), List.of(shows(2 * i), shows(2 * i + 1)), i));
      rounds.add(new Round(List.of(), List.of(new ModelBlock.ToolResult("w" + i, "words", false)), i));
      Pictures.keepNewestOf(rounds);
    });
    assertThat(results(rounds).stream().flatMap(result -> result.media().stream()).map(ModelBlock.Media::name))
        .containsExactly("76.png", "77.png", "78.png", "79.png");
    assertThat(rounds).hasSize(80).element(76).satisfies(round -> assertThat(round.tokens()).isEqualTo(38));
    assertThat(results(rounds).getFirst().text()).contains("0.png").contains("read it again");
  }
}
