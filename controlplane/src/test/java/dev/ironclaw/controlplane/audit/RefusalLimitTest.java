package dev.ironclaw.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
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
    return limit.within(agent, new AuditEvent(stage, "s", "refused", "sandbox", "no"), ruling -> {
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
  void thirtyOfAnHourHaveTheirEntryAndOneSaysThatMoreHaveNone() {
    refuse(30);
    assertThat(written).hasSize(30).allMatch(event -> event.kind().equals("refused"));
    assertThat(refuse(ANNA, "system")).contains(start.plus(Duration.ofHours(1)));
    refuse(100_000);
    assertThat(written).hasSize(31);
    assertThat(written.getLast().agent()).isEqualTo("anna");
    assertThat(limits()).containsExactly(
        "30 entries within an hour are its share: what more it is refused has no entry until 2026-01-02T13:00:00Z");
  }

  @Test
  void theCountOfTheOthersIsRecordedWhenTheHourIsOver() {
    refuse(47);
    assertThat(times).containsExactly(start.plus(Duration.ofHours(1)));
    clock.advance(Duration.ofHours(1));
    alarms.getFirst().run();
    assertThat(limits()).hasSize(2).last().isEqualTo("and 17 more since 2026-01-02T12:00:00Z had no entry");
    alarms.getFirst().run();
    assertThat(limits()).hasSize(2);
    assertThat(limit.held()).isZero();
    refuse(1);
    assertThat(written.getLast().kind()).isEqualTo("refused");
  }

  @Test
  void theCountComesBeforeTheNextEntryWhereTheAlarmIsLate() {
    refuse(33);
    clock.advance(Duration.ofHours(2));
    refuse(1);
    assertThat(written.subList(31, 33)).extracting(AuditEvent::kind).containsExactly("limit", "refused");
    alarms.forEach(Runnable::run);
    assertThat(written).hasSize(33);
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
    AuditEvent refusal = new AuditEvent("system", "s", "refused", "sandbox", "no");
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
    assertThat(limits()).last().isEqualTo("and 1 more since 2026-01-02T12:00:00Z had no entry");
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
