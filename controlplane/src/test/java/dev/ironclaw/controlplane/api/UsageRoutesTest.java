package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageRoutesTest {
  @TempDir
  private Path folder;
  private ApiRig rig;

  @BeforeEach
  void start() {
    rig = new ApiRig(folder);
    rig.database.write(connection -> {
      try (var statement = connection.createStatement()) {
        return statement.executeUpdate("""
            INSERT INTO usage VALUES
              ('2026-11-20', 'ada', 'ses_1', 'anthropic', 'sonnet', 2, 1, 10, 20, 30, 40, 1500001, 1, 0),
              ('2026-11-21', 'ada', 'ses_2', 'openai', 'gpt', 1, 0, 1, 2, 3, 4, 9000000, 0, 1),
              ('2026-11-21', 'ben', 'ses_3', 'openai', 'gpt', 5, 0, 1, 1, 1, 1, 100, 0, 0),
              ('2026-10-01', 'ben', 'ses_3', 'openai', 'gpt', 7, 0, 1, 1, 1, 1, 100, 0, 0)""");
      }
    });
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void sumsByWhatIsAskedForTheDearestFirst() {
    String all = "/v1/usage?from=2026-11-01&to=2026-11-30";
    assertThat(rig.get(all).body()).contains("\"group\":\"agent\"", "\"pricesAsOf\":\"20",
        "\"rows\":[{\"key\":\"ada\",\"calls\":3,\"failed\":1,\"inputTokens\":11,\"cacheReadTokens\":22,"
            + "\"cacheWriteTokens\":33,\"outputTokens\":44,\"costMicros\":10501,\"estimatedCalls\":1,"
            + "\"unpricedCalls\":1},{\"key\":\"ben\",\"calls\":5,",
        "\"total\":{\"key\":\"\",\"calls\":8,");
    assertThat(rig.get(all + "&group=model").json().get("rows").get(0).get("key").asString()).isEqualTo("openai/gpt");
    assertThat(rig.get(all + "&group=day").json().get("rows").get(0).get("key").asString()).isEqualTo("2026-11-20");
    assertThat(rig.get(all + "&group=Session&agent=ada").json().get("rows")).hasSize(2);
    assertThat(rig.get("/v1/usage?to=2026-10-15").json().get("total").get("calls").asInt()).isEqualTo(7);
    assertThat(rig.get("/v1/usage?agent=nobody").json().get("rows")).isEmpty();
  }

  @Test
  void refusesWhatItCanNotReadAndSaysWhatItTakes() {
    for (String wrong : new String[]{"group=week", "from=yesterday", "from=2026-11-31", "from=2026-11-02&to=2026-11-01",
        "agent=..%2F"}) {
      assertThat(rig.get("/v1/usage?" + wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(rig.get("/v1/usage?group=week").body()).contains("agent, model, day, session");
  }

  @Test
  void showsEveryLimitOfAnAgentAndHowFarItIsUsedUp() {
    assertThat(rig.get("/v1/usage/budgets").json().get(0).get("limits")).hasSize(4);
    String shown = rig.get("/v1/usage/budgets?agent=mock-agent").body();
    assertThat(shown).contains("\"agentGroupId\":\"mock-agent\"", "\"span\":\"centsPerDay\"", "\"used\":0")
        .doesNotContain("\"hard\"");
    assertThat(rig.get("/v1/usage/budgets?agent=nobody").status()).isEqualTo(404);
  }

  @Test
  void tellsFiguresToWhoeverMayRead() {
    rig.metrics.count("ironclaw.model.calls", "upstream", "mock");
    RawHttp.Answer answer = rig.get("/metrics");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("ironclaw_model_calls_total{upstream=\"mock\"} 1.0");
  }
}
