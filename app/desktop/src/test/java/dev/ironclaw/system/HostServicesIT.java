package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.StateFolder;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.AttachmentView;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.NoteBody;
import dev.ironclaw.contract.api.NoteView;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.controlplane.ControlPlane;
import dev.ironclaw.controlplane.ControlPlaneConfig;
import dev.ironclaw.controlplane.session.SupervisorSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the host does for an agent, asked for by the real agent with the mock model: questions, notes, files, other agents.
@Timeout(120)
class HostServicesIT {
  private static final List<String> TOOLS = List.of("ask_user_question", "create_agent", "edit_file",
      "list_destinations", "message_agent", "read_file", "recall", "remember", "search_files", "send_file",
      "write_file");

  @TempDir
  private Path folder = Path.of("");
  private ControlPlane controlPlane;
  private ControlPlaneClient client;
  private SeenEvents events;
  private int messages;

  @BeforeEach
  void start() throws IOException {
    Path state = folder.resolve("s");
    controlPlane = ControlPlane.start(ControlPlaneConfig.of(state, ControlPlaneConfig.defaultImageDir())
        .withApiAddress("127.0.0.1:0").withRuntime("process").withBoxes(SupervisorSettings.DEFAULT.withPool(0, 0)));
    client = new ControlPlaneClient(Endpoint.Tcp.parse(controlPlane.address().toString()),
        new StateFolder(state).token());
    events = new SeenEvents(client.events(Optional.empty()));
    agent("anna", TOOLS);
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    controlPlane.close();
  }

  private void agent(String id, List<String> tools) {
    act("create_agent", "", Map.of("name", id, "provider", "mock", "model", "mock-1", "enabledTools", tools), id);
  }

  private void act(String kind, String agent, Map<String, ?> after, String name) {
    String hash = client
        .preview(ChangeSubmitBody.of(Optional.empty(), kind, agent, after, Optional.empty(), Optional.empty()))
        .cardHash();
    String id = client.submit(ChangeSubmitBody.of(Optional.empty(), kind, agent, after, Optional.empty(),
        Optional.of(new ApproveBody(hash, Optional.of(name))))).id();
    assertThat(client.change(id).state()).isEqualTo("applied");
  }

  private String say(String text) {
    String sent = client.send(new ChatSendBody("anna", text, Optional.of("m" + ++messages))).messageId();
    return answer("out_" + sent);
  }

  /// Waits for a message of Anna's whose id begins so.
  private String answer(String id) {
    return events.answer(message -> String.valueOf(message.get("id")).startsWith(id));
  }

  private QuestionView ask() {
    assertThat(say("tool:ask_user_question {\"question\":\"Which?\",\"options\":[\"Red\",\"Blue\"]}"))
        .contains("Asked.");
    while (client.questions().list(0).isEmpty()) {
      events.next();
    }
    return client.questions().list(0).getFirst();
  }

  @Test
  void aQuestionIsAnsweredInTheChatOrByItsId() {
    assertThat(ask().question()).isEqualTo("Which?");
    assertThat(say("what colours are there?")).contains("what colours").doesNotContain("answers your");
    assertThat(say("2")).contains("answers your question", "Which?", "]\nBlue");
    QuestionView second = ask();
    client.questions().answer(second.id(), "1");
    assertThat(answer("out_in_" + second.id())).contains("]\nRed");
    QuestionView third = ask();
    client.questions().dismiss(third.id());
    assertThat(answer("out_sys_" + third.id())).contains("[notice from the host]", "dismissed");
  }

  @Test
  void peopleAreAskedAtTheSoftLimitAndStopTheAgentThere() {
    act("budget", "anna", Map.of("tokensPerDay", Map.of("soft", 1)), "anna");
    assertThat(say("hello")).contains("hello");
    while (client.usage().questions(0).isEmpty()) {
      events.next();
    }
    String question = client.usage().questions(0).getFirst().id();
    assertThat(say("it goes on meanwhile")).contains("it goes on meanwhile");
    assertThat(client.usage().questions(0)).as("asked once").hasSize(1);

    client.usage().answer(question, "stop");
    assertThat(say("and now")).contains("a person stopped this agent", "ironctl budget answer " + question);
    client.usage().answer(question, "go-on");
    assertThat(say("once more")).contains("once more");

    act("budget", "anna", Map.of("tokensPerDay", Map.of("soft", 1_000_000)), "anna");
    while (!client.usage().questions(9).getFirst().state().equals("withdrawn")) {
      events.next();
    }
  }

