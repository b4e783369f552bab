package dev.ironclaw.desktop.wsl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.wsl.WslFinding.Gap;
import dev.ironclaw.desktop.wsl.WslFinding.Kind;
import dev.ironclaw.desktop.wsl.WslFinding.Ready;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found with a stand-in that speaks as the real `wsl.exe` does.
class WslSurveyTest {
  private static final String INSTALLED = "echo ironclaw-controlplane 0.1.0\n";
  @TempDir
  private Path folder = Path.of("");
  private Path installer = Path.of("");
  private StandInWsl wsl = new StandInWsl(Path.of(System.getProperty("java.io.tmpdir"), "unused-wsl"));

  @BeforeEach
  void write() throws IOException {
    installer = Files.writeString(folder.resolve("ironclaw.deb"), "a package");
    wsl = new StandInWsl(folder.resolve("wsl"));
  }

  private WslFinding look() {
    return look(Duration.ofSeconds(20));
  }

  private WslFinding look(Duration patience) {
    try (WslProgram program = wsl.program()) {
      return new WslSurvey(program, new WslRemedy(Optional.of(installer)), "0.1.0", patience).look();
    }
  }

  private Gap gap(Kind kind) {
    WslFinding found = look();
    assertThat(found).isInstanceOfSatisfying(Gap.class, gap -> assertThat(gap.kind()).isEqualTo(kind));
    return (Gap) found;
  }

  private static List<String> commands(Gap gap) {
    return gap.remedy().stream().map(WslStep::shown).toList();
  }

  @Test
  void findsOursThoughAnotherIsTheDefault() {
    wsl.inside(INSTALLED);
    assertThat(look()).isEqualTo(new Ready("IronClaw"));
    assertThat(wsl.calls()).containsExactly("--status", "--list --verbose",
        "--distribution IronClaw --exec /usr/bin/ironclaw-controlplane --version");
  }

  @Test
  void readsUtf8WithOrWithoutAMarkToo() {
    wsl.inside(INSTALLED).says("list", StandInWsl.LISTED.getBytes(StandardCharsets.UTF_8), 0);
    assertThat(look()).isEqualTo(new Ready("IronClaw"));
    wsl.says("list", ("\uFEFF" + StandInWsl.LISTED).getBytes(StandardCharsets.UTF_16LE), 0);
    assertThat(look()).isEqualTo(new Ready("IronClaw"));
  }

  @Test
  void usesAPersonsOwnLinuxOnlyWhereTheControlPlaneIsInItAlready() {
    wsl.says("list", "  名前     状態         バージョン\r\n* Debian   実行中       2\r\n", 0);
    assertThat(commands(gap(Kind.NO_DISTRIBUTION)))
        .startsWith("wsl.exe --install --distribution Debian --name IronClaw --no-launch");
    wsl.inside(INSTALLED);
    assertThat(look()).isEqualTo(new Ready("Debian"));
  }

  @Test
  void leavesTheLinuxOfOtherProgramsAlone() {
    wsl.inside(INSTALLED).says("list", "  NAME STATE VERSION\r\n* docker-desktop    Running         2\r\n", 0);
    gap(Kind.NO_DISTRIBUTION);
    assertThat(wsl.calls()).hasSize(2);
  }

  @Test
  void aVersionThatIsNotOurs() {
    wsl.inside("echo ironclaw-controlplane 0.0.9\n");
    Gap gap = gap(Kind.NOT_INSTALLED);
    assertThat(gap.words()).isEqualTo("ironclaw-controlplane 0.0.9");
    assertThat(commands(gap)).containsExactly(
        "wsl.exe --distribution IronClaw --user root --exec dd of=/root/ironclaw.deb status=none < " + installer,
        "wsl.exe --distribution IronClaw --user root --exec apt-get update",
        "wsl.exe --distribution IronClaw --user root --exec env DEBIAN_FRONTEND=noninteractive apt-get install --yes "
            + "/root/ironclaw.deb",
        "wsl.exe --distribution IronClaw --user root --exec rm /root/ironclaw.deb");
  }

  @Test
  void nothingIsInstalledFromAPackageThatIsNotThere() throws IOException {
    Files.delete(installer);
    assertThat(gap(Kind.NOT_INSTALLED).remedy()).isEmpty();
  }

