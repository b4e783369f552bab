package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.controlplane.activity.ActiveHour;
import dev.ironclaw.controlplane.activity.Activity;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class ActivityRoutesTest extends ApiFixture {
  private final FakeClock clock = new FakeClock();

  private Activity activity(Instant now) {
    clock.set(now);
    return new Activity(rig.registry, rig.queues, rig.audit, rig.gateway, clock);
  }

  private static long sum(List<ActiveHour> hours, ToLongFunction<ActiveHour> what) {
    return hours.stream().mapToLong(what).sum();
  }

  private SessionQueue conversation(String... texts) {
    String session = "";
    for (String text : texts) {
      session = rig.call("POST", "/v1/ui/chat/send", "{\"agentGroupId\":\"mock-agent\",\"text\":\"" + text + "\"}")
          .text("conversationId");
    }
    return rig.queues.of(new SessionId(session));
  }

  private void calls(String detail) {
    rig.audit.record(new AuditEvent("model", "ses_0000000000000001", "calls", "sandbox:x", detail));
  }

  @Test
  void countsWhatIsStored() {
    SessionQueue queue = conversation("one", "two");
    MessageId answer = new MessageId("out_1");
    queue.commit(new BoxCommit(List.of(new MessageOut(answer, Optional.empty(), MessageKind.CHAT, "webchat",
        "mock-agent", Optional.empty(), "hello", Optional.empty())), List.of(), List.of()));
    assertThat(sum(activity(Instant.now()).hours(2), ActiveHour::messagesOut)).as("not delivered yet").isZero();
    queue.markDelivered(answer, "delivered", "");
    calls("3 calls to mock, 1 failed, 20 bytes sent, 14 received");
    calls("1 call to mock, 0 failed, 20 bytes sent, 14 received");
    String change = rig.call("POST", "/v1/changes", "{\"kind\":\"enabled_tools\",\"agentGroupId\":\"mock-agent\","
        + "\"after\":{\"tools\":[]}}").text("id");
    rig.gateway.decide(new dev.ironclaw.contract.ChangeId(change), false, "", Optional.empty(),
        new Principal.Operator("local"));
    List<ActiveHour> hours = activity(Instant.now()).hours(2);
    assertThat(hours).extracting(ActiveHour::start).isSorted().hasSize(2);
    assertThat(sum(hours, ActiveHour::messagesIn)).isEqualTo(2);
    assertThat(sum(hours, ActiveHour::messagesOut)).isEqualTo(1);
    assertThat(sum(hours, ActiveHour::modelCalls)).isEqualTo(4);
    assertThat(sum(hours, ActiveHour::changesDecided)).isEqualTo(1);
  }

  @Test
  void anHourThatIsOverIsCountedOnceAndTheOneOfNowEachTime() {
    conversation("one");
    calls("3 calls to mock, 0 failed, 20 bytes sent, 14 received");
    Instant now = Instant.now();
    Activity activity = activity(now.plus(Duration.ofHours(2)));
    assertThat(sum(activity.hours(4), ActiveHour::modelCalls)).isEqualTo(3);
    conversation("two");
    calls("5 calls to mock, 0 failed, 20 bytes sent, 14 received");
    assertThat(sum(activity.hours(4), ActiveHour::modelCalls)).isEqualTo(3);
    assertThat(sum(activity.hours(4), ActiveHour::messagesIn)).isEqualTo(1);
    assertThat(sum(activity(now.plus(Duration.ofHours(2))).hours(4), ActiveHour::modelCalls)).isEqualTo(8);
    clock.set(now);
    assertThat(sum(activity.hours(1), ActiveHour::modelCalls)).as("a clock that was put back").isEqualTo(8);
  }

  @Test
  void givesAsManyHoursAsAreAskedFor() {
    assertThat(rig.get("/v1/ui/activity").body().split("\"start\"")).hasSize(25);
    assertThat(rig.get("/v1/ui/activity?hours=0").body()).contains("\"start\":\""
        + Instant.now().truncatedTo(ChronoUnit.DAYS).toString().substring(0, 8)).contains("\"messagesIn\":0");
    assertThat(rig.get("/v1/ui/activity?hours=9999").body().split("\"start\"")).hasSize(Activity.MOST_HOURS + 1);
    assertThat(rig.get("/v1/ui/activity?hours=many").status()).isEqualTo(400);
    assertThat(Map.of("2 calls to a, b, 0 failed", 2L, "calls to", 0L, "", 0L))
        .allSatisfy((words, calls) -> assertThat(Activity.modelCalls(words)).isEqualTo(calls));
  }
}
