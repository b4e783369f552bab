package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.event.HubEvent;
import dev.ironclaw.controlplane.event.Subscription;
import dev.ironclaw.controlplane.jobbox.JobBoxPlan;
import dev.ironclaw.controlplane.jobbox.JobExit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class JobRoutesTest {
  private static final String UNKNOWN = "/api/jobs/00000000-0000-4000-8000-000000000000";
  private static final String TASK = "\"title\":\"Tidy\",\"description\":\"Make it tidy\"";

  @TempDir
  private Path state;
  private ApiRig rig;

  @BeforeEach
  void setUp() throws IOException {
    rig = new ApiRig(state.toRealPath());
  }

  @AfterEach
  void tearDown() {
    rig.close();
  }

  private RawHttp.Answer post(String path, String body) {
    return rig.call("POST", path, body);
  }

  private RawHttp.Answer create(String more) {
    return post("/api/jobs", "{" + TASK + more + "}");
  }

  /// Of a job whose container has started.
  private JobBoxPlan running(String more) throws InterruptedException {
    RawHttp.Answer made = create(more);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    JobBoxPlan plan = rig.jobs.started.poll(20, TimeUnit.SECONDS);
    assertThat(plan).isNotNull();
    assertThat(plan.id().value()).isEqualTo(made.text("id"));
    return plan;
  }

  private static String path(JobBoxPlan plan, String rest) {
    return "/api/jobs/" + plan.id() + rest;
  }

  private void ends(JobBoxPlan plan) {
    rig.jobs.desk().complete(plan.id(), true, Optional.of("all done"), 3);
    rig.jobs.ends(plan.id(), new JobExit(0, JobExit.Cause.ENDED, "ended"));
    rig.jobs.jobs.await(plan.id(), Duration.ofSeconds(20));
  }

  private void event(JobId job, String content) {
    JsonNode data = JsonMapper.shared().createObjectNode().put("content", content);
    rig.jobs.desk().event(job, Optional.empty(), "message", data);
  }

  @Test
  void makesShowsAndListsAJob() throws InterruptedException {
    JobBoxPlan plan = running(",\"mode\":\"claude-code\",\"projectDir\":\"site\",\"memoryMb\":512,\"cpuPercent\":50,"
        + "\"timeoutSeconds\":60,\"credentialGrants\":[{\"envVar\":\"GH\",\"source\":\"github\"}],"
        + "\"allowedHosts\":[\"api.github.com:443\",\"*.example.com\"]");

    RawHttp.Answer shown = rig.get(path(plan, ""));
    assertThat(shown.text("mode")).isEqualTo("claude_code");
    assertThat(shown.text("projectDir")).isEqualTo(rig.jobs.projects.root().resolve("site").toString());
    assertThat(shown.text("owner")).isEqualTo("operator:local");
    assertThat(shown.body()).contains("\"allowedHosts\":[\"*.example.com\",\"api.github.com\"]");
    assertThat(shown.json().path("memoryMb").asInt()).isEqualTo(512);
    assertThat(shown.body()).contains("\"envVar\":\"GH\"").doesNotContain(JobsRig.SECRET);
    assertThat(shown.json().path("transitions").size()).isPositive();
    assertThat(plan.workspace()).isEqualTo(rig.jobs.projects.root().resolve("site")).isDirectory();
    ends(plan);
    JsonNode list = rig.get("/api/jobs?state=completed").json();
    assertThat(list.path("jobs").get(0).path("result").asString()).isEqualTo("all done");
    assertThat(list.path("more").asBoolean()).isFalse();
    assertThat(rig.get("/api/jobs/summary").json().path("completed").asInt()).isEqualTo(1);
  }

  @Test
  void listsOfALongResultTheBeginningAndShowsAllOfItInItsOwnPlace() throws InterruptedException {
    String whole = "word ".repeat(10_000);
    JobBoxPlan plan = running("");
    rig.jobs.desk().complete(plan.id(), true, Optional.of(whole), 3);

    String listed = rig.get("/api/jobs").json().path("jobs").get(0).path("result").asString();
    assertThat(listed).hasSize(1_000).endsWith("…").startsWith("word word");
    assertThat(rig.get(path(plan, "")).text("result")).isEqualTo(whole);
  }

  @Test
  void removesAJobThatIsOverWithItsFiles() throws Exception {
    JobBoxPlan plan = running("");
    Files.writeString(plan.output().resolve("big"), "x".repeat(1_000));
    Files.writeString(plan.workspace().resolve("own"), "y".repeat(500));
    assertThat(rig.call("DELETE", path(plan, ""), "").status()).isEqualTo(409);
    ends(plan);
    while (rig.jobs.jobs.find(plan.id()).keptBytes().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(rig.get(path(plan, "")).json().path("keptBytes").asLong()).isEqualTo(1_500);
    assertThat(rig.get("/api/jobs/summary").json().path("keptBytes").asLong()).isEqualTo(1_500);

    assertThat(rig.call("DELETE", path(plan, ""), "").json().path("keptBytes").asLong()).isEqualTo(1_500);

    assertThat(plan.output()).doesNotExist();
    assertThat(plan.workspace()).doesNotExist();
    assertThat(rig.get(path(plan, "")).status()).isEqualTo(404);
  }

  @Test
  void goesFromPageToPage() {
    IntStream.range(0, 3).forEach(_ -> assertThat(create("").status()).isEqualTo(201));

    JsonNode first = rig.get("/api/jobs?limit=2").json();
    assertThat(first.path("jobs").size()).isEqualTo(2);
    assertThat(first.path("more").asBoolean()).isTrue();
    String last = first.path("jobs").get(1).path("id").asString();
    JsonNode second = rig.get("/api/jobs?limit=2&before=" + last).json();
    assertThat(second.path("jobs").size()).isEqualTo(1);
    assertThat(second.path("more").asBoolean()).isFalse();
  }

  @Test
  void saysWhatIsWrongWithARequest() {
    assertThat(create(",\"mode\":\"shell\"").text("detail")).contains("there are worker and claude_code");
    assertThat(create(",\"projectDir\":\"../x\"").status()).isEqualTo(403);
    assertThat(create(",\"projectDir\":\"a/b\"").status()).isEqualTo(400);
    assertThat(create(",\"credentialGrants\":[{\"envVar\":\"PATH\",\"source\":\"github\"}]").status()).isEqualTo(400);
    assertThat(create(",\"allowedHosts\":[\"192.168.0.1\"]").text("detail")).contains("the host \"192.168.0.1\"");
    assertThat(create(",\"review\":true").text("detail")).contains("a project");
    assertThat(create(",\"sudo\":true").text("detail")).contains("unknown field 'sudo'");
    assertThat(post("/api/jobs", "{\"title\":\"x\"}").text("detail")).contains("'description' is missing");
    assertThat(rig.get("/api/jobs?state=stuck").text("detail")).contains("there are queued, creating");
    assertThat(rig.get("/api/jobs/summary").json().path("total").asInt()).isZero();
  }

  @Test
  void knowsNoJobThatIsNotThere() {
    for (String path : List.of("", "/events", "/files/list", "/files/read?path=a", "/review")) {
      assertThat(rig.get(UNKNOWN + path).status()).as(path).isEqualTo(404);
      assertThat(rig.get("/api/jobs/no-uuid" + path).status()).as(path).isEqualTo(400);
    }
    for (String path : List.of("/cancel", "/restart", "/prompt", "/review/accept", "/review/discard")) {
      assertThat(post(UNKNOWN + path, "").status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void endsSpeaksToAndRestarts() throws InterruptedException {
    JobBoxPlan plan = running("");
    assertThat(post(path(plan, "/restart"), "").status()).isEqualTo(409);
    assertThat(post(path(plan, "/prompt"), "{\"content\":\"Go on\"}").text("status")).isEqualTo("queued");
    assertThat(post(path(plan, "/prompt"), "{}").status()).isEqualTo(400);

    assertThat(post(path(plan, "/cancel"), "").text("status")).isEqualTo("cancelled");

    assertThat(post(path(plan, "/cancel"), "").text("status")).isEqualTo("cancelled");
    assertThat(post(path(plan, "/prompt"), "{\"content\":\"Go on\"}").status()).isEqualTo(409);
    RawHttp.Answer again = post(path(plan, "/restart"), "");
    assertThat(again.text("status")).isEqualTo("restarted");
    assertThat(again.text("oldJobId")).isEqualTo(plan.id().value());
    assertThat(rig.get("/api/jobs/" + again.text("newJobId")).text("restartOf")).isEqualTo(plan.id().value());
  }

  @Test
  void givesEventsPageByPage() throws InterruptedException {
    JobBoxPlan plan = running("");
    IntStream.range(0, 4).forEach(i -> event(plan.id(), "event " + i));
    rig.jobs.desk().event(plan.id(), Optional.empty(), "message",
        JsonMapper.shared().createArrayNode().add("no object"));

    List<String> seen = new ArrayList<>();
    long after = 0;
    boolean more = true;
    while (more) {
      JsonNode page = rig.get(path(plan, "/events?limit=2&after=" + after)).json();
      for (JsonNode event : page.path("events").values()) {
        after = event.path("id").asLong();
        seen.add(event.path("data").path("content").asString(event.path("data").path("value").toString()));
      }
      more = page.path("more").asBoolean();
    }

    assertThat(seen.stream().filter(text -> text.startsWith("event"))).containsExactly("event 0", "event 1", "event 2",
        "event 3");
    assertThat(seen).last().isEqualTo("[\"no object\"]");
    assertThat(rig.get(path(plan, "/events?after=x")).status()).isEqualTo(400);
  }

  @Test
  void givesEventsFromTheNewestBack() throws InterruptedException {
    JobBoxPlan plan = running("");
    IntStream.range(0, 5).forEach(i -> event(plan.id(), "event " + i));

    List<String> seen = new ArrayList<>();
    String before = "999999999999999999";
    boolean more = true;
    while (more) {
      JsonNode page = rig.get(path(plan, "/events?limit=2&before=" + before)).json();
      List<String> contents = page.path("events").valueStream().map(one -> one.path("data").path("content").asString())
          .toList();
      seen.addAll(0, contents);
      before = page.path("events").path(0).path("id").asString();
      more = page.path("more").asBoolean();
    }

    assertThat(seen.stream().filter(text -> text.startsWith("event"))).containsExactly("event 0", "event 1", "event 2",
        "event 3", "event 4");
    JsonNode all = rig.get(path(plan, "/events")).json();
    assertThat(seen).hasSize(all.path("events").size());
    assertThat(rig.get(path(plan, "/events?before=x")).status()).isEqualTo(400);
    assertThat(rig.get(path(plan, "/events?before=9&after=1")).status()).isEqualTo(400);
  }

  @Test
  void saysWhatAJobCanBeMadeOf() throws IOException, InterruptedException {
    Path projects = Files.createDirectories(rig.jobs.projects.root());
    Files.createDirectory(projects.resolve("notes"));
    Files.createDirectory(projects.resolve("Site"));
    Files.createSymbolicLink(projects.resolve("elsewhere"), Path.of("/etc"));
    Files.writeString(projects.resolve("a file"), "");
    JobBoxPlan own = running("");

    JsonNode options = rig.get("/api/jobs/options").json();

    assertThat(own.workspace()).isEqualTo(projects.resolve(own.id().value())).isDirectory();
    assertThat(options.path("projects").valueStream().map(JsonNode::asString)).containsExactly("notes", "Site");
    assertThat(options.path("projectsFolder").asString()).isEqualTo(projects.toString());
    assertThat(options.has("obstacle")).isFalse();
    assertThat(options.path("maxMemoryMb").asInt()).isEqualTo(8192);
    JsonNode claude = options.path("modes").path(1);
    assertThat(claude.path("name").asString()).isEqualTo("claude_code");
    assertThat(claude.path("memoryMb").asInt()).isEqualTo(4096);
    assertThat(claude.path("timeoutSeconds").asInt()).isEqualTo(600);
    assertThat(claude.path("image").path("state").asString()).isEqualTo("missing");
    assertThat(options.has("weaker")).isFalse();
    rig.jobs.weaker = Optional.of("the kernel is shared");
    assertThat(rig.get("/api/jobs/options").text("weaker")).isEqualTo("the kernel is shared");
    rig.jobs.obstacle = "no engine answers; start one";
    assertThat(rig.get("/api/jobs/options").text("obstacle")).isEqualTo("no engine answers; start one");
  }

  @Test
  void namesTheFieldThatIsWrong() {
    assertThat(create(",\"mode\":\"shell\"").text("field")).isEqualTo("mode");
    assertThat(create(",\"projectDir\":\"../x\"").text("field")).isEqualTo("projectDir");
    assertThat(create(",\"credentialGrants\":[{\"envVar\":\"PATH\",\"source\":\"github\"}]").text("field"))
        .isEqualTo("credentialGrants");
    for (String field : List.of("memoryMb", "cpuPercent", "timeoutSeconds", "maxIterations")) {
      assertThat(create(",\"" + field + "\":0").text("field")).isEqualTo(field);
    }
    assertThat(create(",\"allowedHosts\":[null]").text("field")).isEqualTo("allowedHosts");
    assertThat(create(",\"credentialGrants\":[null]").text("field")).isEqualTo("credentialGrants");
    assertThat(create(",\"credentialGrants\":[null]").status()).isEqualTo(400);
    assertThat(create(",\"review\":true").text("field")).isEqualTo("review");
    assertThat(post("/api/jobs", "{\"title\":\" \",\"description\":\"x\"}").text("field")).isEqualTo("title");
    assertThat(post("/api/jobs", "{\"title\":\"x\",\"description\":\" \"}").text("field")).isEqualTo("description");
    assertThat(rig.get("/api/jobs?state=stuck").json().has("field")).isFalse();
  }

  @Test
  void aStreamThatIsCutAgainAndAgainLosesAndDoublesNothing() throws Exception {
    JobBoxPlan plan = running("");
    int all = 400;
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
      IntStream.range(0, all).forEach(i -> event(plan.id(), "n" + i));
      ends(plan);
    });
    List<String> seen = new ArrayList<>();
    String last = "0";
    boolean over = false;
    for (int cut = 7; !over; cut = cut * 2 + 1) {
      try (InputStream stream = rig.http.stream(path(plan, "/events"), ApiRig.AUTH, "Accept: text/event-stream",
          "Last-Event-ID: " + last); BufferedReader lines = reader(stream)) {
        for (int taken = 0; taken < cut && !over; taken++) {
          String[] event = next(lines);
          over = event[1].equals("end");
          last = event[0];
          if (event[2].contains("\"content\":\"n")) {
            seen.add(event[2].replaceAll(".*\"content\":\"(n[0-9]+)\".*", "$1"));
          }
          if (over) {
            assertThat(event[2]).contains("\"state\":\"completed\"");
          }
        }
      }
    }
    writer.get(20, TimeUnit.SECONDS);
    assertThat(seen).containsExactlyElementsOf(IntStream.range(0, all).mapToObj(i -> "n" + i).toList());
  }

  @Test
  void aStreamEndsWhereItsJobIsRemovedWhileItIsBehind() throws Exception {
    JobBoxPlan plan = running("");
    event(plan.id(), "hello");
    BlockingQueue<HubEvent> heard = new LinkedBlockingQueue<>();
    CompletableFuture<Void> slow = new CompletableFuture<>();
    try (Subscription _ = JobEventRoutes.follow(rig.jobs.jobs, plan.id(), 0, event -> {
      heard.add(event);
      slow.join();
    })) {
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
      ends(plan);
      while (rig.jobs.jobs.find(plan.id()).keptBytes().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(rig.call("DELETE", path(plan, ""), "").status()).isEqualTo(200);
      slow.complete(null);

      HubEvent last;
      do {
        last = heard.poll(20, TimeUnit.SECONDS);
        assertThat(last).as("the end of the stream").isNotNull();
      } while (!last.isClosed());
    }
  }

  @Test
  void servesFilesWithoutTheirSecrets() throws Exception {
    JobBoxPlan plan = running(",\"projectDir\":\"site\"");
    Files.writeString(plan.workspace().resolve("a.txt"), "key " + JobsRig.SECRET);
    Files.write(plan.workspace().resolve("b.bin"), new byte[]{(byte) 0xff, 1, 2});
    Files.write(plan.workspace().resolve("c.bin"), ("\0" + JobsRig.SECRET).getBytes(StandardCharsets.UTF_8));
    byte[] mixed = ("xx" + JobsRig.SECRET + "xx").getBytes(StandardCharsets.ISO_8859_1);
    mixed[0] = (byte) 0xff;
    Files.write(plan.workspace().resolve("d.bin"), mixed);
    Files.writeString(plan.output().resolve("report.txt"), "fine");
    Files.createSymbolicLink(plan.workspace().resolve("link"), Path.of("/etc/passwd"));

    RawHttp.Answer text = rig.get(path(plan, "/files/read?path=a.txt"));
    assertThat(text.text("content")).isEqualTo("key [REDACTED]");
    assertThat(text.json().path("redacted").asBoolean()).isTrue();
    assertThat(rig.get(path(plan, "/files/read?path=b.bin")).text("base64")).isEqualTo("/wEC");
    assertThat(rig.get(path(plan, "/files/read?path=c.bin")).body()).doesNotContain(JobsRig.SECRET);
    assertThat(rig.get(path(plan, "/files/read?path=d.bin")).status()).isEqualTo(403);
    assertThat(rig.get(path(plan, "/files/read?path=/output/report.txt")).text("content")).isEqualTo("fine");
    assertThat(rig.get(path(plan, "/files/read")).status()).isEqualTo(400);
    assertThat(rig.get(path(plan, "/files/read?path=link")).status()).isEqualTo(403);
    assertThat(rig.get(path(plan, "/files/read?path=../../state.db")).status()).isEqualTo(403);
    assertThat(rig.get(path(plan, "/files/read?path=/etc/passwd")).status()).isEqualTo(403);
    assertThat(rig.get(path(plan, "/files/read?path=nothing")).status()).isEqualTo(404);
    assertThat(rig.get(path(plan, "/files/list")).body()).contains("\"link\"", "a.txt");
  }

  @Test
  void holdsChangesBackUntilAPersonHasSeenThem() throws Exception {
    Path site = Files.createDirectories(rig.jobs.projects.root().resolve("site"));
    Files.writeString(site.resolve("a.txt"), "old\n");
    JobBoxPlan plan = running(",\"projectDir\":\"site\",\"review\":true");
    Files.writeString(plan.workspace().resolve("a.txt"), "new " + JobsRig.SECRET + "\n");
    assertThat(post(path(plan, "/review/accept"), "{\"digest\":\"x\"}").status()).isEqualTo(409);
    BlockingQueue<HubEvent> news = new LinkedBlockingQueue<>();
    rig.hub.subscribe(Optional.empty(), news::add);
    ends(plan);
    awaitOpen(plan, news);
    news.clear();

    RawHttp.Answer shown = rig.get(path(plan, "/review"));
    assertThat(shown.body()).contains("+new [REDACTED]").doesNotContain(JobsRig.SECRET);
    assertThat(site.resolve("a.txt")).hasContent("old");
    assertThat(post(path(plan, "/review/accept"), "{\"digest\":\"x\"}").status()).isEqualTo(409);
    RawHttp.Answer accepted = post(path(plan, "/review/accept"), "{\"digest\":\"" + shown.text("digest") + "\"}");
    assertThat(accepted.text("state")).isEqualTo("accepted");
    assertThat(news.stream().map(HubEvent::type)).contains("job.changed");
    assertThat(site.resolve("a.txt")).hasContent("new " + JobsRig.SECRET);
    assertThat(rig.get(path(plan, "/files/read?path=a.txt")).status()).isEqualTo(200);
    assertThat(post(path(plan, "/review/discard"), "").status()).isEqualTo(409);
  }

  /// The job's end is told before its container is gone, that somebody may decide when it is, and then what it left.
  private void awaitOpen(JobBoxPlan plan, BlockingQueue<HubEvent> news) throws InterruptedException {
    for (int told = 0; told < 3;) {
      HubEvent event = news.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("news of the job").isNotNull();
      told += event.type().equals("job.changed") && "completed".equals(event.data().get("state")) ? 1 : 0;
    }
    assertThat(rig.get(path(plan, "/review")).text("state")).isEqualTo("open");
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /// Id, type and data of the next event.
  private static String[] next(BufferedReader lines) throws IOException {
    String[] event = {"", "", ""};
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        event[0] = line.substring(4);
      } else if (line.startsWith("event: ")) {
        event[1] = line.substring(7);
      } else if (line.startsWith("data: ")) {
        event[2] = line.substring(6);
        return event;
      }
    }
    throw new IOException("the stream ended without an end");
  }
}
