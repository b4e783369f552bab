package dev.ironclaw.desktop.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.WeaknessCode;
import dev.ironclaw.desktop.testing.Desk;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whatever a control plane of this version can say, the app says in its own words.
final class WeaknessTest {
  @Test
  void everyCodeHasWordsOfItsOwn() {
    List<RuntimeView.WeaknessView> all = Arrays.stream(WeaknessCode.values())
        .map(code -> new RuntimeView.WeaknessView(code.word(), "in the control plane's words")).toList();

    List<Weakness> said = Weakness.of(runtime(all), Desk.TEXTS);

    assertThat(said).hasSameSizeAs(all).allSatisfy(weakness -> {
      assertThat(weakness.title()).isNotBlank().doesNotContain("posture.");
      assertThat(weakness.words()).isNotBlank().doesNotContain("in the control plane's words");
      assertThat(weakness.fix()).isNotBlank();
    });
    Set<String> titles = new HashSet<>(said.stream().map(Weakness::title).toList());
    assertThat(titles).as("no two the same").hasSameSizeAs(all);
    assertThat(WeaknessCode.of("shared-kernel")).contains(WeaknessCode.SHARED_KERNEL);
    assertThat(WeaknessCode.of("of-a-newer-version")).isEmpty();
  }

  @Test
  void anEngineOnThisKernelIsADanger() {
    List<Weakness> said = Weakness.of(
        runtime(List.of(new RuntimeView.WeaknessView("workspace-programs", ""),
            new RuntimeView.WeaknessView("shared-kernel", ""))),
        Desk.TEXTS);

    assertThat(said.getFirst().danger()).isTrue();
    assertThat(said.getFirst().title()).contains("DEGRADED ISOLATION");
    assertThat(said.getLast().danger()).isFalse();
  }

  private static RuntimeView runtime(List<RuntimeView.WeaknessView> weaknesses) {
    return new RuntimeView("docker", true, "28.2.2", "runc", "", List.of(), List.of(), weaknesses, Optional.empty());
  }
}
