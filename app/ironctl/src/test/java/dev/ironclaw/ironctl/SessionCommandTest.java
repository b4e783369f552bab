package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionCommandTest {
  private static final String STOP = "POST /v1/ui/sessions/ses_1/stop";

  private final FakeApi api = new FakeApi();

  @BeforeEach
  void prepare() {
    api.answer("GET /v1/ui/sessions", 200, "[" + session("ses_1", "running") + "," + session("ses_2", "stopped") + "]");
    api.answer("GET /v1/ui/sessions/usage", 200,
        "[{\"sessionId\":\"ses_1\",\"boxId\":\"box_1\",\"memoryBytes\":104857600,"
            + "\"processorMillis\":1500,\"startedAt\":\"2026-11-21T09:00:00Z\"}]");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String session(String id, String status) {
    return "{\"id\":\"" + id + "\",\"agentGroupId\":\"ada\",\"containerStatus\":\"" + status
        + "\",\"createdAt\":\"2026-11-21T08:00:00Z\",\"lastActive\":\"2026-11-21T09:30:00Z\"}";
  }

  @Test
  void theJsonOfTheListHasTheFiguresThatTheTableShows() {
    assertThat(Ran.script("session", "list", "--addr", api.address()).out().lines().toList().get(1)).contains("ses_1",
        "100 MiB", "1.5 s", "2026-11-21T09:00:00Z");
    String json = Ran.script("session", "list", "--json", "--addr", api.address()).out();
    assertThat(json).containsOnlyOnce("\"usage\"").containsSubsequence("\"id\" : \"ses_1\"", "\"containerStatus\" : ",
        "\"memoryBytes\" : 104857600", "\"processorMillis\" : 1500", "\"startedAt\" : \"2026-11-21T09:00:00Z\"",
        "\"id\" : \"ses_2\"");
  }

  @Test
  void stopsAnAnswerAndSaysWhereThereIsNone() {
    api.answer(STOP, 200, "{\"status\":\"stopped\",\"id\":\"ses_1\",\"messages\":2}");
    assertThat(Ran.script("session", "stop", "ses_1", "--addr", api.address())).isEqualTo(
        new Ran(0, "stopped ses_1: 2 messages get no further answer" + System.lineSeparator(), ""));
    assertThat(Ran.script("session", "stop", "ses_1", "--json", "--addr", api.address()).out())
        .contains("\"messages\" : 2");
    api.answer(STOP, 200, "{\"status\":\"idle\",\"id\":\"ses_1\",\"messages\":0}");
    assertThat(Ran.script("session", "stop", "ses_1", "--addr", api.address()).out())
        .isEqualTo("nothing is being answered in ses_1" + System.lineSeparator());
    api.answer(STOP, 404, FakeApi.problem(404, "NOT_FOUND", "there is no session ses_1"));
    Ran unknown = Ran.script("session", "stop", "ses_1", "--addr", api.address());
    assertThat(unknown.exit()).isNotZero();
    assertThat(unknown.err()).contains("there is no session ses_1");
  }
}
