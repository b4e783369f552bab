package dev.ironclaw.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.registry.Budget.Limit;
import dev.ironclaw.controlplane.registry.Budget.Span;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeterTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");
  private static final ModelChoice SONNET = new ModelChoice("anthropic", "claude-sonnet-4-5");
  private static final Bound SMALL = new Bound(100, 100);
  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

  @TempDir
  private Path folder;
  private Database database;
  private Budget budget = Budget.NONE;
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final List<Reached> reached = Collections.synchronizedList(new ArrayList<>());
  private final UsageListener listener = new UsageListener() {
    @Override
    public void reached(Reached one) {
      reached.add(one);
    }
  };

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Meter meter() {
    return new Meter(database, _ -> budget, Prices.load(), listener, Clock.fixed(now, ZoneOffset.UTC), new Random(now
        .toEpochMilli()));
  }

  private static Budget limit(Span span, long hard) {
    return new Budget(Map.of(span, new Limit(Optional.empty(), Optional.of(hard))));
  }

  private static Ended told(Tokens tokens) {
    return new Ended(Optional.of(tokens), true, Tokens.NONE, true, false);
  }

  private static BudgetState state(Meter meter, Span span) {
    return meter.states(ANNA).stream().filter(state -> state.span() == span).findFirst().orElseThrow();
  }

  @Test
  void countsWhatCallsCameToByAgentModelDayAndSession() {
    try (Meter meter = meter()) {
      meter.end(meter.begin(ANNA, SESSION, SONNET, SMALL), told(new Tokens(10, 20, 30, 40)));
      meter.end(meter.begin(ANNA, SESSION, SONNET, SMALL), told(new Tokens(1, 2, 3, 4)));
      meter.end(meter.begin(new AgentGroupId("ben"), SESSION, new ModelChoice("nobody", "x"), SMALL),
          new Ended(Optional.empty(), true, new Tokens(5, 0, 0, 6), true, true));

      UsageSum anna = meter.sums(UsageGroup.AGENT, Optional.of(ANNA), DAY, DAY).getFirst();
      assertThat(anna).isEqualTo(new UsageSum("anna", 2, 0, new Tokens(11, 22, 33, 44),
          11 * 3_000 + 22 * 300 + 33 * 3_750 + 44 * 15_000, 0, 0));
      UsageSum ben = meter.sums(UsageGroup.MODEL, Optional.empty(), DAY, DAY).stream()
          .filter(sum -> sum.key().equals("nobody/x")).findFirst().orElseThrow();
      assertThat(ben.tokens()).isEqualTo(new Tokens(5, 0, 0, 6));
      assertThat(List.of(ben.failed(), ben.estimated(), ben.unpriced())).containsExactly(1L, 1L, 1L);
      assertThat(meter.sums(UsageGroup.DAY, Optional.empty(), DAY, DAY)).hasSize(1);
      assertThat(meter.sums(UsageGroup.SESSION, Optional.empty(), DAY, DAY)).hasSize(1);
      assertThat(meter.sums(UsageGroup.DAY, Optional.empty(), DAY.plusDays(1), DAY.plusDays(9))).isEmpty();
    }
  }

  @Test
  void countsCallsThatAreWrittenTogetherAsIfEachWereAlone() {
    budget = limit(Span.TOKENS_PER_DAY, 100_000);
    SessionId other = new SessionId("ses_00000000000000ff");
    try (Meter meter = meter()) {
      // All end before the first is stored.
      List<Charge> running = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        running.add(meter.begin(ANNA, i % 2 == 0 ? SESSION : other, SONNET, SMALL));
      }
      assertThat(state(meter, Span.TOKENS_PER_DAY).reserved()).isEqualTo(20 * 200);
      for (int i = 0; i < 19; i++) {
        meter.end(running.get(i), i == 7
            ? new Ended(Optional.empty(), false, Tokens.NONE, true, true)
            : told(new Tokens(i, 1, 2, 3)));
      }
      assertThat(state(meter, Span.TOKENS_PER_DAY).reserved()).as("the one that still runs").isEqualTo(200);
      long told = 19 * 18 / 2 - 7 + 18 * 6;
      assertThat(state(meter, Span.TOKENS_PER_DAY).used()).isEqualTo(told + 200);
      assertThat(state(meter, Span.TOKENS_PER_MONTH).used()).isEqualTo(told + 200);
      assertThat(meter.sums(UsageGroup.SESSION, Optional.empty(), DAY, DAY))
          .extracting(UsageSum::key, UsageSum::calls, UsageSum::failed, UsageSum::estimated)
          .containsExactlyInAnyOrder(tuple(SESSION.value(), 10L, 0L, 0L), tuple(other.value(), 9L, 1L, 1L));
    }
  }

  @Test
  void refusesTheCallThatCouldBreakALimitAndSaysWhatToDo() {
    budget = limit(Span.CENTS_PER_DAY, 200);
    Bound dear = new Bound(0, 100_000); // 1.50 dollars at most
    try (Meter meter = meter()) {
      Charge running = meter.begin(ANNA, SESSION, SONNET, dear);
      assertThat(state(meter, Span.CENTS_PER_DAY)).isEqualTo(
          new BudgetState(Span.CENTS_PER_DAY, budget.limit(Span.CENTS_PER_DAY), 0, 150, "2026-11-21"));

      assertThatThrownBy(() -> meter.begin(ANNA, SESSION, SONNET, dear))
          .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
          .hasMessage("call the model: of today's budget of $2.00 $0.50 are left, and this call may come to $1.50; it "
              + "begins anew on 2026-11-22 at 00:00 UTC, or a person raises it: ironctl budget set anna");
      meter.end(running, told(new Tokens(0, 0, 0, 10_000)));
      assertThat(state(meter, Span.CENTS_PER_DAY).used()).isEqualTo(15);
      assertThat(state(meter, Span.CENTS_PER_DAY).reserved()).isZero();
      meter.begin(ANNA, SESSION, SONNET, dear);
      assertThat(reached).extracting(Reached::hard).containsExactly(true);
      assertThatThrownBy(() -> meter.begin(ANNA, SESSION, SONNET, dear)).isInstanceOf(IronclawException.class);
      assertThat(reached).as("told once").hasSize(1);
    }
  }

  @Test
  void beginsAnewWithTheDayAndTheMonth() {
    budget = new Budget(Map.of(Span.TOKENS_PER_DAY, new Limit(Optional.empty(), Optional.of(200L)),
        Span.TOKENS_PER_MONTH, new Limit(Optional.empty(), Optional.of(500L))));
    spendAll("2026-11-29T23:59:59Z");
    assertThatThrownBy(() -> spendAll("2026-11-29T23:59:59Z")).hasMessageContaining("today's budget of 200 tokens is");
    spendAll("2026-11-30T00:00:00Z");
    assertThatThrownBy(() -> spendAll("2026-11-30T00:00:00Z")).hasMessageContaining("today's");
    now = Instant.parse("2026-11-30T00:00:01Z");
    budget = limit(Span.TOKENS_PER_MONTH, 500);
    try (Meter meter = meter()) {
      assertThatThrownBy(() -> meter.begin(ANNA, SESSION, SONNET, SMALL))
          .hasMessageContaining("of this month's budget of 500 tokens 100 tokens are left")
          .hasMessageContaining("begins anew on 2026-12-01");
    }
    spendAll("2026-12-01T00:00:00Z");
  }

  private void spendAll(String at) {
    now = Instant.parse(at);
    try (Meter meter = meter()) {
      meter.end(meter.begin(ANNA, SESSION, SONNET, SMALL), told(new Tokens(100, 0, 0, 100)));
    }
  }

  @Test
  void tellsOnceOfASoftLimitAndAgainOfAnother() {
    budget = limit(Span.TOKENS_PER_DAY, 1_000);
    try (Meter meter = meter()) {
      for (int i = 0; i < 9; i++) {
        meter.end(meter.begin(ANNA, SESSION, SONNET, new Bound(50, 50)), told(new Tokens(50, 0, 0, 49)));
        meter.states(ANNA);
      }
      assertThat(reached).containsExactly(
          new Reached(ANNA, Span.TOKENS_PER_DAY, false, 800, 891, "2026-11-21"));
    }
    budget = limit(Span.TOKENS_PER_DAY, 1_100);
    try (Meter meter = meter()) {
      meter.end(meter.begin(ANNA, SESSION, SONNET, new Bound(50, 50)), told(new Tokens(50, 0, 0, 49)));
      meter.states(ANNA);
      assertThat(reached).hasSize(2);
      assertThat(BudgetWords.reached(reached.getLast())).isEqualTo(
          "told at 880 tokens: 990 tokens of model calls on 2026-11-21");
    }
  }

  @Test
  void forgetsWhatIsOlderThanFourHundredDaysAndNoQuestionThatIsOpen() {
    BudgetQuestionStore questions = new BudgetQuestionStore();
    BudgetQuestion asked = question("bdg_1", "2026-11-21");
    BudgetQuestion open = question("bdg_2", "2026-11-20");
    database.write(connection -> questions.ask(connection, asked) && questions.ask(connection, open)
        && questions.settle(connection, asked, BudgetQuestion.State.EXPIRED,
            new BudgetQuestion.Settled(Optional.empty(), "controlplane", now)));
    startAndEnd(now.plus(Duration.ofDays(400)));
    assertThat(database.<Boolean>read(connection -> questions.find(connection, "bdg_1").isPresent()))
        .as("on its last day").isTrue();
    startAndEnd(now.plus(Duration.ofDays(401)));
    assertThat(database.<Boolean>read(connection -> questions.find(connection, "bdg_1").isPresent())).isFalse();
    assertThat(database.<Boolean>read(connection -> questions.find(connection, "bdg_2").isPresent())).isTrue();
  }

  private void startAndEnd(Instant when) {
    now = when;
    meter().close();
  }

  private BudgetQuestion question(String id, String period) {
    return new BudgetQuestion(id, ANNA, period, Span.TOKENS_PER_DAY, 900, 880, Optional.empty(), now, now,
        BudgetQuestion.State.OPEN, Optional.empty());
  }

  @Test
  void countsACallOfACrashedStartAsReserved() {
    budget = limit(Span.TOKENS_PER_DAY, 1_000);
    meter().begin(ANNA, SESSION, SONNET, new Bound(300, 400)); // and never closed
    now = now.plusSeconds(60);

    try (Meter meter = meter()) {
      assertThat(state(meter, Span.TOKENS_PER_DAY)).satisfies(state -> {
        assertThat(state.used()).isEqualTo(700);
        assertThat(state.reserved()).isZero();
      });
      assertThat(meter.sums(UsageGroup.DAY, Optional.of(ANNA), DAY, DAY).getFirst().estimated()).isEqualTo(1);
      now = now.plusSeconds(60);
      try (Meter next = meter()) {
        assertThat(state(next, Span.TOKENS_PER_DAY).used()).as("counted once").isEqualTo(700);
      }
    }
  }

  @Test
  void countsWhatNobodyToldAsReservedInABudgetAndNothingWhereNobodyAnswered() {
    budget = limit(Span.TOKENS_PER_DAY, 1_000);
    try (Meter meter = meter()) {
      meter.end(meter.begin(ANNA, SESSION, SONNET, SMALL),
          new Ended(Optional.empty(), true, new Tokens(1, 0, 0, 1), true, false));
      assertThat(state(meter, Span.TOKENS_PER_DAY).used()).isEqualTo(200);
      meter.end(meter.begin(ANNA, SESSION, SONNET, SMALL),
          new Ended(Optional.of(new Tokens(10, 0, 0, 1)), false, Tokens.NONE, true, true));
      assertThat(state(meter, Span.TOKENS_PER_DAY).used()).as("hung up in its midst").isEqualTo(310);
      meter.end(meter.begin(ANNA, SESSION, SONNET, SMALL),
          new Ended(Optional.empty(), false, new Tokens(50, 0, 0, 0), false, true));
      assertThat(state(meter, Span.TOKENS_PER_DAY).used()).isEqualTo(310);
    }
  }

  @Test
  void neverSpendsMoreThanTheLimitWithTwoHundredCallsAtATimeAThousandTimes() throws Exception {
    budget = limit(Span.TOKENS_PER_DAY, 200L * 500);
    AtomicInteger admitted = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    try (Meter meter = meter(); var threads = Executors.newFixedThreadPool(200)) {
      List<Callable<Boolean>> calls = Collections.nCopies(1_000, () -> {
        try {
          Charge charge = meter.begin(ANNA, SESSION, SONNET, SMALL);
          assertThat(meter.end(charge, told(new Tokens(100, 0, 0, 100))).tokens().all()).isEqualTo(200);
          return admitted.incrementAndGet() > 0;
        } catch (IronclawException e) {
          return refused.incrementAndGet() < 0;
        }
      });
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        call.get();
      }
      assertThat(admitted).hasValue(500);
      assertThat(refused).hasValue(500);
      assertThat(state(meter, Span.TOKENS_PER_DAY).used()).isEqualTo(100_000);
      assertThat(state(meter, Span.TOKENS_PER_DAY).reserved()).isZero();
    }
  }
}
