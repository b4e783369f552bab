package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VaultCommandTest {
  private static final String GIT = "{\"name\":\"git\",\"hosts\":[\"git.example.org\"],\"form\":\"bearer\","
      + "\"usedBy\":[\"ada@git.example.org\"],\"createdAt\":\"t\",\"createdBy\":\"operator:olga\",\"rotatedAt\":\"u\"}";
  private final FakeApi api = new FakeApi().answer("GET /v1/vault/credentials", 200, "[" + GIT + "]")
      .answer("POST /v1/vault/credentials", 201, GIT).answer("POST /v1/vault/credentials/git/rotate", 200, GIT)
      .answer("POST /v1/vault/credentials/git/remove", 200, GIT);

  @AfterEach
  void stop() {
    api.close();
  }

  private Ran run(String input, String... words) {
    return Ran.piped(input, api.line("vault", words));
  }

  @Test
  void takesTheSecretFromTheInputAndShowsItNowhere() {
    Ran ran = run("s3cret\n", "add", "git", "--host", "git.example.org", "--form", "header:X-Key");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("kept git for git.example.org");
    assertThat(ran.out() + ran.err()).contains("ironctl change submit --group AGENT").doesNotContain("s3cret");
    assertThat(api.asked("POST /v1/vault/credentials").getFirst().body()).isEqualTo(
        "{\"name\":\"git\",\"hosts\":[\"git.example.org\"],\"form\":\"header:X-Key\",\"secret\":\"s3cret\"}");
    assertThat(run("n3w\n", "rotate", "git").out()).contains("git has a new secret since u").doesNotContain("n3w");
    assertThat(api.asked("POST /v1/vault/credentials/git/rotate").getFirst().body()).isEqualTo("{\"secret\":\"n3w\"}");
  }

  @Test
  void takesNoSecretAsAnArgumentAndNoneAtAll() {
    assertThat(run("", "add", "git", "s3cret", "--host", "git.example.org").exit()).isEqualTo(2);
    assertThat(run("", "add", "git", "--host", "git.example.org", "--secret", "s3cret").exit()).isEqualTo(2);
    assertThat(run("", "add", "git", "--host", "git.example.org").err()).contains("the secret is missing");
    assertThat(run("x\n", "add", "git").err()).contains("--host");
    assertThat(api.asked("POST /v1/vault/credentials")).isEmpty();
  }

  @Test
  void listsAndForgets() {
    assertThat(run("", "list").out()).contains("git", "git.example.org", "bearer", "ada@git.example.org");
    assertThat(run("", "remove", "git").out()).contains("forgot git");
    assertThat(api.asked("POST /v1/vault/credentials/git/remove")).hasSize(1);
  }
}
