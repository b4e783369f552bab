package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.contract.audit.AuditWitness;
import dev.ironclaw.controlplane.audit.Rewind;
import dev.ironclaw.controlplane.audit.Witness;
import dev.ironclaw.controlplane.store.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the witnesses that a restore names say of its log. One that says nothing is no "no": it may be the wrong file.
///
/// @param rewinds lines that are known and that the log has not
/// @param silent witnesses without an answer, and why
/// @param words for the audit log
record Testimony(List<Rewind> rewinds, List<String> silent, String words) {
  /// @param publicKey content of `audit.pub`
  static Testimony of(Database state, List<Witness> witnesses, byte[] publicKey) {
    List<String> silent = new ArrayList<>();
    List<String> words = new ArrayList<>();
    List<Rewind> rewinds = new ArrayList<>();
    for (Witness witness : witnesses) {
      String said;
      try {
        Optional<AuditWitness.Line> newest = witness.newest(publicKey);
        said = newest.map(line -> "knows line " + line.seq() + " with hash " + line.hash()).orElse("");
        if (newest.isPresent()) {
          rewinds.addAll(Rewind.find(state, List.of(witness), publicKey));
        } else {
          silent.add(witness.name() + " knows nothing of this log: it is missing or empty, has another log's lines, or "
              + "only takes lines");
        }
      } catch (IOException e) {
        said = "";
        silent.add(witness.name() + " can't be read: " + e);
      }
      words.add("the witness " + witness.name() + " " + (said.isEmpty() ? "gave no answer" : said));
    }
    return new Testimony(List.copyOf(rewinds), List.copyOf(silent),
        words.isEmpty() ? "no witness was asked" : String.join("; ", words));
  }
}
