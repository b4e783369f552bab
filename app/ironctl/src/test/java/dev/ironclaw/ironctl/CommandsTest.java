package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void everyCommandIsThere() {
    assertThat(Commands.NAMES).isSorted().doesNotHaveDuplicates();
    for (String name : Commands.NAMES) {
      Ran ran = Ran.script(name, "--help");
      assertThat(ran.exit()).as("%s: %s", name, ran.err()).isZero();
      assertThat(ran.out()).as(name).startsWith("Usage: ironctl " + name);
    }
  }

  @Test
  void aValueMayHaveTheNameOfACommand() {
    api.answer("GET /v1/changes/pending", 200, "[]");
    Ran ran = Ran.script("change", "pending", "--addr", api.address(), "--state-dir", "audit");
    assertThat(ran.exit()).as(ran.err()).isZero();
  }

  @Test
  void whatNamesNoCommandIsSaidOfTheWhole() {
    for (List<String> wrong : List.of(List.of("dance"), List.of("dance", "status"), List.of("--json"))) {
      Ran ran = Ran.script(wrong.toArray(String[]::new));
      assertThat(ran.exit()).as("%s", wrong).isEqualTo(2);
      assertThat(ran.err()).as("%s", wrong).endsWith("see ironctl --help" + System.lineSeparator());
    }
  }

  @Test
  void theHelpAndWhatIsMadeFromTheCommandsKnowAllOfThem() {
    for (List<String> line : List.<List<String>>of(List.of("--help"), List.of("--help", "status"), List.of("man"),
        List.of("completion", "fish"), List.of())) {
      assertThat(Ran.script(line.toArray(String[]::new)).out()).as("%s", line).contains("agent", "retired", "version");
    }
  }
}
