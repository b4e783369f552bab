package dev.ironclaw.contract.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.audit.AuditVerdict.Broken;
import dev.ironclaw.contract.audit.AuditVerdict.Intact;
import dev.ironclaw.contract.audit.AuditVerdict.Uncovered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifierTest {
  private static final int ENTRIES = 40;

  @TempDir
  Path folder;

  @BeforeEach
  void writeALog() throws IOException, GeneralSecurityException {
    SampleLog log = new SampleLog();
    for (int i = 0; i < ENTRIES; i++) {
      log.add("payload number " + i + " " + "x".repeat(i));
    }
    log.save(folder);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Broken broken() throws IOException {
    AuditVerdict verdict = AuditVerifier.verify(folder);
    assertThat(verdict).isInstanceOf(Broken.class);
    return (Broken) verdict;
  }

  private List<String> lines() throws IOException {
    return new ArrayList<>(Files.readAllLines(file(AuditFormat.LOG_FILE)));
  }

  private void write(List<String> lines) throws IOException {
    Files.writeString(file(AuditFormat.LOG_FILE), String.join("\n", lines) + "\n");
  }

  @Test
  void anUntouchedLogIsIntactInBothModes() throws IOException {
    assertThat(AuditVerifier.verify(folder)).isInstanceOfSatisfying(Intact.class,
        intact -> assertThat(intact.entries()).isEqualTo(ENTRIES));
    assertThat(AuditVerifier.verify(folder, AuditVerifier.Signatures.EACH)).isInstanceOf(Intact.class);
    assertThat(Files.size(file(AuditFormat.HEAD_FILE))).isEqualTo(AuditFormat.HEAD_BYTES);
  }

  @Test
  void anEmptyLogIsIntact() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    SampleLog log = new SampleLog();
    log.save(empty);
    assertThat(AuditVerifier.verify(empty)).isEqualTo(new Intact(0, AuditFormat.NO_HASH, log.fingerprint()));
  }

  @Test
  void findsAFlippedBitInEachByteOfEachFile() throws IOException {
    Random random = new Random(1);
    for (String name : List.of(AuditFormat.LOG_FILE, AuditFormat.HEAD_FILE, AuditFormat.PUBLIC_KEY_FILE)) {
      byte[] content = Files.readAllBytes(file(name));
      int missed = 0;
      for (int at = 0; at < content.length; at++) {
        byte[] changed = content.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file(name), changed);
        missed += AuditVerifier.verify(folder) instanceof Broken ? 0 : 1;
      }
      assertThat(missed).as(name).isZero();
      Files.write(file(name), content);
    }
  }

  @Test
  void findsTwoThousandRandomMutations() throws IOException {
    Random random = new Random(2);
    byte[] content = Files.readAllBytes(file(AuditFormat.LOG_FILE));
    List<String> missed = new ArrayList<>();
    for (int round = 0; round < 2_000; round++) {
      byte[] changed = mutate(content, random);
      Files.write(file(AuditFormat.LOG_FILE), changed);
      if (!Arrays.equals(changed, content) && !(AuditVerifier.verify(folder) instanceof Broken)) {
        missed.add("round " + round);
      }
    }
    assertThat(missed).isEmpty();
  }

  /// Bytes overwritten, removed, inserted or cut; lines removed, doubled or exchanged.
  private static byte[] mutate(byte[] content, Random random) {
    int at = random.nextInt(content.length);
    int length = 1 + random.nextInt(Math.min(200, content.length - at));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> lines = new ArrayList<>(List.of(new String(content, StandardCharsets.US_ASCII).split("\n")));
    switch (random.nextInt(7)) {
      case 0 -> {
        byte[] changed = content.clone();
        changed[at] = (byte) random.nextInt(256);
        return changed;
      }
      case 1 -> {
        out.write(content, 0, at);
        out.write(content, at + length, content.length - at - length);
        return out.toByteArray();
      }
      case 2 -> {
        out.write(content, 0, at);
        out.write(content, at, length);
        out.write(content, at, content.length - at);
        return out.toByteArray();
      }
      case 3 -> {
        return Arrays.copyOf(content, at);
      }
      case 4 -> lines.remove(random.nextInt(lines.size()));
      case 5 -> lines.add(random.nextInt(lines.size()), lines.get(random.nextInt(lines.size())));
      case 6 -> Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
      default -> throw new AssertionError();
    }
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void namesTheLineThatWasRemoved() throws IOException {
    List<String> lines = lines();
    lines.remove(6);
    write(lines);
    assertThat(broken()).satisfies(broken -> {
      assertThat(broken.line()).isEqualTo(7);
      assertThat(broken.actual()).isEqualTo("seq 8");
    });
  }

  @Test
  void findsATailThatIsCutAtALineEnd() throws IOException {
    write(lines().subList(0, ENTRIES - 1));
    assertThat(broken().what()).isEqualTo("the tail is cut");
  }

  @Test
  void aHeadCannotBeMadeFromTheLastLineOfACutLog() throws Exception {
    List<String> lines = lines().subList(0, 10);
    write(lines);
    String last = lines.getLast();
    String hash = last.replaceAll(".*\"hash\":\"([0-9a-f]+)\".*", "$1");
    String signature = last.replaceAll(".*\"sig\":\"([^\"]+)\".*", "$1");
    Files.write(file(AuditFormat.HEAD_FILE), AuditFormat.head(10, hash, signature));
    assertThat(broken().what()).contains("not signed");
  }

  @Test
  void findsAMissingLineFeedAndAMissingFile() throws IOException {
    byte[] content = Files.readAllBytes(file(AuditFormat.LOG_FILE));
    Files.write(file(AuditFormat.LOG_FILE), Arrays.copyOf(content, content.length - 1));
    assertThat(broken().what()).contains("not ended");
    Files.delete(file(AuditFormat.HEAD_FILE));
    assertThat(broken().file()).isEqualTo(AuditFormat.HEAD_FILE);
  }

  @Test
  void findsAHeadThatIsCut() throws IOException {
    byte[] content = Files.readAllBytes(file(AuditFormat.HEAD_FILE));
    for (int length = 0; length < content.length; length++) {
      Files.write(file(AuditFormat.HEAD_FILE), Arrays.copyOf(content, length));
      assertThat(broken().file()).isEqualTo(AuditFormat.HEAD_FILE);
    }
  }

  @Test
  void findsAnotherKeyAndAChainThatWasRewrittenWithoutTheKey() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    SampleLog log = new SampleLog();
    for (int i = 0; i < ENTRIES; i++) {
      log.add("forged " + i);
    }
    log.save(other);
    Path key = file(AuditFormat.PUBLIC_KEY_FILE);
    byte[] ours = Files.readAllBytes(key);
    Files.copy(other.resolve(AuditFormat.PUBLIC_KEY_FILE), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(broken().what()).contains("not signed");
    Files.write(key, ours);
    Files.copy(other.resolve(AuditFormat.LOG_FILE), file(AuditFormat.LOG_FILE),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(broken().file()).isEqualTo(AuditFormat.HEAD_FILE);
    Files.copy(other.resolve(AuditFormat.HEAD_FILE), file(AuditFormat.HEAD_FILE),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(broken().what()).contains("not signed");
  }

  @Test
  void aCutLogWithAnOldHeadIsNotIntact() throws Exception {
    SampleLog log = new SampleLog();
    byte[] old = log.head();
    for (int i = 1; i <= 10; i++) {
      log.add("entry " + i);
      old = i == 3 ? log.head() : old;
    }
    log.save(folder);
    Files.write(file(AuditFormat.HEAD_FILE), old);
    write(lines().subList(0, 8));
    assertThat(AuditVerifier.verify(folder)).isInstanceOfSatisfying(Uncovered.class, uncovered -> {
      assertThat(uncovered.entries()).isEqualTo(8);
      assertThat(uncovered.uncovered()).isEqualTo(5);
    });
  }

  @Test
  void aHeadMayBeBehindByOneGroupAndNoMore() throws Exception {
    SampleLog log = new SampleLog();
    byte[] empty = log.head();
    for (int i = 0; i < AuditFormat.GROUP; i++) {
      log.add("entry");
    }
    log.save(folder);
    Files.write(file(AuditFormat.HEAD_FILE), empty);
    assertThat(AuditVerifier.verify(folder)).isInstanceOf(Uncovered.class);
    log.add("one too many");
    log.save(folder);
    Files.write(file(AuditFormat.HEAD_FILE), empty);
    assertThat(broken().file()).isEqualTo(AuditFormat.HEAD_FILE);
  }

  @Test
  void findsAnEarlierStateByTheHeadThatWasNoted() throws Exception {
    Intact noted = (Intact) AuditVerifier.verify(folder);
    assertThat(verify(Set.of(), Set.of(noted.head()))).isInstanceOf(Intact.class);
    SampleLog log = new SampleLog();
    log.add("one");
    log.save(folder);
    Intact earlier = (Intact) AuditVerifier.verify(folder);
    assertThat(verify(Set.of(), Set.of(noted.head()))).isInstanceOfSatisfying(Broken.class,
        broken -> assertThat(broken.what()).contains("put back"));
    log.add("two");
    log.save(folder);
    assertThat(verify(Set.of(), Set.of(earlier.head()))).as("a log that grew").isInstanceOf(Intact.class);
  }

  @Test
  void findsALogOfAnotherKeyByTheFingerprintThatWasNoted() throws Exception {
    Intact noted = (Intact) AuditVerifier.verify(folder);
    assertThat(verify(Set.of(noted.key()), Set.of())).isEqualTo(noted);
    SampleLog other = new SampleLog();
    other.save(folder);
    assertThat(verify(Set.of(noted.key()), Set.of())).isEqualTo(new Broken(AuditFormat.PUBLIC_KEY_FILE, 0,
        "the log is signed with another key than the known one", "key " + noted.key(),
        "key " + other.fingerprint()));
  }

  private AuditVerdict verify(Set<String> keys, Set<String> heads) throws IOException {
    return AuditVerifier.verify(folder, AuditVerifier.Signatures.LAST, new AuditExpectation(keys, heads));
  }

  @Test
  void refusesALineWithoutEnd() throws IOException {
    Files.write(file(AuditFormat.LOG_FILE), new byte[3 << 20]);
    assertThat(broken().what()).contains("too long");
  }
}
