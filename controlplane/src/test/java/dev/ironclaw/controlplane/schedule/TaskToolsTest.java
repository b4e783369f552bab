package dev.ironclaw.controlplane.schedule;

import static dev.ironclaw.controlplane.schedule.ScheduleRig.ANNA;
import static dev.ironclaw.controlplane.schedule.ScheduleRig.BEN;
import static dev.ironclaw.controlplane.schedule.ScheduleRig.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeState;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.hosttool.HostTools;
import dev.ironclaw.controlplane.kind.ChangeCard;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Missed;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class TaskToolsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir(factory = InMemory.class)
  Path folder;
  private ScheduleRig rig;
  private HostTools tools;
  private final List<ChangeSubmission> asked = new ArrayList<>();
  private ChangeState becomes = ChangeState.PENDING;

  @BeforeEach
  void open() {
    rig = new ScheduleRig(folder);
    tools = new HostTools(
        TaskTools.of(new TaskTools.Host(rig.schedules, rig.registry, rig.queues, this::submit, rig.time.clock)));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Change submit(ChangeSubmission submission) {
    asked.add(submission);
    Optional<Change.DecisionRecord> decision = becomes == ChangeState.REJECTED
        ? Optional.of(new Change.DecisionRecord(false, "verifier", Instant.EPOCH, Optional.of("it would never run")))
        : Optional.empty();
    return new Change(submission.id().orElseThrow(), ChangeKind.SCHEDULE, submission.agentGroup(), 1,
        JSON.createObjectNode(), JSON.createObjectNode().put("id", id(1).value()), submission.reason(),
        submission.requestedBy().name(), submission.origin(), Instant.EPOCH, Instant.EPOCH, becomes, decision,
        Optional.empty(), new ChangeCard("Let", Risk.GREEN, List.of("act unasked every day"), List.of(), List.of(),
            Optional.empty(), "", Optional.empty(), "hash"));
  }

  private Session session(AgentGroupId agent, SessionMode mode) {
    MessagingGroup place = rig.registry.resolveMessagingGroup("telegram", "room", "", true);
    return rig.registry.resolveSession(agent, place.id(), Optional.empty(), mode);
  }

  private HostToolAnswer call(String tool, Session session, String input) {
    return tools.find(tool).orElseThrow()
        .call(new HostToolCall(session.id(), session.agentGroup(), new MessageId("in_1"),
            new MessageId("out_in_1_0_0"), JSON.readTree(input)))
        .toCompletableFuture().join();
  }

  private HostToolAnswer call(String tool, String input) {
    return call(tool, session(ANNA, SessionMode.SHARED), input);
  }

  @Test
  void askTheGatewayForWhatGivesSomething() {
    HostToolAnswer answer = call("schedule_task",
        "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"timezone\":\"Europe/Berlin\",\"reason\":\"why\"}");
    assertThat(answer.isError()).isFalse();
    assertThat(answer.text()).contains("waits for approval as chg_").contains("every day").contains(id(1).value());
    call("update_task", "{\"task_id\":\"" + id(1) + "\",\"prompt\":\"y\",\"reason\":\"why\"}");
    call("resume_task", "{\"task_id\":\"" + id(1) + "\"}");
    assertThat(asked).extracting(submission -> submission.after().toString()).containsExactly(
        "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"timezone\":\"Europe/Berlin\"}",
        "{\"id\":\"" + id(1) + "\",\"update\":{\"prompt\":\"y\"}}", "{\"id\":\"" + id(1) + "\",\"resume\":true}");
    assertThat(asked.getFirst().reason()).hasValue("why");
    assertThat(asked.getFirst().agentGroup()).hasValue(ANNA);
    assertThat(asked.getFirst().origin().orElseThrow().inReplyTo()).hasValue(new MessageId("in_1"));
  }

  @Test
  void theSameCallIsTheSameChange() {
    call("schedule_task", "{\"prompt\":\"x\",\"recurrence\":\"daily\"}");
    call("schedule_task", "{\"prompt\":\"x\",\"recurrence\":\"daily\"}");
    assertThat(asked.get(0).id()).isEqualTo(asked.get(1).id());
  }

  @Test
  void sayWhatTheGatewayRejects() {
    becomes = ChangeState.REJECTED;
    assertThat(call("schedule_task", "{\"prompt\":\"x\",\"recurrence\":\"daily\"}"))
        .isEqualTo(HostToolAnswer.refused("rejected: it would never run"));
  }

  @Test
  void giveNoWayAroundTheirParameters() {
    for (String input : List.of("{\"prompt\":\"x\",\"recurrence\":\"daily\",\"answer\":{}}",
        "{\"id\":\"" + id(1) + "\",\"plan\":{}}", "{\"remove\":\"" + id(1) + "\"}",
        "{\"prompt\":\"x\",\"task_id\":\"y\"}")) {
      assertThatThrownBy(() -> call("schedule_task", input)).as(input).isInstanceOf(IronclawException.class)
          .hasMessageContaining("there are: prompt");
    }
    assertThatThrownBy(() -> call("update_task", "{\"task_id\":7}")).hasMessageContaining("task_id");
    assertThat(asked).isEmpty();
  }

  @Test
  void whereAConversationIsInManyPlacesTheTaskIsAnsweredWhereItWasAsked() {
    Session everywhere = session(ANNA, SessionMode.AGENT_SHARED);
    rig.queues.of(everywhere.id()).enqueue(new NewInbound(new MessageId("in_1"), MessageKind.CHAT, true, "telegram",
        "hall", Optional.of("t"), "{}", Optional.empty(), false));
    call("schedule_task", everywhere, "{\"prompt\":\"x\",\"recurrence\":\"daily\"}");
    assertThat(asked.getFirst().after().toString()).contains(
        "\"answer\":{\"channelType\":\"telegram\",\"platformId\":\"hall\"},\"thread\":\"t\"");
  }

  @Test
  void stopTheOwnAtOnceAndNobodyElses() {
    rig.put(rig.schedule(1, ANNA, "", "0 9 * * *", Missed.SKIP, 0));
    rig.put(rig.schedule(2, BEN, "", "0 9 * * *", Missed.SKIP, 0));
    for (String tool : List.of("pause_task", "cancel_task")) {
      assertThatThrownBy(() -> call(tool, "{\"task_id\":\"" + id(2) + "\"}")).hasMessageContaining("you have no task");
      assertThat(call(tool, "{\"task_id\":\"" + id(1) + "\"}").isError()).isFalse();
    }
    assertThat(rig.schedules.find(id(1)).schedule().status()).isEqualTo(Schedule.Status.CANCELLED);
    assertThat(rig.schedules.find(id(2)).schedule().status()).isEqualTo(Schedule.Status.ACTIVE);
    assertThat(rig.ledger.entries).extracting(event -> event.kind() + " " + event.actor().startsWith("sandbox:"))
        .containsExactly("paused true", "cancelled true");
    assertThat(asked).isEmpty();
  }

  @Test
  void listTheOwnThatAreOpen() {
    assertThat(call("list_tasks", "{}").text()).contains("there are no tasks").contains("2026-01-02T12:00:00Z");
    rig.put(rig.schedule(1, ANNA, "", "0 9 * * *", Missed.SKIP, 0));
    rig.put(rig.schedule(2, BEN, "", "0 9 * * *", Missed.SKIP, 0));
    assertThat(call("list_tasks", "{}").text()).contains(id(1) + " (active): every day at 09:00 (UTC); next"
        + " 2026-01-03T09:00Z; Water the flowers").doesNotContain(id(2).value());
  }
}
