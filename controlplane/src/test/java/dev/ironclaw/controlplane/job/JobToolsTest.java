package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeState;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.kind.ChangeCard;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class JobToolsTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final AgentGroupId BERT = new AgentGroupId("bert");
  private static final SessionId SESSION = new SessionId("ses_0000000000000001");
  private static final String TASK = "{\"title\":\"Sum up\",\"description\":\"Sum it up.\"}";

  @TempDir
  private Path folder;
  private final FakeClock clock = new FakeClock();
  private final JobHouse.Outside outside = new JobHouse.Outside();
  private JobHouse house;
  private final List<ChangeSubmission> submitted = new ArrayList<>();
  private int calls;

  @BeforeEach
  void setUp() {
    house = new JobHouse(folder, clock, outside, 1);
    house.jobs.start();
  }

  @AfterEach
  void tearDown() {
    house.close();
  }

  private HostToolAnswer call(AgentGroupId agent, String tool, String id, String input) {
    HostTool found = JobTools.of(house.jobs, this::submit, BERT::equals, clock).stream()
        .filter(one -> one.name().equals(tool))
        .findFirst()
        .orElseThrow();
    return found.call(new HostToolCall(SESSION, agent, new MessageId("in_1"), new MessageId(id),
        JsonMapper.shared().readTree(input))).toCompletableFuture().join();
  }

  private Change submit(ChangeSubmission submission) {
    submitted.add(submission);
    return change(submission, ChangeState.PENDING, Optional.empty());
  }

  static Change change(ChangeSubmission submission, ChangeState state, Optional<Change.DecisionRecord> decision) {
    return change(ChangeKind.JOB, submission, state, decision);
  }

  static Change change(ChangeKind kind, ChangeSubmission submission, ChangeState state,
      Optional<Change.DecisionRecord> decision) {
    return new Change(submission.id().orElseThrow(), kind, submission.agentGroup(), 1,
        JsonMapper.shared().readTree("{\"remove\":\"00000000-0000-4000-8000-000000000007\"}"), submission.after(),
        submission.reason(), "sandbox:x", submission.origin(), Instant.EPOCH, Instant.EPOCH, state, decision,
        Optional.empty(), new ChangeCard("t", Risk.RED, List.of(), List.of(), List.of(),
            Optional.empty(), "", Optional.empty(), "hash"));
  }

  private HostToolAnswer call(AgentGroupId agent, String tool, String input) {
    calls++;
    return call(agent, tool, "out_" + calls, input);
  }

  private Job only() {
    assertThat(house.jobs.list(JobFilter.ALL, 10)).hasSize(1);
    return house.jobs.list(JobFilter.ALL, 10).getFirst();
  }

  @Test
  void startsAJobOfTheAgentsOwnOnceHoweverOftenTheCallComes() {
    HostToolAnswer first = call(ANNA, "job_create", "out_1", TASK);
    HostToolAnswer again = call(ANNA, "job_create", "out_1", TASK);

    JobSpec spec = only().spec();
    assertThat(first.isError()).isFalse();
    assertThat(again.text()).contains(only().id().value());
    assertThat(spec.agent()).hasValue(ANNA);
    assertThat(spec.session()).hasValue(SESSION);
    assertThat(spec.owner()).isEqualTo("sandbox:ses_0000000000000001");
    assertThat(spec.project()).isEmpty();
    assertThat(spec.grants()).isEmpty();
  }

  @Test
  void asksAHumanWhereAJobGetsFilesOrSecrets() {
    HostToolAnswer answer = call(ANNA, "job_create",
        TASK.replace("}", ",\"project_dir\":\"site\",\"credential_grants\":"
            + "[{\"env_var\":\"GH\",\"source\":\"github\"}],\"reason\":\"to publish\"}"));

    assertThat(answer.text()).contains("waits for approval as chg_");
    assertThat(house.jobs.list(JobFilter.ALL, 10)).isEmpty();
    assertThat(submitted).singleElement().satisfies(change -> {
      assertThat(change.kind()).isEqualTo("job");
      assertThat(change.after().toString()).contains("\"project_dir\":\"site\"", "\"env_var\":\"GH\"", "\"call\":");
      assertThat(change.reason()).hasValue("to publish");
      assertThat(change.origin()).isPresent();
    });
  }

  @Test
  void asksAHumanWhereAJobReachesHosts() {
    HostToolAnswer answer = call(ANNA, "job_create", TASK.replace("}", ",\"allowed_hosts\":[\"api.github.com\"]}"));

    assertThat(answer.text()).contains("waits for approval as chg_");
    assertThat(house.jobs.list(JobFilter.ALL, 10)).isEmpty();
    assertThat(submitted).singleElement()
        .satisfies(change -> assertThat(change.after().toString()).contains("\"allowed_hosts\":[\"api.github.com\"]"));
  }

  @Test
  void asksAHumanBeforeItsWordsGoToAnotherCompany() {
    String task = TASK.replace("}", ",\"mode\":\"claude_code\"}");

    assertThat(call(ANNA, "job_create", task).text()).contains("waits for approval as chg_");

    assertThat(submitted).singleElement().satisfies(change -> assertThat(change.after().toString())
        .contains("\"mode\":\"claude_code\"").doesNotContain("project_dir", "credential_grants"));
    assertThat(house.jobs.list(JobFilter.ALL, 10)).isEmpty();
    assertThat(call(BERT, "job_create", task).text()).as("they go there anyway").contains("works by itself");
    assertThat(submitted).hasSize(1);
  }

  @Test
  void troublesNoHumanWithWhatCouldNeverStart() {
    for (String more : new String[]{"\"project_dir\":\"../x\"",
        "\"credential_grants\":[{\"env_var\":\"PATH\",\"source\":\"github\"}]",
        "\"credential_grants\":[{\"env_var\":\"T\",\"source\":\"nothing\"}]", "\"allowed_hosts\":\"a.example.com\"",
        "\"allowed_hosts\":[\"10.0.0.1\"]", "\"allowed_hosts\":[7]", "\"credential_grants\":{}"}) {
      assertThatThrownBy(() -> call(ANNA, "job_create", TASK.replace("}", "," + more + "}"))).as(more)
          .isInstanceOf(IronclawException.class);
    }
    assertThat(submitted).isEmpty();
    assertThat(house.jobs.list(JobFilter.ALL, 10)).isEmpty();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> call(ANNA, "job_create", "{\"title\":\"x\"}")).hasMessageContaining("\"description\"");
    assertThatThrownBy(() -> call(ANNA, "job_create", TASK.replace("}", ",\"mode\":\"shell\"}")))
        .hasMessageContaining("worker or claude_code");
    assertThatThrownBy(() -> call(ANNA, "job_create", TASK.replace("\"Sum up\"", "7"))).hasMessageContaining("a text");
  }

  @Test
  void startsFiveAMinuteAndThirtyAnHour() {
    for (int hour = 0; hour < 6; hour++) {
      for (int i = 0; i < 5; i++) {
        String made = call(ANNA, "job_create", TASK).text();
        house.jobs.cancel(new JobId(made.substring(4, 40)), JobHouse.ALICE);
      }
      refusedAsTooMany();
      assertThat(call(BERT, "job_create", TASK.replace("Sum up", "Another's")).isError()).isFalse();
      house.jobs.list(new JobFilter(Optional.empty(), Optional.empty(), Optional.of(BERT), Optional.empty(),
          Optional.empty()), 9).forEach(job -> house.jobs.cancel(job.id(), JobHouse.ALICE));
      clock.advance(Duration.ofMinutes(2));
    }
    refusedAsTooMany();
    clock.advance(Duration.ofHours(1));
    assertThat(call(ANNA, "job_create", TASK).isError()).isFalse();
  }

  @Test
  void countsWhoeverCallsSeveralTimesAtOnceAllTheSame() throws Exception {
    for (int i = 0; i < 4; i++) {
      call(ANNA, "job_create", TASK);
    }
    HostTool create = JobTools.of(house.jobs, this::submit, BERT::equals, clock).getFirst();
    CompletableFuture<Void> slow = new CompletableFuture<>();
    outside.dieAt("ready", slow);
    int before = outside.steps().size();
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> starts(create, "out_a"));
    outside.boxes.await(() -> outside.steps().subList(before, outside.steps().size()).contains("ready"));
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    Thread other = Thread.ofPlatform().start(() -> second.complete(starts(create, "out_b")));
    outside.boxes.await(() -> second.isDone() || other.getState() == Thread.State.BLOCKED);

    slow.complete(null);

    assertThat(List.of(first.get(10, TimeUnit.SECONDS), second.get(10, TimeUnit.SECONDS)))
        .containsExactlyInAnyOrder(true, false);
  }

  private static boolean starts(HostTool create, String id) {
    try {
      return !create.call(new HostToolCall(SESSION, ANNA, new MessageId("in_1"), new MessageId(id),
          JsonMapper.shared().readTree(TASK))).toCompletableFuture().join().isError();
    } catch (IronclawException e) {
      return false;
    }
  }

  private void refusedAsTooMany() {
    assertThatThrownBy(() -> call(ANNA, "job_create", TASK)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
  }

  @Test
  void showsAndEndsItsOwnAlone() {
    call(ANNA, "job_create", TASK);
    String one = "{\"job_id\":\"" + only().id() + "\"}";

    assertThat(call(ANNA, "job_status", "{}").text()).contains(only().id().value(), "Sum up");
    assertThat(call(BERT, "job_status", "{}").text()).contains("you have no jobs");
    assertThatThrownBy(() -> call(BERT, "job_status", one)).hasMessageContaining("you have no job");
    assertThatThrownBy(() -> call(BERT, "job_cancel", one)).hasMessageContaining("you have no job");
    assertThatThrownBy(() -> call(ANNA, "job_cancel", "{\"job_id\":\"../x\"}")).hasMessageContaining("you have no job");
    assertThat(only().state().isOver()).isFalse();

    assertThat(call(ANNA, "job_cancel", one).text()).contains("cancelled");

    assertThat(only().state()).isEqualTo(JobState.CANCELLED);
    assertThat(call(ANNA, "job_status", one).text()).contains("cancelled: Sum up");
  }

  @Test
  void showsTheEndOfALongLogAndTheResult() {
    call(ANNA, "job_create", TASK);
    Job job = house.reaches(only().id(), JobState.RUNNING);
    for (int i = 0; i < 50; i++) {
      house.jobs.desk().event(job.id(), Optional.empty(), "message",
          JsonMapper.shared().createObjectNode().put("content", "line " + i));
    }
    house.jobs.desk().complete(job.id(), true, Optional.of("The sum is 7."), 2);

    String text = call(ANNA, "job_status", "{\"job_id\":\"" + job.id() + "\"}").text();

    assertThat(text).contains("result: The sum is 7.", "line 30", "line 49").doesNotContain("line 29");
  }
}
