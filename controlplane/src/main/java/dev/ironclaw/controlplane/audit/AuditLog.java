package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.controlplane.audit.AuditTable.Row;
import dev.ironclaw.controlplane.secret.Sealer;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tamper-evident log. An entry commits in `state.db` together with the transition that it describes, then goes to
/// `audit.jsonl` and is on disk before [#write] returns: so no effect that follows can come before its entry.
///
/// Needs the table of `db/state/V001__audit.sql`. Threading: any platform thread; concurrent writers share one commit
/// and one fsync of the file.
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  private final Database state;
  private final AuditChain chain;
  private final AuditFiles files;

  private final String keyFingerprint;

  private AuditLog(Database state, AuditChain chain, AuditFiles files, String keyFingerprint) {
    this.keyFingerprint = keyFingerprint;
    this.state = state;
    this.chain = chain;
    this.files = files;
  }

  /// Opens the log in `folder` and compares file, head and database: a file that is behind is replayed, any other
  /// difference is a [#fault].
  ///
  /// @param signingKey 32-byte Ed25519 seed
  /// @param sealingKey 32-byte AES key for payloads in the file
  public static AuditLog open(Database state, Path folder, byte[] signingKey, byte[] sealingKey, Clock clock) {
    return open(state, folder, signingKey, sealingKey, clock, LogFile::onDisk);
  }

  static AuditLog open(Database state, Path folder, byte[] signingKey, byte[] sealingKey, Clock clock,
      LogFile.Opener opener) {
    AuditSigner signer = new AuditSigner(signingKey);
    EventPayload payload = new EventPayload(new Sealer(sealingKey, new SecureRandom()));
    try {
      PrivateFiles.createFolder(folder);
      Optional<String> missing = createFiles(state, folder, signer);
      LogFile log = opener.open(folder.resolve(AuditFormat.LOG_FILE));
      LogFile head = opener.open(folder.resolve(AuditFormat.HEAD_FILE));
      AuditFiles files = new AuditFiles(state, signer, log, head);
      AuditLog audit = new AuditLog(state, new AuditChain(signer, payload, clock), files,
          AuditFormat.fingerprint(signer.publicKey()));
      if (missing.isPresent()) {
        files.breakWith(missing.get());
      } else {
        new Comparison(state, signer, log, head).apply(files);
      }
      audit.replay();
      return audit;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.AUDIT_UNAVAILABLE, "open audit log in " + folder
          + ": check the folder and its space", e);
    }
  }

  /// A new log gets its three files; an old one that lost some has been tampered with.
  private static Optional<String> createFiles(Database state, Path folder, AuditSigner signer) throws IOException {
    boolean used = state.read(AuditTable::last).isPresent();
    for (String name : List.of(AuditFormat.PUBLIC_KEY_FILE, AuditFormat.HEAD_FILE, AuditFormat.LOG_FILE)) {
      if (used && !Files.exists(folder.resolve(name))) {
        LogFile.createIfMissing(folder.resolve(AuditFormat.LOG_FILE));
        LogFile.createIfMissing(folder.resolve(AuditFormat.HEAD_FILE));
        return Optional.of(name + " is gone, and the database knows entries: put it back from a backup");
      }
    }
    Path key = folder.resolve(AuditFormat.PUBLIC_KEY_FILE);
    byte[] publicKey = AuditFormat.publicKey(signer.publicKey());
    if (!Files.exists(key)) {
      PrivateFiles.replace(key, publicKey);
    }
    Path head = folder.resolve(AuditFormat.HEAD_FILE);
    if (!Files.exists(head)) {
      PrivateFiles.replace(head, AuditFiles.headFor(signer, 0, AuditFormat.NO_HASH));
    }
    LogFile.createIfMissing(folder.resolve(AuditFormat.LOG_FILE));
    return Arrays.equals(Files.readAllBytes(key), publicKey)
        ? Optional.empty()
        : Optional.of(AuditFormat.PUBLIC_KEY_FILE + " is not the key that this log is signed with");
  }

  private void replay() {
    if (fault().isPresent()) {
      LOG.error("audit: {}; nothing takes effect until this is cleared up", fault().get());
      return;
    }
    try {
      files.catchUp(Long.MAX_VALUE);
    } catch (IOException e) {
      LOG.error("audit: the file can't be written; nothing takes effect until it can", e);
    }
  }

  /// A transaction on `state.db` whose events are durable in the file too when this returns.
  ///
  /// @throws IronclawException `AUDIT_UNAVAILABLE` when an entry can't be written, `AUDIT_BROKEN` while there is a
  ///         fault; nothing has happened then, or the transition waits to be finished at start
  public <T> T write(Work<T> work) {
    checkWhole();
    if (files.behind()) {
      reach(Long.MAX_VALUE);
    }
    Committed<T> committed = commit(work);
    if (committed.seq() > 0) {
      reach(committed.seq());
    }
    return committed.result();
  }

  /// As [#write], for the brakes alone (deny, revoke, terminate, panic): commits the transition with its events, and
  /// returns even where the file can't be written; what is missing there follows later.
  public <T> T writeBestEffort(Work<T> work) {
    Committed<T> committed = commit(work);
    try {
      checkWhole();
      reach(committed.seq());
    } catch (IronclawException e) {
      LOG.error("audit: a brake went on although its entry is not in the file yet", e);
    }
    return committed.result();
  }

  /// Records events that belong to no other row.
  public void record(AuditEvent event) {
    this.<Boolean>write(transaction -> {
      transaction.audit(event);
      return true;
    });
  }

  /// For the brakes alone (deny, revoke, terminate, panic): records where it can, and goes on where it can't.
  public void recordBestEffort(AuditEvent event) {
    try {
      this.<Boolean>writeBestEffort(transaction -> {
        transaction.audit(event);
        return true;
      });
    } catch (IronclawException e) {
      LOG.error("audit: a brake went on although its entry could not be recorded: {} {} {}", event.stage(),
          event.kind(), event.subject(), e);
    }
  }

  /// The newest entries, oldest of them first.
  public List<AuditRecord> newest(int limit) {
    List<Row> rows = state.read(connection -> AuditTable.newest(connection, limit));
    return rows.stream().map(row -> chain.record(row.entry())).toList();
  }

  /// The newest entries before that one, oldest of them first.
  public List<AuditRecord> before(long seq, int limit) {
    List<Row> rows = state.read(connection -> AuditTable.before(connection, seq, limit));
    return rows.stream().map(row -> chain.record(row.entry())).toList();
  }

  /// The newest entry whose line and head are on disk: what a verifier of the files must find. With a fault, the newest
  /// that the database knows.
  public Optional<AuditRecord> head() {
    if (fault().isPresent()) {
      return newest(1).stream().findFirst();
    }
    long seq = files.coveredSeq();
    return state.read(connection -> AuditTable.at(connection, seq)).map(row -> chain.record(row.entry()));
  }

  /// [AuditFormat#fingerprint] of the key that entries are signed with.
  public String keyFingerprint() {
    return keyFingerprint;
  }

  /// Why nothing may take effect, if so.
  public Optional<String> fault() {
    return Optional.ofNullable(files.fault());
  }

  private <T> Committed<T> commit(Work<T> work) {
    return state.write(connection -> {
      Entries entries = new Entries(connection, chain);
      return new Committed<>(work.run(entries), entries.lastSeq);
    });
  }

  private void checkWhole() {
    fault().ifPresent(why -> {
      throw new IronclawException(ErrorCode.AUDIT_BROKEN, "record in audit log: " + why);
    });
  }

  private void reach(long seq) {
    try {
      files.catchUp(seq);
    } catch (IOException | IronclawException e) {
      checkWhole();
      throw new IronclawException(ErrorCode.AUDIT_UNAVAILABLE,
          "record in audit log: the file can't be written, so nothing takes effect; check space and permissions", e);
    }
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.AUDIT_UNAVAILABLE, "close audit log: the head is replayed at start", e);
    }
  }

  private record Committed<T>(T result, long seq) {}

  private static final class Entries implements Transaction {
    private final Connection connection;
    private final AuditChain chain;
    private long lastSeq;

    Entries(Connection connection, AuditChain chain) {
      this.connection = connection;
      this.chain = chain;
    }

    @Override
    public Connection connection() {
      return connection;
    }

    @Override
    public void audit(AuditEvent event) throws SQLException {
      lastSeq = chain.append(connection, event);
    }
  }

  /// Statements on the state database, with events that commit with them.
  @FunctionalInterface
  public interface Work<T> {
    T run(Transaction transaction) throws SQLException;
  }

  /// The transaction that [Work] runs in.
  public interface Transaction {
    Connection connection();

    void audit(AuditEvent event) throws SQLException;
  }
}
