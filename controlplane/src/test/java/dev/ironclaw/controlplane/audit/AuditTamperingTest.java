package dev.ironclaw.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.audit.AuditExpectation;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.contract.audit.AuditWitness;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real log, a thousand seeded tamperings, and two verifiers that share no code.
class AuditTamperingTest {
  private static final int ROUNDS = 1_000;
  private static final long SEED = 20_261_120;
  private static final byte[] KEY = new byte[32];

  @TempDir
  Path folder;
  private final List<Map<String, byte[]>> earlier = new ArrayList<>();

  @BeforeEach
  void writeTheLogs() throws IOException {
    for (String name : List.of("real", "stranger", "tampered", "classes")) {
      Files.createDirectory(folder.resolve(name));
    }
    AuditSettings told = AuditSettings.DEFAULT
        .withWitnesses(List.of(Witness.parse(folder.resolve("witness").toString())));
    for (int part = 0; part < 4; part++) {
      try (Database state = state("real");
          AuditLog log = open(state, "real", "the seed of the real log, of 32 b", told)) {
        for (int i = 0; i < 12 + part; i++) {
          log.record(new AuditEvent("submit", "chg_" + i, "persona", "local", "x".repeat(17 * i)));
        }
        if (part < 3) {
          log.rotate("local");
        }
      }
      if (part < 3) {
        earlier.add(Tampering.read(folder.resolve("real")));
      }
    }
    try (Database state = state("stranger");
        AuditLog log = open(state, "stranger", "the seed of another log, 32 byte", AuditSettings.DEFAULT)) {
      for (int i = 0; i < 20; i++) {
        log.record(new AuditEvent("submit", "chg_" + i, "persona", "local", "forged"));
      }
    }
  }

  private Database state(String name) {
    return Database.open(folder.resolve(name).resolve("state.db"), KEY,
        StateSchema.current());
  }

  private AuditLog open(Database state, String name, String seed, AuditSettings settings) {
    return AuditLog.open(state, folder.resolve(name), Arrays.copyOf(seed.getBytes(StandardCharsets.US_ASCII), 32), KEY,
        Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC), settings);
  }

  @Test
  void bothVerifiersFindEachOfAThousandTamperingsAndNameTheFirstBadLine() throws Exception {
    Path real = folder.resolve("real");
    Path tampered = folder.resolve("tampered");
    List<Path> witness = List.of(folder.resolve("witness"));
    Map<String, byte[]> original = Tampering.read(real);
    assertThat(original.keySet().stream().filter(AuditFormat::isSegment)).hasSize(4);
    Tampering tampering = new Tampering(SEED, original, Tampering.read(folder.resolve("stranger")), earlier);
    Map<Tampering.Kind, Integer> done = new EnumMap<>(Tampering.Kind.class);
    List<String> missed = new ArrayList<>();
    try (StandAloneVerifier other = StandAloneVerifier.compile(folder.resolve("classes"))) {
      assertThat(AuditVerifier.verify(real, witnessed(witness))).isInstanceOf(AuditVerdict.Intact.class);
      assertThat(other.verdict(real, witness)).startsWith("intact");
      for (int round = 0; round < ROUNDS; round++) {
        Tampering.Done what = tampering.next();
        done.merge(what.kind(), 1, Integer::sum);
        Tampering.write(tampered, what.files());
        AuditVerdict ours = AuditVerifier.verify(tampered, witnessed(witness));
        String theirs = other.verdict(tampered, witness);
        if (!found(what, ours, theirs)) {
          missed.add(
              "round " + round + " " + what.kind() + " first bad " + what.firstBad() + ": " + ours + " | " + theirs);
        }
      }
    }
    assertThat(missed).isEmpty();
    assertThat(done.keySet()).containsExactly(Tampering.Kind.values());
  }

  private static AuditExpectation witnessed(List<Path> files) throws Exception {
    return new AuditExpectation(Set.of(), Set.of(), List.of(AuditWitness.read(files.getFirst())));
  }

  private static boolean found(Tampering.Done what, AuditVerdict ours, String theirs) {
    return switch (ours) {
      case AuditVerdict.Intact _ -> false;
      case AuditVerdict.Uncovered _ -> what.kind() == Tampering.Kind.OLD_HEAD && theirs.startsWith("not covered");
      case AuditVerdict.Broken broken -> theirs.startsWith("broken at " + broken.seq() + ":") && switch (what.kind()) {
        // The files alone are whole: it is the witness that knows more.
        case REWIND, CUT_WITH_OLD_HEAD, EDIT_KEY -> true;
        case EDIT_HEAD, OLD_HEAD -> !AuditFormat.isSegment(broken.file());
        case EDIT, INSERT, DROP, DUPLICATE, REORDER, CUT_TAIL, SPLICE, SWAP_SEGMENTS, DROP_SEGMENT, OLD_CHECKPOINT,
            FORGED_CHECKPOINT ->
          broken.seq() == what.firstBad();
      };
    };
  }

  @Test
  void withoutAWitnessARewindIsNotSeenSoTheWitnessIsWhatFindsIt() throws IOException {
    Path tampered = folder.resolve("tampered");
    Tampering.write(tampered, earlier.getFirst());
    assertThat(AuditVerifier.verify(tampered)).isInstanceOf(AuditVerdict.Intact.class);
  }
}
