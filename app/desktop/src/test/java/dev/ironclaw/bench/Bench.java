package dev.ironclaw.bench;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.system.ControlPlaneProcess;
import dev.ironclaw.system.Leftovers;
import dev.ironclaw.system.TrafficScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Latency, memory and idle cost of the running system with real gVisor boxes and the mock model.
public final class Bench {
  private static final String AGENT = "mock-agent";
  private static final int WARM_UP = 2_000;
  private static final int ROUNDS = 2_000;
  private static final int STARTS = 9;

  private final Path folder;

  private Bench(Path folder) {
    this.folder = folder;
  }

  public static void main(String... arguments) throws IOException, InterruptedException {
    Bench bench = new Bench(Files.createTempDirectory("ironclaw-bench-"));
    System.out.println("runtime runsc, Java " + System.getProperty("java.version") + ", "
        + Runtime.getRuntime().availableProcessors() + " processors");
    bench.warm();
    bench.first("with the pool", "1");
    bench.first("without the pool", "0");
    bench.idle();
  }

  private void warm() {
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(folder.resolve("w"), TrafficScenario.FULL_SPEED);
        ControlPlaneClient client = controlPlane.client();
        EventStream events = client.events(Optional.empty())) {
      for (int n = 0; n < WARM_UP; n++) {
        roundTrip(client, events, "w" + n);
      }
      long[] nanos = new long[ROUNDS];
      for (int n = 0; n < ROUNDS; n++) {
        nanos[n] = roundTrip(client, events, "m" + n);
      }
      System.out.println(
          "message to reply, warm box after " + WARM_UP + " messages, seen by an API client: " + new Figures(nanos));
    }
  }

  /// From the POST to the reply's event.
  private static long roundTrip(ControlPlaneClient client, EventStream events, String id) {
    long start = System.nanoTime();
    String sent = client.send(new ChatSendBody(AGENT, "hello " + id, Optional.of(id))).messageId();
    while (true) {
      StreamEvent event = events.next().orElseThrow();
      if (event.type().equals("chat.message") && event.data().get("message") instanceof Map<?, ?> message
          && sent.equals(message.get("inReplyTo"))) {
        return System.nanoTime() - start;
      }
    }
  }

  private void first(String how, String pool) throws InterruptedException {
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(folder.resolve("f" + pool),
        List.of("--pool-size", pool));
        ControlPlaneClient client = controlPlane.client();
        EventStream events = client.events(Optional.empty())) {
      long[] nanos = new long[STARTS];
      for (int n = 0; n < STARTS; n++) {
        settle(client, pool.equals("0") ? 0 : 2);
        nanos[n] = roundTrip(client, events, "f" + n);
        client.terminate(client.sessions().getFirst().id());
      }
      System.out.println("first message of a session " + how + ": " + new Figures(nanos));
    }
  }

  private static void settle(ControlPlaneClient client, int pooled) throws InterruptedException {
    while (client.status().boxes().stream().filter(box -> box.state().equals("pooled")).count() < pooled
        || client.status().boxes().stream().anyMatch(box -> !box.state().equals("pooled"))) {
      TimeUnit.MILLISECONDS.sleep(100); // sleep-ok: a benchmark between its measurements
    }
  }

  private void idle() throws IOException, InterruptedException {
    Path state = folder.resolve("i");
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state,
        List.of("--pool-size", "10", "--pool-max", "20"));
        ControlPlaneClient client = controlPlane.client()) {
      settle(client, 20);
      TimeUnit.SECONDS.sleep(20); // sleep-ok: lets the boxes come to rest
      List<Long> boxes = Leftovers.sandboxes(state);
      long pss = 0;
      for (long pid : Leftovers.boxProcesses(state)) {
        pss += pss(pid);
      }
      System.out.printf(Locale.ROOT, "memory of an idle box: %.1f MiB PSS (all its processes, mean of %d)%n",
          pss / 1024.0 / boxes.size(), boxes.size());
      Duration before = cpu(controlPlane.pid());
      long start = System.nanoTime();
      TimeUnit.SECONDS.sleep(60); // sleep-ok: the time that is measured
      double used = cpu(controlPlane.pid()).minus(before).toNanos() / (double) (System.nanoTime() - start);
      System.out.printf(Locale.ROOT, "idle control plane with %d boxes: %.3f %% of a core, %.0f MiB PSS%n",
          boxes.size(),
          used * 100, pss(controlPlane.pid()) / 1024.0);
    }
  }

  private static Duration cpu(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return Duration.ofMillis(ticks * 10);
  }

  private static long pss(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      if (line.startsWith("Pss:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }
}
