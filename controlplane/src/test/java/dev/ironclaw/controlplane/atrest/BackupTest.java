package dev.ironclaw.controlplane.atrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.access.Minted;
import dev.ironclaw.controlplane.access.NewToken;
import dev.ironclaw.controlplane.access.Presented;
import dev.ironclaw.controlplane.access.TokenName;
import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.audit.Witness;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.secret.MasterKeyPlaces;
import dev.ironclaw.controlplane.secret.MemoryKeychain;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final byte[] PASSPHRASE = "correct horse battery staple".getBytes(StandardCharsets.UTF_8);

  @TempDir
  Path base;
  private Path folder;
  private Path file;
  private Path wanted;

  @BeforeEach
  void fill() throws IOException {
    folder = Files.createDirectory(base.resolve("state"));
    file = base.resolve("a.backup");
    wanted = base.resolve("new");
  }

  private static byte[] backup(Keep keep, boolean workspaces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Backup(keep.folder, keep.atRest(), keep.audit, Clock.systemUTC(), new SecureRandom(), "0", Quota.DEFAULT)
        .write(PASSPHRASE, workspaces, "me", (bytes, left, sealed) -> {
          assertThat(sealed.transferTo(out)).isEqualTo(bytes);
          assertThat(left.total()).isEqualTo(workspaces ? 1 : 0);
        });
    return out.toByteArray();
  }

  private byte[] filled() throws IOException {
    Path work = Files.createDirectories(folder.resolve("workspaces/ag_1/deep"));
    Files.writeString(work.resolve("note.txt"), "of the agent");
    if (Files.notExists(work.resolve("link"))) {
      Files.createSymbolicLink(work.resolve("link"), base.resolve("a.backup"));
    }
    Files.write(work.resolve("large"), new byte[200_000]);
    try (Keep keep = new Keep(folder)) {
      keep.message(Keep.ONE, "first");
      keep.message(Keep.TWO, "second");
      keep.says("a job said so");
      keep.entry("before");
      byte[] backup = backup(keep, true);
      keep.message(Keep.ONE, "later");
      keep.says("later");
      keep.entry("later");
      Files.write(file, backup);
      return backup;
    }
  }

  private Restore restore() {
    return new Restore(file, PASSPHRASE, Clock.systemUTC());
  }

  private static Restore.Wish wish(boolean accept, Witness... witnesses) {
    return new Restore.Wish(MasterKeyPlaces::file, List.of(witnesses), accept, false);
  }

  @Test
  void comesBackWholeInANewFolderUnderANewMasterKey() throws IOException {
    filled();
    Restore.Proof proof = restore().into(wanted, wish(false)).proof();
    assertThat(proof.sessions()).isEqualTo(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wanted))).isEqualTo("rwx------");
    assertThat(Files.readString(wanted.resolve("workspaces/ag_1/deep/note.txt"))).isEqualTo("of the agent");
    assertThat(wanted.resolve("workspaces/ag_1/deep/link")).doesNotExist();
    assertThat(Files.size(wanted.resolve("workspaces/ag_1/deep/large"))).isEqualTo(200_000);
    assertThat(Files.readAllBytes(wanted.resolve("master.key")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("master.key")));
    try (Keep keep = new Keep(wanted)) {
      assertThat(keep.messages(Keep.ONE)).containsExactly("first");
      assertThat(keep.messages(Keep.TWO)).containsExactly("second");
      assertThat(keep.said()).containsExactly("a job said so");
      assertThat(keep.entries()).contains("before").doesNotContain("later").anyMatch(words -> words
          .startsWith("restored from the backup of ") && words.contains("ended at line " + proof.auditSeq()));
      keep.isWhole();
      keep.message(Keep.ONE, "on");
      keep.entry("on");
    }
    try (Stream<Path> left = Files.list(base)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("state", "a.backup", "new");
    }
  }

  @Test
  void isTakenWhileOthersWriteAndHoldsOneMomentOfThem() throws Exception {
    try (Keep keep = new Keep(folder)) {
      keep.message(Keep.ONE, "m0");
      Thread writer = Thread.ofPlatform().start(() -> {
        for (int n = 1; n < 60; n++) {
          keep.message(Keep.ONE, "m" + n);
          keep.entry("e" + n);
        }
      });
      Files.write(file, backup(keep, false));
      writer.join();
      assertThat(keep.messages(Keep.ONE)).hasSize(60);
      keep.isWhole();
    }
    restore().into(wanted, wish(false));
    try (Keep keep = new Keep(wanted)) {
      int rows = keep.messages(Keep.ONE).size();
      long entries = keep.entries().stream().filter(words -> words.matches("e\\d+")).count();
      // Each entry follows its row.
      assertThat((long) rows - 1).isBetween(entries, entries + 1);
      keep.isWhole();
    }
  }

  @Test
  void theStateGoesOnWhileTheFilesBesideItAreCopied() throws IOException {
    try (Keep keep = new Keep(folder)) {
      keep.says("before");
      String told = keep.atRest().beside(() -> {
        keep.message(Keep.ONE, "meanwhile");
        keep.entry("meanwhile");
        assertThat(folder.resolve(Keep.BESIDE + "-wal")).doesNotExist();
        return "done";
      });
      assertThat(told).isEqualTo("done");
      keep.says("after");
      assertThat(keep.said()).containsExactly("before", "after");
      assertThat(keep.entries()).contains("meanwhile");
      keep.isWhole();
    }
  }

  @Test
  void afterARotationABackupBringsTheEntriesOfAllGenerationsBack() throws IOException {
    try (Keep keep = new Keep(folder)) {
      keep.message(Keep.ONE, "first");
      keep.entry("before");
      new DataKeyRotation(folder, keep.keyring, keep.atRest(), keep.audit, List.of()).rotate("me");
      keep.entry("after");
      Files.write(file, backup(keep, false));
    }
    restore().into(wanted, wish(false));
    try (Keep keep = new Keep(wanted)) {
      assertThat(keep.keyring.generation()).isEqualTo(2);
      assertThat(keep.entries()).contains("before", "after");
      keep.isWhole();
    }
  }

  @Test
  void aDamagedBackupIsRefusedWithTheReasonAndNothingIsWritten() throws IOException {
    byte[] whole = filled();
    int chunk = Chunks.SIZE + Chunks.TAG;
    int body = whole.length - chunk;
    assertThat(whole.length).isGreaterThan(3 * chunk);
    refused(flipped(whole, 3), "no backup of version 1");
    refused(flipped(whole, 20), "the passphrase is wrong, or the header is damaged");
    refused(flipped(whole, 34), "a cost that no backup has");
    refused(flipped(whole, 70), "the passphrase is wrong, or the header is damaged");
    for (int at = 78; at < whole.length; at += chunk * 3 / 2 + 7) {
      refused(flipped(whole, at), "chunk " + ((at - 78) / chunk + 1));
    }
    refused(flipped(whole, whole.length - 1), "the last one here");
    refused(Arrays.copyOf(whole, 40), "shorter than a backup's header");
    refused(Arrays.copyOf(whole, 78), "its last chunk is missing");
    refused(Arrays.copyOf(whole, 78 + chunk), "the last one here");
    refused(Arrays.copyOf(whole, whole.length - 1), "the last one here");
    refused(Arrays.copyOf(whole, whole.length + 1), "is changed or not in its place", "the last one here");
    byte[] swapped = whole.clone();
    System.arraycopy(whole, 78, swapped, 78 + chunk, chunk);
    System.arraycopy(whole, 78 + chunk, swapped, 78, chunk);
    refused(swapped, "chunk 1 is changed or not in its place");
    byte[] dropped = Arrays.copyOf(whole, body);
    System.arraycopy(whole, 78 + chunk, dropped, 78, body - 78);
    refused(dropped, "chunk 1 is changed or not in its place");
    refused(new byte[0], "shorter");
  }

  private static byte[] flipped(byte[] whole, int at) {
    byte[] changed = whole.clone();
    changed[at] ^= 1;
    return changed;
  }

  private void refused(byte[] content, String... why) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> restore().into(wanted, wish(false))).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION)).satisfies(
            e -> assertThat(why).anySatisfy(words -> assertThat(e.getMessage()).contains(words)))
        .hasMessageContaining("nothing was restored");
    assertThat(base.toFile().list()).containsExactlyInAnyOrder("state", "a.backup");
  }

  @Test
  void aWrongPassphraseAndAShortOneAreRefused() throws IOException {
    filled();
    assertThatThrownBy(() -> new Restore(file, "another passphrase".getBytes(StandardCharsets.UTF_8), Clock.systemUTC())
        .into(wanted, wish(false))).hasMessageContaining("the passphrase is wrong");
    assertThat(wanted).doesNotExist();
    assertThatThrownBy(() -> Backup.checkPassphrase("fourteen chars".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("at least 15");
  }

  @Test
  void neverWritesOverAnything() throws IOException {
    filled();
    Files.createDirectory(wanted);
    Files.createFile(wanted.resolve("mine"));
    assertThatThrownBy(() -> restore().into(wanted, wish(false))).hasMessageContaining("never writes over anything");
    assertThatThrownBy(() -> restore().into(file, wish(false))).hasMessageContaining("never writes over anything");
    assertThat(wanted.toFile().list()).containsExactly("mine");
    Files.delete(wanted.resolve("mine"));
    restore().into(wanted, wish(false));
    assertThat(wanted.resolve("state.db")).exists();
  }

  @Test
  void whatIsSealedButNotWholeIsRefusedBeforeItIsInPlace() throws IOException {
    byte[] whole = filled();
    byte[] state = Objects.requireNonNull(opened().get("state.db"));
    state[9_000] ^= 1;
    forge("state.db", state);
    assertThatThrownBy(() -> restore().into(wanted, wish(false))).hasMessageContaining("page 3");
    Files.write(file, whole);
    byte[] log = Objects.requireNonNull(opened().get(AuditFormat.segment(1)));
    log[100] ^= 1;
    forge(AuditFormat.segment(1), log);
    assertThatThrownBy(() -> restore().into(wanted, wish(false))).hasMessageContaining("audit log is broken");
    Files.write(file, whole);
    forge("surprise", new byte[]{1});
    assertThatThrownBy(() -> restore().into(wanted, wish(false))).hasMessageContaining("which no backup has");
    forge("sessions/../../escape", new byte[]{1});
    assertThatThrownBy(() -> restore().into(wanted, wish(false))).hasMessageContaining("a name that no backup has");
    assertThat(base.toFile().list()).containsExactlyInAnyOrder("state", "a.backup");
  }

  /// What a backup holds, by name.
  private Map<String, byte[]> opened() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] key = BackupHeader.key(BackupHeader.take(in), PASSPHRASE);
      Archive.read(new Chunks.In(in, key), name -> new ByteArrayOutputStream() {
        @Override
        public void close() {
          files.put(name, toByteArray());
        }
      });
    }
    return files;
  }

  /// Somebody who knows the passphrase seals another content.
  private void forge(String name, byte[] content) throws IOException {
    Map<String, byte[]> files = opened();
    files.put(name, content);
    BackupHeader header = BackupHeader.fresh(new SecureRandom());
    byte[] root = header.root(PASSPHRASE);
    ByteArrayOutputStream forged = new ByteArrayOutputStream();
    forged.write(header.bytes(root));
    Chunks.Out out = new Chunks.Out(forged, BackupHeader.chunkKey(root));
    DataOutputStream data = new DataOutputStream(out);
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      data.writeByte(1);
      data.writeUTF(each.getKey());
      if (each.getValue().length > 0) {
        data.writeInt(each.getValue().length);
        data.write(each.getValue());
      }
      data.writeInt(0);
      data.write(Sha256.digest().digest(each.getValue()));
    }
    data.writeByte(0);
    data.writeInt(files.size());
    out.finish();
    Files.write(file, forged.toByteArray());
  }

  @Test
  void aWitnessThatKnowsMoreIsARefusalUntilTheOperatorGivesItUpByName() throws IOException {
    Path witness = base.resolve("witness");
    Witness known = new Witness.InFile(witness);
    try (Keep keep = new Keep(folder, known)) {
      keep.entry("before");
      Files.write(file, backup(keep, false));
      keep.entry("later");
    }
    assertThatThrownBy(() -> restore().into(wanted, wish(false, known))).hasMessageContaining("--accept-rewind")
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(wanted).doesNotExist();
    restore().into(wanted, wish(false));
    try (Keep keep = new Keep(wanted, known)) {
      assertThat(keep.audit.fault()).as("not told of the witness").hasValueSatisfying(
          why -> assertThat(why).contains("an older state was put back"));
    }
    Backup.remove(wanted);
    restore().into(wanted, wish(true, known));
    try (Keep keep = new Keep(wanted, known)) {
      assertThat(keep.audit.fault()).isEmpty();
      assertThat(keep.entries())
          .anyMatch(words -> words.startsWith("given up by the operator: the witness " + witness));
      keep.entry("on");
    }
    Path again = base.resolve("again");
    restore().into(again, wish(false));
    try (Keep keep = new Keep(again, known)) {
      assertThat(keep.audit.fault()).as("a second rewind, behind the first").isPresent();
    }
  }

  @Test
  void aWitnessThatSaysNothingIsARefusalToo() throws IOException {
    filled();
    Path other = Files.writeString(base.resolve("other"), "no line\n");
    Witness missing = new Witness.InFile(base.resolve("missing"));
    for (Witness silent : List.of(missing, new Witness.InFile(other), new Witness.InFile(base),
        Witness.parse("https://example.org/keep"))) {
      assertThatThrownBy(() -> restore().into(wanted, wish(false, silent))).as(silent.name())
          .hasMessageContaining("the witness " + silent.name()).hasMessageContaining("--accept-rewind");
      assertThat(wanted).doesNotExist();
    }
    restore().into(wanted, wish(true, missing));
    try (Keep keep = new Keep(wanted)) {
      assertThat(keep.entries()).anyMatch(words -> words.startsWith("restored from the backup")
          && words.endsWith("the witness " + missing.name() + " gave no answer"));
    }
  }

  @Test
  void aTokenThatWasRevokedAfterTheBackupIsNotGoodAgain() throws IOException {
    Principal.Operator me = new Principal.Operator("me", Set.of(Scope.values()));
    String text;
    try (Keep keep = new Keep(folder);
        Tokens tokens = new Tokens(keep.state, keep.audit, Clock.systemUTC(), new SecureRandom())) {
      Minted minted = tokens.create(new NewToken(new TokenName("ci"), Set.of(Scope.READ), Optional.empty()), me);
      text = minted.text();
      Files.write(file, backup(keep, false));
      tokens.revoke(minted.token().id(), me);
    }
    assertThat(restore().into(wanted, wish(false)).revokedTokens()).isEqualTo(1);
    try (Keep keep = new Keep(wanted);
        Tokens tokens = new Tokens(keep.state, keep.audit, Clock.systemUTC(), new SecureRandom())) {
      assertThat(tokens.present(text)).isInstanceOf(Presented.Over.class);
      assertThat(keep.entries()).anyMatch(words -> words.startsWith("ci: it came back with a backup"));
    }
    Path again = base.resolve("again");
    assertThat(restore().into(again, new Restore.Wish(MasterKeyPlaces::file, List.of(), false, true)).revokedTokens())
        .isZero();
    try (Keep keep = new Keep(again)) {
      assertThat(keep.entries()).anyMatch(words -> words.endsWith("its named tokens were kept"));
    }
  }

  @Test
  void aRestoreThatFailsAtTheEndLeavesNoMasterKeyAnywhere() throws IOException {
    filled();
    MemoryKeychain keychain = new MemoryKeychain() {
      @Override
      public void store(String id, byte[] key) {
        super.store(id, key);
        try {
          // So that the last step fails.
          Files.createFile(Files.createDirectory(wanted).resolve("mine"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
    assertThatThrownBy(() -> restore().into(wanted, new Restore.Wish(
        _ -> new MasterKeyPlaces(Optional.of("keychain"), List.of(keychain)), List.of(), false, false)))
        .hasMessageContaining("nothing was restored");
    assertThat(keychain.ids()).isEmpty();
  }

  @Test
  void whereThereIsNoRoomItIsRefusedBeforeAnythingRestsAndThatIsRecorded() {
    try (Keep keep = new Keep(folder)) {
      Backup backup = new Backup(folder, keep.atRest(), keep.audit, Clock.systemUTC(), new SecureRandom(), "0",
          Quota.DEFAULT,
          _ -> 1_000);
      assertThatThrownBy(() -> backup.write(PASSPHRASE, false, "me", (_, _, _) -> {}))
          .hasMessageContaining("make room");
      assertThat(keep.entries()).contains("the backup broke off")
          .doesNotContain("a backup is taken, without workspaces");
    }
  }

  @Test
  void whatBreaksOffInTheCopyingIsRecordedAndSaysWhatToDo() throws IOException {
    try (Keep keep = new Keep(folder)) {
      keep.message(Keep.ONE, "first");
      Backup backup = new Backup(folder, keep.atRest(), keep.audit, Clock.systemUTC(), new SecureRandom(), "0",
          Quota.DEFAULT, _ -> {
            // Where the copies shall go.
            Files.writeString(folder.resolve("backup.staging"), "in the way");
            return Long.MAX_VALUE;
          });
      assertThatThrownBy(() -> backup.write(PASSPHRASE, false, "me", (_, _, _) -> {}))
          .isInstanceOf(IronclawException.class).hasMessageContaining("check the space of the state folder");
      assertThat(keep.entries()).contains("the backup broke off");
      keep.isWhole();
    }
  }
}
