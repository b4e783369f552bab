package dev.ironclaw.controlplane.bench;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.box.BoxBinding;
import dev.ironclaw.controlplane.box.BoxLimits;
import dev.ironclaw.controlplane.box.BoxListener;
import dev.ironclaw.controlplane.box.BoxServer;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.box.ToolDoor;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.modelproxy.ModelGuard;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.modelproxy.ProxyParts;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import dev.ironclaw.controlplane.usage.GroupRate;
import dev.ironclaw.controlplane.usage.Meter;
import dev.ironclaw.controlplane.usage.ModelMeter;
import dev.ironclaw.controlplane.usage.Prices;
import dev.ironclaw.controlplane.usage.Spent;
import dev.ironclaw.controlplane.usage.UsageListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The model doors of boxes that nobody is in, with what the product has behind them, or with less of it.
final class BenchDoor implements AutoCloseable {
  /// Calls that a box may have at a time.
  static final int EACH = 16;
  private static final long ANY = 1_000_000;
  private static final BoxLimits LIMITS = new BoxLimits(ANY, ANY, ANY, ANY, EACH, 8, 2 * EACH, Duration.ofSeconds(30),
      8L << 20, 256L << 20);
  private static final Budget HIGH = new Budget(Map.of(Budget.Span.TOKENS_PER_DAY,
      new Budget.Limit(Optional.empty(), Optional.of(1L << 50))));

  private final Database database;
  private final Meter meter;
  private final ModelProxy proxy;
  private final SessionQueues queues;
  private final BoxServer server;
  private int opened;

  /// What stands between a box and its model.
  enum Guard {
    /// Nothing but what the proxy itself does.
    NONE,
    /// Rates, the search for secrets, the count.
    METER,
    /// That, and a reservation in the agent's budget that is on disk before the call.
    BUDGET
  }

  BenchDoor(Path folder, Guard guard, List<Upstream> upstreams) {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    meter = new Meter(database, _ -> guard == Guard.BUDGET ? HIGH : Budget.NONE, Prices.load(), new UsageListener() {
      @Override
      public void spent(Spent spent) {
        // Counted elsewhere.
      }
    }, Clock.systemUTC(), new Random(1));
    ModelGuard watching = new ModelMeter(meter, new Leaks((where, pattern, _) -> {
      throw new IllegalStateException(where + " holds " + pattern);
    }), new GroupRate(ANY, ANY));
    proxy = new ModelProxy(ProxyParts.of(upstreams).withGuard(guard == Guard.NONE ? ModelGuard.NONE : watching));
    queues = new SessionQueues(folder.resolve("sessions"), Keyring.open(folder.resolve("secret")), Clock.systemUTC());
    server = new BoxServer(folder.resolve("run"), proxy, new ToolDoor(), new Deaf(), Clock.systemUTC(),
        SocketModes.SAME_UID, LIMITS);
  }

  /// One more box, and the folder of its socket.
  Path box(String upstream) {
    opened++;
    SessionId session = new SessionId("ses_%016x".formatted(opened));
    var socket = server.open(new BoxId("box_%016x".formatted(opened)));
    socket.bind(new BoxBinding(session, queues.of(session), new BoxConfig(1,
        new AgentGroupId("a" + opened).value(), "A", "anthropic", "m", 100, BoxConfig.Persona.EMPTY, List.of(),
        BoxConfig.Limits.DEFAULT), Set.of(), upstream));
    return socket.folder();
  }

  @Override
  public void close() throws IOException {
    server.close();
    proxy.close();
    queues.close();
    meter.close();
    database.close();
  }

  private record Deaf() implements BoxListener {
    @Override
    public void hello(BoxId box, BoxHello hello) {}

    @Override
    public void heartbeat(BoxId box, Heartbeat heartbeat) {}

    @Override
    public void committed(BoxId box, SessionId session, BoxCommit commit) {}

    @Override
    public void partial(BoxId box, SessionId session, PartialText text) {}

    @Override
    public void refused(BoxId box, String door, int status, String why, long times) {
      throw new IllegalStateException(door + ": " + why);
    }
  }
}
