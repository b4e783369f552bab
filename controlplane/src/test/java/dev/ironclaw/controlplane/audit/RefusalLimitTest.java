package dev.ironclaw.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RefusalLimitTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final AgentGroupId BERT = new AgentGroupId("bert");

  private final FakeClock clock = new FakeClock();
  private final Instant start = clock.instant();
  private final List<AuditEvent> written = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private final List<Runnable> alarms = new ArrayList<>();
  private final RefusalLimit limit = new RefusalLimit(written::add, clock, (when, task) -> {
    times.add(when);
    alarms.add(task);
  });

  private Optional<Instant> refuse(AgentGroupId agent, String stage) {
    return refuse(agent, stage, "s", ErrorCode.INVALID_PAYLOAD, "persona");
  }

  private Optional<Instant> refuse(AgentGroupId agent, String stage, String session, ErrorCode code, String what) {
    return limit.within(agent, Refusal.of(new AuditEvent(stage, session, "refused", "sandbox", "no"), code, what),
        ruling -> {
          written.addAll(ruling.entries());
          return ruling.fullUntil();
        });
  }

  private void refuse(int times) {
    for (int i = 0; i < times; i++) {
      refuse(ANNA, "system");
    }
  }

  private List<String> limits() {
    return written.stream().filter(event -> event.kind().equals("limit")).map(AuditEvent::detail).toList();
  }

  @Test
  void thirtyOfAnHourHaveTheirEntryAndTheOthersAreCountedAtEachDoubling() {
    refuse(30);
    assertThat(written).hasSize(30).allMatch(event -> event.kind().equals("refused"));
    assertThat(refuse(ANNA, "system")).contains(start.plus(Duration.ofHours(1)));
    assertThat(written.getLast().agent()).isEqualTo("anna");
    assertThat(limits()).containsExactly("30 entries are the share of what is mistaken or too much, until "
        + "2026-01-02T13:00:00Z; 1 more since 2026-01-02T12:00:00Z had no entry: persona INVALID_PAYLOAD 1; "
        + "sessions or boxes: 1");
    refuse(99_999);
    assertThat(written).hasSize(30 + 17);
    assertThat(limits()).last().asString().contains("65536 more");
  }

  @Test
  void aKilledProcessLosesLessThanHalfOfACount() {
    for (int count = 1; count < 5_000; count++) {
      refuse(count == 1 ? 31 : 1);
      String told = limits().getLast();
      assertThat(Long.parseLong(told.replaceAll(".*; (\\d+) more.*", "$1"))).isGreaterThan(count / 2);
    }
  }

  @Test
  void theCountOfTheOthersIsRecordedBySortWhenTheHourIsOver() {
    refuse(45);
    refuse(ANNA, "system", "t", ErrorCode.UNKNOWN_KIND, "exec");
    refuse(ANNA, "system", "t", ErrorCode.UNKNOWN_KIND, "exec");
    refuse(ANNA, "system", "t", ErrorCode.UNKNOWN_KIND, "exec");
    assertThat(times).containsExactly(start.plus(Duration.ofHours(1)));
    clock.advance(Duration.ofHours(1));
    alarms.getFirst().run();
    assertThat(limits()).last().isEqualTo("and 17 more since 2026-01-02T12:00:00Z had no entry: "
        + "persona INVALID_PAYLOAD 15, exec UNKNOWN_KIND 2; sessions or boxes: 2");
    int all = written.size();
    alarms.getFirst().run();
    assertThat(written).hasSize(all);
    assertThat(limit.held()).isZero();
    refuse(1);
    assertThat(written.getLast().kind()).isEqualTo("refused");
  }

  @Test
  void mistakesAndWhatTheHostFailsInTakeNothingFromWhatIsDenied() {
    refuse(1_000);
    for (int i = 0; i < 1_000; i++) {
      refuse(ANNA, "system", "s", ErrorCode.UPSTREAM_FAILED, "slack");
    }
    written.clear();
    for (int i = 0; i < 30; i++) {
      assertThat(refuse(ANNA, "system", "s", ErrorCode.DENIED, "policy")).isEmpty();
    }
    assertThat(written).hasSize(30).allMatch(event -> event.kind().equals("refused"));
    assertThat(refuse(ANNA, "system", "s", ErrorCode.DENIED, "policy")).isPresent();
    assertThat(refuse(ANNA, "system", "s", ErrorCode.DENIED, "wiring")).as("the first of its sort").isEmpty();
  }

  @Test
  void manySortsAndSessionsMakeNoLongEntryAndNoMoreEntries() {
    for (int i = 0; i < 20_000; i++) {
      refuse(ANNA, "system", "session-" + i, ErrorCode.DENIED, "kind-" + i % 10_000);
    }
    assertThat(written.stream().filter(event -> event.kind().equals("refused"))).hasSize(32);
    limit.close();
    assertThat(limits()).last().asString().contains("kind-0 DENIED 1, ", "others 199", "sessions or boxes: 64 or more")
        .hasSizeLessThan(800);
  }

  @Test
  void theCountComesBeforeTheNextEntryWhereTheAlarmIsLate() {
    refuse(33);
    clock.advance(Duration.ofHours(2));
    refuse(1);
    assertThat(written.subList(32, 34)).extracting(AuditEvent::kind).containsExactly("limit", "refused");
    assertThat(written.get(32).detail()).startsWith("and 3 more");
    alarms.forEach(Runnable::run);
    assertThat(written).hasSize(34);
  }

  @Test
  void whatStandsForManyIsCountedAsThatMany() {
    refuse(30);
    AuditEvent entry = new AuditEvent("system", "s", "refused", "sandbox", "no (and 999 more like it)");
    limit.within(ANNA, new Refusal(entry, ErrorCode.Type.USER, "commit 400", 1_000), ruling -> {
      assertThat(ruling.fullUntil()).as("the first of its sort").isEmpty();
      return ruling;
    });
    limit.within(ANNA, new Refusal(entry, ErrorCode.Type.USER, "commit 400", 1_000), ruling -> ruling);
    assertThatThrownBy(() -> limit.within(ANNA, new Refusal(entry, ErrorCode.Type.USER, "commit 400", 7),
        _ -> {
          throw new IllegalStateException("no disk");
        })).hasMessage("no disk");
    assertThat(alarms).hasSize(1);
    limit.close();
    assertThat(limits()).last().asString().startsWith("and 1000 more since ").contains("commit 400 1000;");
  }

  @Test
  void anAlarmThatRingsTooEarlyIsSetAgain() {
    refuse(31);
    alarms.getFirst().run();
    assertThat(limits()).hasSize(1);
    assertThat(alarms).hasSize(2);
  }

  @Test
  void eachAgentAndEachStageHasAShareOfItsOwn() {
    refuse(31);
    assertThat(refuse(BERT, "system")).isEmpty();
    assertThat(refuse(ANNA, "delivery")).isEmpty();
    assertThat(refuse(ANNA, "system")).isPresent();
  }

  @Test
  void whatCouldNotBeRecordedDoesNotCount() {
    Refusal refusal = Refusal.of(new AuditEvent("system", "s", "refused", "sandbox", "no"), ErrorCode.INVALID_PAYLOAD,
        "persona");
    for (int i = 0; i < 40; i++) {
      assertThatThrownBy(() -> limit.within(ANNA, refusal, ruling -> {
        throw new IllegalStateException("no disk");
      })).isInstanceOf(IllegalStateException.class);
    }
    refuse(30);
    assertThat(limits()).isEmpty();
    assertThatThrownBy(() -> limit.within(ANNA, refusal, ruling -> {
      throw new IllegalStateException("no disk");
    })).isInstanceOf(IllegalStateException.class);
    refuse(1);
    assertThat(limits()).as("the entry that was lost comes again").hasSize(1);
    limit.close();
    assertThat(limits()).last().asString().startsWith("and 1 more since 2026-01-02T12:00:00Z had no entry");
  }

  @Test
  void aClockThatWasSetBackSilencesNobody() {
    refuse(31);
    clock.advance(Duration.ofMinutes(-5));
    assertThat(refuse(ANNA, "system")).isEmpty();
  }

  @Test
  void agentsThatAreGoneDoNotPileUp() {
    for (int i = 0; i < 500; i++) {
      refuse(new AgentGroupId("agent-" + i), "system");
    }
    clock.advance(Duration.ofHours(1));
    refuse(1);
    assertThat(limit.held()).isEqualTo(1);
  }
}
