package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    systemdHands("cpuset cpu io memory hugetlb pids rdma");

    assertThat(report(RunMode.ROOTLESS, true).accepted()).containsExactly("write-dev");
    assertThat(report(RunMode.ROOTLESS, true).warnings()).noneMatch(warning -> warning.contains("limits"));
  }

  @Test
  void isNotUsableWhereNothingEnforcesTheLimitsAndNobodyAcceptedThat() {
    assertThat(report(RunMode.ROOTLESS, false).problems()).anyMatch(problem -> problem.contains("limits"));
    assertThat(report(RunMode.ROOTLESS, true).problems()).noneMatch(problem -> problem.contains("limits"));
  }

  @Test
  void aSystemdThatWasNotHandedTheControllersEnforcesNothing() throws IOException {
    systemdHands("hugetlb");

    assertThat(report(RunMode.ROOTLESS, false).problems())
        .anyMatch(problem -> problem.contains("no controller for memory, pids, cpu"));
    assertThat(report(RunMode.ROOTLESS, true).warnings()).anyMatch(warning -> warning.contains("limits not enforced"));
    assertThat(report(RunMode.ROOTLESS, true).accepted()).containsExactly("write-dev", "memory-limit",
        "process-limit");
    assertThatThrownBy(() -> findings(RunMode.ROOTLESS, false).refuseUnenforcedLimits())
        .hasMessageContaining("no controller for memory, pids, cpu").hasMessageContaining("--accept-unenforced-limits");
  }

  /// As Debian 11 does.
  @Test
  void oneThatWasHandedSomeIsUsedForThose() throws IOException {
    systemdHands("memory pids");

    assertThat(report(RunMode.ROOTLESS, false).problems())
        .anyMatch(problem -> problem.contains("no controller for cpu;"));
    assertThat(report(RunMode.ROOTLESS, true).accepted()).containsExactly("write-dev");
    assertThat(findings(RunMode.ROOTLESS, true).needsScope()).isTrue();
  }

  @Test
  void saysHowRunscGetsItsProfileWhereTheSystemWantsOne() throws IOException {
    assertThat(report(RunMode.ROOTLESS, true).problems()).noneMatch(problem -> problem.contains("AppArmor"));

    Files.writeString(folder.resolve("restrict"), "1\n");
    assertThat(report(RunMode.ROOTLESS, true).problems()).anyMatch(problem -> problem.contains("apparmor_parser -r"));
    assertThat(report(RunMode.ROOT, true).problems()).noneMatch(problem -> problem.contains("AppArmor"));

    Path profile = Files.createDirectory(folder.resolve("apparmor.d")).resolve("runsc");
    Files.writeString(profile, "profile other /usr/bin/runsc-other { userns, }");
    assertThat(report(RunMode.ROOTLESS, true).problems()).anyMatch(problem -> problem.contains("AppArmor"));
    Files.writeString(profile, "profile runsc " + folder.resolve("no-runsc") + " flags=(unconfined) { userns, }");
    assertThat(report(RunMode.ROOTLESS, true).problems()).noneMatch(problem -> problem.contains("AppArmor"));
  }

  private void systemdHands(String controllers) throws IOException {
    Files.createDirectories(folder.resolve("1000/systemd/private"));
    Files.createFile(folder.resolve("systemd-run"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path service = Files.createDirectories(folder.resolve("slices/user-1000.slice/user@1000.service"));
    Files.writeString(service.resolve("cgroup.controllers"), controllers + "\n");
  }

  private RuntimeReport report(RunMode mode, boolean accept) {
    return findings(mode, accept).report("systrap");
  }

  private RunscFindings findings(RunMode mode, boolean accept) {
    RunscSettings settings = new RunscSettings(folder.resolve("no-runsc"), folder.resolve("run"), List.of(folder),
        new MountPolicy(folder, List.of(), folder, folder), accept, mode);
    return new RunscFindings(settings, new Runsc(new ProcessRunner(), settings, List.of()),
        new SystemdScope(folder.resolve("systemd-run"), folder.resolve("1000"), folder.resolve("slices")),
        new NamespaceRestriction(folder.resolve("restrict"), folder.resolve("apparmor.d")));
  }
}