  @Test
  void withoutWsl() {
    wsl.says("status", "Das Windows-Subsystem für Linux ist nicht installiert. Sie können es installieren, indem Sie "
        + "\"wsl.exe --install\" ausführen.\r\n", 50);
    assertThat(commands(gap(Kind.NO_WSL))).containsExactly("wsl.exe --install --no-distribution");
    wsl.says("status", "…\r\nFehlercode: Wsl/WSL_E_WSL_OPTIONAL_COMPONENT_REQUIRED\r\n", -1);
    gap(Kind.NO_WSL);
    assertThat(wsl.calls()).as("nothing else is asked").containsOnly("--status");
  }

  @Test
  void withoutTheProgram() {
    try (WslProgram absent = new WslProgram(folder.resolve("nowhere"), Map.of())) {
      WslFinding found = new WslSurvey(absent, new WslRemedy(Optional.empty()), "0.1.0", Duration.ofSeconds(5)).look();
      assertThat(found).isInstanceOfSatisfying(Gap.class, gap -> {
        assertThat(gap.kind()).isEqualTo(Kind.NO_WSL);
        assertThat(gap.remedy()).as("what could do it is not there").isEmpty();
      });
    }
  }

  @Test
  void withoutVirtualization() {
    wsl.inside("printf 'Error code: Wsl/Service/CreateInstance/CreateVm/HCS/HCS_E_HYPERV_NOT_INSTALLED'\nexit 255\n");
    assertThat(commands(gap(Kind.NO_VIRTUALIZATION))).containsExactly("wsl.exe --install --no-distribution");
  }

  @Test
  void whereAPolicyForbidsIt() {
    wsl.says("status", "…\r\nFehlercode: Wsl/ERROR_ACCESS_DISABLED_BY_POLICY\r\n", -1);
    assertThat(gap(Kind.FORBIDDEN).remedy()).isEmpty();
  }

  @Test
  void withoutADistribution() {
    wsl.says("list", String.join("\r\n", "Windows Subsystem for Linux has no installed distributions.",
        "Use 'wsl.exe --install <Distro>'", "Error code: Wsl/WSL_E_DEFAULT_DISTRO_NOT_FOUND", ""), -1);
    Gap gap = gap(Kind.NO_DISTRIBUTION);
    assertThat(gap.words()).isEmpty();
    assertThat(commands(gap)).hasSize(5).first().asString().contains("--name IronClaw");
  }

  @Test
  void oursUnderTheFirstVersion() {
    wsl.says("list", "  NAME STATE VERSION\r\n* IronClaw    Stopped         1\r\n", 0);
    assertThat(commands(gap(Kind.FIRST_VERSION))).containsExactly("wsl.exe --set-version IronClaw 2");
  }

  @Test
  void oneThatHangsIsEnded() {
    wsl.hangs();
    assertThat(look(Duration.ofMillis(200))).isEqualTo(new Gap(Kind.SILENT, "", List.of()));
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)
        .flatMap(child -> child.info().commandLine().stream())).noneMatch(line -> line.contains("tail -f /dev/null"));
  }

  @Test
  void whoeverEndsTheAppDoesNotWaitForIt() throws Exception {
    wsl.hangs();
    WslProgram program = wsl.program();
    CompletableFuture<WslFinding> found = CompletableFuture.supplyAsync(() -> new WslSurvey(program,
        new WslRemedy(Optional.empty()), "0.1.0", Duration.ofMinutes(5)).look());
    program.close();
    assertThat(found.get(60, TimeUnit.SECONDS)).isInstanceOf(Gap.class);
  }

  @Test
  void whateverElseItSaysIsShown() {
    wsl.says("status", "Katastrophaler Fehler\u202E\r\nFehlercode: Wsl/Service/E_UNEXPECTED\r\n", -1);
    assertThat(gap(Kind.UNKNOWN).words())
        .isEqualTo("Katastrophaler Fehler⟨U+202E⟩ Fehlercode: Wsl/Service/E_UNEXPECTED");
  }

  @Test
  void aListThatIsNoListHasNoDistribution() {
    wsl.inside(INSTALLED).says("list", "  NAME STATE VERSION\r\n* ../../evil  Running  2\r\n* A;b Running 2\r\n", 0);
    gap(Kind.NO_DISTRIBUTION);
    assertThat(wsl.calls()).hasSize(2);
  }

  @Test
  void itGetsNoVariableOfOurs() {
    wsl.inside("[ -n \"$SystemRoot\" ] && [ -z \"$IRONCLAW_API_TOKEN\" ] && [ \"$WSL_UTF8\" = 1 ] && " + INSTALLED);
    assertThat(look()).isEqualTo(new Ready("IronClaw"));
  }
}
