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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(report(RunMode.ROOTLESS, true).warnings()).noneMatch(RunscFindingsTest::isOfAppArmor);

    Files.writeString(folder.resolve("restrict"), "1\n");
    assertThat(report(RunMode.ROOTLESS, true).warnings()).anyMatch(words -> words.contains("apparmor_parser -r"));
    assertThat(report(RunMode.ROOTLESS, true).problems()).as("the kernel is what refuses")
        .noneMatch(RunscFindingsTest::isOfAppArmor);
    assertThat(report(RunMode.ROOT, true).warnings()).noneMatch(RunscFindingsTest::isOfAppArmor);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      profile runsc /usr/bin/runsc flags=(unconfined) { userns, }           | true
      /usr/bin/runsc flags=(unconfined) { userns, }                         | true
      profile runsc "/usr/bin/runsc" { userns create, }                     | true
      profile runsc /usr/{,local/}bin/runsc flags=(unconfined) { userns, }  | true
      profile runsc @{bin}/runsc { allow userns, }                          | true
      profile other /usr/bin/runsc-other { userns, }                        | false
      profile other /opt/usr/bin/runsc { userns, }                          | false
      profile other /usr/*/runsc/exe { userns, }                            | false
      profile runsc /usr/bin/runsc { network, }                             | false
      profile other /usr/{bin/runsc { userns, }                             | false
      # profile runsc /usr/bin/runsc { userns, }                            | false""")
  void findsAProfileByTheWholeNameOfItsProgram(String profile, boolean found) throws IOException {
    Files.writeString(folder.resolve("restrict"), "1\n");
    Files.writeString(Files.createDirectory(folder.resolve("apparmor.d")).resolve("runsc"), profile + "\n");

    assertThat(restriction().weakness(Path.of("/usr/bin/runsc")).isEmpty()).isEqualTo(found);
  }

  private static boolean isOfAppArmor(String words) {
    return words.contains("AppArmor");
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
        restriction());
  }

  private NamespaceRestriction restriction() {
    return new NamespaceRestriction(folder.resolve("restrict"), folder.resolve("apparmor.d"));
  }
}
