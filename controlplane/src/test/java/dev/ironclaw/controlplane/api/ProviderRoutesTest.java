package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProviderRoutesTest extends ApiFixture {
  @Test
  void showsWhereAProviderIsLeftAloneAndUntilWhen() {
    JsonNode pause = rig.get("/v1/providers").json().get(0).get("pauses").get(0);
    assertThat(pause.get("agentGroupId").asString()).isEqualTo("mock-agent");
    assertThat(pause.get("until").asString()).isEqualTo("2026-11-21T10:00:30Z");
  }
}
