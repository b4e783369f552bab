package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.SessionId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatRoutesTest {
  private static final String SEND = "/v1/ui/chat/send";

  @Test
  void handsTheAgentTheFilesThatComeWithAMessage(@TempDir Path state) {
    try (ApiRig rig = new ApiRig(state)) {
      String session = rig.call("POST", SEND, body("\"inbox/plan.pdf\"")).text("conversationId");
      assertThat(rig.queues.of(new SessionId(session)).unfinishedAfter(0).getFirst().content()).contains(
          "\"attachments\":[{\"name\":\"plan.pdf\",\"mediaType\":\"application/pdf\",\"path\":\"inbox/plan.pdf\"}]");
      RawHttp.Answer elsewhere = rig.call("POST", SEND, body("\"../other/secret\""));
      assertThat(elsewhere.status()).isEqualTo(400);
      assertThat(elsewhere.body()).contains("INVALID_REQUEST").contains("inbox/plan.pdf");
      RawHttp.Answer many = rig.call("POST", SEND, body("\"inbox/a\",".repeat(16) + "\"inbox/a\""));
      assertThat(many.status()).isEqualTo(400);
      assertThat(many.body()).contains("at most 16 attachments");
      assertThat(rig.queues.of(new SessionId(session)).unfinishedAfter(0)).hasSize(1);
    }
  }

  private static String body(String attachments) {
    return "{\"agentGroupId\":\"mock-agent\",\"text\":\"read this\",\"attachments\":[" + attachments + "]}";
  }
}
