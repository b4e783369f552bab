package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditWitness;
import dev.ironclaw.controlplane.store.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files and database that were put back together contradict a witness that was not. Only a line that a restore was told
/// to give up, and that the log itself says so of, is no contradiction.
///
/// @param witness how people know it
/// @param seq the line that it knows and the log has not
public record Rewind(String witness, long seq, String hash) {
  private static final Logger LOG = LoggerFactory.getLogger(Rewind.class);

  /// What these witnesses know that the log has not.
  ///
  /// @param publicKey content of `audit.pub`
  public static List<Rewind> find(Database state, List<Witness> witnesses, byte[] publicKey) throws IOException {
    List<Rewind> found = new ArrayList<>();
    for (Witness witness : witnesses) {
      Optional<AuditWitness.Line> newest = witness.newest(publicKey);
      newest.filter(line -> !AuditClerk.agrees(state, line.seq(), line.hash()))
          .map(line -> new Rewind(witness.name(), line.seq(), line.hash()))
          .filter(rewind -> !state.read(connection -> AcceptedRewindStore.has(connection, rewind)))
          .ifPresent(found::add);
    }
    return found;
  }

  static Optional<String> against(Database state, List<Witness> witnesses, byte[] publicKey) {
    for (Witness witness : witnesses) {
      try {
        Optional<Rewind> rewind = find(state, List.of(witness), publicKey).stream().findFirst();
        if (rewind.isPresent()) {
          return rewind.map(Rewind::words);
        }
      } catch (IOException e) {
        LOG.warn("audit: the witness {} can't be read; it is told when it can", witness.name(), e);
      }
    }
    return Optional.empty();
  }

  /// In plain words.
  public String words() {
    return "the witness " + witness + " knows line " + seq
        + ", and this log has none with that hash: an older state was put back";
  }
}
