package dev.ironclaw.controlplane.bench;

import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditQuery;
import dev.ironclaw.controlplane.audit.AuditSettings;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The audit log with a million entries: what an append costs beyond its commit, how fast it is verified and searched,
/// and how long a start takes. Prints a table.
///
/// Usage: `AuditBench <folder on the disk> [entries]`
public final class AuditBench {
  private static final int APPENDS = 1_000;
  private static final int SEARCHES = 200;
  private static final int BATCH = 1_000;
  private static final List<String> KINDS = List.of("enabled_tools", "persona", "start", "end", "bind", "posture");

  private final Path folder;
  private final int entries;
  private final Random random = new Random(20_261_120);

  private AuditBench(Path folder, int entries) {
    this.folder = folder;
    this.entries = entries;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "audit-bench");
    new AuditBench(folder, Integer.parseInt(arguments.length > 1 ? arguments[1] : "1000000")).run();
  }

  private void run() throws IOException {
    Keyring keyring = Keyring.open(folder);
    try (Database state = state(keyring)) {
      try (AuditLog audit = open(state, keyring)) {
        appends(state, audit, "new log");
        fill(audit);
        appends(state, audit, "full log");
        long start = System.nanoTime();
        audit.search(text("beginning"), 1);
        System.out.printf("index brought up to the log: %.1f s%n", seconds(start));
        searches(audit);
      }
      long start = System.nanoTime();
      open(state, keyring).close();
      System.out.printf("start (comparison of files, head and database) and stop: %.0f ms%n", seconds(start) * 1e3);
    }
    verify();
  }

  private Database state(Keyring keyring) {
    Database state = Database.open(folder.resolve("state.db"), keyring.derived("state.db"),
        StateSchema.current());
    return state.<Database>write(connection -> {
      try (var create = connection.createStatement()) {
        create.execute("CREATE TABLE IF NOT EXISTS bench (id INTEGER PRIMARY KEY, words TEXT)");
      }
      return state;
    });
  }

  private AuditLog open(Database state, Keyring keyring) {
    return AuditLog.open(state, folder, keyring.auditSigning(), keyring.auditSealing().getFirst(),
        Clock.systemUTC(), AuditSettings.DEFAULT);
  }

  /// A transition alone, then the same with its entry: the difference is what the log costs.
  private void appends(Database state, AuditLog audit, String when) {
    List<Long> plain = new ArrayList<>();
    List<Long> audited = new ArrayList<>();
    for (int i = 0; i < 2 * APPENDS; i++) {
      boolean warm = i >= APPENDS;
      long start = System.nanoTime();
      state.write(AuditBench::transition);
      long middle = System.nanoTime();
      audit.write(transaction -> {
        transaction.audit(event());
        return transition(transaction.connection());
      });
      if (warm) {
        plain.add(middle - start);
        audited.add(System.nanoTime() - middle);
      }
    }
    System.out.printf(
        "%s: commit alone p50 %.2f ms, with its entry p50 %.2f p99 %.2f ms, beyond the commit p50 %.2f ms%n",
        when, at(plain, 0.5), at(audited, 0.5), at(audited, 0.99), at(audited, 0.5) - at(plain, 0.5));
  }

  private static int transition(java.sql.Connection connection) throws java.sql.SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO bench(words) VALUES ('a transition of the bench')")) {
      return insert.executeUpdate();
    }
  }

  private void fill(AuditLog audit) {
    long start = System.nanoTime();
    for (int done = 0; done < entries; done += BATCH) {
      audit.<Boolean>write(transaction -> {
        for (int i = 0; i < BATCH; i++) {
          transaction.audit(event());
        }
        return true;
      });
    }
    System.out.printf("filled with %d entries in %.0f s%n", entries, seconds(start));
  }

  private AuditEvent event() {
    int agent = random.nextInt(50);
    return new AuditEvent(agent % 3 == 0 ? "box" : "decision", "chg_%08x".formatted(random.nextInt(1 << 17)),
        KINDS.get(random.nextInt(KINDS.size())), "local", "for agent-" + agent + " at revision " + random.nextInt(90)
            + ", word" + random.nextInt(10_000) + " beginning of the middle of the end",
        "agent-" + agent);
  }

  private void searches(AuditLog audit) {
    search(audit, "newest 100", () -> AuditQuery.ALL);
    search(audit, "one agent", () -> field("agent-" + random.nextInt(50), "", ""));
    search(audit, "one change", () -> field("", "chg_%08x".formatted(random.nextInt(1 << 17)), ""));
    search(audit, "one agent and kind", () -> field("agent-" + random.nextInt(50), "", "posture"));
    search(audit, "rare word", () -> text("word" + random.nextInt(10_000)));
    search(audit, "common words", () -> text("beginning middle"));
    search(audit, "rare and common word", () -> text("word" + random.nextInt(10_000) + " beginning"));
    search(audit, "beginning of a word", () -> text("word" + random.nextInt(1_000) + "*"));
    search(audit, "a second of time", this::second);
  }

  private AuditQuery second() {
    Instant from = Instant.now().minusMillis(random.nextInt(60_000));
    return new AuditQuery(Optional.of(from), Optional.of(from.plusSeconds(1)), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static AuditQuery field(String agent, String subject, String kind) {
    return new AuditQuery(Optional.empty(), Optional.empty(), given(agent), Optional.empty(), given(kind),
        given(subject), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static AuditQuery text(String words) {
    return new AuditQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty(), given(words), Optional.empty());
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(words -> !words.isEmpty());
  }

  private static void search(AuditLog audit, String what, java.util.function.Supplier<AuditQuery> query) {
    List<Long> times = new ArrayList<>();
    int found = 0;
    for (int i = 0; i < SEARCHES; i++) {
      AuditQuery wanted = query.get();
      long start = System.nanoTime();
      found += audit.search(wanted, 100).size();
      times.add(System.nanoTime() - start);
    }
    System.out.printf("search, %-22s p50 %7.2f ms  p99 %7.2f ms  (%d found on average)%n", what + ":", at(times, 0.5),
        at(times, 0.99), found / SEARCHES);
  }

  private void verify() throws IOException {
    double best = 0;
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      if (!(AuditVerifier.verify(folder) instanceof AuditVerdict.Intact intact)) {
        throw new IllegalStateException("the bench's own log is broken");
      }
      best = Math.max(best, intact.entries() / seconds(start));
    }
    System.out.printf("verified: %.0f entries a second (best of 3)%n", best);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double at(List<Long> nanos, double share) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
  }
}
