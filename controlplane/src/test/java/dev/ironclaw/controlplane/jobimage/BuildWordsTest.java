package dev.ironclaw.controlplane.jobimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.jobimage.ImageProgress.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BuildWordsTest {
  @Test
  void saysEachStepAndEachTenthOfIt() {
    List<String> said = new ArrayList<>();
    BuildWords words = new BuildWords(said::add);
    for (int done = 0; done <= 100; done++) {
      words.accept(new ImageProgress(JobImage.WORKER, Phase.FETCH, done * 1_000_000L, 100_000_000, "git"));
    }
    words.accept(new ImageProgress(JobImage.WORKER, Phase.LOAD, 5_000_000, 10_000_000, "tag"));
    words.accept(new ImageProgress(JobImage.WORKER, Phase.VERIFY, 0, 0, "tag"));
    words.accept(new ImageProgress(JobImage.WORKER, Phase.READY, 1, 1, "tag"));

    assertThat(said).hasSize(11 + 3).startsWith("the image worker is being built: fetch 0 of 100 MB, git",
        "the image worker is being built: fetch 10 of 100 MB, git").endsWith(
            "the image worker is being brought into the engine: 5 of 10 MB",
            "the image worker is being compared with what the engine has", "the image worker is ready");
  }
}
