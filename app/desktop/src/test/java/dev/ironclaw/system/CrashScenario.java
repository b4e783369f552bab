package dev.ironclaw.system;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Kills the control plane and boxes at random points while people write and changes are asked for, approved and
/// applied; then counts: every message answered once, every request one card, every approved change applied once, the
/// audit log intact, nothing left behind.
public final class CrashScenario {
  private static final String AGENT = "mock-agent";
  /// The most that the control plane gives at once.
  private static final int PAGE = 2_000;
  /// Below what one agent may ask for in an hour.
  private static final int MAX_REQUESTS = 25;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path state;
  private final List<String> flags;
  private final int rounds;
  private final Random random;
  private final Random pauses;
  private final AtomicReference<ControlPlaneClient> client = new AtomicReference<>();
  private final AtomicBoolean sending = new AtomicBoolean(true);
  private final Map<String, String> sent = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> problems = new ConcurrentLinkedQueue<>();
  private int killedControlPlanes;
  private int killedBoxes;

  public CrashScenario(Path state, int rounds, long seed, List<String> flags) {
    this.state = state;
    this.rounds = rounds;
    this.random = new Random(seed);
    this.pauses = new Random(seed + 1);
    this.flags = List.copyOf(flags);
  }

  /// What was done and what went wrong.
  ///
  /// @param failures empty where every promise held
  public record Report(int rounds, int killedControlPlanes, int killedBoxes, int messages, int agentRequests,
      int appliedChanges, List<String> failures) {}

