package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.UndoBody;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What applied changes do in a real box while its conversation goes on, and that undoing takes it back. [MountsIT] and
/// [DemoIT] have the folders and the file tools; who hears whom (wiring, permissions) is the host's alone, and no channel but
/// the app's chat is there to show it from: that is for `ChangedRoutesTest`.
@Timeout(180)
class KindsInTheBoxIT {
  private static final String AGENT = "mock-agent";
  private static final String WHO = "tool:read_persona {}";
  private static final String SPEAK = "tool:send_message {\"text\":\"by myself\"}";

  @TempDir
  Path folder;
  private ControlPlaneProcess controlPlane;
  private ControlPlaneClient client;
  private SeenEvents events;
  private int messages;

  @BeforeEach
  void start() {
    controlPlane = ControlPlaneProcess.start(folder.resolve("s"), List.of());
    client = controlPlane.client();
    events = new SeenEvents(client.events(Optional.empty()));
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    controlPlane.close();
  }

  @Test
  void aPersonaIsAnotherOneAtTheNextWord() {
    assertThat(say(AGENT, WHO)).contains("\"soul\":\"Predictable.\"");
    String change = act("persona", AGENT, Map.of("soul", "Unpredictable."), AGENT);
    assertThat(say(AGENT, WHO)).contains("\"soul\":\"Unpredictable.\"");
    undo(change);
    assertThat(say(AGENT, WHO)).contains("\"soul\":\"Predictable.\"");
  }

  @Test
  void aToolIsGoneFromARunningBoxAndComesBack() {
    assertThat(say(AGENT, SPEAK)).contains("sent to ");
    List<String> rest = client.agent(AGENT).enabledTools().stream().filter(tool -> !tool.equals("send_message"))
        .toList();
    String change = act("enabled_tools", AGENT, Map.of("tools", rest), AGENT);
    assertThat(say(AGENT, SPEAK)).contains("send_message").doesNotContain("sent to ");
    undo(change);
    assertThat(say(AGENT, SPEAK)).contains("sent to ");
  }

  @Test
  void aRunningBoxAsksForAnotherModelAtTheNextWord() {
    assertThat(say(AGENT, "model")).endsWith("asked for the model mock-1");
    List<String> boxes = boxes();
    String change = act("model", AGENT, Map.of("provider", "mock", "model", "mock-2"), AGENT);
    assertThat(say(AGENT, "model")).endsWith("asked for the model mock-2");
    assertThat(boxes()).as("the box that ran goes on").isEqualTo(boxes);
    undo(change);
    assertThat(say(AGENT, "model")).endsWith("asked for the model mock-1");
  }

  private List<String> boxes() {
    return client.status().boxes().stream().filter(box -> box.sessionId().isPresent()).map(box -> box.id().orElse(""))
        .toList();
  }

  @Test
  void aNewAgentAnswersFromABoxOfItsOwnUntilItIsRetired() {
    String change = act("create_agent", "", Map.of("name", "Clara", "provider", "mock", "model", "mock-1",
        "enabledTools", List.of("read_persona"), "personaDocs", Map.of("soul", "New here.")), "clara");
    assertThat(say("clara", WHO)).contains("\"soul\":\"New here.\"");
    assertThat(client.sessions()).anyMatch(session -> session.agentGroupId().equals("clara"));
    undo(change);
    assertThatThrownBy(() -> say("clara", WHO)).isInstanceOf(ApiException.class).hasMessageContaining("clara");
    assertThat(client.status().boxes()).allMatch(
        box -> !box.agentGroupId().equals("clara") || box.state().equals("stopping"));
  }

  /// As an operator does it: looks at the card, then asks and approves in one act.
  private String act(String kind, String agent, Map<String, ?> after, String name) {
    String hash = client.preview(request(kind, agent, after, Optional.empty())).cardHash();
    String id = client.submit(request(kind, agent, after, Optional.of(new ApproveBody(hash, Optional.of(name))))).id();
    assertThat(client.change(id).state()).isEqualTo("applied");
    return id;
  }

  private static ChangeSubmitBody request(String kind, String agent, Map<String, ?> after,
      Optional<ApproveBody> approve) {
    return ChangeSubmitBody.of(Optional.empty(), kind, agent, after, Optional.empty(), approve);
  }

  private void undo(String change) {
    var card = client.previewUndo(change);
    assertThat(client.undo(change, new UndoBody(Optional.of(new ApproveBody(card.cardHash(),
        Optional.of(card.agentGroupId()))))).state()).isEqualTo("applied");
  }

  private String say(String agent, String text) {
    messages++;
    return events.say(client, agent, text, Optional.of("m" + messages));
  }
}
