package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRoutesTest {
  @TempDir
  private Path state = Path.of("");

  private static List<String> entries(ApiRig rig, String stage) {
    return rig.audit.newest(100).stream().map(entry -> entry.event()).filter(event -> event.stage().equals(stage))
        .map(event -> event.kind() + " " + event.actor() + " " + event.detail()).toList();
  }

  @Test
  void encryptsEverythingAnewWhileItAnswersAndSaysWhoAsked() {
    try (ApiRig rig = new ApiRig(state)) {
      assertThat(rig.get("/v1/key").json().path("dataKeys").asInt()).isEqualTo(1);
      RawHttp.Answer rotated = rig.call("POST", "/v1/key/rotate-data", "");
      assertThat(rotated.status()).isEqualTo(200);
      assertThat(rotated.json().path("dataKeys").asInt()).isEqualTo(2);
      assertThat(rig.get("/v1/ui/agents").body()).contains("mock-agent");
      assertThat(entries(rig, "key")).hasSize(2).allSatisfy(
          words -> assertThat(words).startsWith("rotate-data operator:local ").contains("data keys of generation "));
    }
  }

  @Test
  void aSecondFactorOutlivesTheKeysThatItIsSealedUnder() {
    try (ApiRig rig = new ApiRig(state)) {
      assertThat(rig.call("POST", "/v1/step-up/enroll", "{}").status()).isEqualTo(201);
      assertThat(rig.call("POST", "/v1/key/rotate-data", "").status()).isEqualTo(200);
      RawHttp.Answer wrong = rig.call("POST", "/v1/step-up/confirm", "{\"code\":\"000000\"}");
      // The secret was opened: with the old keys it would be called damaged.
      assertThat(wrong.text("detail")).contains("this code is wrong");
    }
  }

  @Test
  void aMoveThatCannotBeIsRefusedAndRecordedAndTheKeyStays() {
    try (ApiRig rig = new ApiRig(state)) {
      String before = rig.get("/v1/key").body();
      RawHttp.Answer command = rig.call("POST", "/v1/key/move", "{\"to\":\"command\"}");
      assertThat(command.status()).isEqualTo(400);
      assertThat(command.text("detail")).contains("--master-key-command", "never taken over the API");
      assertThat(rig.call("POST", "/v1/key/move", "{\"to\":\"attic\"}").status()).isEqualTo(400);
      assertThat(rig.call("POST", "/v1/key/move", "{}").text("detail")).contains("'to' is missing");
      assertThat(rig.get("/v1/key").body()).isEqualTo(before);
      assertThat(entries(rig, "key")).anyMatch(words -> words.startsWith("move operator:local it failed"));
    }
  }

  @Test
  void givesASealedBackupAndSaysItsSha256InTheLogAndRefusesAShortPassphrase() {
    try (ApiRig rig = new ApiRig(state)) {
      RawHttp.Answer given = rig.call("POST", "/v1/backup", "{\"passphrase\":\"correct horse battery\"}");
      assertThat(given.status()).isEqualTo(200);
      assertThat(given.body()).startsWith("IRONCLAW BACKUP 1\n").doesNotContain("mock-agent", "keyring");
      // The last byte arrives before the host has cleared up; a second backup waits for the first one's end.
      RawHttp.Answer refused = rig.call("POST", "/v1/backup", "{\"passphrase\":\"short\"}");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text("detail")).contains("at least 15").doesNotContain("short");
      assertThat(entries(rig, "backup")).anyMatch(words -> words.contains("was sent, SHA-256 "));
      assertThat(state.resolve("backup.staging")).doesNotExist();
    }
  }
}
