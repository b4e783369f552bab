package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.jobbox.JobExit;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.modelproxy.ProxyParts;
import dev.ironclaw.controlplane.orchestrator.JobDesk;
import dev.ironclaw.controlplane.orchestrator.JobModels;
import dev.ironclaw.controlplane.orchestrator.Orchestrator;
import dev.ironclaw.controlplane.orchestrator.OrchestratorLimits;
import dev.ironclaw.controlplane.orchestrator.OrchestratorParts;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole job in one process: its program is a thread that speaks to the real orchestrator over its real socket.
final class JobFlowTest {
  private static final String SECRET = "correct-horse-battery";

  @TempDir(factory = InMemory.class)
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final JobHouse.Outside outside = new JobHouse.Outside();
  private final Leaks leaks = new Leaks((_, _, _) -> {});
  private final MockUpstream mock = new MockUpstream();
  private final ModelProxy proxy = new ModelProxy(ProxyParts.of(mock.upstreams()));
  private final CompletableFuture<List<Integer>> answers = new CompletableFuture<>();
  private Path run;
  private JobHouse house;

  /// Says one thing after the other, each with its status.
  private record Program(JobId job, Path crossing) {
    int says(String method, String tail, String body) throws IOException {
      return answer(method, tail, body).status();
    }

    RawClient.Answer answer(String method, String tail, String body) throws IOException {
      try (RawClient client = new RawClient(crossing)) {
        return client.send(method + " /worker/" + job + "/" + tail + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
            + "Authorization: Bearer " + Files.readString(crossing.resolve("token"))
            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).answer();
      }
    }
  }

  @BeforeEach
  void open() throws IOException {
    leaks.know("vault", List.of(SECRET));
    run = Files.createTempDirectory(Path.of("/dev/shm"), "jobs");
    begin();
  }

  private void begin() {
    house = new JobHouse(folder, clock, outside, 2, JobEvents.Limits.DEFAULT,
        desk -> new OrchestratorCrossings(orchestrator(desk)));
    house.jobs.start();
  }

  private Orchestrator orchestrator(JobDesk desk) {
    JobModels models = new JobModels() {
      @Override
      public Model worker(JobId job) {
        return new Model(new AgentGroupId("ada"), new ModelChoice("mock", "mock-1"));
      }

      @Override
      public Model claude(JobId job, String asked) {
        return worker(job);
      }
    };
    return new Orchestrator(run, SocketModes.SAME_UID, OrchestratorLimits.DEFAULT, new OrchestratorParts(desk, models,
        proxy, leaks, (_, _, _, _, _) -> {}, (_, _, response, callback) -> {
          response.setStatus(403);
          callback.succeeded();
        }, Clock.systemUTC()));
  }

  @AfterEach
  void close() throws IOException {
    house.close();
    proxy.close();
    mock.close();
    Files.deleteIfExists(run);
  }

  private void programs(Task task) {
    outside.boxes.programs = plan -> Thread.ofPlatform().daemon().name("job-program").start(() -> {
      try {
        answers.complete(task.run(new Program(plan.id(), plan.crossing())));
      } catch (IOException e) {
        answers.completeExceptionally(new UncheckedIOException(e));
      }
    });
  }

  private interface Task {
    List<Integer> run(Program program) throws IOException;
  }

  private Job asked() {
    return house.jobs.create(new JobRequest("Tidy up", "Make it tidy.", JobMode.WORKER, Optional.empty(),
        List.of(new CredentialGrant("GH_TOKEN", "github")), List.of(), Optional.empty(), Optional.empty(),
        Optional.empty(),
        Optional.empty(), false, false, Optional.empty(), Optional.empty()), JobHouse.ALICE);
  }

  @Test
  void aJobAsksWorksTellsAndEndsWithItsAnswerReadBeforeItIsStopped() throws Exception {
    programs(program -> List.of(program.says("GET", "job", ""), program.says("GET", "credentials", ""),
        program.says("POST", "status", "{\"state\":\"in_progress\",\"message\":\"on it\",\"iteration\":1}"),
        program.says("POST", "llm/complete", "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"),
        program.says("POST", "event", "{\"event_type\":\"message\",\"data\":{\"content\":\"it is " + SECRET
            + "\"},\"id\":\"e1\"}"),
        program.says("POST", "event", "{\"event_type\":\"message\",\"data\":{\"content\":\"it is " + SECRET
            + "\"},\"id\":\"e1\"}"),
        program.says("GET", "prompt", ""),
        program.says("POST", "complete", "{\"success\":true,\"message\":\"tidy\",\"iterations\":2}"),
        program.says("GET", "job", "")));
    Job job = asked();
    assertThat(answers.get(20, TimeUnit.SECONDS)).as("after its last word its token is worth nothing")
        .containsExactly(200, 200, 200, 200, 200, 200, 204, 200, 401);
    assertThat(outside.boxes.running).contains(job.id());
    house.pass(JobEnds.LAST_WORD);
    outside.boxes.await(() -> !outside.boxes.running.contains(job.id()));
    house.settled(job.id());
    Job over = house.jobs.find(job.id());
    assertThat(over.state()).isEqualTo(JobState.COMPLETED);
    assertThat(over.result()).contains("tidy");
    assertThat(house.jobs.events(job.id(), 0, 10)).singleElement()
        .satisfies(event -> assertThat(event.data().path("content").asString()).isEqualTo("it is [REDACTED]"));
    assertThat(run).as("its crossing is gone").isEmptyDirectory();
  }

  @Test
  void aJobThatRunsSpeaksToTheNextControlPlaneOnTheSameSocketWithTheSameToken() throws Exception {
    CompletableFuture<Program> program = new CompletableFuture<>();
    outside.boxes.programs = plan -> program.complete(new Program(plan.id(), plan.crossing()));
    Job job = asked();
    house.reaches(job.id(), JobState.RUNNING);
    assertThat(program.get().says("GET", "job", "")).isEqualTo(200);
    outside.boxes.forgetListener();
    house.close();
    begin();
    outside.boxes.await(() -> Files.exists(run.resolve(job.id().value()).resolve("host.sock")) && answers(program));
    assertThat(program.get().says("POST", "complete", "{\"success\":true,\"iterations\":2}")).isEqualTo(200);
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.COMPLETED);
    house.pass(JobEnds.LAST_WORD);
    house.settled(job.id());
  }

  private static boolean answers(CompletableFuture<Program> program) {
    try {
      return program.join().says("GET", "job", "") == 200;
    } catch (IOException e) {
      // silent-ok: nobody listens yet
      return false;
    }
  }

  @Test
  void aJobThatDiesWithoutALastWordHasFailed() throws Exception {
    programs(program -> {
      int told = program.says("POST", "event", "{\"event_type\":\"result\",\"data\":{\"status\":\"completed\"}}");
      outside.boxes.ends(program.job(), new JobExit(0, JobExit.Cause.ENDED, ""));
      return List.of(told);
    });
    Job job = asked();
    assertThat(answers.get(20, TimeUnit.SECONDS)).containsExactly(200);
    house.settled(job.id());
    assertThat(house.jobs.find(job.id()).state()).as("a result in an event decides nothing").isEqualTo(JobState.FAILED);
  }
}
