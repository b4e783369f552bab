package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.audit.AuditEvent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditRoutesTest {
  @TempDir
  Path folder;
  private ApiRig rig;

  @BeforeEach
  void start() {
    rig = new ApiRig(folder);
    for (int i = 1; i <= 1_200; i++) {
      int number = i;
      rig.audit.<Boolean>write(transaction -> {
        transaction.audit(new AuditEvent("submit", "chg_" + number, number % 2 == 0 ? "persona" : "mounts", "local",
            "=cmd, number " + number).about("mock-agent"));
        return true;
      });
    }
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void findsPagesOfWhatFits() {
    assertThat(rig.get("/v1/audit?kind=persona&limit=2").body()).contains("chg_1200", "chg_1198")
        .doesNotContain("chg_1199").contains("\"agent\":\"mock-agent\"");
    assertThat(rig.get("/v1/audit?text=number+77*&limit=2000").body()).contains("chg_77\"", "chg_770\"")
        .doesNotContain("chg_78\"");
    assertThat(rig.get("/v1/audit?from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z").body()).isEqualTo("[]");
    assertThat(rig.get("/v1/audit?from=yesterday").status()).isEqualTo(400);
    assertThat(rig.get("/v1/audit?text=---").status()).isEqualTo(400);
  }

  @Test
  void exportsEverythingThatFitsOneLineEach() {
    RawHttp.Answer lines = rig.get("/v1/audit/export?kind=persona");
    assertThat(lines.body().strip().lines().filter(line -> line.startsWith("{"))).hasSize(600);
    RawHttp.Answer csv = rig.get("/v1/audit/export?format=csv");
    assertThat(csv.body()).contains("seq,time,agent,stage,kind,subject,actor,detail,hash",
        ",mock-agent,submit,mounts,chg_1,local,\"'=cmd, number 1\",");
    assertThat(rig.get("/v1/audit/export?format=xls").status()).isEqualTo(400);
    assertThat(rig.http.send("GET", "/v1/audit/export", "").status()).isEqualTo(401);
  }

  @Test
  void showsWhatProvesAnEntry() {
    String first = rig.get("/v1/audit?subject=chg_1").json().get(0).path("hash").asString();
    long seq = rig.get("/v1/audit?subject=chg_2").json().get(0).path("seq").asLong();
    RawHttp.Answer proof = rig.get("/v1/audit/entries/" + seq);
    assertThat(proof.text("previous")).isEqualTo(first);
    assertThat(proof.text("digest")).matches("[0-9a-f]{64}").isNotEqualTo(first);
    assertThat(proof.body()).contains("\"file\":\"audit-000000000001.jsonl\"", "\"subject\":\"chg_2\"",
        "\"checkpoint\":1000");
    assertThat(rig.get("/v1/audit/entries/1000").status()).as("a checkpoint is no entry").isEqualTo(404);
    assertThat(rig.get("/v1/audit/entries/999999").status()).isEqualTo(404);
    assertThat(rig.get("/v1/audit/entries/-1").status()).isEqualTo(404);
    assertThat(rig.get("/v1/status").body()).contains("\"checkpoint\":{\"seq\":1000,\"time\":\"20");
  }

  @Test
  void goesOnInANewFileAndSaysWhoWantedIt() {
    assertThat(rig.call("POST", "/v1/audit/rotate", "").body()).contains("\"file\":\"audit-00000000");
    assertThat(rig.get("/v1/audit?stage=audit").body()).contains("\"kind\":\"rotate\"");
  }
}
