package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokenTest {
  private final SecureRandom random = new SecureRandom();

  @TempDir
  private Path state = Path.of("");

  @Test
  void makesATokenOnceAndKeepsIt() throws IOException {
    ApiToken.of(Optional.empty(), state, random);
    Path file = state.resolve("api-token");
    String text = Files.readString(file).strip();
    assertThat(text).matches("[0-9a-f]{64}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(ApiToken.of(Optional.empty(), state, random).authenticate(text)).isPresent();
    assertThat(state).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void refusesAFileThatOthersMayKnowOrThatIsNone() throws IOException {
    Path file = state.resolve("api-token");
    Files.writeString(file, "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> ApiToken.of(Optional.empty(), state, random)).isInstanceOf(IronclawException.class);
    Files.delete(file);
    Files.createSymbolicLink(file, Files.writeString(state.resolve("elsewhere"), "x"));
    assertThatThrownBy(() -> ApiToken.of(Optional.empty(), state, random)).isInstanceOf(IronclawException.class);
  }

  @Test
  void takesTheTokenThatItIsGivenAndNoOther() {
    ApiToken token = ApiToken.of(Optional.of("given"), state, random);
    assertThat(token.authenticate("given")).isPresent();
    assertThat(token.authenticate("Given")).isEmpty();
    assertThat(token.authenticate("")).isEmpty();
    assertThatThrownBy(() -> ApiToken.of(Optional.of(""), state, random)).isInstanceOf(IronclawException.class);
  }
}