  @Test
  void notesOutliveTheTurnAndArePeoplesToCorrect() {
    assertThat(say("tool:remember {\"text\":\"Milla likes tulips\"}")).contains("remembered");
    assertThat(say("tool:recall {\"query\":\"milla\"}")).contains("Milla likes tulips");
    NoteView note = client.notes().list("anna", Optional.empty()).getFirst();
    client.notes().change("anna", note.id(),
        new NoteBody(Optional.empty(), Optional.empty(), "Milla likes roses", Optional.of(note.changedAt())));
    assertThat(say("tool:recall {\"query\":\"milla\"}")).contains("roses").doesNotContain("tulips");
    client.notes().remove("anna", note.id());
    assertThat(say("tool:recall {}")).contains("no note fits");
  }

  @Test
  void aFileIsWrittenEditedFoundAndSent() throws IOException {
    assertThat(say("tool:write_file {\"path\":\"a.txt\",\"content\":\"one two\"}")).contains("wrote 7 bytes");
    assertThat(say("tool:edit_file {\"path\":\"a.txt\",\"old\":\"two\",\"new\":\"2\"}")).contains("replaced 1 place");
    assertThat(say("tool:search_files {\"query\":\"2\"}")).contains("a.txt:1: one 2");
    assertThat(say("tool:send_file {\"path\":\"a.txt\",\"caption\":\"here\"}")).contains("sent a.txt (5 bytes)");
    MessageView sent = client.messages("anna", Optional.empty(), 200, true).messages().stream()
        .filter(message -> message.attachment().isPresent()).findFirst().orElseThrow();
    assertThat(sent.content()).isEqualTo("here");
    AttachmentView file = sent.attachment().orElseThrow();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    client.conversations().attachment(sent.conversationId(), file.id(), content);
    assertThat(content).hasToString("one 2");
  }

  @Test
  void aFileOfAPersonIsReadByTheAgent() {
    String path = client.conversations().sendFile("anna", "list.txt", "milk".getBytes(StandardCharsets.UTF_8)).path();
    assertThat(say("tool:read_file {\"path\":\"" + path + "\"}")).contains("milk");
  }

  @Test
  void anotherAgentIsReachedOnceAHumanHasGrantedItAndAnswersWhereThePersonWaits() {
    agent("bert", List.of());
    assertThat(say("tool:message_agent {\"agent\":\"bert\",\"text\":\"hello\"}")).contains("Handed to the host");
    assertThat(answer("out_sys_")).contains("agent/bert was not delivered", "nobody has granted it");
    act("permissions", "anna",
        Map.of("grant", List.of(Map.of("destination", Map.of("channelType", "agent", "platformId", "bert")))), "anna");
    assertThat(say("tool:list_destinations {}")).contains("webchat/anna: this conversation",
        "agent/bert: the agent bert");
    say("tool:message_agent {\"agent\":\"bert\",\"text\":\"hello\"}");
    assertThat(answer("out_in_agt_")).contains("[message from another agent, bert]",
        "[message from another agent, anna]\nhello");
  }

  @Test
  void anAgentIsMadeOnlyOnceAHumanHasSeenAllOfIt() {
    say("tool:create_agent {\"name\":\"Clara\",\"soul\":\"Calm.\",\"enabled_tools\":[\"recall\"],\"reason\":\"to help\"}");
    while (client.pendingChanges().isEmpty()) {
      events.next();
    }
    var change = client.pendingChanges().getFirst();
    assertThat(change.card().gains()).anyMatch(gain -> gain.startsWith("recall:"));
    assertThat(client.agents()).noneMatch(agent -> agent.name().equals("Clara"));
  }
}
