package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonWriter;
import dev.ironclaw.sandbox.testing.SocketHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerModeTest {
  @TempDir
  private Path folder;
  private FakeOrchestrator host;
  private final AtomicLong marks = new AtomicLong(System.nanoTime());

  @BeforeEach
  void open() throws IOException {
    host = new FakeOrchestrator(folder.resolve("host.sock"));
    Files.createDirectory(folder.resolve("work"));
  }

  @AfterEach
  void close() throws IOException {
    host.close();
  }

  private Obj run() throws InterruptedException {
    run(FakeOrchestrator.TOKEN);
    return host.completions.take();
  }

  private void run(String token) {
    WorkerOptions options = WorkerOptions.parse(List.of("--mode=worker", "--job=" + FakeOrchestrator.JOB,
        "--workspace=" + folder.resolve("work"), "--home=" + folder));
    OrchestratorClient client = new OrchestratorClient(folder.resolve("host.sock"), FakeOrchestrator.JOB, token,
        Duration.ofSeconds(1), _ -> {});
    JobEvents events = new JobEvents(client::event, "run");
    new JobRun(client, events).run(new WorkerMode(client, events, options, Map.of("SECRET_OF_THE_CONTAINER", "no"),
        new Children(marks::incrementAndGet), Runnable::run, _ -> {}, System::nanoTime));
  }

  private static String all(Obj object) {
    return new JsonWriter().value(object).text();
  }

  @Test
  void worksWithToolsUntilTheModelHasNoMoreToAskFor() throws Exception {
    host.modelAnswers.add(FakeOrchestrator.calls("write_file", "{\"path\":\"a/b.txt\",\"content\":\"one\\n\"}", "shell",
        "{\"command\":\"cat a/b.txt; echo two >&2; exit 3\"}"));
    host.modelAnswers.add(FakeOrchestrator.says("All is done, though something is incomplete."));

    Obj completion = run();

    assertThat(completion.flag("success")).isTrue();
    assertThat(completion.text("message")).isEqualTo("All is done, though something is incomplete.");
    assertThat(completion.number("iterations")).isEqualTo(2);
    assertThat(folder.resolve("work/a/b.txt")).hasContent("one");
    assertThat(host.events.stream().map(event -> event.text("id"))).containsExactly("run-1", "run-2", "run-3", "run-4",
        "run-5", "run-6");
    assertThat(host.events.stream().map(event -> event.text("event_type"))).containsExactly("tool_use", "tool_use",
        "tool_result", "tool_result", "message", "result");
    assertThat(host.events("tool_use").getFirst().object("input").text("path")).isEqualTo("a/b.txt");
    assertThat(host.events("tool_result").getLast().text("output")).isEqualTo("one\ntwo\n[exit code 3]");
    assertThat(host.events("tool_result").getLast().flag("success")).isFalse();
    assertThat(host.events("result").getFirst().text("status")).isEqualTo("completed");
    List<Obj> messages = host.modelRequests.getLast().objects("messages");
    assertThat(messages.stream().map(message -> message.text("role"))).containsExactly("system", "user", "assistant",
        "tool", "tool");
    assertThat(messages.get(4).text("tool_call_id")).isEqualTo("c2");
  }

  @Test
  void givesWhatWasGrantedToProgramsAloneAndSaysItNowhere() throws Exception {
    host.credentials = SocketHost.answer(200, "[{\"env_var\":\"DEPLOY_KEY\",\"value\":\"s3cr3t-value\"}]");
    host.modelAnswers.add(FakeOrchestrator.calls("shell",
        "{\"command\":\"echo ${#DEPLOY_KEY} is $DEPLOY_KEY; env | grep -c SECRET_OF_THE_CONTAINER\"}"));
    host.modelAnswers.add(FakeOrchestrator.says("ok"));

    run();

    assertThat(host.events("tool_result").getFirst().text("output")).isEqualTo("12 is [DEPLOY_KEY]\n0\n[exit code 1]");
    assertThat(host.events.stream().map(WorkerModeTest::all)).noneMatch(text -> text.contains("s3cr3t"));
    assertThat(host.statuses).noneMatch(text -> text.contains("s3cr3t"));
    assertThat(host.modelRequests.stream().map(WorkerModeTest::all)).noneMatch(text -> text.contains("s3cr3t"));
    assertThat(System.getenv()).doesNotContainKey("DEPLOY_KEY");
  }

  @Test
  void reportsThatItCouldNotHaveWhatItWasGranted() throws Exception {
    host.credentials = SocketHost.answer(403);
    Obj completion = run();
    assertThat(completion.flag("success")).isFalse();
    assertThat(completion.text("message")).contains("get what the job was granted").contains("403");
    assertThat(host.events("result").getFirst().text("status")).isEqualTo("failed");
    assertThat(host.modelRequests).isEmpty();
  }

  @Test
  void triesAModelAgainThatIsAwayAndSaysSo() throws Exception {
    host.modelAnswers.add(SocketHost.answer(502, "upstream is away"));
    host.modelAnswers.add(SocketHost.answer(429, "slow down"));
    host.modelAnswers.add(FakeOrchestrator.says("here"));
    assertThat(run().flag("success")).isTrue();
    assertThat(host.events("status")).hasSize(2);
    assertThat(host.events("status").getFirst().text("message")).contains("upstream is away");
  }

  @Test
  void dropsWhatIsOldestForAModelThatTakesLess() throws Exception {
    for (int i = 0; i < 8; i++) {
      host.modelAnswers
          .add(FakeOrchestrator.calls("shell", "{\"command\":\"head -c 30000 /dev/zero | tr '\\\\\\\\0' x\"}"));
    }
    host.modelAnswers
        .add(SocketHost.answer(502, "{\"detail\":\"call the model: it answers with status 400: prompt is too long\"}"));
    host.modelAnswers.add(FakeOrchestrator.says("ok"));
    assertThat(run().flag("success")).isTrue();
    assertThat(host.events("status").getLast().text("message")).contains("too long for the model");
    int refused = all(host.modelRequests.get(8)).length();
    assertThat(all(host.modelRequests.getLast()).length()).isLessThan(refused * 2 / 3);
    assertThat(all(host.modelRequests.getLast())).contains("dropped to make room", "do it");
  }

  @Test
  void tellsWhatTheModelThoughtAndGivesItBack() throws Exception {
    host.modelAnswers.add(SocketHost.answer(200, "{\"content\":\"\",\"reasoning\":\"hm\",\"tool_calls\":[{\"id\":\"a\","
        + "\"name\":\"list_dir\",\"arguments\":{},\"signature\":\"seal\"}],\"finish_reason\":\"tool_use\"}"));
    host.modelAnswers.add(FakeOrchestrator.says("ok"));
    run();
    assertThat(host.events("reasoning").getFirst().text("narrative")).isEqualTo("hm");
    Obj given = host.modelRequests.getLast().objects("messages").get(2);
    assertThat(given.text("reasoning")).isEqualTo("hm");
    assertThat(given.objects("tool_calls").getFirst().text("signature")).isEqualTo("seal");
  }

  @Test
  void asksForSmallerStepsWhereAnAnswerWasCut() throws Exception {
    host.modelAnswers
        .add(SocketHost.answer(200, "{\"content\":\"\",\"tool_calls\":[{\"id\":\"a\",\"name\":\"write_file\","
            + "\"arguments\":{\"path\":\"half\",\"content\":\"ha\"}}],\"finish_reason\":\"length\"}"));
    host.modelAnswers.add(FakeOrchestrator.says("ok"));
    assertThat(run().flag("success")).isTrue();
    assertThat(folder.resolve("work/half")).doesNotExist();
    assertThat(all(host.modelRequests.getLast())).contains("Go on in smaller steps");
  }

  @Test
  void failsAtOnceWhereTheModelRefuses() throws Exception {
    host.modelAnswers.add(SocketHost.answer(403, "{\"detail\":\"the budget is used up\"}"));
    Obj completion = run();
    assertThat(completion.flag("success")).isFalse();
    assertThat(completion.text("message")).contains("the budget is used up");
    assertThat(host.modelRequests).hasSize(1);
  }

  @Test
  void putsPromptsInBetweenRoundsAndGoesOnForThoseThatWaitAtTheEnd() throws Exception {
    host.modelAnswers.add(FakeOrchestrator.calls("list_dir", "{}"));
    host.modelAnswers.add(FakeOrchestrator.says("first"));
    host.modelAnswers.add(FakeOrchestrator.says("second"));
    host.prompts.add("{\"content\":\"also this\",\"done\":false}");
    host.prompts.add("{\"content\":\"and that\",\"done\":true}");
    Obj completion = run();
    assertThat(completion.text("message")).isEqualTo("first");
    assertThat(host.modelRequests.getFirst().objects("messages").stream().map(message -> message.text("content")))
        .endsWith("also this", "and that");
  }

  @Test
  void endsAfterItsMostRoundsWithWhatItHas() throws Exception {
    host.assignment = FakeOrchestrator.assignment("go", "").replace("\"max_iterations\":50", "\"max_iterations\":2");
    host.modelAnswers.add(FakeOrchestrator.calls("list_dir", "{}"));
    host.modelAnswers.add(FakeOrchestrator.calls("list_dir", "{\"path\":\"/\"}"));
    host.modelAnswers.add(FakeOrchestrator.says("half of it is done"));
    Obj completion = run();
    assertThat(completion.flag("success")).isFalse();
    assertThat(completion.text("message")).startsWith("half of it is done").contains("2 rounds");
    assertThat(host.modelRequests.getLast().text("tool_choice")).isEqualTo("none");
  }

  @Test
  void givesUpOnACallThatFailsAgainAndAgainAfterOneWordOfWarning() throws Exception {
    for (int i = 0; i < 10; i++) {
      host.modelAnswers.add(FakeOrchestrator.calls("read_file", "{\"path\":\"missing\"}"));
    }
    Obj completion = run();
    assertThat(completion.flag("success")).isFalse();
    assertThat(completion.text("message")).contains("read_file failed again and again");
    assertThat(host.modelRequests).hasSize(6);
    assertThat(host.modelRequests.stream().filter(request -> all(request).contains("has now failed 3 times")))
        .hasSize(3);
  }

  @Test
  void killsACommandAtItsTimeWithAllThatItStarted() throws Exception {
    host.modelAnswers.add(FakeOrchestrator.calls("shell", "{\"timeout_seconds\":1,\"command\":"
        + "\"(setsid sh -c 'echo $$ > pid; exec sleep 300' > /dev/null 2>&1 &) ; sleep 300\"}"));
    host.modelAnswers.add(FakeOrchestrator.says("ok"));
    run();
    assertThat(host.events("tool_result").getFirst().text("output")).contains("killed after 1 s");
    long pid = Long.parseLong(Files.readString(folder.resolve("work/pid")).strip());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(left -> left.info().command()
        .orElse("").endsWith("sleep"))).isEmpty();
  }

  @Test
  void endsQuietlyWhereTheHostHasEndedTheJob() {
    host.revoked = true;
    assertThatThrownBy(() -> run(FakeOrchestrator.TOKEN)).isInstanceOfSatisfying(IronclawException.class,
        over -> assertThat(over.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
    assertThat(host.completions).isEmpty();
  }
}
