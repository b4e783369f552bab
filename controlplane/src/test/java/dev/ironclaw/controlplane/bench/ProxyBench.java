package dev.ironclaw.controlplane.bench;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// What the model door costs beside a direct call of the same server by the same client, and beside nginx as a plain
/// reverse proxy of it, all in one run and in turn: overhead, time to the first event, calls a second, and 200 streams at
/// once. The client speaks raw HTTP, so that what is measured is ours.
///
/// Usage: `ProxyBench [SECONDS]`, with the heap that the streams are to fit into (`-Xmx256m`); the seconds are those of
/// each warm-up (20).
public final class ProxyBench {
  private static final int ROUNDS = 2_000;
  private static final int BOXES = 8;
  private static final int AT_ONCE = 32;
  private static final int STREAMS = 200;
  private static final int TURNS = 5;
  private static final Duration BUSY = Duration.ofSeconds(2);
  private static final String ASK = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String DOOR = BoxApi.MODEL + "/v1/messages";
  private static final String DIRECT = "direct";
  private static final String PROXY = "nginx";

  private final Duration warmUp;

  private ProxyBench(Duration warmUp) {
    this.warmUp = warmUp;
  }

  /// Where the same answer is to be had.
  ///
  /// @param sockets connections are spread over them
  private record Way(List<SocketAddress> sockets, String path) {
    RawClient open(int number) throws IOException {
      return new RawClient(sockets.get(number % sockets.size()));
    }
  }

