package dev.ironclaw.system;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.MessageView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Several people write to one agent at once, through one real box, while its answers come back.
public final class TrafficScenario {
  /// The rate of model calls is capped by default; here the crossing is what is tested.
  public static final List<String> FULL_SPEED = List.of("--model-proxy-rps", "10000", "--model-proxy-burst", "10000");

  private static final String AGENT = "mock-agent";
  private static final int SENDERS = 4;
  /// Messages under way at once: enough to keep the box busy, few enough that its backlog ends with the senders.
  private static final int UNDER_WAY = 64;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private TrafficScenario() {}

  /// What was counted.
  ///
  /// @param outOfOrder answers that stand before the answer to an earlier message
  /// @param malformed answers that are not the echo of their message
  public record Report(int sent, int answered, int lost, int duplicated, int outOfOrder, int malformed) {}

  public static Report run(Path state, Duration time, List<String> flags) throws InterruptedException {
    try (ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, flags);
        ControlPlaneClient reader = controlPlane.client();
        EventStream events = reader.events(Optional.empty())) {
      Semaphore room = new Semaphore(UNDER_WAY);
      Thread.ofPlatform().daemon().start(() -> makeRoom(events, room));
      Map<String, String> sent = new ConcurrentHashMap<>();
      long end = System.nanoTime() + time.toNanos();
      List<Thread> senders = new ArrayList<>();
      for (int sender = 0; sender < SENDERS; sender++) {
        int number = sender;
        senders.add(Thread.ofPlatform().start(() -> {
          try (ControlPlaneClient client = controlPlane.client()) {
            for (int n = 0; System.nanoTime() < end; n++) {
              if (!room.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("no answer came for " + PATIENCE);
              }
              String text = "sender " + number + " message " + n + " öß漢 \"quoted\" \\ tab\t.";
              sent.put(client.send(new ChatSendBody(AGENT, text, Optional.of("t-" + number + "-" + n))).messageId(),
                  text);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }));
      }
      for (Thread sender : senders) {
        sender.join();
      }
      return count(reader, sent);
    }
  }

  private static void makeRoom(EventStream events, Semaphore room) {
    for (Optional<StreamEvent> event = events.next(); event.isPresent(); event = events.next()) {
      if (event.get().type().equals("chat.message")) {
        room.release();
      } else if (event.get().type().equals(StreamEvent.RESYNC)) {
        room.release(UNDER_WAY);
      }
    }
  }

  private static Report count(ControlPlaneClient reader, Map<String, String> sent) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<MessageView> all = everything(reader);
    while (answered(all, sent) < sent.size() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
      all = everything(reader);
    }
    Map<String, Integer> position = new HashMap<>();
    List<MessageView> answers = new ArrayList<>();
    for (MessageView message : all) {
      if (message.role().equals("agent")) {
        answers.add(message);
      } else {
        position.put(message.id(), position.size());
      }
    }
    Set<String> seen = new HashSet<>();
    int duplicated = 0;
    int outOfOrder = 0;
    int malformed = 0;
    int last = -1;
    for (MessageView answer : answers) {
      String asked = answer.inReplyTo().orElse("");
      String text = sent.get(asked);
      if (text == null || !answer.content().startsWith("mock-agent received: ") || !answer.content().endsWith(text)) {
        malformed++;
      }
      if (!seen.add(asked)) {
        duplicated++;
      }
      int at = position.getOrDefault(asked, -1);
      if (at <= last) {
        outOfOrder++;
      }
      last = at;
    }
    int lost = (int) sent.keySet().stream().filter(id -> !seen.contains(id)).count();
    return new Report(sent.size(), answers.size(), lost, duplicated, outOfOrder, malformed);
  }

  private static long answered(List<MessageView> all, Map<String, String> sent) {
    return all.stream().filter(message -> message.role().equals("agent"))
        .filter(message -> sent.containsKey(message.inReplyTo().orElse(""))).count();
  }

  private static List<MessageView> everything(ControlPlaneClient reader) {
    List<MessageView> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    while (true) {
      List<MessageView> page = reader.messages(AGENT, after, 200, true).messages();
      if (page.isEmpty()) {
        return all;
      }
      all.addAll(page);
      after = Optional.of(page.getLast().id());
    }
  }
}
