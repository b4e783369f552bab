package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChatSendBody;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole conversation with tools in each dialect, out of one real box through the model proxy to the mock, which speaks
/// them all over a connection of its own: streamed words, tools one after the other and side by side, an upstream that is
/// busy, one that breaks off, one that drips, and a stop. The box goes on when its agent's model is changed to one of another
/// dialect.
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
        List<String> partials = new ArrayList<>();
        assertThat(say(client, events, "slow:12 20", partials::add)).as(provider).endsWith("word11 word12");
        assertThat(partials).as("words while they come, from %s", provider).hasSizeGreaterThan(1)
            .allMatch("word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 word12"::startsWith);
        partials.clear();
        assertThat(say(client, events, "fail:429 1\nonce busy " + provider, partials::add)).as(provider)
            .endsWith("once busy " + provider);
        assertThat(partials).as(provider).first().isEqualTo("[The model is busy. Trying again in 1 s.]");
        assertThat(say(client, events, "break 1\nonce broken " + provider)).as(provider)
            .startsWith("mock-agent received: [chat via webchat").endsWith("once broken " + provider);
        assertThat(say(client, events, "drip:5\nslow bytes, ünï 🙂 " + provider)).as(provider)
            .endsWith("slow bytes, ünï 🙂 " + provider);
        stops(client, events, provider);
      }
      assertThat(say(client, events, "/status")).contains("32 turns");
      assertThat(client.sessions()).singleElement().satisfies(session -> assertThat(session.boxId()).isPresent());
      assertThat(
          client.audit(1_000).stream().filter(entry -> entry.stage().equals("box") && entry.kind().equals("start"))
              .map(entry -> entry.detail()).filter(detail -> detail.startsWith("agent " + AGENT)))
          .hasSize(1);
    }
  }

  /// In the middle of an answer, with another message behind it that goes on.
  private static void stops(ControlPlaneClient client, EventStream events, String provider) {
    String session = client.sessions().getFirst().id();
    String stopped = say(client, events, "slow:9999 20", _ -> client.conversations().stop(session));
    assertThat(stopped).as(provider).startsWith("word1").endsWith("\n\nStopped.").doesNotContain("word9999");
    assertThat(client.conversations().stop(session).status()).isEqualTo("idle");
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
    return say(client, events, text, _ -> {});
  }

  /// @param partial hears the words of the answer as they come
  private static String say(ControlPlaneClient client, EventStream events, String text, Consumer<String> partial) {
    String sent = client.send(new ChatSendBody(AGENT, text, Optional.empty())).messageId();
    while (true) {
      StreamEvent event = events.next().orElseThrow();
      if (event.type().equals("chat.partial") && event.text("inReplyTo").equals(sent)) {
        partial.accept(event.text("text"));
      }
      if (event.type().equals("chat.message") && event.data().get("message") instanceof Map<?, ?> message
          && sent.equals(message.get("inReplyTo")) && ("out_" + sent).equals(message.get("id"))) {
        return String.valueOf(message.get("content"));
      }
    }
  }
}
