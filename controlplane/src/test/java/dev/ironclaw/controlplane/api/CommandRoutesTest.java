package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.jobbox.JobBoxPlan;
import dev.ironclaw.controlplane.registry.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// One-off commands over HTTP. No container here answers: what runs runs for ever.
class CommandRoutesTest extends ApiFixture {
  private static final String CHANGE = "{\"kind\":\"command\",\"agentGroupId\":\"\",\"after\":{\"caller\":\"ci\","
      + "\"policies\":[\"read_only\"],\"projects\":[\"*\"],\"hosts\":[]}%s}";

  private RawHttp.Answer run(String token, String body) {
    return rig.http.send("POST", "/v1/sandbox/exec", body, ApiRig.bearer(token));
  }

  private void allow() {
    String hash = rig.call("POST", "/v1/changes/preview", CHANGE.formatted("")).text("cardHash");
    assertThat(rig.call("POST", "/v1/changes",
        CHANGE.formatted(",\"approve\":{\"cardHash\":\"" + hash + "\",\"confirm\":\"control-plane\"}")).body())
        .contains("\"state\":\"applied\"");
  }

  @Test
  void refusesNullWhereATextBelongs() {
    String token = rig.mint("ci", Scope.COMMAND);
    allow();
    for (String wrong : new String[]{"\"argv\":[\"a\",null]", "\"argv\":[\"a\"],\"env\":{\"A\":null}",
        "\"argv\":[\"a\"],\"network\":[null]"}) {
      assertThat(run(token, "{\"project\":\"site\"," + wrong + "}").status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void endsTheCommandOfATokenThatIsRevoked() throws Exception {
    String token = rig.mint("ci", Scope.COMMAND);
    allow();
    CompletableFuture<RawHttp.Answer> answer = CompletableFuture
        .supplyAsync(() -> run(token, "{\"project\":\"site\",\"argv\":[\"sleep\",\"600\"]}"));
    JobBoxPlan plan = rig.jobs.started.poll(20, TimeUnit.SECONDS);
    assertThat(plan).as("it runs").isNotNull();
    rig.revoke("ci");
    RawHttp.Answer ended = answer.get(20, TimeUnit.SECONDS);
    assertThat(ended.status()).isEqualTo(403);
    assertThat(ended.text("detail")).contains("its token was revoked");
  }
}
