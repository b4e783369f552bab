package dev.ironclaw.controlplane.keychain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the session bus is looked for.
final class KeychainsTest {
  private static final String BUS = "DBUS_SESSION_BUS_ADDRESS";
  private static final String RUN = "XDG_RUNTIME_DIR";

  @TempDir
  Path run = Path.of("");

  @Test
  void itIsWhereTheEnvironmentSays() {
    assertThat(Keychains.sessionBus(Map.of(BUS, "unix:path=/a", RUN, run.toString()))).hasValue("unix:path=/a");
  }

  @Test
  void otherwiseInTheRuntimeFolderWhereThereIsOne() throws IOException {
    assertThat(Keychains.sessionBus(Map.of(RUN, run.toString()))).isEmpty();
    Files.createFile(run.resolve("bus"));
    assertThat(Keychains.sessionBus(Map.of(BUS, " ", RUN, run.toString()))).hasValue("unix:path=" + run + "/bus");
    assertThat(Keychains.sessionBus(Map.of())).isEmpty();
    assertThat(Keychains.sessionBus(Map.of(RUN, ""))).isEmpty();
  }
}
