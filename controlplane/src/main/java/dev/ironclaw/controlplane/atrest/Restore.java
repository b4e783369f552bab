package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.controlplane.access.RestoredTokens;
import dev.ironclaw.controlplane.atrest.BackupFile.Contents;
import dev.ironclaw.controlplane.audit.AcceptedRewindStore;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditPlace;
import dev.ironclaw.controlplane.audit.Rewind;
import dev.ironclaw.controlplane.audit.Witness;
import dev.ironclaw.controlplane.isolation.RunMode;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.secret.MasterKeyPlaces;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.PrivateFiles;
import dev.ironclaw.controlplane.store.StateSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// A backup, read and proven before anything is put in place: every chunk and digest first, without writing anything; then
/// every database, key and line of the audit log, in a folder beside the wanted one, which becomes it by one rename.
public final class Restore {
  private static final String ACTOR = "the command line";

  private final BackupFile backup;
  private final Clock clock;

  /// Reads nothing yet.
  ///
  /// @param file a backup
  public Restore(Path file, byte[] passphrase, Clock clock) {
    this.backup = new BackupFile(file, passphrase);
    this.clock = clock;
  }

  /// What a backup turned out to be.
  ///
  /// @param createdAt ISO 8601
  /// @param auditSeq the last line of its audit log
  public record Proof(String createdAt, String program, long auditSeq, String auditHash, int sessions, int files,
      boolean workspaces) {}

  /// How to restore.
  ///
  /// @param places where the new master key of this state folder goes
  /// @param witnesses are asked for what they know of this log
  /// @param acceptRewind gives up what witnesses know and the backup has not, and does without those that say nothing
  /// @param keepTokens leaves named tokens good, those too that were revoked after the backup was taken
  public record Wish(Function<Path, MasterKeyPlaces> places, List<Witness> witnesses, boolean acceptRewind,
      boolean keepTokens) {}

  /// What a restore has done.
  ///
  /// @param revokedTokens named tokens that are no longer good
  public record Restored(Proof proof, int revokedTokens) {}

  /// Proves a backup and leaves nothing behind.
  ///
  /// @param scratch an empty folder for its sealed files; removed at the end
  public Proof verify(Path scratch) {
    try {
      Contents contents = backup.read(_ -> OutputStream.nullOutputStream());
      return proven(scratch, contents);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      discard(scratch);
    }
  }

