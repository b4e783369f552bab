package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Preview, one act, undo and grants, over HTTP.
class OwnChangeRoutesTest extends ApiFixture {
  private static final String ADD = "{\"kind\":\"enabled_tools\",\"agentGroupId\":\"mock-agent\","
      + "\"after\":{\"add\":[\"%s\"]}%s}";

  private RawHttp.Answer post(String path, String body) {
    return rig.call("POST", path, body);
  }

  private static String approve(String hash, String more) {
    return "\"approve\":{\"cardHash\":\"" + hash + "\"" + more + "}";
  }

  private List<String> tools() {
    return rig.registry.agentGroup(ApiRig.AGENT).orElseThrow().enabledTools();
  }

  @Test
  void aPreviewedChangeIsOneActAndCanBeUndoneInOne() {
    RawHttp.Answer shown = post("/v1/changes/preview", ADD.formatted("read_file", ""));
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.text("state")).isEqualTo("pending");
    assertThat(rig.get("/v1/changes/pending").json().size()).isZero();

    RawHttp.Answer done = post("/v1/changes",
        ADD.formatted("read_file", "," + approve(shown.text("cardHash"), "")));
    assertThat(done.status()).isEqualTo(202);
    assertThat(done.text("state")).isEqualTo("applied");
    assertThat(tools()).containsExactly("list_dir", "read_file");

    String undo = "/v1/changes/" + done.text("id") + "/undo";
    String hash = post(undo + "/preview", "").text("cardHash");
    assertThat(post(undo, "{" + approve(hash, "") + "}").text("state")).isEqualTo("applied");
    assertThat(tools()).containsExactly("list_dir");
  }

  @Test
  void aCardThatNobodySawIsRefusedAndARedOneAsksForItsName() {
    assertThat(post("/v1/changes", ADD.formatted("read_file", "," + approve("0".repeat(64), ""))).status())
        .isEqualTo(409);
    String hash = post("/v1/changes/preview", ADD.formatted("write_file", "")).text("cardHash");
    assertThat(post("/v1/changes", ADD.formatted("write_file", "," + approve(hash, ""))).status()).isEqualTo(400);
    assertThat(rig.get("/v1/changes/pending").json().size()).isZero();
    assertThat(post("/v1/changes",
        ADD.formatted("write_file", "," + approve(hash, ",\"confirm\":\"mock-agent\""))).text("state"))
        .isEqualTo("applied");
  }

  @Test
  void anApprovalMayBeLimitedAndItsGrantRevoked() {
    String until = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS).toString();
    String path = "/v1/changes/" + post("/v1/changes", ADD.formatted("send_message", "")).text("id");
    RawHttp.Answer shown = rig.get(path);
    assertThat(shown.json().get("limits").toString()).isEqualTo("[\"session\",\"until\",\"uses\"]");
    String decision = "{\"outcome\":\"approve\",\"cardHash\":\"" + shown.text("cardHash") + "\",\"scope\":%s}";

    assertThat(post(path + "/decision", decision.formatted("{\"until\":\"soon\"}")).status()).isEqualTo(400);
    assertThat(post(path + "/decision", decision.formatted("{\"session\":true}")).status()).isEqualTo(400);
    assertThat(post(path + "/decision", decision.formatted("{\"until\":\"" + until + "\",\"uses\":3}")).status())
        .isEqualTo(200);

    RawHttp.Answer grants = rig.get("/v1/grants");
    assertThat(grants.json().size()).isEqualTo(1);
    assertThat(grants.json().get(0).get("until").asString()).isEqualTo(until);
    assertThat(grants.json().get(0).get("usesLeft").intValue()).isEqualTo(3);
    assertThat(rig.get(path).json().get("decision").get("scope").asString()).contains("until", "3 uses");

    assertThat(post("/v1/grants/" + grants.json().get(0).get("id").asString() + "/revoke", "").status()).isEqualTo(200);
    assertThat(tools()).containsExactly("list_dir");
    assertThat(rig.get("/v1/grants?ended=1").json().get(0).get("endedBy").asString()).isEqualTo("operator:local");
    assertThat(post("/v1/grants/gr_0/revoke", "").status()).isEqualTo(404);
  }
}
