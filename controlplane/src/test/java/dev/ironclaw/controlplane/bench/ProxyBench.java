package dev.ironclaw.controlplane.bench;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.controlplane.box.BoxBinding;
import dev.ironclaw.controlplane.box.BoxLimits;
import dev.ironclaw.controlplane.box.BoxListener;
import dev.ironclaw.controlplane.box.BoxServer;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.box.SocketModes;
import dev.ironclaw.controlplane.box.ToolDoor;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// What the model door costs beside a direct call of the same server by the same client, in one run: overhead, time to the
/// first event, calls a second, and 200 streams at once. The client speaks raw HTTP, so that what is measured is ours.
///
/// Usage: `ProxyBench`, with the heap that the streams are to fit into (`-Xmx256m`).
public final class ProxyBench {
  private static final int ROUNDS = 3_000;
  private static final int WARM_UP = 1_000;
  private static final int BOXES = 50;
  private static final int EACH = 4;
  private static final Duration BUSY = Duration.ofSeconds(4);
  private static final BoxLimits LIMITS = new BoxLimits(1_000_000, 1_000_000, 1_000_000, 1_000_000, 4 * EACH, 8, 16,
      Duration.ofSeconds(30), 8L << 20, 256L << 20);
  private static final String ASK = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String DOOR = BoxApi.MODEL + "/v1/messages";

