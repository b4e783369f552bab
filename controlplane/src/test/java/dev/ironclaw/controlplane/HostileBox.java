package dev.ironclaw.controlplane;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.box.RawClient;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One box that has turned: beside its agent, several connections knock at every door as fast as they are answered.
final class HostileBox implements AutoCloseable {
  private static final int CONNECTIONS = 6;
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
  private static final Pattern ROW = Pattern.compile("\"id\":\"((?:in|sys)_[A-Za-z0-9_-]+)\"");

  private final Supplier<Path> socket;
  private final AtomicLong left;
  private final List<String> secrets;
  private final Set<String> failures;
  private final Set<String> ownIds = ConcurrentHashMap.newKeySet();
  private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
  private final Map<RawClient, Long> waiting = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("hostile-watch").factory());
  private volatile boolean over;

  /// @param socket folder of the box's socket, now; wakes the box where it has none
  /// @param left requests that are still to be made by all boxes together
  /// @param secrets what no answer may hold
  /// @param failures takes what went wrong
  HostileBox(Supplier<Path> socket, AtomicLong left, List<String> othersIds, List<String> secrets, Set<String> failures,
      long seed) {
    this.socket = socket;
    this.left = left;
    this.secrets = secrets;
    this.failures = failures;
    for (int i = 0; i < CONNECTIONS; i++) {
      HostileRequests requests = new HostileRequests(new Random(seed + i), othersIds, ownIds);
      threads.add(Thread.ofPlatform().daemon().name("hostile-" + i).start(() -> knock(requests)));
    }
    threads.add(Thread.ofPlatform().daemon().name("hostile-events").start(this::listen));
    var _ = watch.scheduleAtFixedRate(this::endTheUnanswered, 5, 5, TimeUnit.SECONDS);
  }

  /// How many answers each door gave, by status; 0 for a connection that was closed.
  Map<String, LongAdder> answers() {
    return answers;
  }

  void await() throws InterruptedException {
    for (Thread thread : threads.subList(0, CONNECTIONS)) {
      thread.join();
    }
  }

  private void knock(HostileRequests requests) {
    while (!over && left.get() > 0) {
      try (RawClient client = new RawClient(socket.get())) {
        speak(client, requests);
      } catch (IOException | RuntimeException e) {
        // silent-ok: the host may close on a hostile box at any time; the next connection shows that it still answers
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private void speak(RawClient client, HostileRequests requests) throws IOException {
    while (!over && left.getAndDecrement() > 0) {
      HostileRequests.Shot shot = requests.next();
      waiting.put(client, System.nanoTime());
      try {
        client.send(shot.bytes());
        if (!shot.whole()) {
          client.channel().shutdownOutput();
          judge(shot, 0, client.rest());
          return;
        }
        RawClient.Answer answer = client.answer();
        judge(shot, answer.status(), answer.body());
        if ("close".equals(answer.headers().get("connection"))) {
          return;
        }
      } catch (EOFException e) {
        // silent-ok: counted as closed
        count(shot.door(), 0);
        return;
      } finally {
        waiting.remove(client);
      }
    }
  }

  private void judge(HostileRequests.Shot shot, int status, String body) {
    count(shot.door(), status);
    if (status == 500 || body.contains("HTTP/1.1 500") || body.contains("Exception")) {
      fail(shot, status, body);
    }
    if (secrets.stream().anyMatch(body::contains)) {
      fail(shot, status, "A SECRET: " + body);
    }
  }

  private void fail(HostileRequests.Shot shot, int status, String body) {
    String asked = new String(shot.bytes(), StandardCharsets.UTF_8);
    if (failures.size() < 20) {
      failures.add(shot.door() + " answered " + status + " " + body.substring(0, Math.min(300, body.length())) + " to "
          + asked.substring(0, Math.min(600, asked.length())));
    }
  }

  private void count(String door, int status) {
    answers.computeIfAbsent(door + " " + status, _ -> new LongAdder()).increment();
  }

  /// Learns ids as a box does; each stream ends the agent's own, which comes back and ends this one.
  private void listen() {
    while (!over && left.get() > 0) {
      try (RawClient client = new RawClient(socket.get())) {
        client.send("GET " + BoxApi.EVENTS + " HTTP/1.1\r\nHost: box\r\n\r\n");
        count("events", client.head().status());
        for (String line = client.bodyLine(); !line.isEmpty() && !over; line = client.bodyLine()) {
          Matcher row = ROW.matcher(line);
          while (row.find() && ownIds.size() < 200) {
            ownIds.add(row.group(1));
          }
          if (secrets.stream().anyMatch(line::contains)) {
            failures.add("the event stream held a secret");
          }
        }
      } catch (IOException | RuntimeException e) {
        // silent-ok: see above
      }
      LockSupport.parkNanos(500_000_000);
    }
  }

  private void endTheUnanswered() {
    waiting.forEach((client, since) -> {
      if (System.nanoTime() - since > LONGEST_ANSWER.toNanos()) {
        failures.add("no answer within " + LONGEST_ANSWER.toSeconds() + " s");
        try {
          client.close();
        } catch (IOException e) {
          failures.add("closing failed: " + e);
        }
      }
    });
  }

  @Override
  public void close() {
    over = true;
    watch.shutdownNow();
  }
}
