package dev.ironclaw.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine's configuration, whole, as it should be.
final class EngineSetupTest {
  private static final List<String> FLAGS = List.of("--network=none", "--host-uds=open", "--oci-seccomp");

  @TempDir
  Path folder;
  private Path file;
  private Path runsc;

  @BeforeEach
  void install() throws IOException {
    file = folder.resolve("daemon.json");
    runsc = Files.createFile(Files.createDirectory(folder.resolve("bin")).resolve("runsc"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private EngineSetup setup() {
    return EngineSetup.of(file, List.of(folder.resolve("none"), runsc.getParent()));
  }

  private static Map<?, ?> read(EngineSetup setup) {
    return Objects.requireNonNull((Map<?, ?>) Json.read(setup.text()));
  }

  @Test
  void namesTheProgramWhereItIs() {
    EngineSetup setup = setup();

    assertThat(read(setup)).isEqualTo(
        Map.of("runtimes", Map.of("runsc", Map.of("path", runsc.toString(), "runtimeArgs", FLAGS))));
    assertThat(setup.merged()).isFalse();
    assertThat(setup.notes()).singleElement().asString().contains("There is no " + file);
    assertThat(file).as("nothing is written").doesNotExist();
  }

  @Test
  void leavesEverythingElseAsItStands() throws IOException {
    String before = """
        {"log-level": "warn", "dns": ["1.1.1.1"], "default-ulimits": {"nofile": {"Hard": 64000}}, "live-restore": true,
         "runtimes": {"other": {"path": "/x", "runtimeArgs": []},
                      "runsc": {"path": "/old", "runtimeArgs": ["--network=host", "--platform=systrap", "--debug"]}}}
        """;
    Files.writeString(file, before);

    EngineSetup setup = setup();

    assertThat(setup.merged()).isTrue();
    assertThat(setup.notes()).isEmpty();
    assertThat(read(setup)).isEqualTo(Json.read(before.replace("/old", runsc.toString())
        .replace("\"--network=host\", \"--platform=systrap\", \"--debug\"",
            "\"--network=none\", \"--host-uds=open\", \"--oci-seccomp\", \"--platform=systrap\"")));
    assertThat(setup.text()).startsWith("{\n  \"log-level\": \"warn\",\n").endsWith("}\n");
    assertThat(file).as("nothing is written").hasContent(before);
  }

  @Test
  void saysWhatHasToBeDoneFirst() throws IOException {
    Files.writeString(file, "{\"log-level\": ");
    assertThat(setup().notes()).singleElement().asString().contains("no JSON object", "mend it first");

    Files.writeString(file, " \n");
    assertThat(setup().merged()).as("an empty file is none").isTrue();

    assertThat(EngineSetup.of(file, List.of()).notes()).singleElement().asString().contains("No runsc was found");
    assertThat(EngineSetup.elsewhere(EngineSetup.DEFAULT_FILE).notes()).singleElement().asString()
        .contains("must stay there");
  }
}
