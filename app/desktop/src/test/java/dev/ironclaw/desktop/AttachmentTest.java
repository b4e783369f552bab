package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.client.Trust;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.preference.LoginStart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What `--attach` and its companions mean, and the rest of the command line.
final class AttachmentTest {
  private static final String PRINT = "ab".repeat(32);

  private static DesktopOptions options(String... words) {
    return CommandLine.populateCommand(new DesktopOptions(), words);
  }

  private static DesktopEnvironment environment(Map<String, String> variables) {
    return new DesktopEnvironment(variables, "Linux", "/home/somebody", Optional.empty());
  }

  private static Optional<Attachment> attachment(String... words) {
    return Attachment.of(options(words), environment(Map.of("IRONCLAW_API_TOKEN", "icp_1")));
  }

  @Test
  void thereIsNoneUnlessItIsNamed() {
    assertThat(attachment()).isEmpty();
    assertThat(Attachment.of(options(), environment(Map.of("IRONCLAW_TLS_FINGERPRINT", PRINT)))).isEmpty();
  }

  @Test
  void takesTheFingerprintAsPeopleCopyIt() {
    assertThat(attachment("--attach", "https://box:8787", "--tls-fingerprint", "AB:".repeat(31) + "AB").orElseThrow()
        .trust()).isEqualTo(new Trust.Fingerprint(PRINT));
    assertThat(Attachment.of(options("--attach", "https://box"),
        environment(Map.of("IRONCLAW_TLS_FINGERPRINT", PRINT, "IRONCLAW_API_TOKEN", "icp_1"))).orElseThrow().trust())
        .isEqualTo(new Trust.Fingerprint(PRINT));
    assertThat(attachment("--attach", "https://box", "--ca", "/x.pem").orElseThrow().trust())
        .isEqualTo(new Trust.Authority(Path.of("/x.pem")));
    assertThat(attachment("--attach", "https://box").orElseThrow().trust()).isEqualTo(new Trust.Platform());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8787", "127.0.0.1:8787", "http://localhost:1", "http://[::1]:8787"})
  void goesPlainOnThisMachineAlone(String address) {
    assertThat(attachment("--attach", address)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"http://box:8787 | everybody on the way", "http://192.168.1.5:8787 | everybody",
      "http://127.0.0.1.evil.example | everybody", "ftp://box | not an address", "https://box/path | not an address",
      "https://me@box | not an address", "https:// | --attach"})
  void refusesAnAddressAndSaysWhatToDo(String address, String why) {
    assertThatThrownBy(() -> attachment("--attach", address)).isInstanceOf(IronclawException.class)
        .hasMessageContaining(why).hasMessageContaining("--attach");
  }

  @Test
  void refusesACertificateWhereNoneWillBeShown() {
    assertThatThrownBy(() -> attachment("--attach", "http://127.0.0.1:1", "--tls-fingerprint", PRINT))
        .hasMessageContaining("must be https://");
    assertThatThrownBy(() -> attachment("--attach", "https://box", "--tls-fingerprint", "abc"))
        .hasMessageContaining("64 hexadecimal digits");
    assertThatThrownBy(() -> attachment("--token-file", "/x")).hasMessageContaining("--attach URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8787", "https://localhost:8787", "https://box"})
  void sendsNoTokenThatNobodyGaveForIt(String address) {
    assertThatThrownBy(() -> Attachment.of(options("--attach", address), environment(Map.of())))
        .isInstanceOf(IronclawException.class).hasMessageContaining("--token-file FILE or IRONCLAW_API_TOKEN");
    assertThat(Attachment.of(options("--attach", address, "--token-file", "/t"), environment(Map.of()))).isPresent();
  }

  private static List<String> again(String launcher, DesktopOptions given, Map<String, String> variables) {
    DesktopEnvironment around = environment(variables);
    return given.again(launcher, Attachment.of(given, around), HostChoices.given(given, around));
  }

  @Test
  void aStartAtLoginIsTheSameStart() {
    DesktopOptions given = options("--state-dir", "/s", "--attach", "https://box", "--tls-fingerprint", PRINT,
        "--token-file", "/t", "--accept-unenforced-limits", "ironclaw://change/chg_1");
    assertThat(again("/bin/IronClaw", given, Map.of())).isEqualTo(List.of("/bin/IronClaw", "--minimized",
        "--accept-unenforced-limits", "--state-dir", "/s", "--attach", "https://box",
        "--tls-fingerprint", PRINT, "--token-file", "/t"));
  }

  @Test
  void whatWasInVariablesIsThereAtLoginToo() {
    DesktopOptions given = options("--attach", "https://box", "--token-file", "/t");
    assertThat(again("/i", given, Map.of("IRONCLAW_TLS_FINGERPRINT", PRINT)))
        .containsSubsequence("--tls-fingerprint", PRINT);
    assertThat(again("/i", given, Map.of("IRONCLAW_CA", "/x.pem")))
        .containsSubsequence("--ca", "/x.pem");
    assertThat(again("/i", options(), Map.of("IRONCLAW_RUNTIME", "docker")))
        .containsExactly("/i", "--minimized", "--runtime", "docker");
    assertThat(again("/i", options(), Map.of())).containsExactly("/i", "--minimized");
  }

  @Test
  void aTokenOfAVariableIsNotThereAtLogin(@TempDir Path home) {
    DesktopEnvironment environment = new DesktopEnvironment(Map.of("IRONCLAW_API_TOKEN", "icp_1"), "Linux",
        home.toString(), Optional.of("/bin/IronClaw"));
    LoginStart start = environment.loginStart(options("--attach", "https://box")).orElseThrow();
    assertThatThrownBy(start::enable).hasMessageContaining("--token-file FILE").hasMessageNotContaining("icp_1");
    assertThat(start.isEnabled()).isFalse();
    LoginStart other = environment.loginStart(options("--attach", "https://box", "--token-file", "/t")).orElseThrow();
    other.enable();
    assertThat(start.isEnabled()).isTrue();
    start.disable();
    assertThat(other.isEnabled()).isFalse();
  }

  @Test
  void aLinkIsReasonEnoughToShowTheWindow() {
    assertThat(options("--minimized").wish().shown()).isFalse();
    assertThat(options("--minimized", "ironclaw://change/chg_1").wish().shown()).isTrue();
    assertThat(options().wish().shown()).isTrue();
  }

  @Test
  void aLinkOfAnyFormCanBeHandedOver() {
    assertThat(options("x\ny".repeat(4_000)).wish().link()).get().asString().hasSizeLessThan(600)
        .contains("\u27E8U+000A\u27E9");
    assertThat(options("").wish().link()).isEmpty();
  }

  @Test
  void startsAtLoginOnlyWhereItIsKnownHow() {
    assertThat(environment(Map.of()).loginStart(options())).isEmpty();
    assertThat(new DesktopEnvironment(Map.of(), "Linux", "/home/somebody", Optional.of("/bin/IronClaw"))
        .loginStart(options())).isPresent();
  }
}
