package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A box that wants more threads than it may have.
final class ProcessLimitIT {
  private static final Pattern REFUSED = Pattern.compile("refused after ([0-9]+):.*");
  private static final int WANTED = 400;

  @TempDir
  private Path folder;
  private TestBoxes boxes;

  @BeforeEach
  void start() {
    boxes = new TestBoxes(folder);
  }

  @AfterEach
  void leavesNothingBehind() {
    assertThat(RunscTraces.of(boxes)).isEmpty();
  }

  private List<ProbeResult> threads(int limit) throws Exception {
    return ProbeBoxes.run(new RunscIsolator(boxes.settings(false), new ProcessRunner()),
        new SandboxSpec(TestBoxes.newId(), new AgentGroupId("probe"),
            ImageFolder.load(TestBoxes.imageFolder()).probes(), boxes.mount("sock"), Optional.empty(),
            new SandboxSpec.Limits(512L << 20, 100, limit), List.of("--family=threads", "--threads=" + WANTED)));
  }

  @Test
  void aBoxIsStoppedAtItsLimitAndTheHostGoesOn() throws Exception {
    ProbeResult result = threads(128).getFirst();

    Matcher refused = REFUSED.matcher(result.detail());
    assertThat(result.held()).as(result.detail()).isTrue();
    assertThat(refused.matches()).as(result.detail()).isTrue();
    assertThat(Integer.parseInt(refused.group(1))).isBetween(64, 127);
    for (int i = 0; i < WANTED; i++) {
      Thread thread = Thread.ofPlatform().start(() -> {});
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    }
    assertThat(new ProcessRunner().run(List.of("/bin/true"), Duration.ofSeconds(5)).succeeded()).isTrue();
  }

  @Test
  void aBoxWithAHigherLimitStartsThemAll() throws Exception {
    assertThat(threads(1024)).singleElement()
        .satisfies(result -> assertThat(result.held()).as(result.detail()).isFalse());
  }
}
