package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.event.HubEvent;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class JobEventsTest {
  private static final JobId OLD = new JobId("00000000-0000-4000-8000-000000000001");
  private static final JobId NEW = new JobId("00000000-0000-4000-8000-000000000002");
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir(factory = InMemory.class)
  Path folder;
  private final EventHub hub = new EventHub(new Random(1));
  private final Set<JobId> over = new HashSet<>();
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve(JobEvents.FILE), new byte[32], JobEvents.schema());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private JobEvents events(long each, long bytes, long all) {
    return new JobEvents(database, hub, new JobBells(), new FakeClock(), new JobEvents.Limits(each, bytes, all));
  }

  private void say(JobEvents events, JobId job, String text) {
    events.add(job, Optional.empty(), "message", data(text), over::contains);
  }

  private static JsonNode data(String text) {
    return JSON.createObjectNode().put("content", text);
  }

  private static List<String> texts(JobEvents events, JobId job) {
    return events.after(job, 0, 100).stream().map(event -> event.data().path("content").asString("")
        + event.data().path("message").asString("")).toList();
  }

  @Test
  void keepsSoManyOfOneJobAndSaysOnceThatTheRestIsDropped() {
    JobEvents events = events(3, 1 << 20, 1 << 20);
    for (int i = 1; i <= 9; i++) {
      say(events, OLD, "m" + i);
    }
    assertThat(texts(events, OLD)).hasSize(4).startsWith("m1", "m2", "m3").last().asString()
        .contains("the rest is dropped");
    say(events, NEW, "another job's");
    assertThat(texts(events, NEW)).containsExactly("another job's");
  }

  @Test
  void keepsSoManyBytesOfOneJob() {
    JobEvents events = events(100, 100, 1 << 20);
    say(events, OLD, "x".repeat(60));
    say(events, OLD, "x".repeat(60));
    assertThat(texts(events, OLD)).hasSize(2).last().asString().contains("the rest is dropped");
  }

  @Test
  void theOldestThatIsOverMakesRoomAndSaysSo() {
    JobEvents events = events(100, 1 << 20, 300);
    over.add(OLD);
    say(events, OLD, "x".repeat(100));
    say(events, NEW, "y".repeat(150));
    say(events, NEW, "z".repeat(100));
    assertThat(texts(events, OLD)).singleElement().asString().contains("removed to make room");
    assertThat(texts(events, NEW)).hasSize(2);
    say(events, NEW, "z".repeat(100));
    assertThat(texts(events, NEW)).as("nobody is left to make room").last().asString().contains("the rest is dropped");
  }

  @Test
  void forgetsAllOfAJobAndCountsItsRoomAnew() {
    JobEvents events = events(100, 1 << 20, 200);
    say(events, OLD, "x".repeat(150));
    events.forget(OLD);
    assertThat(events.after(OLD, 0, 10)).isEmpty();
    say(events, NEW, "y".repeat(150));
    assertThat(texts(events(100, 1 << 20, 200), NEW)).hasSize(1);
  }

  @Test
  void refusesWhatIsTooLarge() {
    JobEvents events = events(100, 1 << 30, 1 << 30);
    assertThatThrownBy(() -> say(events, OLD, "x".repeat(1 << 19))).isInstanceOf(IronclawException.class)
        .hasMessageContaining("cut it");
  }

  @Test
  void readsSoMuchAtATimeThatMemoryStaysFlat() {
    JobEvents events = events(100, 1 << 30, 1 << 30);
    for (int i = 0; i < 12; i++) {
      say(events, OLD, "x".repeat(200_000));
    }
    assertThat(events.after(OLD, 0, 1_000)).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
      result,    '{"status":" Completed "}',          status,    completed
      result,    '{"status":"error"}',                status,    failed
      result,    '{"message":"no status"}',           status,    failed
      result,    '{"status":"stuck"}',                status,    stuck
      message,   '{"content":"hi"}',                  role,      assistant
      tool_use,  '{"input":{"a":1}}',                 tool_name, unknown
      tool_use,  '{"tool_name":"shell","input":{"a":1}}', input, '{"a":1}'
      tool_result, '{"output":["a","b"]}',            output,    '["a","b"]'
      reasoning, '{"narrative":"so"}',                narrative, so
      status,    '{"message":"on"}',                  message,   on
      anything,  '{"message":"else"}',                message,   else
      """)
  void isToldInTheGlobalStreamAsTheReferenceDoes(String type, String json, String field, String value)
      throws Exception {
    BlockingQueue<HubEvent> told = new LinkedBlockingQueue<>();
    try (var _ = hub.subscribe(Optional.empty(), told::add)) {
      events(9, 1_000, 1_000).add(OLD, Optional.empty(), type, JSON.readTree(json), _ -> false);
      HubEvent event = told.poll(10, TimeUnit.SECONDS);
      assertThat(event.type()).isEqualTo(type.equals("anything") ? "job_status" : "job_" + type);
      assertThat(event.data().get("job_id")).isEqualTo(OLD.value());
      assertThat(event.data().get(field)).isEqualTo(value);
    }
  }
}
