package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.contract.api.ChangeView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ApprovalsCommandTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PENDING = "GET /v1/changes/pending";

  private final FakeApi api = new FakeApi();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T10:00:00Z"));

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void listsWithoutATerminalAndOnADumbOne() {
    waiting(Changes.change(1, "amber"));
    assertThat(Ran.script("approvals", "--addr", api.address()).out()).contains("CHANGE", Changes.id(1), "amber",
        "Title 1", "ironctl change show ID");
    assertThat(Ran.run(Map.of("IRONCLAW_API_TOKEN", FakeApi.TOKEN, "TERM", "dumb"), true, "", "approvals", "--addr",
        api.address()).out()).contains(Changes.id(1)).doesNotContain("\u001b");
    waiting();
    assertThat(Ran.script("approvals", "--addr", api.address()).out()).isEqualTo("nothing waits for a decision\n");
  }

  @Test
  void aChangeComesByItsEventAndIsApprovedWithTheHashOfItsCard() throws Exception {
    waiting();
    api.answer("GET /v1/changes/" + Changes.id(1), 200, JSON.writeValueAsString(Changes.change(1, "amber")));
    api.answer("POST /v1/changes/" + Changes.id(1) + "/decision", 200,
        "{\"status\":\"recorded\",\"state\":\"applied\"}");
    FakeTty tty = new FakeTty();
    CompletableFuture<Void> session = start(tty);
    tty.until(frame -> frame.contains("nothing waits"));
    int looks = api.asked(PENDING).size();

    waiting(Changes.change(1, "amber"));
    api.event("change.pending", "{\"id\":\"" + Changes.id(1) + "\"}");
    tty.until(frame -> frame.contains("> AMBER"));
    assertThat(api.asked(PENDING)).hasSize(looks + 1);
    tty.press(Key.Named.ENTER);
    tty.until(frame -> frame.contains("IronClaw card"));
    tty.press("a");
    tty.until(frame -> frame.contains("not so fast"));
    assertThat(api.asked("POST /v1/changes/" + Changes.id(1) + "/decision")).isEmpty();
    waiting();
    now.updateAndGet(at -> at.plus(Duration.ofSeconds(1)));
    tty.press("a");
    tty.until(frame -> frame.contains("applied: Title 1"));

    assertThat(api.asked("POST /v1/changes/" + Changes.id(1) + "/decision")).singleElement()
        .satisfies(asked -> assertThat(asked.body()).contains("\"outcome\":\"approve\"", "\"cardHash\":\"hash1\""));
    tty.press("q");
    session.get(60, TimeUnit.SECONDS);
  }

  @Test
  void whatIsDecidedElsewhereLeavesWithoutAKey() throws Exception {
    waiting(Changes.change(1, "amber"), Changes.change(2, "red"));
    FakeTty tty = new FakeTty();
    CompletableFuture<Void> session = start(tty);
    tty.until(frame -> frame.contains("2 waiting"));
    waiting(Changes.change(2, "red"));
    api.event("change.decided", "{\"id\":\"" + Changes.id(1)
        + "\",\"state\":\"rejected\",\"decidedBy\":\"operator:bob\"}");
    tty.until(frame -> frame.contains("1 waiting") && frame.contains("rejected by operator:bob: Title 1"));
    tty.press(Key.Named.INTERRUPT);
    session.get(60, TimeUnit.SECONDS);
  }

  @Test
  void aRefusalIsShownAndTheInboxGoesOn() throws Exception {
    waiting(Changes.change(1, "green"));
    api.answer("POST /v1/changes/" + Changes.id(1) + "/decision", 409,
        FakeApi.problem(409, "CHANGE_ALREADY_DECIDED", "it is rejected, decided by operator:bob"));
    FakeTty tty = new FakeTty();
    CompletableFuture<Void> session = start(tty);
    tty.until(frame -> frame.contains("1 waiting"));
    now.updateAndGet(at -> at.plus(Duration.ofSeconds(1)));
    tty.press("a");
    tty.until(frame -> frame.contains("decided by operator:bob"));
    tty.close();
    session.get(60, TimeUnit.SECONDS);
  }

  private CompletableFuture<Void> start(Tty tty) {
    ControlPlaneClient client = new ControlPlaneClient(Endpoint.Tcp.parse(api.address()), Optional.of(FakeApi.TOKEN));
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread.ofPlatform().start(() -> {
      try (client) {
        new InboxSession(client, tty, now::get).run();
        ended.complete(null);
      } catch (RuntimeException e) {
        ended.completeExceptionally(e);
      }
    });
    return ended;
  }

  private void waiting(ChangeView... changes) {
    api.answer(PENDING, 200, JSON.writeValueAsString(changes));
  }
}
