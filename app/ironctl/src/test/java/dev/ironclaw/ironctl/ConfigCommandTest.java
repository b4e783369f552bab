package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
  @TempDir
  Path home;

  private final FakeApi api = new FakeApi().answer("GET /v1/config", 200,
      "[{\"name\":\"runtime\",\"value\":\"runsc\",\"source\":\"flag\"}]");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void whatIsSetIsUsedUntilTheLineOrTheEnvironmentSaysOtherwise() {
    assertThat(ironctl("config", "set", "addr", api.address()).exit()).isZero();
    assertThat(ironctl("config", "get", "addr").out()).isEqualTo(api.address() + "\n");

    String list = ironctl("config", "list").out();
    assertThat(list.lines()).anyMatch(line -> line.matches("addr +" + api.address() + " +.*ironctl\\.properties"))
        .anyMatch(line -> line.matches("runtime +runsc +flag"));
    assertThat(ironctl("config", "list", "--addr", "http://127.0.0.1:1").out().lines())
        .anyMatch(line -> line.matches("addr +http://127.0.0.1:1 +flag"))
        .anyMatch(line -> line.startsWith("The control plane's settings are not known"));

    assertThat(ironctl("config", "set", "addr").exit()).isZero();
    assertThat(ironctl("config", "get", "addr").exit()).isEqualTo(1);
  }

  @Test
  void aProfileNamesAnotherControlPlane() {
    ironctl("config", "set", "home.addr", api.address());
    assertThat(ironctl("--profile", "home", "config", "list").out()).contains("runsc");
    ironctl("config", "set", "profile", "home");
    assertThat(ironctl("config", "list").out()).contains("runsc");
    Ran unknown = ironctl("--profile", "work", "status");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no profile 'work'", "config set work.addr");
  }

  @Test
  void aFolderOnTheLineIsMeantBeforeAnAddressThatIsKept() {
    ironctl("config", "set", "addr", api.address());
    assertThat(ironctl("status", "--state-dir", home.toString()).exit()).isEqualTo(4);
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void refusesWhatIsNoSettingAndEveryToken() {
    for (String name : new String[]{"token", "api-token", "colour", "home.profile", "HOME.addr", "a.b.addr"}) {
      assertThat(ironctl("config", "set", name, "x").exit()).as(name).isEqualTo(2);
    }
    assertThat(ironctl("config", "set", "token", "x").err()).contains("never kept", "IRONCLAW_API_TOKEN");
    assertThat(ironctl("config", "set", "addr", "ftp://x").exit()).isEqualTo(2);
    assertThat(ironctl("config", "set", "tls-fingerprint", "abc").exit()).isEqualTo(2);
    assertThat(Files.exists(home.resolve("ironclaw"))).isFalse();
  }

  @Test
  void aFileThatCannotBeReadIsSaidAndFoundByDoctor() throws IOException {
    ironctl("config", "set", "addr", api.address());
    Path file = Path.of(ironctl("config", "path").out().strip());
    Files.writeString(file, "nonsense=1\n");
    assertThat(ironctl("status").err()).contains("'nonsense' is no setting");
    assertThat(ironctl("doctor").out()).contains("FAIL  settings", "mend or remove " + file);
  }

  private Ran ironctl(String... args) {
    return Ran.run(Map.of("IRONCLAW_API_TOKEN", FakeApi.TOKEN, "XDG_CONFIG_HOME", home.toString()), false, "", args);
  }
}
