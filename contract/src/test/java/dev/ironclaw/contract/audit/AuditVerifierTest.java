package dev.ironclaw.contract.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.audit.AuditVerdict.Broken;
import dev.ironclaw.contract.audit.AuditVerdict.Intact;
import dev.ironclaw.contract.audit.AuditVerdict.Uncovered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifierTest {
  private static final String FIRST = AuditFormat.segment(1);
  private static final String SECOND = AuditFormat.segment(23);
  private static final String THIRD = AuditFormat.segment(34);

  @TempDir
  Path folder;
  private SampleLog sample;

  /// 40 entries in three files, with a checkpoint at 21, 22, 33 and 44.
  @BeforeEach
  void writeALog() throws IOException, GeneralSecurityException {
    sample = new SampleLog();
    for (int i = 1; i <= 40; i++) {
      sample.add("payload number " + i + " " + "x".repeat(i));
      if (i == 20) {
        sample.checkpoint();
        sample.checkpoint();
        sample.rotate();
      } else if (i == 30) {
        sample.checkpoint();
        sample.rotate();
      }
    }
    sample.checkpoint();
    sample.save(folder);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Broken broken() throws IOException {
    AuditVerdict verdict = AuditVerifier.verify(folder);
    assertThat(verdict).isInstanceOf(Broken.class);
    return (Broken) verdict;
  }

  private List<String> lines(String segment) throws IOException {
    return new ArrayList<>(Files.readAllLines(file(segment)));
  }

  private void write(String segment, List<String> lines) throws IOException {
    Files.writeString(file(segment), String.join("\n", lines) + "\n");
  }

  @Test
  void anUntouchedLogIsIntact() throws IOException {
    assertThat(AuditVerifier.verify(folder)).isEqualTo(new Intact(40, sample.hash(), sample.fingerprint()));
    assertThat(sample.seq()).isEqualTo(44);
    assertThat(Files.size(file(AuditFormat.HEAD_FILE))).isEqualTo(AuditFormat.HEAD_BYTES);
  }

  @Test
  void anEmptyLogIsIntact() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    SampleLog log = new SampleLog();
    log.save(empty);
    assertThat(AuditVerifier.verify(empty)).isEqualTo(new Intact(0, AuditFormat.NO_HASH, log.fingerprint()));
    Files.delete(empty.resolve(FIRST));
    assertThat(AuditVerifier.verify(empty)).isInstanceOf(Broken.class);
  }

  @Test
  void findsFlippedBitsInEachFileAndNamesTheirLine() throws IOException {
    Random random = new Random(1);
    for (String name : List.of(FIRST, SECOND, THIRD, AuditFormat.HEAD_FILE, AuditFormat.PUBLIC_KEY_FILE)) {
      byte[] content = Files.readAllBytes(file(name));
      List<String> missed = new ArrayList<>();
      for (int at = 0; at < content.length; at += 1 + random.nextInt(15)) {
        byte[] changed = content.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file(name), changed);
        long line = 1 + new String(content, 0, at, StandardCharsets.US_ASCII).chars().filter(c -> c == '\n').count();
        boolean found = AuditVerifier.verify(folder) instanceof Broken broken
            && (!AuditFormat.isSegment(name)
                || (broken.line() == line && broken.seq() == AuditFormat.firstSeq(name) + line - 1));
        if (!found) {
          missed.add("byte " + at + " of line " + line);
        }
      }
      assertThat(missed).as(name).isEmpty();
      Files.write(file(name), content);
    }
  }

  @Test
  void namesTheLineThatWasRemovedDoubledOrMoved() throws IOException {
    List<String> lines = lines(SECOND);
    String third = lines.remove(2);
    write(SECOND, lines);
    assertThat(broken()).satisfies(broken -> {
      assertThat(broken.file()).isEqualTo(SECOND);
      assertThat(broken.line()).isEqualTo(3);
      assertThat(broken.seq()).isEqualTo(25);
      assertThat(broken.actual()).isEqualTo("seq 26");
    });
    lines.add(2, third);
    lines.add(3, third);
    write(SECOND, lines);
    assertThat(broken().seq()).isEqualTo(26);
  }

  @Test
  void aCheckpointCannotBeRemovedChangedOrMadeWithoutTheKey() throws Exception {
    List<String> lines = lines(FIRST);
    String last = lines.remove(21);
    write(FIRST, lines);
    assertThat(broken().seq()).isEqualTo(22);
    SampleLog stranger = new SampleLog();
    lines.add(AuditLine.checkpoint(22, "2026-11-20T10:00:00.000000Z", last.replaceAll(".*prev\":\"([0-9a-f]+).*", "$1"),
        sample.fingerprint(), message -> new byte[64]).text().strip());
    write(FIRST, lines);
    assertThat(broken().what()).contains("checkpoint is not signed");
    assertThat(broken().seq()).isEqualTo(22);
    lines.set(21, last.replace(sample.fingerprint(), stranger.fingerprint()));
    write(FIRST, lines);
    assertThat(broken().seq()).isEqualTo(22);
  }

  @Test
  void namesSegmentsThatAreMissingOrExchanged() throws IOException {
    Path away = folder.resolve("away");
    Files.move(file(SECOND), away);
    assertThat(broken()).satisfies(broken -> {
      assertThat(broken.file()).isEqualTo(SECOND);
      assertThat(broken.what()).isEqualTo("a segment is missing");
    });
    Files.move(file(THIRD), file(SECOND));
    Files.move(away, file(THIRD));
    assertThat(broken().file()).isEqualTo(SECOND);
    assertThat(broken().actual()).isEqualTo("seq 34");
    Files.move(file(SECOND), away);
    Files.move(file(THIRD), file(SECOND));
    assertThat(broken().what()).isEqualTo("the tail is cut");
    Files.move(away, file(THIRD));
    Files.move(file(FIRST), away);
    assertThat(broken().file()).isEqualTo(FIRST);
    Files.move(away, file(FIRST));
    Files.copy(file(FIRST), file(AuditFormat.segment(5)));
    assertThat(broken().file()).isEqualTo(AuditFormat.segment(5));
    Files.delete(file(AuditFormat.segment(5)));
    assertThat(AuditVerifier.verify(folder)).isInstanceOf(Intact.class);
  }

  @Test
  void findsATailThatIsCutAtALineEnd() throws IOException {
    List<String> lines = lines(THIRD);
    write(THIRD, lines.subList(0, lines.size() - 1));
    assertThat(broken().what()).isEqualTo("the tail is cut");
    assertThat(broken().seq()).isEqualTo(44);
  }

  @Test
  void aHeadCannotBeMadeFromACheckpoint() throws Exception {
    List<String> lines = lines(FIRST);
    Files.delete(file(SECOND));
    Files.delete(file(THIRD));
    String hash = lines.getLast().replaceAll(".*\"hash\":\"([0-9a-f]+)\".*", "$1");
    String signature = lines.getLast().replaceAll(".*\"sig\":\"([^\"]+)\".*", "$1");
    Files.write(file(AuditFormat.HEAD_FILE), AuditFormat.head(22, hash, signature));
    assertThat(broken().what()).contains("not signed");
  }

  @Test
  void findsAMissingLineFeedAndAMissingFile() throws IOException {
    byte[] content = Files.readAllBytes(file(THIRD));
    Files.write(file(THIRD), Arrays.copyOf(content, content.length - 1));
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
  void findsAnotherKeyAndALogThatWasRewrittenWithoutTheKey() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    SampleLog log = new SampleLog();
    for (int i = 0; i < 60; i++) {
      log.add("forged " + i);
    }
    log.save(other);
    Path key = file(AuditFormat.PUBLIC_KEY_FILE);
    byte[] ours = Files.readAllBytes(key);
    Files.copy(other.resolve(AuditFormat.PUBLIC_KEY_FILE), key, StandardCopyOption.REPLACE_EXISTING);
    assertThat(broken().what()).contains("another key");
    Files.write(key, ours);
    Files.delete(file(SECOND));
    Files.delete(file(THIRD));
    Files.copy(other.resolve(FIRST), file(FIRST), StandardCopyOption.REPLACE_EXISTING);
    assertThat(broken().file()).isEqualTo(AuditFormat.HEAD_FILE);
    Files.copy(other.resolve(AuditFormat.HEAD_FILE), file(AuditFormat.HEAD_FILE), StandardCopyOption.REPLACE_EXISTING);
    assertThat(broken().what()).contains("not signed");
  }

  @Test
  void aCutOrContinuedLogWithAnOldHeadIsNotIntact() throws Exception {
    SampleLog log = new SampleLog();
    byte[] old = log.head();
    for (int i = 1; i <= 10; i++) {
      log.add("entry " + i);
      old = i == 3 ? log.head() : old;
    }
    Path alone = Files.createDirectory(folder.resolve("alone"));
    log.save(alone);
    Files.write(alone.resolve(AuditFormat.HEAD_FILE), old);
    List<String> lines = Files.readAllLines(alone.resolve(FIRST)).subList(0, 8);
    Files.writeString(alone.resolve(FIRST), String.join("\n", lines) + "\n");
    assertThat(AuditVerifier.verify(alone)).isInstanceOfSatisfying(Uncovered.class, uncovered -> {
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
    Path alone = Files.createDirectory(folder.resolve("alone"));
    log.save(alone);
    Files.write(alone.resolve(AuditFormat.HEAD_FILE), empty);
    assertThat(AuditVerifier.verify(alone)).isInstanceOf(Uncovered.class);
    log.add("one too many");
    log.save(alone);
    Files.write(alone.resolve(AuditFormat.HEAD_FILE), empty);
    assertThat(AuditVerifier.verify(alone)).isInstanceOfSatisfying(Broken.class,
        broken -> assertThat(broken.file()).isEqualTo(AuditFormat.HEAD_FILE));
  }

  @Test
  void findsAnEarlierStateByTheHeadThatWasNoted() throws Exception {
    Intact noted = (Intact) AuditVerifier.verify(folder);
    assertThat(verify(Set.of(), Set.of(noted.head()))).isInstanceOf(Intact.class);
    Path alone = Files.createDirectory(folder.resolve("alone"));
    SampleLog log = new SampleLog();
    log.add("one");
    log.save(alone);
    AuditExpectation expected = new AuditExpectation(Set.of(), Set.of(noted.head()));
    assertThat(AuditVerifier.verify(alone, expected)).isInstanceOfSatisfying(Broken.class,
        broken -> assertThat(broken.what()).contains("put back"));
    AuditExpectation earlier = new AuditExpectation(Set.of(), Set.of(log.hash()));
    log.add("two");
    log.save(alone);
    assertThat(AuditVerifier.verify(alone, earlier)).as("a log that grew").isInstanceOf(Intact.class);
  }

  @Test
  void findsALogOfAnotherKeyByTheFingerprintThatWasNoted() throws Exception {
    Intact noted = (Intact) AuditVerifier.verify(folder);
    assertThat(verify(Set.of(noted.key()), Set.of())).isEqualTo(noted);
    assertThat(verify(Set.of("0".repeat(64)), Set.of())).isEqualTo(new Broken(AuditFormat.PUBLIC_KEY_FILE, 0, 0,
        "the log is signed with another key than the known one", "key " + "0".repeat(64), "key " + noted.key()));
  }

  private AuditVerdict verify(Set<String> keys, Set<String> heads) throws IOException {
    return AuditVerifier.verify(folder, new AuditExpectation(keys, heads));
  }

  @Test
  void aWitnessFindsALogThatWasPutBackWhole() throws Exception {
    Path alone = Files.createDirectory(folder.resolve("alone"));
    Path witness = folder.resolve("witness");
    SampleLog log = new SampleLog();
    log.add("one");
    log.witnessHead();
    log.save(alone);
    log.add("two");
    log.checkpoint();
    log.witnessHead();
    Files.write(witness, log.witness());
    assertThat(withWitness(alone, witness)).isInstanceOfSatisfying(Broken.class, broken -> {
      assertThat(broken.what()).contains("put back");
      assertThat(broken.seq()).isEqualTo(3);
    });
    log.save(alone);
    assertThat(withWitness(alone, witness)).isInstanceOf(Intact.class);
    log.add("three");
    log.save(alone);
    assertThat(withWitness(alone, witness)).isInstanceOf(Intact.class);
    Files.writeString(witness, "{\"v\":2,\"seq\":", StandardOpenOption.APPEND);
    assertThat(withWitness(alone, witness)).as("a torn last line").isInstanceOf(Intact.class);
  }

  @Test
  void aWitnessOfAnotherLogOrWithAChangedByteIsSaid() throws Exception {
    Path witness = folder.resolve("witness");
    SampleLog stranger = new SampleLog();
    stranger.add("one");
    stranger.witnessHead();
    Files.write(witness, stranger.witness());
    assertThat(withWitness(folder, witness)).isInstanceOfSatisfying(Broken.class, broken -> {
      assertThat(broken.file()).isEqualTo(witness.toString());
      assertThat(broken.what()).contains("not signed");
    });
    byte[] bytes = sample.witness();
    bytes[40] ^= 1;
    Files.write(witness, bytes);
    assertThatThrownBy(() -> AuditWitness.read(witness)).isInstanceOf(AuditWitness.Unreadable.class)
        .hasMessageContaining("line 1");
  }

  private static AuditVerdict withWitness(Path log, Path witness) throws Exception {
    return AuditVerifier.verify(log, new AuditExpectation(Set.of(), Set.of(), List.of(AuditWitness.read(witness))));
  }

  @Test
  void refusesALineWithoutEnd() throws IOException {
    Files.write(file(THIRD), new byte[3 << 20]);
    assertThat(broken().what()).contains("too long");
  }

  @Test
  void aLineIsExactlyWhatTheDocumentShows() {
    AuditLine line = AuditLine.entry(1, "2026-11-20T10:00:00.000000Z", AuditFormat.NO_HASH, "c2VhbGVk");
    assertThat(line.payload()).contains("c2VhbGVk");
    assertThat(line.previous()).isEqualTo(AuditFormat.NO_HASH);
    assertThat(line.time()).isEqualTo("2026-11-20T10:00:00.000000Z");
    assertThat(new String(line.bytes(), StandardCharsets.US_ASCII)).isEqualTo("{\"v\":2,\"seq\":1,\"time\":\""
        + "2026-11-20T10:00:00.000000Z\",\"prev\":\"" + AuditFormat.NO_HASH + "\",\"digest\":\""
        + AuditFormat.fingerprint("c2VhbGVk".getBytes(StandardCharsets.US_ASCII)) + "\",\"hash\":\"" + line.hash()
        + "\",\"payload\":\"c2VhbGVk\"}\n");
  }
}
