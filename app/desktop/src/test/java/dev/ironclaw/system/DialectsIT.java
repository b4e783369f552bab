package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChatSendBody;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole conversation with tools in each dialect, out of one real box through the model proxy to the mock, which speaks
/// them all: the box goes on when its agent's model is changed to one of another dialect.
@Timeout(180)
class DialectsIT {
  private static final List<String> PROVIDERS = List.of("mock-openai", "mock-responses", "mock-gemini", "mock");
  private static final String AGENT = "polyglot";

  @TempDir
  Path folder;

  @Test
  void everyDialectCarriesAConversationWithToolsOutOfARealBox() {
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(folder.resolve("s"), List.of("--pool-size", "0"));
        ControlPlaneClient client = controlPlane.client();
        EventStream events = client.events(Optional.empty())) {
      act(client, "create_agent", "", Map.of("name", AGENT, "provider", "mock", "model", "mock-1", "enabledTools",
          List.of("read_file", "write_file", "list_dir")));
      for (String provider : PROVIDERS) {
        act(client, "model", AGENT, Map.of("provider", provider, "model", "of-" + provider));
        assertThat(say(client, events, "model")).isEqualTo("mock-agent is asked for the model of-" + provider);
        assertThat(say(client, events, """
            tool:write_file {"path":"note.txt","content":"words of %s, ünï 🙂"}
            tool:write_file {"path":"other.txt","content":"x"}
            then:tool:read_file {"path":"note.txt"}
            then:tool:no_such_tool {"a":[1,null,{"b":"\\"c\\""}]}
            then:tool:list_dir {}""".formatted(provider))).as(provider).startsWith("mock-agent tool result: note.txt (")
            .endsWith(" bytes)\nother.txt (1 bytes)");
        assertThat(say(client, events, "tool:read_file {\"path\":\"note.txt\"}")).as(provider)
            .isEqualTo("mock-agent tool result: words of " + provider + ", ünï 🙂");
      }
      assertThat(say(client, events, "/status")).contains("12 turns");
    }
  }

  /// As an operator does it: looks at the card, then asks and approves in one act.
  private static void act(ControlPlaneClient client, String kind, String agent, Map<String, ?> after) {
    String hash = client.preview(request(kind, agent, after, Optional.empty())).cardHash();
    ApproveBody approve = new ApproveBody(hash, Optional.of(AGENT));
    String id = client.submit(request(kind, agent, after, Optional.of(approve))).id();
    assertThat(client.change(id).state()).isEqualTo("applied");
  }

  private static ChangeSubmitBody request(String kind, String agent, Map<String, ?> after,
      Optional<ApproveBody> approve) {
    return ChangeSubmitBody.of(Optional.empty(), kind, agent, after, Optional.empty(), approve);
  }

  private static String say(ControlPlaneClient client, EventStream events, String text) {
    String sent = client.send(new ChatSendBody(AGENT, text, Optional.empty())).messageId();
    while (true) {
      StreamEvent event = events.next().orElseThrow();
      if (event.type().equals("chat.message") && event.data().get("message") instanceof Map<?, ?> message
          && sent.equals(message.get("inReplyTo")) && ("out_" + sent).equals(message.get("id"))) {
        return String.valueOf(message.get("content"));
      }
    }
  }
}
