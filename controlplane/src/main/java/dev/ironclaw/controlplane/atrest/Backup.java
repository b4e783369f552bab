package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditPlace;
import dev.ironclaw.controlplane.isolation.Quota;
import dev.ironclaw.controlplane.store.PrivateFiles;
import dev.ironclaw.controlplane.store.RekeyedFile;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A backup while everything runs: all databases are put to rest for as long as it takes to copy them beside themselves (the
/// state last, after those that may be large), then the copies are sealed into one file. Workspaces are read as they are, file by file.
///
/// What is in it: `state.db`, `job-events.db`, each session's key and queues, the audit log with its head and key, a panic that is on, the
/// data keys, and on request the workspaces. What is not: the master key, the API's token, the TLS key, boxes.
public final class Backup {
  static final String KEYS = "keys";
  static final String WORKSPACES = "workspaces";
  private static final String STAGING = "backup.staging";
  private static final String COPIES = "copies";
  private static final String SEALED = "sealed";
  private static final String PANIC = "panic";
  /// NIST SP 800-63B asks for 15 where nothing else protects.
  private static final int SHORTEST_PASSPHRASE = 15;
  /// What the workspaces leave free on the disk: everything else goes on meanwhile.
  private static final long KEPT_FREE = 64L << 20;

  private final Path folder;
  private final AtRest atRest;
  private final AuditLog audit;
  private final Clock clock;
  private final SecureRandom random;
  private final String program;
  private final Quota quota;
  private final Space space;

  /// Over one state folder.
  ///
  /// @param program its version
  /// @param quota of each workspace
  public Backup(Path folder, AtRest atRest, AuditLog audit, Clock clock, SecureRandom random, String program,
      Quota quota) {
    this(folder, atRest, audit, clock, random, program, quota, at -> Files.getFileStore(at).getUsableSpace());
  }

  Backup(Path folder, AtRest atRest, AuditLog audit, Clock clock, SecureRandom random, String program, Quota quota,
      Space space) {
    this.folder = folder;
    this.atRest = atRest;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
    this.program = program;
    this.quota = quota;
    this.space = space;
  }

  /// How many bytes a folder's disk still takes.
  @FunctionalInterface
  interface Space {
    long free(Path folder) throws IOException;
  }

  /// Gets a backup when it is complete.
  @FunctionalInterface
  public interface Receiver {
    /// Takes it, once.
    ///
    /// @param left what was left out of the workspaces
    void take(long bytes, LeftOut left, InputStream sealed) throws IOException;
  }

  /// Makes a backup that this passphrase opens, and hands it over when it is complete.
  ///
  /// @throws IronclawException `INVALID_REQUEST` for a short passphrase, `CONFLICT` where there is no room
  public synchronized void write(byte[] passphrase, boolean workspaces, String actor, Receiver receiver) {
    checkPassphrase(passphrase);
    Path staging = folder.resolve(STAGING);
    try {
      remove(staging);
      long free = checkRoom(workspaces);
      audit.record(event(actor, "a backup is taken, " + (workspaces ? "with" : "without") + " workspaces"));
      Path copies = staging.resolve(COPIES);
      Snapshot snapshot = atRest.beside(() -> {
        copyBeside(copies);
        return audit.whileStill(() -> atRest.run(() -> snapshot(copies, workspaces)));
      });
      MessageDigest digest = Sha256.digest();
      Path sealed = staging.resolve(SEALED);
      PrivateFiles.createFile(sealed);
      LeftOut left;
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(sealed), 1 << 17)) {
        left = seal(passphrase, snapshot, staging.resolve(COPIES), free,
            new DigestOutputStream(out, digest));
      }
      remove(staging.resolve(COPIES));
      try (InputStream in = Files.newInputStream(sealed)) {
        receiver.take(Files.size(sealed), left, in);
      }
      audit.record(event(actor, "the backup of line " + snapshot.manifest.auditSeq() + " was sent, SHA-256 "
          + HexFormat.of().formatHex(digest.digest())
          + (left.total() == 0
              ? ""
              : "; " + left.total()
                  + " things were left out of the workspaces (no plain files, not to be read, or more "
                  + "than there is room for): " + left.words())));
    } catch (IronclawException e) {
      audit.recordBestEffort(event(actor, "the backup broke off"));
      throw e;
    } catch (IOException | UncheckedIOException e) {
      audit.recordBestEffort(event(actor, "the backup broke off"));
      throw new IronclawException(ErrorCode.INTERNAL,
          "take a backup: it broke off; check the space of the state folder, then take another", e);
    } finally {
      removeOrSay(staging);
    }
  }

  /// Refuses one that could be guessed.
  ///
  /// @throws IronclawException `INVALID_REQUEST` for one that is too short
  public static void checkPassphrase(byte[] passphrase) {
    if (passphrase.length < SHORTEST_PASSPHRASE) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "take a backup: give a passphrase of at least "
          + SHORTEST_PASSPHRASE + " characters, for example five random words: it protects every key in the backup");
    }
  }

  private static AuditEvent event(String actor, String detail) {
    return new AuditEvent("backup", "", "backup", actor, detail);
  }

  /// @param keys those of the copied files
  @SuppressWarnings("ArrayRecordComponent") // Never compared or shown.
  private record Snapshot(Manifest manifest, byte[] keys) {}

  /// Before the state rests, and of the same moment as it: nothing is written to these until both are copied.
  private void copyBeside(Path staging) {
    try {
      PrivateFiles.createFolder(staging);
      copy(folder, staging, StateFiles.BESIDE::contains);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Snapshot snapshot(Path staging, boolean workspaces) {
    try {
      copy(folder, staging, name -> isKept(name) && !StateFiles.BESIDE.contains(name));
      for (SessionId session : StateFiles.sessions(folder)) {
        copy(StateFiles.home(folder, session), StateFiles.home(staging, session),
            name -> !RekeyedFile.isCopy(name));
      }
      AuditPlace head = audit.stillHead();
      return new Snapshot(Manifest.of(clock.instant().toString(), program, head.seq(), head.hash(),
          audit.keyFingerprint(), workspaces), atRest.keyring().export());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isOfAudit(String name) {
    return name.equals(AuditFormat.HEAD_FILE) || name.equals(AuditFormat.PUBLIC_KEY_FILE)
        || AuditFormat.isSegment(name);
  }

  /// Before everything rests: the copies, and what they are sealed into; then that and the file of whoever takes it, which
  /// may lie on the same disk. Workspaces never keep the databases out of a backup: what there is no room for is left
  /// out, and told.
  ///
  /// @return how many bytes there are for the workspaces
  private long checkRoom(boolean workspaces) throws IOException {
    long needed = bytes(folder, Backup::isKept);
    for (SessionId session : StateFiles.sessions(folder)) {
      needed += bytes(StateFiles.home(folder, session), _ -> true);
    }
    long free = space.free(folder);
    long forWorkspaces = free - 2 * needed - (workspaces ? KEPT_FREE : 0);
    if (forWorkspaces < 0) {
      throw new IronclawException(ErrorCode.CONFLICT,
          "take a backup: it needs " + ((free - forWorkspaces) >> 20) + " MiB beside " + folder
              + " for a moment, and " + (free >> 20) + " MiB are free; make room, then take it again"
              + (workspaces ? ", or take it without the workspaces" : ""));
    }
    return forWorkspaces / 2;
  }

  private static long bytes(Path from, Predicate<String> wanted) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += wanted.test(String.valueOf(file.getFileName())) ? file.toFile().length() : 0;
      }
    }
    return sum;
  }

  private static boolean isKept(String name) {
    return name.equals(StateFiles.STATE) || StateFiles.BESIDE.contains(name) || name.equals(PANIC) || isOfAudit(name);
  }

  private static void copy(Path from, Path to, Predicate<String> wanted) throws IOException {
    PrivateFiles.createFolder(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(file.getFileName());
        if (wanted.test(name)) {
          Files.copy(file, to.resolve(name));
        }
      }
    }
  }

  private LeftOut seal(byte[] passphrase, Snapshot snapshot, Path staging, long free, OutputStream to)
      throws IOException {
    BackupHeader header = BackupHeader.fresh(random);
    byte[] root = header.root(passphrase);
    to.write(header.bytes(root));
    Chunks.Out out = new Chunks.Out(to, BackupHeader.chunkKey(root));
    Archive.Writer archive = new Archive.Writer(out);
    archive.put(Manifest.NAME, new ByteArrayInputStream(snapshot.manifest.json()));
    archive.put(KEYS, new ByteArrayInputStream(snapshot.keys));
    Arrays.fill(snapshot.keys, (byte) 0);
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream content = Files.newInputStream(file)) {
          archive.put(staging.relativize(file).toString(), content);
        }
      }
    }
    LeftOut left = snapshot.manifest.workspaces() ? workspaces(free, archive) : LeftOut.NOTHING;
    archive.end();
    out.finish();
    return left;
  }

  private LeftOut workspaces(long free, Archive.Writer archive) throws IOException {
    Path from = folder.resolve(WORKSPACES);
    return WorkspaceFiles.read(from, WORKSPACES,
        WorkspaceRoom.of(WorkspaceFiles.costs(from, WORKSPACES), free, quota, this::spare, archive::put));
  }

  private long spare() {
    try {
      return space.free(folder) - KEPT_FREE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes what a crash left of a backup.
  public static void clean(Path folder) {
    removeOrSay(folder.resolve(STAGING));
  }

  private static void removeOrSay(Path staging) {
    try {
      remove(staging);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "remove " + staging + ": remove it by hand", e);
    }
  }

  static void remove(Path staging) throws IOException {
    if (!Files.exists(staging)) {
      return;
    }
    try (Stream<Path> all = Files.walk(staging)) {
      for (Path each : List.copyOf(all.toList()).reversed()) {
        Files.delete(each);
      }
    }
  }
}