  public Report run() throws InterruptedException {
    ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state, flags);
    client.set(controlPlane.client());
    Thread sender = Thread.ofPlatform().name("sender").start(() -> guarded(this::send));
    Thread human = Thread.ofPlatform().name("human").start(() -> guarded(this::decide));
    for (int round = 0; round < rounds; round++) {
      TimeUnit.MILLISECONDS.sleep(40L + random.nextInt(1_200)); // sleep-ok: decides at which step the kill hits
      if (random.nextBoolean()) {
        killedBoxes += killABox();
      } else {
        controlPlane.kill();
        killedControlPlanes++;
        controlPlane = ControlPlaneProcess.start(state, flags);
        client.set(controlPlane.client());
      }
    }
    sending.set(false);
    sender.join();
    List<String> failures = new ArrayList<>();
    awaitAnswers(failures);
    human.interrupt();
    human.join();
    int applied = count(failures);
    int code = controlPlane.terminate();
    if (code != 0 && code != 143) {
      failures.add("the control plane ended with " + code);
    }
    Leftovers.of(state).forEach(left -> failures.add("left behind: " + left));
    try {
      AuditVerdict verdict = AuditVerifier.verify(state);
      if (!(verdict instanceof AuditVerdict.Intact)) {
        failures.add("audit log not intact: " + verdict);
      }
    } catch (IOException e) {
      failures.add("audit log unreadable: " + e);
    }
    problems.forEach(problem -> failures.add("unexpected: " + problem));
    return new Report(rounds, killedControlPlanes, killedBoxes, sent.size(), asked.size(), applied, failures);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      problems.add(e);
    }
  }

  private int killABox() {
    List<Long> boxes = Leftovers.sandboxes(state);
    if (boxes.isEmpty()) {
      return 0;
    }
    long pid = boxes.get(random.nextInt(boxes.size()));
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    return 1;
  }

  /// A person who writes, and sends the same message again until it was taken.
  private void send() {
    for (int n = 0; sending.get(); n++) {
      String id = "soak-" + n;
      boolean asks = n % 15 == 7 && asked.size() < MAX_REQUESTS;
      String text = asks
          ? "tool:request_capability_change {\"kind\":\"persona\",\"payload\":{\"soul\":\"soak " + n
              + "\"},\"reason\":\"soak\"}"
          : "message " + n;
      String messageId = until(() -> client.get().send(new ChatSendBody(AGENT, text, Optional.of(id))).messageId());
      sent.put(messageId, text);
      if (asks) {
        asked.add(messageId);
      }
      if (n % 20 == 3) {
        String change = String.format(java.util.Locale.ROOT, "chg_%032x", n);
        until(() -> client.get().submit(ChangeSubmitBody.of(Optional.of(change), "persona", AGENT,
            Map.of("identity", "operator " + change), Optional.empty())).id());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauses.nextInt(60)));
    }
  }

  /// A human who approves every card as it is shown.
  private void decide() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        for (ChangeView change : client.get().pendingChanges()) {
          client.get().decide(change.id(), DecisionBody.approve(change.cardHash(), Optional.empty()));
        }
      } catch (ApiException e) {
        // Killed meanwhile, or the card is stale: look again.
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static <T> T until(java.util.function.Supplier<T> call) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (ApiException e) {
        boolean passing = e.kind() == ApiException.Kind.NOT_RUNNING || e.status() == 429 || e.status() == 503
            || e.status() == 0;
        if (!passing || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private void awaitAnswers(List<String> failures) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int missing = sent.size();
    while (missing > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      Map<String, List<String>> answers = answers();
      missing = (int) sent.keySet().stream().filter(id -> !answers.containsKey(id)).count();
    }
    if (missing > 0) {
      failures.add(missing + " messages have no answer");
    }
    long open = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!client.get().pendingChanges().isEmpty() && System.nanoTime() < open) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  /// True where this is what the mock model says to that text.
  static boolean answers(String text, String reply) {
    return text.startsWith("tool:")
        ? reply.startsWith("mock-agent tool result:")
        : reply.contains("mock-agent received:") && reply.endsWith(text);
  }

  private Map<String, List<String>> answers() {
    Map<String, List<String>> answers = new HashMap<>();
    Optional<String> after = Optional.empty();
    while (true) {
      Optional<String> from = after;
      List<MessageView> page = until(() -> client.get().messages(AGENT, from, 200, false).messages());
      if (page.isEmpty()) {
        return answers;
      }
      for (MessageView message : page) {
        message.inReplyTo().ifPresent(
            id -> answers.computeIfAbsent(id, _ -> new ArrayList<>()).add(message.content()));
      }
      after = Optional.of(page.getLast().id());
    }
  }

  private List<ChangeHistoryView> wholeHistory() {
    List<ChangeHistoryView> history = new ArrayList<>();
    for (List<ChangeHistoryView> page = client.get().changeHistory(PAGE); !page.isEmpty(); page = client.get()
        .changeHistory(history.getLast().request().id(), PAGE)) {
      history.addAll(page);
    }
    return history;
  }

  private List<AuditEntryView> wholeAudit() {
    List<AuditEntryView> audit = new ArrayList<>();
    long oldest = Long.MAX_VALUE / 16;
    for (List<AuditEntryView> page = client.get().audit(oldest, PAGE); !page.isEmpty(); page = client.get()
        .audit(oldest, PAGE)) {
      oldest = page.getFirst().seq();
      audit.addAll(page);
    }
    return audit;
  }

  private int count(List<String> failures) {
    answers().forEach((id, replies) -> {
      if (replies.size() != 1) {
        failures.add("message " + id + " has " + replies.size() + " answers");
      }
      // What is not in there is the gateway's own word to the agent.
      Optional<String> text = Optional.ofNullable(sent.get(id));
      replies.stream().filter(reply -> text.isPresent() && !answers(text.get(), reply))
          .forEach(reply -> failures.add("message " + id + " '" + text.orElse("") + "' was answered '" + reply + "'"));
    });
    List<ChangeHistoryView> history = wholeHistory();
    List<AuditEntryView> audit = wholeAudit();
    Map<String, Integer> applies = new HashMap<>();
    audit.stream().filter(entry -> entry.stage().equals("apply") && entry.detail().startsWith("applied: "))
        .flatMap(entry -> entry.changeId().stream()).forEach(id -> applies.merge(id, 1, Integer::sum));
    long fromAgents = history.stream().filter(change -> change.request().requestedBy().startsWith("sandbox:")).count();
    long open = client.get().pendingChanges().size();
    if (open > 0) {
      failures.add(open + " changes are still pending");
    }
    if (fromAgents != asked.size()) {
      failures.add(asked.size() + " requests made " + fromAgents + " cards");
    }
    int applied = 0;
    for (ChangeHistoryView change : history) {
      if (change.status().equals("applied")) {
        applied++;
        if (applies.getOrDefault(change.request().id(), 0) != 1) {
          failures
              .add("change " + change.request().id() + " was applied " + applies.get(change.request().id()) + " times");
        }
      } else if (change.status().equals("approved")) {
        failures.add("change " + change.request().id() + " was approved and never applied");
      }
    }
    long revision = client.get().agent(AGENT).revision();
    if (revision != 1 + applied) {
      failures.add(applied + " applied changes took the agent from revision 1 to " + revision);
    }
    return applied;
  }
}
