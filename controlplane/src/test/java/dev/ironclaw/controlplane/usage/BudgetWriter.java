package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.registry.Budget.Limit;
import dev.ironclaw.controlplane.registry.Budget.Span;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// Makes calls on two hundred threads under one limit until it is killed, and says on standard output what each is billed,
/// after it was admitted and before it is settled: a number a line.
final class BudgetWriter {
  private static final AgentGroupId AGENT = new AgentGroupId("anna");
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");
  private static final ModelChoice MODEL = new ModelChoice("anthropic", "claude-sonnet-4-5");
  private static final long ROUND = 200_000;

  private BudgetWriter() {}

  static Database database(Path folder) {
    return Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
  }

  /// With more room for each round.
  static Meter meter(Database database, int round) {
    Budget budget = new Budget(Map.of(Span.TOKENS_PER_DAY, new Limit(Optional.empty(), Optional.of(limit(round)))));
    return new Meter(database, _ -> budget, Prices.load(), new UsageListener() {
    },
        Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC), new SecureRandom());
  }

  static long limit(int round) {
    return ROUND * (round + 1);
  }

  static BudgetState state(Meter meter) {
    return meter.states(AGENT).stream().filter(state -> state.span() == Span.TOKENS_PER_DAY).findFirst().orElseThrow();
  }

  public static void main(String[] arguments) {
    Meter meter = meter(database(Path.of(arguments[0])), Integer.parseInt(arguments[1]));
    for (int thread = 0; thread < BudgetRace.AT_A_TIME; thread++) {
      Random random = new Random(thread);
      Thread.ofPlatform().start(() -> call(meter, random));
    }
  }

  private static void call(Meter meter, Random random) {
    try {
      while (true) {
        Charge charge = meter.begin(AGENT, SESSION, MODEL, new Bound(random.nextInt(1_000), 1 + random.nextInt(1_000)));
        Tokens taken = new Tokens(charge.most().input(), 0, 0, random.nextLong(charge.most().output() + 1));
        System.out.println(taken.all());
        meter.end(charge, new Ended(Optional.of(taken), true, Tokens.NONE, true, false));
      }
    } catch (IronclawException full) {
      // silent-ok: the budget is used up; whoever kills this process is on the way
      while (true) {
        LockSupport.park();
      }
    }
  }
}
