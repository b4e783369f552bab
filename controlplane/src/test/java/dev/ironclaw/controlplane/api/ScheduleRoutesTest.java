package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.registry.Principal;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ScheduleRoutesTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir
  Path state;
  private ApiRig rig;
  private String id = "";

  @BeforeEach
  void open() {
    rig = new ApiRig(state);
    ChangeSubmission wanted = new ChangeSubmission(Optional.empty(), "schedule", Optional.of(ApiRig.AGENT),
        JSON.readTree(
            "{\"prompt\":\"Water the \\u202eflowers\",\"recurrence\":\"0 9 * * 1-5\",\"timezone\":\"Europe/Berlin\"}"),
        Optional.empty(), new Principal.Operator("local"), Optional.empty());
    Change preview = rig.gateway.preview(wanted);
    id = rig.gateway.submitApproved(wanted, preview.card().hash(), Optional.empty()).after().path("id").asString();
    rig.scheduler.look();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private JsonNode json(String method, String path) {
    RawHttp.Answer answer = rig.call(method, path, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @Test
  void showsWhatIsToHappenAndWhen() {
    JsonNode one = json("GET", "/v1/schedules").path(0);
    assertThat(one.path("id").asString()).isEqualTo(id);
    assertThat(one.path("when").asString()).isEqualTo("on Monday to Friday at 09:00 (Europe/Berlin)");
    assertThat(one.path("status").asString()).isEqualTo("active");
    assertThat(one.path("prompt").asString()).contains("U+202E");
    assertThat(one.path("nextRun").asString()).isNotBlank();
    assertThat(json("GET", "/v1/schedules?agent=nobody")).isEmpty();
    assertThat(json("GET", "/v1/schedules/" + id)).isEqualTo(one);
    assertThat(json("GET", "/v1/schedules/" + id + "/runs")).isEmpty();
  }

  @Test
  void runsItNowAndStopsIt() {
    assertThat(json("POST", "/v1/schedules/" + id + "/run").path("lastRun").path("state").asString())
        .isEqualTo("handed");
    assertThat(json("GET", "/v1/schedules/" + id + "/runs")).hasSize(1);
    JsonNode paused = json("POST", "/v1/schedules/" + id + "/pause");
    assertThat(paused.path("status").asString()).isEqualTo("paused");
    assertThat(paused.has("nextRun")).isFalse();
  }

  @Test
  void saysWhatThereIsNot() {
    assertThat(rig.call("GET", "/v1/schedules/sched_0123456789abcdef", "").status()).isEqualTo(404);
    assertThat(rig.call("POST", "/v1/schedules/sched_0123456789abcdef/run", "").body()).contains("no such schedule");
    assertThat(rig.call("GET", "/v1/schedules/7", "").status()).isEqualTo(400);
  }
}
