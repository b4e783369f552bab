package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.ScheduleView;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A reminder from the first word to its answer, with the real agent: asked for by the agent's own tool, approved by a
/// person, fired by the clock, answered in the chat.
@Timeout(120)
class SchedulesInTheBoxIT {
  private static final String AGENT = "mock-agent";
  private static final List<String> TOOLS = List.of("schedule_task", "list_tasks", "update_task", "pause_task",
      "resume_task", "cancel_task");

  @TempDir
  Path folder;

  @Test
  void aReminderThatTheAgentAskedForFiresAndIsAnswered() {
    try (
        ControlPlaneProcess controlPlane = ControlPlaneProcess.start(folder.resolve("s"),
            List.of("--runtime", "process", "--pool-size", "0"));
        ControlPlaneClient client = controlPlane.client();
        SeenEvents events = new SeenEvents(client.events(Optional.empty()))) {
      give(client, TOOLS);
      // Starts the box, so that the time is still to come when it is asked for.
      events.say(client, AGENT, "hello", Optional.of("m0"));
      String due = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS).toString();
      String asked = events.say(client, AGENT,
          "tool:schedule_task {\"prompt\":\"Water the flowers\",\"run_at\":\"" + due
              + "\",\"reason\":\"you said so\"}",
          Optional.of("m1"));
      assertThat(asked).contains("waits for approval");
      ChangeView card = client.pendingChanges().getFirst();
      assertThat(card.kind()).isEqualTo("schedule");
      client.decide(card.id(), DecisionBody.approve(card.cardHash(), Optional.empty()));

      ScheduleView schedule = client.schedules().list(Optional.of(AGENT)).getFirst();
      String answer = events.answer(
          message -> String.valueOf(message.get("inReplyTo")).startsWith("in_" + schedule.id()));
      assertThat(answer).contains("[scheduled task " + schedule.id() + ", from the host]", "“Water the flowers”");
      events.take(event -> event.type().equals("schedule.run") && "done".equals(event.data().get("state")));
      ScheduleView over = client.schedules().find(schedule.id());
      assertThat(over.status()).isEqualTo("over");
      assertThat(client.schedules().runs(schedule.id())).singleElement()
          .satisfies(run -> assertThat(run.due() + " " + run.state()).isEqualTo(due + " done"));
      assertThat(client.audit(200).stream()
          .filter(entry -> entry.stage().equals("schedule") && entry.kind().equals("run"))).hasSize(1);
      assertThat(events.say(client, AGENT, "tool:list_tasks {}", Optional.of("m2"))).contains("there are no tasks");
      assertThat(
          events.say(client, AGENT, "tool:cancel_task {\"task_id\":\"" + schedule.id() + "\"}", Optional.of("m3")))
          .contains("is over already");
    }
  }

  private static void give(ControlPlaneClient client, List<String> tools) {
    Map<String, ?> after = Map.of("add", tools);
    String hash = client.preview(request(after, Optional.empty())).cardHash();
    client.submit(request(after, Optional.of(new ApproveBody(hash, Optional.of(AGENT)))));
  }

  private static ChangeSubmitBody request(Map<String, ?> after, Optional<ApproveBody> approve) {
    return ChangeSubmitBody.of(Optional.empty(), "enabled_tools", AGENT, after, Optional.empty(), approve);
  }
}
