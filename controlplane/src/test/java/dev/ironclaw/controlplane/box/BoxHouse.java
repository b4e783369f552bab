package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.modelproxy.ModelGuard;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.modelproxy.ProxyParts;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.panic.Brake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A real box server on a short folder of its own, with in-memory queues behind it.
final class BoxHouse implements AutoCloseable {
  static final BoxId BOX = new BoxId("box_0000000000000001");
  static final BoxId OTHER = new BoxId("box_0000000000000002");
  static final SessionId SESSION = new SessionId("ses_0123456789abcdef");
  static final BoxConfig CONFIG = new BoxConfig(3, "ada", "Ada", "anthropic", "mock-1", 4096,
      new BoxConfig.Persona("You are Ada.", "", "Answer in one sentence."), List.of("send_message"),
      BoxConfig.Limits.DEFAULT);
  /// Roomy where a test does not look, and quick where it waits.
  static final BoxLimits LIMITS = new BoxLimits(100_000, 100_000, 100_000, 100_000,
      BoxApi.MAX_CONCURRENT_MODEL_CALLS, 8, 16, Duration.ofSeconds(30), 8L << 20, 256L << 20);

  final RecordingListener listener = new RecordingListener();
  final FakeQueue queue = new FakeQueue();
  private final Path base;
  final Brake brake = Brake.loose();
  final ModelProxy proxy;
  final ToolDoor tools;
  private final BoxLimits limits;
  private BoxServer server;

  BoxHouse() throws IOException {
    this(LIMITS);
  }

  BoxHouse(BoxLimits limits, Upstream... upstreams) throws IOException {
    this(limits, ProxyParts.of(List.of(upstreams)));
  }

  BoxHouse(ToolDoor tools) throws IOException {
    this(LIMITS, tools, ProxyParts.of(List.of()));
  }

  BoxHouse(BoxLimits limits, ModelGuard guard, Upstream... upstreams) throws IOException {
    this(limits, ProxyParts.of(List.of(upstreams)).withGuard(guard));
  }

  BoxHouse(BoxLimits limits, ProxyParts parts) throws IOException {
    this(limits, new ToolDoor(), parts);
  }

  private BoxHouse(BoxLimits limits, ToolDoor tools, ProxyParts parts) throws IOException {
    this.tools = tools;
    // The build's own temporary folder is too deep for a unix socket's path.
    base = Files.createTempDirectory(Path.of("/tmp"), "icb");
    proxy = new ModelProxy(parts.withBrake(brake));
    this.limits = limits;
    server = start();
  }

  private BoxServer start() {
    return new BoxServer(base.resolve("run"), proxy, tools, listener, Clock.systemUTC(), SocketModes.OTHER_UID, limits);
  }

  BoxServer server() {
    return server;
  }

  Path runFolder() {
    return base.resolve("run");
  }

  /// As after a restart of the control plane.
  void restart() {
    server.close();
    server = start();
  }

  Crossing open() {
    return server.openCrossing(BOX);
  }

  Crossing openBound(String... rights) {
    Crossing crossing = open();
    crossing.bind(binding(rights));
    return crossing;
  }

  Bound binding(String... rights) {
    return new Bound(SESSION, queue, CONFIG, Set.of(rights), "mock");
  }

  @Override
  public void close() throws IOException {
    server.close();
    proxy.close();
    tools.close();
    try (Stream<Path> all = Files.walk(base)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
