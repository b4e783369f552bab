package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {
  private final FakeApi api = new FakeApi().answer("POST /v1/backup", 200, "sealed bytes");

  @TempDir
  Path folder;

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void writesANewFileForItsOwnerAloneAndKeepsThePassphraseOffTheCommandLine() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "correct horse battery\n");
    Path file = folder.resolve("a.backup");
    Ran ran = Ran.script("backup", file.toString(), "--passphrase-file", secret.toString(), "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(Files.readString(file)).isEqualTo("sealed bytes");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(api.asked("POST /v1/backup").getFirst().body()).contains("correct horse battery\"", "false");
    Ran again = Ran.script("backup", file.toString(), "--passphrase-file", secret.toString(), "--addr", api.address());
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("is there already");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("secret", "a.backup");
  }

  @Test
  void saysOfWhichWorkspacesSomethingIsMissing() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "correct horse battery\n");
    api.answer("POST /v1/backup", 200, "sealed",
        Map.of("Ironclaw-Left-Out", "17001", "Ironclaw-Left-Out-Of", "ag_2 17000, ag_1 1"));
    String[] shown = {"backup", folder + "/a", "--passphrase-file", secret.toString(), "--addr", api.address()};
    Ran ran = Ran.script(shown);
    assertThat(ran.exit()).as("a script notices").isEqualTo(5);
    assertThat(folder.resolve("a")).hasContent("sealed");
    assertThat(ran.out()).contains("Left out of the workspaces: 17001", ": ag_2 17000, ag_1 1");
    assertThat(Ran.script("backup", folder + "/b", "--json", "--passphrase-file", secret.toString(), "--addr",
        api.address()).out()).contains("\"leftOutOf\" : \"ag_2 17000, ag_1 1\"");
  }

  @Test
  void aRefusalLeavesNoFile() {
    api.answer("POST /v1/backup", 400, "{\"status\":400,\"code\":\"INVALID_REQUEST\",\"detail\":\"too short\"}");
    Ran ran = Ran.run(Map.of("IRONCLAW_API_TOKEN", "secret"), false, "short\n", "backup", folder + "/a.backup",
        "--passphrase-file", "-", "--addr", api.address());
    assertThat(ran.exit()).isNotZero();
    assertThat(folder.toFile().list()).isEmpty();
  }

  @Test
  void asksNobodyWhereNobodyIs() {
    Ran ran = Ran.script("backup", folder + "/a.backup", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--passphrase-file");
    assertThat(Ran.script("backup", "--addr", api.address()).err()).contains("name a new file");
  }

  @Test
  void theOfflineVerbsGoToTheControlPlanesProgram() throws IOException {
    Path program = Files.writeString(folder.resolve("program"),
        "#!/bin/sh\necho \"$@\" > " + folder + "/said\nexit 7\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Ran ran = Ran.run(Map.of("IRONCLAW_CONTROLPLANE", program.toString()), false, "", "restore", "a.backup",
        "--state-dir", "new", "--passphrase-file", "p", "--accept-rewind", "--keep-tokens",
        "--audit-witness", "/w");
    assertThat(ran.exit()).isEqualTo(7);
    assertThat(Files.readString(folder.resolve("said"))).isEqualTo(
        "restore a.backup --state-dir new --passphrase-file p --audit-witness /w --accept-rewind --keep-tokens\n");
    Ran.run(Map.of("IRONCLAW_CONTROLPLANE", program.toString()), false, "", "backup", "verify", "a.backup");
    assertThat(Files.readString(folder.resolve("said"))).isEqualTo("restore a.backup --verify-only\n");
    assertThat(Ran.run(Map.of("IRONCLAW_CONTROLPLANE", folder + "/none"), false, "", "restore", "x").err())
        .contains("IRONCLAW_CONTROLPLANE");
  }
}
