package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunscFindingsTest {
  @TempDir
  Path folder;

  @Test
  void theOperatorAcceptsOnlyWhatRootlessBoxesCanNotHold() {
    assertThat(report(RunMode.ROOTLESS, true).accepted()).containsExactly("write-dev", "memory-limit",
        "process-limit");
    assertThat(report(RunMode.ROOTLESS, false).accepted()).isEmpty();
    assertThat(report(RunMode.ROOT, true).accepted()).isEmpty();
  }

  @Test
  void theLimitsMustHoldWhereAScopeEnforcesThem() throws IOException {
    Files.createDirectories(folder.resolve("user/systemd/private"));
    Files.createFile(folder.resolve("systemd-run"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

    assertThat(report(RunMode.ROOTLESS, true).accepted()).containsExactly("write-dev");
    assertThat(report(RunMode.ROOTLESS, true).warnings()).noneMatch(warning -> warning.contains("limits"));
  }

  @Test
  void isNotUsableWhereNothingEnforcesTheLimitsAndNobodyAcceptedThat() {
    assertThat(report(RunMode.ROOTLESS, false).problems()).anyMatch(problem -> problem.contains("limits"));
    assertThat(report(RunMode.ROOTLESS, true).problems()).noneMatch(problem -> problem.contains("limits"));
  }

  private RuntimeReport report(RunMode mode, boolean accept) {
    RunscSettings settings = new RunscSettings(folder.resolve("no-runsc"), folder.resolve("run"), List.of(folder),
        new MountPolicy(folder, List.of(), folder, folder), accept, mode);
    return new RunscFindings(settings, new Runsc(new ProcessRunner(), settings, List.of()),
        new SystemdScope(folder.resolve("systemd-run"), folder.resolve("user"))).report("systrap");
  }
}
