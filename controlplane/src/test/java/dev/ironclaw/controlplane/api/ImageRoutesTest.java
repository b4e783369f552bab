package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageRoutesTest {
  @TempDir
  private Path state = Path.of("");

  @Test
  void listsImagesThatAreNotBuiltWithoutAnEngine() {
    try (ApiRig rig = new ApiRig(state)) {
      RawHttp.Answer answer = rig.get("/v1/images");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get(0).path("name").asString()).isEqualTo("worker");
      assertThat(answer.json().get(0).path("state").asString()).isEqualTo("missing");
      assertThat(answer.json().get(1).path("name").asString()).isEqualTo("claude-code");
    }
  }

  @Test
  void saysAtOnceWhatIsWrongWithABuild() {
    try (ApiRig rig = new ApiRig(state)) {
      assertThat(rig.call("POST", "/v1/images/worker/build", "{}").text("detail")).contains("container engine");
      assertThat(rig.call("POST", "/v1/images/worker/build", "{\"mirror\":\"ftp://x\"}").text("detail"))
          .contains("give an http or https URL");
      assertThat(rig.call("POST", "/v1/images/worker/build", "{\"from\":\"relative\"}").text("detail"))
          .contains("absolute path");
      assertThat(rig.call("POST", "/v1/images/nobody/build", "{}").text("detail")).contains("worker or claude-code");
      assertThat(rig.call("POST", "/v1/images/worker/verify", "").text("detail"))
          .contains("ironctl image build worker");
      assertThat(rig.audit.newest(10)).noneMatch(entry -> entry.event().kind().equals("build"));
    }
  }
}
