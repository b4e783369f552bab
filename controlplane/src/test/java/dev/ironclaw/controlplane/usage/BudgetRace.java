package dev.ironclaw.controlplane.usage;

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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Two hundred calls at a time against one limit, again and again, with what the model's company bills beside it: that,
/// and not what was counted, is held against the limit. In half of the runs the disk is gone in their midst, as in a crash,
/// and a second start goes on.
final class BudgetRace {
  static final int AT_A_TIME = 200;
  private static final AgentGroupId AGENT = new AgentGroupId("anna");
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");
  private static final ModelChoice MODEL = new ModelChoice("anthropic", "claude-sonnet-4-5");
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Prices PRICES = Prices.load();

  private final Path folder;
  private final List<String> failures = new ArrayList<>();
  private final AtomicLong admitted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private int crashes;
  private int caught;
  private long worst = Long.MIN_VALUE;

  /// @param calls that were asked for
  /// @param crashes runs that were broken off
  /// @param caught reservations that a crash left and the next start settled
  /// @param worstPermille how far the company's bill came at most, in thousandths of the limit
  record Report(int runs, long calls, long admitted, long refused, int crashes, int caught, long worstPermille,
      List<String> failures) {}

  BudgetRace(Path folder) {
    this.folder = folder;
  }

  Report run(long seed, int runs, Consumer<Integer> progress) throws Exception {
    Random seeds = new Random(seed);
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (int i = 0; i < runs; i++) {
        new Run(folder.resolve("race-" + i + ".db"), new Random(seeds.nextLong()), threads, "run " + i).go();
        progress.accept(i + 1);
      }
    }
    return new Report(runs, admitted.get() + refused.get(), admitted.get(), refused.get(), crashes, caught, worst,
        List.copyOf(failures));
  }

  /// One limit and everything that is asked under it.
  private final class Run {
    private final Path file;
    private final Random random;
    private final ExecutorService threads;
    private final String name;
    private final Span span;
    private final Budget budget;
    private final long limit;
    private final AtomicLong billed = new AtomicLong();
    private final AtomicLong most = new AtomicLong();

    Run(Path file, Random random, ExecutorService threads, String name) {
      this.file = file;
      this.random = random;
      this.threads = threads;
      this.name = name;
      span = List.of(Span.values()).get(random.nextInt(Span.values().length));
      limit = span.isMoney() ? 20L + random.nextInt(200) : 20_000L + random.nextInt(200_000);
      budget = new Budget(Map.of(span, new Limit(Optional.empty(), Optional.of(limit))));
    }

    void go() throws Exception {
      boolean crash = random.nextBoolean();
      Database raced = database();
      // Closed under the race, as by a crash: a second closing does nothing.
      Runnable crashing = raced::close;
      try (raced; Meter meter = meter(raced, 1)) {
        AtomicLong left = new AtomicLong(crash ? 1 + random.nextInt(AT_A_TIME) : Long.MAX_VALUE);
        race(meter, () -> {
          if (left.decrementAndGet() == 0) {
            crashing.run();
          }
        });
        if (!crash) {
          check(meter);
        }
      }
      if (crash) {
        crashes++;
        try (Database database = database()) {
          int reserved = database.read(connection -> new UsageStore().leftBehind(connection, "")).size();
          caught += reserved;
          try (Meter meter = meter(database, 2)) {
            check(meter);
            race(meter, () -> {});
            check(meter);
          }
          require(database.read(connection -> new UsageStore().leftBehind(connection, "")).isEmpty(),
              "a reservation was left");
        }
      }
      worst = Math.max(worst, billed.get() * 1000 / (limit * unit()));
    }

    private Database database() {
      return Database.open(file, new byte[32], StateSchema.current());
    }

    private Meter meter(Database database, int start) {
      return new Meter(database, _ -> budget, PRICES, new UsageListener() {
      }, Clock.fixed(NOW, ZoneOffset.UTC),
          new Random(start));
    }

    private long unit() {
      return span.isMoney() ? Budgets.NANOS_A_CENT : 1;
    }

    private void race(Meter meter, Runnable afterEach) throws Exception {
      List<Callable<Void>> calls = new ArrayList<>();
      for (int i = 0; i < AT_A_TIME; i++) {
        Bound bound = new Bound(random.nextInt(2_000), 1 + random.nextInt(2_000));
        Random own = new Random(random.nextLong());
        calls.add(() -> {
          call(meter, bound, own);
          afterEach.run();
          return null;
        });
      }
      for (Future<Void> call : threads.invokeAll(calls)) {
        call.get();
      }
    }

    private void call(Meter meter, Bound bound, Random own) {
      Charge charge;
      try {
        charge = meter.begin(AGENT, SESSION, MODEL, bound);
      } catch (IronclawException e) {
        // silent-ok: the limit, or the disk that the run took away: then its reservation may be there all the same
        refused.incrementAndGet();
        if (e.code() != ErrorCode.DENIED) {
          most.addAndGet(inUnits(bound.tokens(), bound.nanos(price())));
        }
        return;
      }
      admitted.incrementAndGet();
      most.addAndGet(inUnits(charge.most(), charge.nanos()));
      Tokens taken = taken(bound, own);
      int way = own.nextInt(10);
      if (way > 1) {
        bill(taken);
        meter.end(charge, new Ended(Optional.of(taken), true, Tokens.NONE, true, false));
      } else if (way == 1) {
        bill(taken);
        meter.end(charge, new Ended(Optional.empty(), false, Tokens.NONE, true, true));
      } else {
        meter.end(charge, new Ended(Optional.empty(), false, Tokens.NONE, false, true));
      }
    }

    /// What the call comes to in truth: never above its bound, and by whichever way its input is priced.
    private Tokens taken(Bound bound, Random own) {
      long input = own.nextLong(bound.input() + 1);
      long cached = own.nextLong(input + 1);
      return new Tokens(input - cached, 0, cached, own.nextLong(bound.output() + 1));
    }

    private void bill(Tokens taken) {
      billed.addAndGet(inUnits(taken, price().of(taken)));
    }

    private Price price() {
      return PRICES.of(MODEL.upstream(), MODEL.model());
    }

    private long inUnits(Tokens tokens, long nanos) {
      return span.isMoney() ? nanos : tokens.all();
    }

    private void check(Meter meter) {
      BudgetState state = meter.states(AGENT).stream().filter(one -> one.span() == span).findFirst().orElseThrow();
      require(billed.get() <= limit * unit(), "the bill is " + billed + ", above the limit");
      require(state.used() <= limit, "counted " + state.used() + ", above the limit");
      require(state.used() * unit() >= billed.get(), "counted " + state.used() + ", less than the bill of " + billed);
      require((state.used() - 1) * unit() <= most.get(), "counted " + state.used() + ", more than was ever reserved");
      require(state.reserved() == 0, state.reserved() + " are still reserved though nothing runs");
      long rest = (limit - state.used()) * unit() / (span.isMoney() ? price().output() : 1);
      require(takes(meter, rest), "a call of the " + rest + " tokens that are left is refused");
      require(!takes(meter, rest + unit() / price().output() + 1), "a call of more than is left is admitted");
    }

    /// Whether a call of so many tokens is admitted. It ends without an answer, so it takes nothing.
    private boolean takes(Meter meter, long tokens) {
      try {
        meter.end(meter.begin(AGENT, SESSION, MODEL, new Bound(0, tokens)),
            new Ended(Optional.empty(), false, Tokens.NONE, false, true));
        return true;
      } catch (IronclawException e) {
        // silent-ok: that it is refused is the answer
        return false;
      }
    }

    private void require(boolean holds, String otherwise) {
      if (!holds) {
        failures.add(name + ", " + span.wireName() + " " + limit + ": " + otherwise);
      }
    }
  }
}
