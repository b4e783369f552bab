package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.store.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what model calls come to, and holds those of agents with a budget before they are made: the most that a call may
/// come to is reserved on disk first, and settled by what it came to. So an agent never spends more than its hard limit
/// allows, however many calls run at a time; a call that takes more than its own most, which a server can claim, is
/// counted in full and stops the next.
///
/// A reservation of an earlier start is counted as reserved, since nobody knows how far its call came: a crash leaks none
/// and forgives none. Calls of agents without a budget are written a moment after they end, and a crash loses that moment.
///
/// Threading: any thread; [#begin] waits for the disk where there is a budget, [#end] never.
public final class Meter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Meter.class);
  private static final int KEPT_DAYS = 400;
  private static final int MOST_ROWS = 1_000;

  private final Database database;
  private final Function<AgentGroupId, Budget> budgets;
  private final Prices prices;
  private final UsageListener listener;
  private final Clock clock;
  private final UsageStore store = new UsageStore();
  private final Budgets limits = new Budgets(store);
  private final String boot;
  private final AtomicLong calls = new AtomicLong();
  private final UsageWriter writer;

  /// Settles what an earlier start left behind.
  ///
  /// @param budgets of agents as they are now; asked for each call, from memory
  public Meter(Database database, Function<AgentGroupId, Budget> budgets, Prices prices, UsageListener listener,
      Clock clock, RandomGenerator random) {
    this.database = database;
    this.budgets = budgets;
    this.prices = prices;
    this.listener = listener;
    this.clock = clock;
    byte[] id = new byte[8];
    random.nextBytes(id);
    boot = HexFormat.of().formatHex(id);
    settleLeftBehind();
    writer = new UsageWriter(this::store, listener::stored);
  }

  private void settleLeftBehind() {
    String oldest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(KEPT_DAYS).toString();
    // A start that has nothing to settle waits for no disk.
    if (!database.read(connection -> store.isTidy(connection, boot, oldest))) {
      settle(oldest);
    }
  }

  private void settle(String oldest) {
    int left = database.write(connection -> {
      List<Charge> charges = store.leftBehind(connection, boot);
      store.settle(connection, charges.stream().map(charge -> new UsageWriter.Entry(charge, new Spent(charge.day(),
          charge.agent(), charge.session(), charge.choice(), charge.most(), charge.nanos(), true, true,
          !charge.known()))).toList());
      store.forget(connection, oldest);
      return charges.size();
    });
    if (left > 0) {
      LOG.warn("step=settle {} model calls of an earlier start were counted as reserved", left);
    }
  }

  /// Admits a call, or refuses it for its agent's budget.
  ///
  /// @throws IronclawException `DENIED`, in words for the agent and its human
  Charge begin(AgentGroupId agent, SessionId session, ModelChoice choice, Bound bound) {
    Budget budget = budgets.apply(agent);
    Price price = prices.of(choice.upstream(), choice.model());
    boolean limited = !budget.isUnlimited();
    Charge charge = new Charge(boot + "-" + calls.incrementAndGet(), today(), agent, session, choice, bound.tokens(),
        bound.nanos(price), price.known(), limited);
    if (limited) {
      database.write(connection -> limits.reserve(connection, budget, charge, boot)).ifPresent(refusal -> {
        if (refusal.news()) {
          listener.reached(refusal.reached());
        }
        throw new IronclawException(ErrorCode.DENIED, "call the model: " + BudgetWords.refusal(refusal));
      });
    }
    return charge;
  }

  private String today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
  }

  /// Counts a call that is over.
  Spent end(Charge charge, Ended ended) {
    Tokens tokens = ended.tokens(charge);
    Price price = prices.of(charge.choice().upstream(), charge.choice().model());
    Spent spent = new Spent(charge.day(), charge.agent(), charge.session(), charge.choice(), tokens,
        tokens.equals(charge.most()) ? charge.nanos() : price.of(tokens), ended.failed(), !ended.isKnown(),
        !price.known());
    listener.spent(spent);
    writer.add(charge, spent);
    return spent;
  }

  /// Whose limits, on which day.
  private record Limited(AgentGroupId agent, String day) {}

  private void store(List<UsageWriter.Entry> entries) {
    // Outside the transaction, in which nobody may read the registry anew.
    Map<AgentGroupId, Budget> now = entries.stream().map(entry -> entry.charge().agent()).distinct()
        .collect(Collectors.toMap(Function.identity(), budgets));
    List<Reached> reached = database.write(connection -> {
      List<Reached> passed = new ArrayList<>();
      store.settle(connection, entries);
      Set<Limited> looked = new HashSet<>();
      for (UsageWriter.Entry entry : entries) {
        Charge charge = entry.charge();
        if (looked.add(new Limited(charge.agent(), charge.day()))) {
          passed.addAll(limits.passed(connection, now.getOrDefault(charge.agent(), Budget.NONE), charge));
        }
      }
      return passed;
    });
    reached.forEach(listener::reached);
  }

  /// What calls came to, the dearest first; days in their order, at most 1,000 rows.
  ///
  /// @param agent whose, or everybody's
  /// @param from UTC, inclusive
  /// @param to UTC, inclusive
  public List<UsageSum> sums(UsageGroup group, Optional<AgentGroupId> agent, LocalDate from, LocalDate to) {
    writer.flush();
    return database.read(connection -> store.sums(connection, group, agent, from.toString(), to.toString(), MOST_ROWS));
  }

  /// How far each limit of an agent is used up today and this month; one without a limit too.
  public List<BudgetState> states(AgentGroupId agent) {
    writer.flush();
    Budget budget = budgets.apply(agent);
    return database.read(connection -> limits.states(connection, agent, budget, today()));
  }

  /// The day of which the prices are.
  public String pricesAsOf() {
    return prices.asOf();
  }

  /// Writes what is left.
  @Override
  public void close() {
    writer.close();
  }
}
