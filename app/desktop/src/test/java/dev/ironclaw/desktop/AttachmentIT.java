package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.system.ControlPlaneProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `--attach` against control planes in other processes, plain and over TLS.
@Timeout(120)
class AttachmentIT {
  @TempDir
  private static Path folder = Path.of("");
  private static ControlPlaneProcess plain;
  private static ControlPlaneProcess sealed;

  @BeforeAll
  static void start() {
    plain = ControlPlaneProcess.start(folder.resolve("plain"), List.of("--runtime", "process", "--pool-size", "0"));
    sealed = ControlPlaneProcess.start(folder.resolve("sealed"),
        List.of("--runtime", "process", "--pool-size", "0", "--tls", "generated"));
  }

  @AfterAll
  static void stop() {
    plain.close();
    sealed.close();
  }

  private static String token(String state) throws IOException {
    return new StateFolder(folder.resolve(state)).token().orElseThrow();
  }

  private static String fingerprint() throws IOException {
    StateFolder state = new StateFolder(folder.resolve("sealed"));
    try (ControlPlaneClient client = new ControlPlaneClient(state.socket().orElseThrow(), state.token())) {
      return client.status().tlsFingerprint().orElseThrow();
    }
  }

  private static String open(Map<String, String> variables, String... words) {
    DesktopEnvironment environment = new DesktopEnvironment(variables, "Linux", folder.resolve("home").toString(),
        Optional.empty());
    Attachment attachment = Attachment.of(CommandLine.populateCommand(new DesktopOptions(), words), environment)
        .orElseThrow();
    try (ControlPlaneClient client = attachment.connect()) {
      return client.status().version();
    }
  }

  @Test
  void worksOverPlainLoopback() throws IOException {
    assertThat(open(Map.of("IRONCLAW_API_TOKEN", token("plain")), "--attach", plain.address())).isEqualTo("0.1.0");
    // Its own folder's token stays here, whoever has the port.
    assertThatThrownBy(
        () -> open(Map.of(), "--attach", plain.address(), "--state-dir", folder.resolve("plain").toString()))
        .hasMessageContaining("--token-file");
  }

  @Test
  void worksOverTlsWithThePinnedCertificateAndATokenFromAFile() throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, token("sealed") + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(sealed.address()).startsWith("https://");
    assertThat(open(Map.of(), "--attach", sealed.address(), "--tls-fingerprint", fingerprint(), "--token-file",
        file.toString())).isEqualTo("0.1.0");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> open(Map.of(), "--attach", sealed.address(), "--tls-fingerprint", fingerprint(),
        "--token-file", file.toString())).hasMessageContaining("chmod 600");
  }

  @Test
  void refusesAnotherCertificateBeforeItSaysAnything() throws IOException {
    Map<String, String> token = Map.of("IRONCLAW_API_TOKEN", token("sealed"));
    assertThatThrownBy(() -> open(token, "--attach", sealed.address(), "--tls-fingerprint", "0".repeat(64)))
        .isInstanceOf(IronclawException.class).hasMessageContaining("no TLS with " + sealed.address())
        .hasMessageContaining(fingerprint());
    assertThatThrownBy(() -> open(token, "--attach", sealed.address())).hasMessageContaining("no TLS with")
        .hasMessageNotContaining(token("sealed"));
  }

  @Test
  void saysWhatToDoWhereItIsNotLetIn() {
    assertThatThrownBy(() -> open(Map.of("IRONCLAW_API_TOKEN", "wrong"), "--attach", plain.address()))
        .hasMessageContaining("does not let this app in").hasMessageContaining("ironctl token create");
    String absent = folder.resolve("absent").toString();
    assertThatThrownBy(() -> open(Map.of(), "--attach", plain.address(), "--token-file", absent))
        .hasMessageContaining("no token in " + absent);
  }

  @Test
  void anAbsentOneMayComeLater() {
    assertThatThrownBy(() -> open(Map.of("IRONCLAW_API_TOKEN", "t"), "--attach", "http://127.0.0.1:9"))
        .hasMessage("no control plane answers at http://127.0.0.1:9")
        .satisfies(e -> assertThat(((IronclawException) e).code()).isEqualTo(ErrorCode.UPSTREAM_FAILED));
  }
}
