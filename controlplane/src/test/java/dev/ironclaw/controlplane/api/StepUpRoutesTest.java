package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.testing.OneTimeCode;
import dev.ironclaw.controlplane.registry.Scope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A policy that takes codes, and codes, over HTTP.
class StepUpRoutesTest extends ApiFixture {
  private static final String POLICY = "{\"kind\":\"policy\",\"agentGroupId\":\"\",\"after\":{\"stepUp\":{\"risks\":"
      + "[\"red\"]}}%s}";

  private String secret = "";

  private RawHttp.Answer post(String path, String body) {
    return rig.call("POST", path, body);
  }

  private String code() {
    return OneTimeCode.of(secret, rig.tokenTime.instant());
  }

  private String next() {
    rig.tokenTime.advance(Duration.ofSeconds(60));
    return code();
  }

  private static String approve(String hash, String code) {
    return ",\"approve\":{\"cardHash\":\"" + hash + "\",\"confirm\":\"control-plane\"" + code + "}";
  }

  private static String with(String code) {
    return ",\"code\":\"" + code + "\"";
  }

  @Test
  void fromTheFirstSecretToARedChangeWithACode() {
    RawHttp.Answer shown = post("/v1/step-up/enroll", "{}");
    assertThat(shown.status()).isEqualTo(201);
    secret = shown.text("secret");
    assertThat(shown.text("uri")).contains("IronClaw:local?secret=" + secret);
    assertThat(rig.get("/v1/step-up").json().get("waits").booleanValue()).isTrue();
    assertThat(post("/v1/step-up/confirm", "{}").status()).isEqualTo(400);
    RawHttp.Answer confirmed = post("/v1/step-up/confirm", "{\"code\":\"" + code() + "\"}");
    assertThat(confirmed.text("operator")).isEqualTo("operator:local");
    assertThat(confirmed.text("confirmedAt")).isNotEmpty();

    RawHttp.Answer preview = post("/v1/changes/preview", POLICY.formatted(""));
    assertThat(preview.json().get("stepUp").booleanValue()).isTrue();
    RawHttp.Answer missing = post("/v1/changes", POLICY.formatted(approve(preview.text("cardHash"), "")));
    assertThat(missing.status()).isEqualTo(403);
    assertThat(missing.text("code")).isEqualTo("STEP_UP_REQUIRED");
    assertThat(post("/v1/changes", POLICY.formatted(approve(preview.text("cardHash"), with(next())))).text("state"))
        .isEqualTo("applied");
    RawHttp.Answer policy = rig.get("/v1/policy");
    assertThat(policy.text("setBy")).isEqualTo("operator:local");
    assertThat(policy.json().get("document").get("stepUp").get("risks").toString()).isEqualTo("[\"red\"]");
    assertThat(policy.json().get("sentences").toString()).contains("A one-time code: for every change that is red");

    String path = "/v1/changes/" + post("/v1/changes",
        "{\"kind\":\"enabled_tools\",\"agentGroupId\":\"mock-agent\",\"after\":{\"add\":[\"write_file\"]}}").text("id");
    String decision = "{\"outcome\":\"approve\",\"cardHash\":\"" + rig.get(path).text("cardHash") + "\"%s}";
    assertThat(post(path + "/decision", decision.formatted("")).text("code")).isEqualTo("STEP_UP_REQUIRED");
    assertThat(post(path + "/decision", decision.formatted(with("12"))).text("code")).isEqualTo("STEP_UP_REFUSED");
    RawHttp.Answer other = rig.http.send("POST", path + "/decision", decision.formatted(with("123456")),
        ApiRig.bearer(rig.mint("bob", Scope.APPROVE)));
    assertThat(other.text("code")).as("each has their own").isEqualTo("STEP_UP_REQUIRED");
    String code = next();
    assertThat(post(path + "/decision", decision.formatted(with(code))).text("state")).isEqualTo("applied");
    RawHttp.Answer undo = post(path + "/undo/preview", "");
    assertThat(undo.json().has("stepUp")).as("taking away is green").isFalse();

    assertThat(post("/v1/step-up/remove", "{}").text("code")).isEqualTo("STEP_UP_REQUIRED");
    assertThat(post("/v1/step-up/remove", "{\"code\":\"" + code + "\"}").text("detail")).contains("used already");
    assertThat(post("/v1/step-up/remove", "{\"code\":\"" + next() + "\"}").status()).isEqualTo(200);
    assertThat(rig.audit.newest(500)).noneMatch(entry -> entry.event().toString().contains(secret)
        || entry.event().toString().contains(code));
  }

  @Test
  void theDefaultPolicyIsShownAndAnAgentGroupIsNoPlaceForOne() {
    RawHttp.Answer policy = rig.get("/v1/policy");
    assertThat(policy.json().has("setBy")).isFalse();
    assertThat(policy.json().get("gaps").isEmpty()).isTrue();
    assertThat(policy.json().get("sentences").get(0).asString()).isEqualTo("Nothing is approved without a human.");
    assertThat(post("/v1/changes", "{\"kind\":\"policy\",\"agentGroupId\":\"\",\"after\":{\"rules\":[]}}").status())
        .isEqualTo(400);
    assertThat(post("/v1/changes", "{\"kind\":\"policy\",\"agentGroupId\":\"\",\"after\":{\"autoApprove\":[{\"kind\":"
        + "\"mounts\",\"upTo\":\"green\"}]}}").text("state")).isEqualTo("rejected");
  }
}
