package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenCommandTest {
  private static final String ALICE = "{\"id\":\"tok_0000000000000001\",\"name\":\"alice\",\"scopes\":[\"approve\",\"chat\"],"
      + "\"state\":\"active\",\"createdAt\":\"2026-01-02T12:00:00Z\",\"createdBy\":\"operator:local\"}";
  private final FakeApi api = new FakeApi().answer("GET /v1/tokens", 200, "[" + ALICE + "]")
      .answer("POST /v1/tokens", 201, "{\"token\":" + ALICE + ",\"text\":\"ict_secret\"}")
      .answer("POST /v1/tokens/tok_0000000000000001/revoke", 200, ALICE);

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void printsTheTextAloneForAPipeAndTheRestBesideIt() {
    Ran ran = run("create", "alice", "--scope", "approve,chat", "--expires", "30d");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().strip()).isEqualTo("ict_secret");
    assertThat(ran.err()).contains("alice", "approve, chat", "not shown again").doesNotContain("ict_secret");
    assertThat(api.asked("POST /v1/tokens").getFirst().body())
        .isEqualTo("{\"name\":\"alice\",\"scopes\":[\"approve\",\"chat\"],\"expiresInSeconds\":2592000}");
  }

  @Test
  void printsJsonForScripts() {
    assertThat(run("create", "alice", "--scope", "read", "--scope", "chat", "--json").out())
        .contains("\"text\" : \"ict_secret\"", "\"id\" : \"tok_0000000000000001\"");
    assertThat(api.asked("POST /v1/tokens").getFirst().body())
        .isEqualTo("{\"name\":\"alice\",\"scopes\":[\"read\",\"chat\"]}");
    assertThat(run("list", "--json").out()).contains("\"name\" : \"alice\"");
  }

  @Test
  void listsWithoutTexts() {
    assertThat(run("list").out()).contains("alice", "approve,chat", "never", "active", "operator:local");
  }

  @Test
  void revokesByNameAndById() {
    assertThat(run("revoke", "alice").out()).contains("revoked alice (tok_0000000000000001)");
    assertThat(run("revoke", "tok_0000000000000001").exit()).isZero();
    assertThat(api.asked("POST /v1/tokens/tok_0000000000000001/revoke")).hasSize(2);
    Ran unknown = run("revoke", "bob");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("no token named 'bob'");
  }

  @Test
  void asksForAScopeAndForATimeThatIsOne() {
    assertThat(run("create", "alice").exit()).isEqualTo(2);
    for (String wrong : new String[]{"30", "d", "-1d", "0d", "1w", "99999999d", "1d2h"}) {
      assertThat(run("create", "alice", "--scope", "read", "--expires=" + wrong).exit()).as(wrong).isEqualTo(2);
    }
    assertThat(api.asked()).isEmpty();
  }

  private Ran run(String... words) {
    return Ran.script(api.line("token", words));
  }
}
