package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCommandTest {
  private static final String ID = "0a1b2c3d-0000-4000-8000-000000000001";
  private static final String OTHER = "0a1b2c3d-0000-4000-8000-000000000002";
  private static final String ONE = one(ID, "completed");
  private static final String EVENT = "{\"id\":7,\"eventType\":\"message\",\"data\":{\"role\":\"assistant\","
      + "\"content\":\"done\\u001b[2J\\nall\"},\"createdAt\":\"2026-11-21T10:11:12Z\"}";
  private static final String REVIEW = "{\"jobId\":\"" + ID + "\",\"project\":\"site\",\"state\":\"open\","
      + "\"digest\":\"abc\",\"changes\":[{\"path\":\"a.txt\",\"what\":\"changed\",\"folder\":false,\"bytesBefore\":1,"
      + "\"bytesAfter\":2,\"diff\":\"-a\\n+b\",\"conflict\":\"is another one there\"}],\"leftOut\":[\"evil\"]}";
  private final FakeApi api = new FakeApi().answer("POST /api/jobs", 201, ONE.replace("completed", "queued"))
      .answer("GET /api/jobs", 200, "{\"jobs\":[" + ONE + "],\"more\":false}").answer("GET /api/jobs/" + ID, 200, ONE)
      .answer("GET /api/jobs/summary", 200, "{\"total\":1,\"keptBytes\":2100000000}")
      .answer("DELETE /api/jobs/" + ID, 200, "{\"status\":\"removed\",\"jobId\":\"" + ID + "\",\"keptBytes\":4200000}")
      .answer("POST /api/jobs/" + ID + "/cancel", 200, "{\"status\":\"cancelled\",\"jobId\":\"" + ID + "\"}")
      .answer("POST /api/jobs/" + ID + "/restart", 201,
          "{\"status\":\"restarted\",\"oldJobId\":\"" + ID + "\",\"newJobId\":\"" + OTHER + "\"}")
      .answer("POST /api/jobs/" + ID + "/prompt", 200, "{\"status\":\"queued\",\"jobId\":\"" + ID + "\"}")
      .answer("GET /api/jobs/" + ID + "/events", 200, events(EVENT))
      .answer("GET /api/jobs/" + ID + "/files/list", 200, "{\"path\":\"\",\"entries\":[{\"name\":\"a\",\"path\":\"a\","
          + "\"kind\":\"file\",\"bytes\":3,\"modifiedAt\":\"t\"}],\"more\":false}")
      .answer("GET /api/jobs/" + ID + "/files/read", 200,
          "{\"path\":\"a\",\"bytes\":3,\"content\":\"abc\",\"redacted\":true}")
      .answer("GET /api/jobs/" + ID + "/review", 200, REVIEW)
      .answer("POST /api/jobs/" + ID + "/review/accept", 200, REVIEW.replace("open", "accepted"))
      .answer("POST /api/jobs/" + ID + "/review/discard", 200, REVIEW.replace("open", "discarded"));

  @TempDir
  private Path folder;

  private static String one(String id, String state) {
    return "{\"id\":\"" + id + "\",\"title\":\"Tidy\",\"description\":\"Tidy up\",\"state\":\"" + state
        + "\",\"mode\":\"worker\",\"projectDir\":\"/p/site\",\"credentialGrants\":[{\"envVar\":\"T\",\"source\":\"s\"}],"
        + "\"memoryMb\":2048,\"cpuPercent\":100,\"timeoutSeconds\":600,\"review\":\"none\",\"owner\":\"local\","
        + "\"createdAt\":\"2026-11-21T10:00:00Z\",\"iteration\":1,\"result\":\"It is tidy\",\"canRestart\":false,"
        + "\"canPrompt\":false,\"transitions\":[{\"to\":\"queued\",\"at\":\"t\",\"by\":\"local\",\"words\":\"\"}]}";
  }

  private static String events(String... events) {
    return "{\"jobId\":\"" + ID + "\",\"events\":[" + String.join(",", events) + "],\"more\":false}";
  }

  private static String stream(String state) {
    return ": connected\n\nid: 7\nevent: message\ndata: {\"jobId\":\"" + ID + "\",\"eventType\":\"message\",\"data\":"
        + "{\"content\":\"hello\"},\"createdAt\":\"2026-11-21T10:11:12Z\"}\n\nid: 7\nevent: end\ndata: {\"state\":\""
        + state + "\"}\n\n";
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Ran run(String... line) {
    return Ran.script(api.line("job", line));
  }

  @Test
  void createsWithAllThatIsSaid() {
    Ran ran = run("create", "--title", "Tidy", "--description", "Tidy up", "--mode", "claude-code", "--project", "site",
        "--grant", "T=s", "--grant", "U=v=w", "--memory", "512", "--cpus", "1.5", "--timeout", "60", "--max-iterations",
        "9", "--review", "--allow-host", "api.github.com", "--allow-host", "*.example.com:80");
    assertThat(ran.out()).contains(ID + " is queued");
    assertThat(api.asked("POST /api/jobs").getFirst().body()).contains("\"mode\":\"claude-code\"",
        "\"projectDir\":\"site\"", "{\"envVar\":\"T\",\"source\":\"s\"}", "{\"envVar\":\"U\",\"source\":\"v=w\"}",
        "\"memoryMb\":512", "\"cpuPercent\":150", "\"timeoutSeconds\":60",
        "\"allowedHosts\":[\"api.github.com\",\"*.example.com:80\"]", "\"maxIterations\":9", "\"review\":true");
  }

  @Test
  void saysWhatIsWrongWithoutAsking() {
    assertThat(run("create", "--title", "x").exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run("create", "--title", "x", "--description", "y", "--grant", "T").err())
        .contains("--grant must be ENV=SOURCE");
    assertThat(run("create", "--title", "x", "--description", "y", "--cpus", "0.123").err()).contains("--cpus must be");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void waitsToTheEndAndEndsWellOnlyWhereTheJobDid() {
    api.answer("GET /api/jobs/" + ID + "/events", 200, stream("completed"));
    Ran well = run("create", "--title", "x", "--description", "y", "--wait");
    assertThat(well.out()).contains("10:11:12  assistant: hello", "job " + ID + " is completed\nresult  It is tidy");
    assertThat(well.exit()).isZero();

    api.answer("GET /api/jobs/" + ID + "/events", 200, stream("cancelled"));
    assertThat(run("create", "--title", "x", "--description", "y", "--wait").exit()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void printsTheResultOfAJobOnceThoughItsLogHasItToo() {
    String said = "id: 8\nevent: result\ndata: {\"eventType\":\"result\",\"data\":{\"status\":\"completed\",\"message\":"
        + "\"It is tidy\"},\"createdAt\":\"2026-11-21T10:11:13Z\"}\n\n";
    api.answer("GET /api/jobs/" + ID + "/events", 200,
        stream("completed").replace("hello", "It is tidy").replace("id: 7\nevent: end", said + "id: 8\nevent: end"));

    Ran ran = run("create", "--title", "x", "--description", "y", "--wait");

    assertThat(ran.out()).isEqualTo("""
        10:11:12  assistant: It is tidy
        10:11:13  result: completed
        job %s is completed
        """.formatted(ID));
  }

  @Test
  void saysWhyAJobFailedOnce() {
    String because = "the disk was full " + "x".repeat(2_000);
    api.answer("GET /api/jobs/" + ID, 200,
        one(ID, "failed").replace("\"result\":\"It is tidy\"", "\"result\":\"" + because
            + "\",\"reason\":\"" + because.substring(0, 2_000) + "…\""));
    api.answer("GET /api/jobs/" + ID + "/events", 200, stream("failed").replace("hello", because));

    Ran ran = run("create", "--title", "x", "--description", "y", "--wait");

    assertThat(ran.out().split("the disk was full", -1)).hasSize(2);
    assertThat(ran.out()).contains("job " + ID + " is failed\n");
    assertThat(ran.exit()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void showsACommandWithoutItsJson() {
    api.answer("GET /api/jobs/" + ID + "/events", 200, events("{\"id\":1,\"eventType\":\"tool_use\",\"data\":"
        + "{\"tool_name\":\"shell\",\"input\":{\"command\":\"ls -l\"}},\"createdAt\":\"t\"}"));
    assertThat(run("logs", ID).out().strip()).isEqualTo("t  > shell ls -l");
    api.answer("GET /api/jobs/" + ID + "/events", 200, events());
    assertThat(run("logs", ID).err()).contains("nothing has happened in it yet");
  }

  @Test
  void followsALogThatBreaksOffWithoutLosingOrDoublingAnEvent() {
    String call = "GET /api/jobs/" + ID + "/events";
    String whole = stream("completed");
    api.once(call, whole.substring(0, whole.indexOf("id: 7\nevent: end")))
        .answer(call, 200, "id: 9\nevent: end\ndata: {\"state\":\"completed\"}\n\n");

    Ran ran = run("logs", ID, "--follow");

    assertThat(ran.out().lines().filter(line -> line.contains("hello"))).hasSize(1);
    assertThat(api.asked(call)).extracting(FakeApi.Asked::lastEventId).containsExactly("0", "7");
    assertThat(ran.err()).contains("the connection is lost", "connected again", "the job is completed");
  }

  @Test
  void printsALogPageByPageWithNothingThatActsOnATerminal() {
    Ran ran = run("logs", ID);
    assertThat(ran.out()).contains("10:11:12  assistant: done").doesNotContain("\u001b");
    assertThat(run("logs", ID, "--json").out()).contains("\"eventType\"");
  }

  @Test
  void doesNotRepeatTheLastWordsAsTheResult() {
    api.answer("GET /api/jobs/" + ID + "/events", 200, events(
        "{\"id\":1,\"eventType\":\"message\",\"data\":{\"content\":\"It is tidy\"},\"createdAt\":\"t\"}",
        "{\"id\":2,\"eventType\":\"result\",\"data\":{\"status\":\"completed\",\"message\":\"It is tidy\"},"
            + "\"createdAt\":\"t\"}"));

    assertThat(run("logs", ID).out().lines().map(String::strip)).containsExactly("t  assistant: It is tidy",
        "t  result: completed");
  }

  @Test
  void takesTheBeginningOfAnIdWhereNoOtherJobHasIt() {
    assertThat(run("show", "0a1b2c").out()).contains(ID, "It is tidy", "T=s", "queued by local");
    assertThat(run("show", "0a1").err()).contains("at least the first 4");
    assertThat(run("show", "ffff").err()).contains("no job begins with ffff");
    api.answer("GET /api/jobs", 200, "{\"jobs\":[" + ONE + "," + one(OTHER, "failed") + "],\"more\":false}");
    Ran two = run("stop", "0a1b2c3d");
    assertThat(two.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(two.err()).contains("beginning of 2 jobs", OTHER);
    assertThat(api.asked("POST /api/jobs/" + ID + "/cancel")).isEmpty();
  }

  @Test
  void listsStopsRestartsAndSpeaks() {
    assertThat(run("list", "--state", "completed").out()).contains("0a1b2c3d", "completed", "Tidy");
    assertThat(api.asked("GET /api/jobs").getLast().query()).contains("state=completed");
    assertThat(run("list").err()).contains("jobs that are over keep 2100 MB on the disk: ironctl job remove JOB");
    assertThat(run("stop", ID).out()).contains("is cancelled");
    assertThat(run("restart", ID).out()).contains(OTHER + " does " + ID + " again");
    assertThat(run("prompt", ID, "Go on", "--done").exit()).isZero();
    assertThat(api.asked("POST /api/jobs/" + ID + "/prompt").getFirst().body()).contains("Go on", "\"done\":true");
  }

  @Test
  void removesOnlyWhereSomebodySaysSo() {
    Ran unasked = run("remove", ID);
    assertThat(unasked.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(unasked.err()).contains("nobody can be asked here");
    assertThat(api.asked("DELETE /api/jobs/" + ID)).isEmpty();

    assertThat(run("remove", "0a1b2c3d", "--yes").out()).isEqualTo("job " + ID + " is removed, with 4 MB\n");
    assertThat(api.asked("DELETE /api/jobs/" + ID)).hasSize(1);
  }

  @Test
  void asksForTheBeginningOfTheIdBeforeItRemoves() {
    assertThat(Ran.person("no\n", api.line("job", "remove", ID)).err()).contains("not removed");
    assertThat(api.asked("DELETE /api/jobs/" + ID)).isEmpty();
    assertThat(Ran.person("0a1b2c3d\n", api.line("job", "remove", ID)).exit()).isZero();
  }

  @Test
  void showsAndReadsFiles() throws IOException {
    assertThat(run("files", ID, "src").out()).contains("file", "a");
    assertThat(api.asked("GET /api/jobs/" + ID + "/files/list").getLast().query()).isEqualTo("path=src");
    Ran read = run("files", ID, "--read", "a");
    assertThat(read.out()).isEqualTo("abc\n");
    assertThat(read.err()).contains("taken out");
    Path out = folder.resolve("a");
    assertThat(run("files", ID, "--read", "a", "--out", out.toString()).exit()).isZero();
    assertThat(Files.readString(out)).isEqualTo("abc");
    assertThat(run("files", ID, "--read", "a", "--out", out.toString()).exit()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void showsAReviewAndSendsTheDigestThatWasShown() {
    assertThat(run("review", ID).out()).contains("site (open)", "changed  a.txt   CONFLICT: it is another one there",
        "+b",
        "left out  evil", "--accept abc");
    assertThat(run("review", ID, "--accept", "abc").out()).contains("the changes are accepted");
    assertThat(api.asked("POST /api/jobs/" + ID + "/review/accept").getFirst().body())
        .isEqualTo("{\"digest\":\"abc\"}");
    assertThat(run("review", ID, "--discard").out()).contains("the changes are discarded");
    assertThat(run("review", ID, "--discard", "--accept", "abc").exit()).isEqualTo(ExitCode.USAGE);
  }
}