  public static void main(String[] args) throws Exception {
    // The system's own temporary folder may be too deep for a unix socket's path.
    Path base = Files.createTempDirectory(Path.of("/tmp"), "icp");
    try {
      new ProxyBench(Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 20)).run(base);
    } finally {
      try (Stream<Path> all = Files.walk(base)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private void run(Path base) throws Exception {
    try (BenchUpstream server = new BenchUpstream(1, 0);
        BenchUpstream quick = new BenchUpstream(3, 1);
        BenchUpstream slow = new BenchUpstream(100, 50);
        BenchDoor bare = door(base, BenchDoor.Guard.NONE, server, quick, slow);
        BenchDoor door = door(base, BenchDoor.Guard.METER, server, quick, slow);
        BenchDoor budget = door(base, BenchDoor.Guard.BUDGET, server, quick, slow)) {
      for (String answer : List.of("whole", "stream")) {
        BenchUpstream behind = answer.equals("whole") ? server : quick;
        Optional<BenchNginx> nginx = BenchNginx.start(Files.createDirectories(base.resolve("nginx-" + answer)),
            behind.address());
        if (nginx.isEmpty()) {
          print("nginx is not installed: nothing to compare a plain reverse proxy with (apt-get install nginx-light)");
        }
        try {
          Map<String, Way> ways = new LinkedHashMap<>();
          ways.put(DIRECT, new Way(List.of(behind.address()), "/" + answer));
          nginx.ifPresent(plain -> ways.put(PROXY, new Way(List.of(plain.address()), "/" + answer)));
          ways.put("door, no guard", way(bare, answer));
          ways.put("door", way(door, answer));
          ways.put("door, budget", way(budget, answer));
          calls(answer, ways);
          if (answer.equals("whole")) {
            rates(ways);
          }
        } finally {
          nginx.ifPresent(BenchNginx::close);
        }
      }
      streams(door);
    }
  }

  private static BenchDoor door(Path base, BenchDoor.Guard guard, BenchUpstream server, BenchUpstream quick,
      BenchUpstream slow) throws IOException {
    return new BenchDoor(Files.createDirectories(base.resolve(guard.name().toLowerCase(Locale.ROOT))), guard,
        List.of(row("whole", server), row("stream", quick), row("slow", slow)));
  }

  private static Upstream row(String name, BenchUpstream server) {
    return Upstream.local(name, Dialect.ANTHROPIC, URI.create("http://127.0.0.1:" + server.address().getPort()),
        name.equals("whole") ? "/whole" : "/stream");
  }

  private static Way way(BenchDoor door, String upstream) {
    List<SocketAddress> sockets = new ArrayList<>();
    for (int i = 0; i < BOXES; i++) {
      sockets.add(UnixDomainSocketAddress.of(door.box(upstream).resolve("host.sock")));
    }
    return new Way(sockets, DOOR);
  }

  /// One after another, each way in turn.
  private void calls(String answer, Map<String, Way> ways) throws IOException {
    boolean firstEvent = answer.equals("stream");
    Map<String, RawClient> clients = new LinkedHashMap<>();
    for (var way : ways.entrySet()) {
      clients.put(way.getKey(), way.getValue().open(0));
    }
    long warm = System.nanoTime() + warmUp.toNanos();
    Map<String, long[]> took = new LinkedHashMap<>();
    ways.keySet().forEach(name -> took.put(name, new long[ROUNDS]));
    for (int i = 0; i < ROUNDS;) {
      for (var way : ways.entrySet()) {
        long one = timed(clients.get(way.getKey()), way.getValue().path, firstEvent);
        took.get(way.getKey())[i] = one;
      }
      i += System.nanoTime() > warm ? 1 : 0;
    }
    long[] direct = sorted(took.get(DIRECT));
    for (var way : took.entrySet()) {
      long[] all = sorted(way.getValue());
      print("%-24s %-15s p50 %.3f p99 %.3f ms   over direct p50 %.3f p99 %.3f ms",
          firstEvent ? "first event of a stream" : "whole answer", way.getKey(), ms(all, 50), ms(all, 99),
          ms(all, 50) - ms(direct, 50), ms(all, 99) - ms(direct, 99));
    }
    for (RawClient client : clients.values()) {
      client.close();
    }
  }

  private static long[] sorted(long[] all) {
    long[] sorted = all.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static long timed(RawClient client, String path, boolean firstEvent) throws IOException {
    long start = System.nanoTime();
    client.sendPost(path, ASK);
    if (!firstEvent) {
      RawClient.Answer answer = client.answer();
      requireOk(answer.status(), answer.body());
      return System.nanoTime() - start;
    }
    RawClient.Answer head = client.head();
    requireOk(head.status(), "");
    Optional<String> length = Optional.ofNullable(head.headers().get("content-length"));
    if (length.isPresent()) {
      // All events were there when the first was handed on.
      client.bytes(Integer.parseInt(length.get()));
      return System.nanoTime() - start;
    }
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

  private void rates(Map<String, Way> ways) throws Exception {
    Map<String, double[]> rates = new LinkedHashMap<>();
    for (var way : ways.entrySet()) {
      rates.put(way.getKey(), new double[TURNS]);
      rate(way.getValue(), warmUp.dividedBy(ways.size()));
    }
    for (int turn = 0; turn < TURNS; turn++) {
      for (var way : ways.entrySet()) {
        rates.get(way.getKey())[turn] = rate(way.getValue(), BUSY);
      }
    }
    double direct = median(rates.get(DIRECT));
    double proxy = rates.containsKey(PROXY) ? median(rates.get(PROXY)) : Double.NaN;
    rates.forEach((name, all) -> print(
        "%-24s %-15s median %.0f (%.0f to %.0f)   to direct %.2f   to nginx %.2f", "calls/s, " + AT_ONCE + " at once",
        name, median(all), Arrays.stream(all).min().orElseThrow(), Arrays.stream(all).max().orElseThrow(),
        median(all) / direct, median(all) / proxy));
  }

  private static double median(double[] all) {
    double[] sorted = all.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double rate(Way way, Duration time) throws Exception {
    AtomicLong done = new AtomicLong();
    AtomicLong failed = new AtomicLong();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      RawClient client = way.open(i);
      threads.add(Thread.ofPlatform().start(() -> {
        try (client) {
          while (System.nanoTime() < end) {
            RawClient.Answer answer = client.post(way.path, ASK);
            requireOk(answer.status(), answer.body());
            done.incrementAndGet();
          }
        } catch (IOException | IllegalStateException e) {
          failed.incrementAndGet();
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failed.get() > 0) {
      throw new IllegalStateException(failed.get() + " connections broke");
    }
    return done.get() / ((System.nanoTime() - start) / 1e9);
  }

  private static void streams(BenchDoor door) throws Exception {
    CountDownLatch running = new CountDownLatch(STREAMS);
    AtomicLong events = new AtomicLong();
    AtomicLong whole = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    List<Path> boxes = new ArrayList<>();
    for (int i = 0; i < STREAMS / 4; i++) {
      boxes.add(door.box("slow"));
    }
    long start = System.nanoTime();
    for (int i = 0; i < STREAMS; i++) {
      RawClient client = new RawClient(boxes.get(i / 4));
      threads.add(Thread.ofVirtual().start(() -> {
        try (client) {
          requireOk(client.sendPost(DOOR, ASK).head().status(), "");
          running.countDown();
          while (client.chunk().length > 0) {
            events.incrementAndGet();
          }
          whole.incrementAndGet();
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
        "%d streams at once, %d of them whole: %d pieces in %.1f s, live heap %d MiB of at most %d MiB, the servers' and "
            + "clients' included",
        STREAMS, whole.get(), events.get(), (System.nanoTime() - start) / 1e9, used >> 20,
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
}
