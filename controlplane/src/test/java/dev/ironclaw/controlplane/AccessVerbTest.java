package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.api.ApiTls;
import dev.ironclaw.controlplane.api.TlsChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AccessVerbTest {
  @TempDir
  private Path folder = Path.of("");
  private final StringWriter said = new StringWriter();

  private int run() {
    CommandLine line = new CommandLine(new AccessVerb());
    line.setOut(new PrintWriter(said, true));
    line.setExecutionExceptionHandler((problem, _, _) -> {
      said.append(problem.getMessage());
      return 1;
    });
    return line.execute("--state-dir", folder.toString());
  }

  @Test
  void saysHowAClientIsLetIn() throws IOException {
    Files.writeString(folder.resolve("api-token"), "the-token\n");
    ApiTls tls = ApiTls.load(new TlsChoice.Generated(), folder, "127.0.0.1", new SecureRandom(), InstantSource.system())
        .orElseThrow();
    assertThat(run()).isZero();
    assertThat(said.toString()).isEqualTo("token the-token\nfingerprint " + tls.fingerprint() + "\n");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertThat(run()).isEqualTo(1);
    assertThat(said.toString()).contains("start the control plane once");
    Files.writeString(folder.resolve("api-token"), "the-token\n");
    assertThat(run()).isEqualTo(1);
    assertThat(said.toString()).contains("--tls generated").doesNotContain("the-token");
  }
}