  private final List<Path> boxes = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    Path base = Files.createTempDirectory(Path.of("/tmp"), "icp");
    new ProxyBench().run(base);
  }

  private void run(Path base) throws Exception {
    try (BenchUpstream server = new BenchUpstream(20, 0);
        BenchUpstream slow = new BenchUpstream(100, 50);
        ModelProxy proxy = new ModelProxy(List.of(row("whole", server, "/whole"), row("quick", server, "/stream"),
            row("slow", slow, "/stream")));
        SessionQueues queues = new SessionQueues(base.resolve("sessions"), Keyring.open(base.resolve("secret")),
            Clock.systemUTC());
        BoxServer host = new BoxServer(base.resolve("run"), proxy, new ToolDoor(), new Deaf(),
            Clock.systemUTC(), SocketModes.SAME_UID, LIMITS)) {
      Path whole = box(host, queues, 1, "whole");
      Path quick = box(host, queues, 2, "quick");
      calls("whole answer", server, "/whole", whole, false);
      calls("first event of a stream", server, "/stream", quick, true);
      for (int i = 0; i < BOXES; i++) {
        boxes.add(box(host, queues, 100 + i, i < 8 ? "whole" : "slow"));
      }
      double direct = rate(() -> new RawClient(server.address()), 8 * EACH, "/whole");
      double proxied = rate(new Spread(boxes.subList(0, 8)), 8 * EACH, DOOR);
      print("calls a second, %d at a time            direct %8.0f   door %8.0f   ratio %.2f", 8 * EACH, direct, proxied,
          proxied / direct);
      List<Path> streaming = new ArrayList<>();
      for (int i = 0; i < BOXES; i++) {
        streaming.add(box(host, queues, 1_000 + i, "slow"));
      }
      streams(streaming);
    }
  }

  private static Upstream row(String name, BenchUpstream server, String target) {
    return Upstream.local(name, Dialect.ANTHROPIC, URI.create("http://127.0.0.1:" + server.address().getPort()),
        target);
  }

  private static Path box(BoxServer host, SessionQueues queues, int number, String upstream) {
    SessionId session = new SessionId("ses_%016x".formatted(number));
    var socket = host.open(new BoxId("box_%016x".formatted(number)));
    socket.bind(new BoxBinding(session, queues.of(session), new BoxConfig(1, "a" + number, "A", "anthropic", "m", 100,
        BoxConfig.Persona.EMPTY, List.of(), BoxConfig.Limits.DEFAULT), Set.of(), upstream));
    return socket.folder();
  }

  /// One after another, direct and through the door in turn.
  private static void calls(String what, BenchUpstream server, String path, Path folder, boolean firstEvent)
      throws IOException {
    long[] direct = new long[ROUNDS];
    long[] proxied = new long[ROUNDS];
    try (RawClient straight = new RawClient(server.address()); RawClient box = new RawClient(folder)) {
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        long one = timed(straight, path, firstEvent);
        long other = timed(box, DOOR, firstEvent);
        if (i >= 0) {
          direct[i] = one;
          proxied[i] = other;
        }
      }
    }
    Arrays.sort(direct);
    Arrays.sort(proxied);
    print("%-36s direct p50 %.3f p99 %.3f ms   door p50 %.3f p99 %.3f ms   overhead p50 %.3f p99 %.3f ms", what,
        ms(direct, 50), ms(direct, 99), ms(proxied, 50), ms(proxied, 99), ms(proxied, 50) - ms(direct, 50),
        ms(proxied, 99) - ms(direct, 99));
  }

  private static long timed(RawClient client, String path, boolean firstEvent) throws IOException {
    long start = System.nanoTime();
    client.sendPost(path, ASK);
    if (!firstEvent) {
      RawClient.Answer answer = client.answer();
      requireOk(answer.status(), answer.body());
      return System.nanoTime() - start;
    }
    requireOk(client.head().status(), "");
    client.chunk();
    long first = System.nanoTime() - start;
    while (client.chunk().length > 0) {
      // Only the first counts.
    }
    return first;
  }

  private static void requireOk(int status, String body) {
    if (status != 200) {
      throw new IllegalStateException("answered " + status + " " + body);
    }
  }

  private interface Connect {
    RawClient open() throws IOException;
  }

  /// As many connections to each box as it may have calls.
  private static final class Spread implements Connect {
    private final List<Path> boxes;
    private int opened;

    Spread(List<Path> boxes) {
      this.boxes = boxes;
    }

    @Override
    public synchronized RawClient open() throws IOException {
      return new RawClient(boxes.get(opened++ / EACH));
    }
  }

  private static double rate(Connect connect, int connections, String path) throws Exception {
    rate(connect instanceof Spread spread ? new Spread(spread.boxes) : connect, connections, path, BUSY.dividedBy(2));
    return rate(connect, connections, path, BUSY);
  }

  private static double rate(Connect connect, int connections, String path, Duration time) throws Exception {
    AtomicLong done = new AtomicLong();
    long end = System.nanoTime() + time.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      RawClient client = connect.open();
      threads.add(Thread.ofPlatform().start(() -> {
        try (client) {
          while (System.nanoTime() < end) {
            RawClient.Answer answer = client.post(path, ASK);
            requireOk(answer.status(), answer.body());
            done.incrementAndGet();
          }
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return done.get() / (time.toNanos() / 1e9);
  }

  private static void streams(List<Path> boxes) throws Exception {
    CountDownLatch running = new CountDownLatch(BOXES * EACH);
    AtomicLong events = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < BOXES * EACH; i++) {
      RawClient client = new RawClient(boxes.get(i / EACH));
      threads.add(Thread.ofVirtual().start(() -> {
        try (client) {
          requireOk(client.sendPost(DOOR, ASK).head().status(), "");
          running.countDown();
          while (client.chunk().length > 0) {
            events.incrementAndGet();
          }
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }));
    }
    running.await();
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    for (Thread thread : threads) {
      thread.join();
    }
    print(
        "%d streams at once: %d events in %.1f s, live heap %d MiB of at most %d MiB, the servers' and clients' included",
        BOXES * EACH, events.get(), (System.nanoTime() - start) / 1e9, used >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static double ms(long[] sorted, int percent) {
    return sorted[sorted.length * percent / 100] / 1e6;
  }

  // The table is what a bench is for.
  @SuppressWarnings("SystemOut")
  private static void print(String form, Object... values) {
    System.out.printf(Locale.ROOT, form + "%n", values);
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