  /// Makes a state folder that a control plane can be started over.
  ///
  /// @param folder must not be there, or be empty
  /// @throws IronclawException `CONFIGURATION` for whatever is not as it was written; `CONFLICT` for a folder that has
  ///         something in it, and for a witness that knows more than the backup, or
  ///         says nothing
  public Restored into(Path folder, Wish wish) {
    Path wanted = folder.toAbsolutePath().normalize();
    Path staging = wanted.resolveSibling("." + wanted.getFileName() + ".restoring");
    try {
      checkFree(wanted);
      Contents contents = backup.read(_ -> OutputStream.nullOutputStream());
      Backup.remove(staging);
      try {
        Proof proof = proven(staging, contents);
        int revoked = settle(staging, wanted, contents, wish);
        PrivateFiles.syncFolder(wanted);
        return new Restored(proof, revoked);
      } finally {
        discard(staging);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// The new master key is nowhere where this fails: nobody would ever remove it from a keychain.
  private int settle(Path staging, Path wanted, Contents contents, Wish wish) throws IOException {
    Keyring keyring = Keyring.create(staging, wish.places().apply(staging), contents.keys());
    try {
      int revoked = adopt(staging, keyring, contents, wish);
      giveToGuest(staging.resolve(Backup.WORKSPACES));
      sync(staging);
      Files.deleteIfExists(wanted);
      Files.move(staging, wanted, StandardCopyOption.ATOMIC_MOVE);
      return revoked;
    } catch (IOException | RuntimeException e) {
      try {
        keyring.forgetMaster();
      } catch (IronclawException kept) {
        e.addSuppressed(kept);
      }
      throw e;
    }
  }

  private static void checkFree(Path wanted) throws IOException {
    if (Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
      boolean empty = Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS);
      if (empty) {
        try (Stream<Path> inside = Files.list(wanted)) {
          empty = inside.findAny().isEmpty();
        }
      }
      if (!empty) {
        throw new IronclawException(ErrorCode.CONFLICT, "restore into " + wanted
            + ": it is there already, and a restore never writes over anything; name a new folder with --state-dir");
      }
    }
  }

  private Proof proven(Path staging, Contents contents) throws IOException {
    PrivateFiles.createFolder(staging);
    List<Path> files = new ArrayList<>();
    backup.read(name -> {
      Path file = place(staging, name);
      if (!isExpected(name) || !file.startsWith(staging) || Files.exists(file)) {
        throw BackupHeader.refused("it holds " + name + ", which no backup has, or twice");
      }
      PrivateFiles.createFolder(file.resolveSibling(".").normalize());
      PrivateFiles.createFile(file);
      files.add(file);
      return Files.newOutputStream(file, StandardOpenOption.WRITE);
    });
    Manifest manifest = contents.manifest();
    Keyring keyring = Keyring.inMemory(staging, contents.keys());
    checkAudit(staging, manifest);
    List<SessionId> sessions = StateFiles.sessions(staging);
    try (SessionQueues queues = new SessionQueues(staging.resolve(StateFiles.SESSIONS), keyring, clock)) {
      sessions.forEach(queues::settle);
    }
    try (Database state = state(staging, keyring)) {
      state.verify();
      try (AuditLog audit = audit(staging, keyring, state)) {
        AuditPlace head = audit.head().orElse(new AuditPlace(0, ""));
        if (audit.fault().isPresent() || head.seq() < manifest.auditSeq()) {
          throw BackupHeader.refused("its database and its audit log contradict each other: "
              + audit.fault().orElse("the database ends at line " + head.seq()));
        }
      }
    }
    return new Proof(manifest.createdAt(), manifest.program(), manifest.auditSeq(), manifest.auditHash(),
        sessions.size(), files.size(), manifest.workspaces());
  }

  private static Path place(Path staging, String name) {
    try {
      return staging.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw BackupHeader.refused("it holds a name that this system can't have: " + VisibleText.line(name)
          + " (on Linux, set a locale of UTF-8)", e);
    }
  }

  private static boolean isExpected(String name) {
    return name.equals(StateFiles.STATE) || StateFiles.BESIDE.contains(name) || name.equals("panic")
        || Backup.isOfAudit(name)
        || name.matches(StateFiles.SESSIONS + "/[a-z0-9_]+/[a-z.-]+") || name.startsWith(Backup.WORKSPACES + "/");
  }

  private static void checkAudit(Path staging, Manifest manifest) throws IOException {
    switch (AuditVerifier.verify(staging)) {
      case AuditVerdict.Intact intact when intact.head().equals(manifest.auditHash())
          && intact.key().equals(manifest.auditKey()) ->
        {
        }
      case AuditVerdict.Intact intact -> throw BackupHeader.refused("its audit log ends with " + intact.head()
          + ", and the backup says " + manifest.auditHash());
      case AuditVerdict.Uncovered _ -> throw BackupHeader.refused("its audit log goes on after its signed head");
      case AuditVerdict.Broken broken -> throw BackupHeader.refused("its audit log is broken: " + broken);
    }
  }

  private static Database state(Path staging, Keyring keyring) {
    return Database.open(staging.resolve(StateFiles.STATE), keyring.derived("state.db"), StateSchema.current());
  }

  private AuditLog audit(Path staging, Keyring keyring, Database state) {
    AuditLog audit = AuditLog.open(state, staging, keyring.auditSigning(), keyring.auditSealing().getFirst(), clock);
    audit.sealWith(keyring.auditSealing());
    return audit;
  }

  /// Says in the log what happened, before anybody can start over it.
  ///
  /// @return how many named tokens it revoked
  private int adopt(Path staging, Keyring keyring, Contents contents, Wish wish) throws IOException {
    try (Database state = state(staging, keyring); AuditLog audit = audit(staging, keyring, state)) {
      Testimony testimony = Testimony.of(state, wish.witnesses(),
          Files.readAllBytes(staging.resolve(AuditFormat.PUBLIC_KEY_FILE)));
      List<Rewind> rewinds = testimony.rewinds();
      if (!rewinds.isEmpty() && !wish.acceptRewind()) {
        throw new IronclawException(ErrorCode.CONFLICT, "restore: the backup ends at line "
            + contents.manifest().auditSeq() + " of the audit log, and the witness " + rewinds.getFirst().witness()
            + " knows line " + rewinds.getFirst().seq()
            + ": what was recorded in between would be gone. Take a newer backup, or give it up with --accept-rewind, "
            + "which stands in the log");
      }
      if (!testimony.silent().isEmpty() && !wish.acceptRewind()) {
        keyring.forgetMaster();
        throw new IronclawException(ErrorCode.CONFLICT, "restore: the witness " + testimony.silent().getFirst()
            + ". Name the file that has this log's lines, or go on without its word with --accept-rewind, which stands "
            + "in the log");
      }
      return audit.<Integer>write(transaction -> {
        for (Rewind rewind : rewinds) {
          AcceptedRewindStore.put(transaction.connection(), rewind);
          transaction.audit(event(keyring, "given up by the operator: the witness " + rewind.witness() + " knows line "
              + rewind.seq() + " with hash " + rewind.hash() + ", which is not in this log"));
        }
        transaction.audit(event(keyring, "restored from the backup of " + contents.manifest().createdAt()
            + ", whose log ended at line " + contents.manifest().auditSeq() + " with hash "
            + contents.manifest().auditHash() + "; the master key is new, " + keyring.master().strength() + "; "
            + testimony.words()
            + (wish.keepTokens() ? "; its named tokens were kept" : "")));
        return wish.keepTokens() ? 0 : RestoredTokens.revokeAll(transaction, clock, ACTOR);
      });
    }
  }

  private static AuditEvent event(Keyring keyring, String detail) {
    return new AuditEvent("backup", keyring.master().id(), "restore", ACTOR, detail);
  }

  /// As root, boxes run as a user of their own, whom their workspaces belong to.
  private static void giveToGuest(Path workspaces) throws IOException {
    if (!Files.exists(workspaces) || !Integer.valueOf(0).equals(Files.getAttribute(workspaces, "unix:uid"))) {
      return;
    }
    try (Stream<Path> all = Files.walk(workspaces)) {
      for (Path each : all.filter(path -> !path.equals(workspaces)).toList()) {
        Files.setAttribute(each, "unix:uid", RunMode.ROOT.guest(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(each, "unix:gid", RunMode.ROOT.guest(), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static void sync(Path staging) throws IOException {
    try (Stream<Path> all = Files.walk(staging)) {
      for (Path each : all.toList()) {
        try (FileChannel channel = FileChannel.open(each, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }

  private static void discard(Path staging) {
    try {
      Backup.remove(staging);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "remove " + staging + ": remove it by hand", e);
    }
  }

  private static IronclawException failed(IOException e) {
    return new IronclawException(ErrorCode.INTERNAL, "read backup: " + e + "; nothing was restored", e);
  }
}
