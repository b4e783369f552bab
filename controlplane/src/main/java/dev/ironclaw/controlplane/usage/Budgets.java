package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.registry.Budget.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds calls against limits. Works in the transaction of its caller, of which the database runs one at a time: what is
/// asked and what is reserved can't be apart.
final class Budgets {
  static final long NANOS_A_CENT = 10_000_000L;

  private final UsageStore store;
  private final BudgetQuestionStore questions = new BudgetQuestionStore();

  Budgets(UsageStore store) {
    this.store = store;
  }

  /// Why a call can't be made.
  ///
  ///
  /// @param why in words for the agent and its human
  /// @param news the limit, where nobody was told of it yet
  record Refusal(String why, Optional<Reached> news) {}

  /// Reserves the charge, or says which limit it would break.
  Optional<Refusal> reserve(Connection connection, Budget budget, Charge charge, String boot) throws SQLException {
    Optional<BudgetQuestion> stop = questions.stop(connection, charge.agent(), charge.day(), charge.month());
    if (stop.isPresent()) {
      return Optional.of(new Refusal(BudgetWords.stopped(stop.get()), Optional.empty()));
    }
    for (Span span : Span.values()) {
      Optional<Long> hard = budget.limit(span).hard();
      if (hard.isPresent()) {
        String period = period(span, charge);
        UsageStore.Counter counter = store.counter(connection, charge.agent(), period);
        long taken = span.isMoney()
            ? counter.nanos() + counter.reservedNanos()
            : counter.tokens() + counter.reservedTokens();
        long needed = span.isMoney() ? charge.nanos() : charge.most().all();
        if (taken + needed > hard.get() * unit(span)) {
          Reached reached = new Reached(charge.agent(), span, true, hard.get(), shown(span, taken), period);
          return Optional.of(new Refusal(BudgetWords.refusal(reached, shown(span, needed)),
              tellOnce(connection, counter, reached) ? Optional.of(reached) : Optional.empty()));
        }
      }
    }
    store.reserve(connection, charge, boot);
    return Optional.empty();
  }

  /// The soft limits that were passed and of which nobody was told yet.
  List<Reached> passed(Connection connection, Budget budget, Charge charge) throws SQLException {
    List<Reached> passed = new ArrayList<>();
    for (Span span : Span.values()) {
      Optional<Long> warnsAt = budget.limit(span).warnsAt();
      if (warnsAt.isPresent()) {
        String period = period(span, charge);
        UsageStore.Counter counter = store.counter(connection, charge.agent(), period);
        long used = span.isMoney() ? counter.nanos() : counter.tokens();
        Reached reached = new Reached(charge.agent(), span, false, warnsAt.get(), shown(span, used), period);
        if (used >= warnsAt.get() * unit(span) && used > 0 && tellOnce(connection, counter, reached)) {
          passed.add(reached);
        }
      }
    }
    return passed;
  }

  private boolean tellOnce(Connection connection, UsageStore.Counter counter, Reached reached) throws SQLException {
    String line = reached.span().wireName() + (reached.hard() ? " hard " : " soft ") + reached.limit();
    if (counter.told().lines().anyMatch(line::equals)) {
      return false;
    }
    store.tell(connection, reached.agent(), reached.period(), line);
    return true;
  }

  List<BudgetState> states(Connection connection, AgentGroupId agent, Budget budget, String day) throws SQLException {
    List<BudgetState> states = new ArrayList<>();
    for (Span span : Span.values()) {
      String period = span.isMonth() ? day.substring(0, 7) : day;
      UsageStore.Counter counter = store.counter(connection, agent, period);
      states.add(new BudgetState(span, budget.limit(span),
          shown(span, span.isMoney() ? counter.nanos() : counter.tokens()),
          shown(span, span.isMoney() ? counter.reservedNanos() : counter.reservedTokens()), period));
    }
    return states;
  }

  private static String period(Span span, Charge charge) {
    return span.isMonth() ? charge.month() : charge.day();
  }

  private static long unit(Span span) {
    return span.isMoney() ? NANOS_A_CENT : 1;
  }

  /// Cents are rounded up: what is shown is never less than what is counted.
  private static long shown(Span span, long amount) {
    return Math.ceilDiv(amount, unit(span));
  }
}
