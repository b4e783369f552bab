package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageCommandTest {
  private static final String BUILD = "POST /v1/images/worker/build";
  private final FakeApi api = new FakeApi().answer("GET /v1/images", 200, "[" + image("ready") + "]")
      .answer(BUILD, 202, image("building"));

  private static String image(String state) {
    return "{\"name\":\"worker\",\"state\":\"" + state + "\",\"digest\":\"0123456789abcdef\",\"tag\":"
        + "\"ironclaw/worker:0123456789ab\",\"bytes\":158200000,\"builtAt\":\"t\",\"words\":\"\"}";
  }

  private static String progress(String image, String phase, long done, String words) {
    return "{\"image\":\"" + image + "\",\"phase\":\"" + phase + "\",\"done\":" + done
        + ",\"total\":30000000,\"words\":\"" + words + "\"}";
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Ran run(String... words) {
    return Ran.piped("", api.line("image", words));
  }

  @Test
  void waitsForTheEndAndSaysALineForEachPhaseAndTenth() {
    api.event("image.progress", progress("claude-code", "ready", 0, "of somebody else"));
    api.event("image.progress", progress("worker", "fetch", 1_000_000, "bash"));
    api.event("image.progress", progress("worker", "fetch", 1_100_000, "hidden"));
    api.event("image.progress", progress("worker", "fetch", 15_000_000, "git"));
    api.event("image.progress", progress("worker", "load", 0, "tag"));
    api.event("image.progress", progress("worker", "ready", 0, "tag"));

    Ran ran = run("build", "worker", "--mirror", "http://m/");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("image worker is ready: ironclaw/worker:0123456789ab, 158 MB");
    assertThat(ran.err()).contains("fetch 1 MB of 30 MB: bash", "fetch 15 MB of 30 MB: git", "load")
        .doesNotContain("hidden", "somebody");
    assertThat(api.asked(BUILD).getFirst().body()).isEqualTo("{\"mirror\":\"http://m/\"}");
  }

  @Test
  void saysWhyItFailed() {
    api.event("image.progress", progress("worker", "failed", 0, "fetch dash_1.deb: nobody has it as it is pinned"));

    Ran ran = run("build", "worker", "--from", "packages");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("nobody has it as it is pinned");
    assertThat(api.asked(BUILD).getFirst().body()).startsWith("{\"from\":\"/").contains("packages");
  }

  @Test
  void looksForItselfWhereEventsWereMissed() {
    api.event("resync", "{}");

    assertThat(run("build", "worker").exit()).isZero();
  }

  @Test
  void saysThatItIsNotThereWhereItsEndWasMissed() {
    api.answer("GET /v1/images", 200, "[" + image("missing") + "]");
    api.event("resync", "{}");
    assertThat(run("build", "worker").err()).contains("image worker is missing");
  }

  @Test
  void listsAndVerifies() {
    assertThat(run("list").out()).contains("worker", "ready", "158 MB", "0123456789ab");
    api.answer("POST /v1/images/worker/verify", 200, "{\"name\":\"worker\",\"held\":false,\"checks\":[{\"name\":"
        + "\"setuid\",\"held\":false,\"words\":\"these raise rights: /bin/su\"}]}");

    Ran ran = run("verify", "worker");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("BROKEN  setuid: these raise rights: /bin/su");
  }
}
