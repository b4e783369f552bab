package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunscProcessesTest {
  private static final Path ROOT = Path.of("/run/ironclaw/runsc");

  @Test
  void passesOverAProcessWhoseNameIsNoPath() {
    // A locale that has only ASCII refuses more than this; a NUL is refused in every locale.
    assertThat(RunscProcesses.ofRoot(List.of("caf\u00e9\0", "--root=" + ROOT), ROOT)).isFalse();
  }

  @Test
  void knowsTheRuntimeByItsNameAndItsStateRoot() {
    assertThat(RunscProcesses.ofRoot(List.of("/usr/bin/runsc", "--root=" + ROOT, "wait"), ROOT)).isTrue();
    assertThat(RunscProcesses.ofRoot(List.of("runsc", "--root", ROOT.toString()), ROOT)).isTrue();
    assertThat(RunscProcesses.ofRoot(List.of("/usr/bin/runsc", "--root=/run/other"), ROOT)).isFalse();
    assertThat(RunscProcesses.ofRoot(List.of("/usr/bin/notrunsc", "--root=" + ROOT), ROOT)).isFalse();
  }
}
