package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
  @TempDir
  private Path state = Path.of("");
  private final FakeApi api = new FakeApi().answer("GET /v1/changes/pending", 200, "[]");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void takesTheTokenFromTheStateFolder() throws IOException {
    token("rw-------");
    assertThat(pending(api.address()).exit()).isZero();
  }

  @Test
  void refusesATokenThatOthersCanRead() throws IOException {
    token("rw-r--r--");
    Ran ran = pending(api.address());
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("others may read or write");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void keepsTheTokenFromAnAddressThatNobodyAskedFor() throws IOException {
    token("rw-------");
    // No socket in the folder and no --addr: whoever sits on the default port must not get the token.
    GlobalOptions options = new GlobalOptions();
    options.stateDir = state.toString();
    Surroundings surroundings = new Surroundings(Map.of(), "Linux", "/nonexistent", false,
        new java.io.BufferedReader(new java.io.StringReader("")));
    Connection connection = new Connection(options, surroundings);
    assertThat(connection.token(connection.endpoint())).isEmpty();
    options.addr = "http://192.0.2.1:8787";
    assertThat(connection.token(connection.endpoint())).isEmpty();
    options.addr = "http://127.0.0.1:8787";
    assertThat(connection.token(connection.endpoint())).contains(FakeApi.TOKEN);
  }

  @Test
  void sendsAGivenTokenOnlyWhereSomebodySaidFor() {
    GlobalOptions options = new GlobalOptions();
    options.stateDir = state.toString();
    options.token = "given";
    assertThat(connection(options, Map.of())).isEmpty();
    options.token = null;
    assertThat(connection(options, Map.of("IRONCLAW_API_TOKEN", "variable"))).isEmpty();
    options.addr = "http://192.0.2.1:8787";
    assertThat(connection(options, Map.of("IRONCLAW_API_TOKEN", "variable"))).contains("variable");
    options.addr = null;
    assertThat(connection(options, Map.of("IRONCLAW_API_TOKEN", "variable", "IRONCLAW_CONTROLPLANE_URL",
        "http://127.0.0.1:8787"))).contains("variable");
    Ran ran = Ran.run(Map.of("IRONCLAW_API_TOKEN", "variable"), false, "", "status", "--state-dir", state.toString());
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).contains("the token does not go to http://127.0.0.1:8787", "--addr").hasLineCount(1)
        .doesNotContain("variable");
    assertThat(Ran.run(Map.of("IRONCLAW_API_TOKEN", "variable"), false, "", "doctor", "--state-dir",
        state.toString()).out()).contains("the token does not go to");
  }

  /// The token that would be sent; empty also where the call is refused.
  private static Optional<String> connection(GlobalOptions options, Map<String, String> environment) {
    Connection connection = new Connection(options, new Surroundings(environment, "Linux", "/nonexistent", false,
        new java.io.BufferedReader(new java.io.StringReader(""))));
    try {
      return connection.token(connection.endpoint());
    } catch (CommandFailure refused) {
      return Optional.empty();
    }
  }

  private void token(String permissions) throws IOException {
    Path file = Files.writeString(state.resolve("api-token"), FakeApi.TOKEN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private Ran pending(String address) {
    return Ran.run(Map.of(), false, "", "change", "pending", "--state-dir", state.toString(), "--addr", address);
  }
}
