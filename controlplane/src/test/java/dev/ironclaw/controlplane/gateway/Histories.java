package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Runs many [History]s, one after the other in one database; every fortieth over a real audit log, whose files are cut off
/// in the middle too and must verify at the end.
final class Histories {
  private static final int REAL_LOG_EVERY = 40;
  /// Then come a new database and a new log: each start reads the whole log.
  private static final int LIVES_PER_FOLDER = 1_000;

  private final Path folder;

  Histories(Path folder) {
    this.folder = folder;
  }

  /// What came out.
  ///
  /// @param entries lines of real audit logs that were verified
  record Report(int lives, long steps, long crashes, long applied, long entries, List<String> failures) {
    boolean held() {
      return failures.isEmpty();
    }
  }

  /// @param progress told what came out so far
  Report run(long seed, int lives, Consumer<Report> progress) throws IOException {
    Report total = new Report(0, 0, 0, 0, 0, List.of());
    for (int done = 0; done < lives; done += LIVES_PER_FOLDER) {
      Path state = Files.createDirectories(folder.resolve("lives-" + done));
      total = add(total, inOneFolder(state, seed + done, Math.min(LIVES_PER_FOLDER, lives - done)));
      progress.accept(total);
    }
    return total;
  }

  private static Report add(Report one, Report other) {
    List<String> failures = new ArrayList<>(one.failures());
    failures.addAll(other.failures());
    return new Report(one.lives() + other.lives(), one.steps() + other.steps(), one.crashes() + other.crashes(),
        one.applied() + other.applied(), one.entries() + other.entries(), List.copyOf(failures));
  }

  private static Report inOneFolder(Path state, long seed, int lives) throws IOException {
    long steps = 0;
    long crashes = 0;
    long applied = 0;
    boolean real = false;
    List<String> failures = new ArrayList<>();
    Path log = Files.createDirectories(state.resolve("log"));
    HistoryFolders folders = new HistoryFolders(state);
    try (GatewayRig rig = new GatewayRig(state)) {
      rig.unmountable = folders::unmountable;
      for (long life = seed; life < seed + lives; life++) {
        boolean withLog = life % REAL_LOG_EVERY == 0;
        real |= withLog;
        rig.logTo(withLog ? log : null);
        try {
          History.Outcome outcome = new History(rig, folders, life).run();
          steps += outcome.steps();
          crashes += outcome.crashes();
          applied += outcome.applied();
        } catch (AssertionError | RuntimeException e) {
          failures.add("seed " + life + ": " + e);
        }
      }
    }
    long entries = real ? verified(log, failures, seed) : 0;
    return new Report(lives, steps, crashes, applied, entries, failures);
  }

  private static long verified(Path log, List<String> failures, long seed) throws IOException {
    AuditVerdict verdict = AuditVerifier.verify(log);
    if (verdict instanceof AuditVerdict.Intact intact) {
      return intact.entries();
    }
    failures.add("the log of the lives from seed " + seed + " on: " + verdict);
    return 0;
  }
}
