package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrantCommandTest {
  private static final String GRANT = "{\"id\":\"gr_0000000000000001\",\"changeId\":\"chg_1\","
      + "\"agentGroupId\":\"dev\",\"type\":\"tool\",\"key\":\"send_message\",\"scope\":\"for 3 uses\","
      + "\"usesLeft\":3,\"grantedAt\":\"2026-01-02T12:00:00Z\",\"grantedBy\":\"operator:local\",\"uses\":2,"
      + "\"unused\":true}";
  private final FakeApi api = new FakeApi().answer("GET /v1/grants", 200, "[" + GRANT + "]").answer(
      "POST /v1/grants/gr_0000000000000001/revoke", 200, "{\"status\":\"revoked\",\"id\":\"gr_0000000000000001\"}");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void listsWhatIsHeldAndHowFarItGoes() {
    Ran ran = Ran.script("grant", "list", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("gr_0000000000000001", "dev", "tool send_message", "for 3 uses", "operator:local",
        "long unused", "ironctl grant revoke ID");
    assertThat(Ran.script("grant", "list", "--ended", "7", "--addr", api.address()).exit()).isZero();
    assertThat(api.asked("GET /v1/grants").getLast().query()).isEqualTo("ended=7");
  }

  @Test
  void saysWhereNothingIsHeld() {
    api.answer("GET /v1/grants", 200, "[]");
    assertThat(Ran.script("grant", "list", "--addr", api.address()).out()).contains("no change has given");
  }

  @Test
  void revokes() {
    Ran ran = Ran.script("grant", "revoke", "gr_0000000000000001", "--addr", api.address());
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("gr_0000000000000001 revoked").doesNotContain("memory");
    api.answer("POST /v1/grants/gr_0000000000000001/revoke", 200,
        "{\"status\":\"revoked in memory\",\"id\":\"gr_0000000000000001\"}");
    assertThat(Ran.script("grant", "revoke", "gr_0000000000000001", "--addr", api.address()).out())
        .contains("revoked in memory", "after a restart before that revoke it again");
  }
}
