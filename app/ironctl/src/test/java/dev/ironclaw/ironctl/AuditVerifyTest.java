package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifyTest {
  private static final int ENTRIES = 5;

  @TempDir
  private Path state = Path.of("");
  private final FakeApi api = new FakeApi();
  private final List<String> hashes = new ArrayList<>();
  private final List<byte[]> heads = new ArrayList<>();
  private String key = "";

  @AfterEach
  void stop() {
    api.close();
  }

  @BeforeEach
  void writeALog() throws IOException, GeneralSecurityException {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = keys.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    key = AuditFormat.fingerprint(raw);
    Files.write(state.resolve(AuditFormat.PUBLIC_KEY_FILE), AuditFormat.publicKey(raw));
    String hash = AuditFormat.NO_HASH;
    for (int seq = 1; seq <= ENTRIES; seq++) {
      AuditLine line = AuditLine.entry(seq, AuditFormat.time(Instant.ofEpochSecond(seq)), hash,
          base64(new byte[]{(byte) seq}));
      hash = line.hash();
      Files.write(log(), line.bytes(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      hashes.add(hash);
      heads.add(AuditFormat.head(seq, hash,
          base64(sign(keys, AuditFormat.headStatement(seq, HexFormat.of().parseHex(hash))))));
    }
    Files.write(head(), heads.getLast());
  }

  @Test
  void saysWhichFolderAndWhichKeyItVerified() {
    Ran ran = verify();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("intact: 5 entries, head " + hashes.getLast(), "key: " + key, "folder: " + state);
  }

  @Test
  void aCutLogWithAnOldHeadIsNotCalledIntact() throws IOException {
    cutTo(4);
    Files.write(head(), heads.getFirst());
    Ran ran = verify();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .contains("the last 3 lines of a log of 4 entries are not covered by the head", "start it once")
        .doesNotContain("intact");
  }

  @Test
  void comparesWithTheHeadAndTheKeyThatWereNoted() throws IOException {
    assertThat(verify("--expect-head", hashes.getLast(), "--expect-key", key).exit()).isZero();
    assertThat(verify("--expect-key", "0".repeat(64)).out()).contains("BROKEN", "another key");
    assertThat(verify("--expect-head", "short").exit()).isEqualTo(2);
    cutTo(3);
    Files.write(head(), heads.get(2));
    assertThat(verify().exit()).isZero();
    Ran ran = verify("--expect-head", hashes.getLast());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("put back to an earlier state");
  }

  @Test
  void comparesWithTheControlPlaneThatAnswers() throws IOException {
    status(key);
    Ran whole = verify("--addr", api.address());
    assertThat(whole.exit()).as(whole.toString()).isZero();
    assertThat(whole.out()).contains("compared with the control plane");
    status("0".repeat(64));
    assertThat(verify("--addr", api.address()).out()).contains("BROKEN", "another key");
    status(key);
    cutTo(3);
    Files.write(head(), heads.get(2));
    Ran cut = verify("--addr", api.address());
    assertThat(cut.exit()).isEqualTo(1);
    assertThat(cut.out()).contains("put back to an earlier state");
  }

  @Test
  void verifiesNoFolderThatNobodyNamedForAnAddress() {
    Ran ran = Ran.script("audit", "verify", "--addr", api.address());
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("reads files", "--state-dir");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void readsTheFolderItselfAndNoneInIt() throws IOException {
    Path inner = Files.createDirectory(state.resolve("audit"));
    for (String name : List.of(AuditFormat.segment(1), AuditFormat.HEAD_FILE, AuditFormat.PUBLIC_KEY_FILE)) {
      Files.copy(state.resolve(name), inner.resolve(name));
    }
    Files.write(log(), new byte[]{'x'}, StandardOpenOption.APPEND);
    assertThat(verify().exit()).isEqualTo(1);
  }

  @Test
  void aWitnessFindsALogThatWasPutBackWithItsHead() throws IOException {
    Path witness = state.resolve("witness");
    Files.write(witness, heads.get(1));
    Files.write(witness, heads.get(4), StandardOpenOption.APPEND);
    assertThat(verify("--witness", witness.toString()).exit()).isZero();
    cutTo(3);
    Files.write(head(), heads.get(2));
    assertThat(verify().exit()).isZero();
    Ran ran = verify("--witness", witness.toString());
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("from entry 5 on", "put back to an earlier state");
    assertThat(verify("--witness", state.resolve("none").toString()).exit()).isEqualTo(2);
  }

  private Ran verify(String... more) {
    List<String> line = new ArrayList<>(List.of("audit", "verify", "--state-dir", state.toString()));
    line.addAll(List.of(more));
    return Ran.script(line.toArray(String[]::new));
  }

  private void status(String fingerprint) {
    api.answer("GET /v1/status", 200, "{\"version\":\"1\",\"startedAt\":\"t\",\"uptimeSeconds\":1,\"stateDir\":\"s\","
        + "\"java\":\"25\",\"runtime\":{\"name\":\"gvisor\",\"usable\":true,\"version\":\"1\",\"platform\":\"p\","
        + "\"mode\":\"m\",\"warnings\":[],\"problems\":[]},\"boxes\":[],\"agents\":0,\"sessions\":0,"
        + "\"pendingChanges\":0,\"auditHead\":{\"seq\":5,\"hash\":\"" + hashes.getLast() + "\",\"key\":\""
        + fingerprint + "\"}}");
  }

  private void cutTo(int entries) throws IOException {
    Files.writeString(log(), String.join("\n", Files.readAllLines(log()).subList(0, entries)) + "\n");
  }

  private Path log() {
    return state.resolve(AuditFormat.segment(1));
  }

  private Path head() {
    return state.resolve(AuditFormat.HEAD_FILE);
  }

  private static byte[] sign(KeyPair keys, byte[] message) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.getPrivate());
    signer.update(message);
    return signer.sign();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
