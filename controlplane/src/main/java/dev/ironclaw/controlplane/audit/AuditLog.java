package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.audit.AuditFormat;
import dev.ironclaw.contract.audit.AuditLine;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tamper-evident log. An entry commits in `state.db` together with the transition that it describes, then goes to the
/// log's file and is on disk before [#write] returns: so no effect that follows can come before its entry.
///
/// Needs the tables of `db/state/V001__audit.sql` and `V007__audit_search.sql`. Threading: any platform thread;
/// concurrent writers share one commit and one fsync of the file.
public final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  /// The form before the first release.
  private static final String FIRST_FORM = "audit.jsonl";

  private final Database state;
  private final AuditChain chain;
  private final AuditFiles files;
  private final EventPayload payload;
  private final AuditIndex index;
  private final AuditClerk clerk;
  private final AgentOf agents;
  private final String keyFingerprint;

  private AuditLog(Database state, AuditChain chain, AuditFiles files, EventPayload payload,
      AuditSettings settings, String keyFingerprint) {
    this.state = state;
    this.chain = chain;
    this.files = files;
    this.payload = payload;
    this.index = new AuditIndex(state, chain);
    this.clerk = new AuditClerk(state, files, this::checkpoint, index, settings, this::recordBestEffort);
    this.agents = settings.agents();
    this.keyFingerprint = keyFingerprint;
  }

  /// Opens the log in `folder` with the default settings.
  public static AuditLog open(Database state, Path folder, byte[] signingKey, byte[] sealingKey, Clock clock) {
    return open(state, folder, signingKey, sealingKey, clock, AuditSettings.DEFAULT);
  }

  /// Opens the log in `folder` and compares files, head, database and witnesses: files that are behind are replayed, any
  /// other difference is a [#fault].
  ///
  /// @param signingKey 32-byte Ed25519 seed
  /// @param sealingKey 32-byte AES key for payloads in the file; [#sealWith] knows those of older entries
  public static AuditLog open(Database state, Path folder, byte[] signingKey, byte[] sealingKey, Clock clock,
      AuditSettings settings) {
    return open(state, folder, signingKey, sealingKey, clock, settings, LogFile::onDisk);
  }

  static AuditLog open(Database state, Path folder, byte[] signingKey, byte[] sealingKey, Clock clock,
      AuditSettings settings, LogFile.Opener opener) {
    if (Files.exists(folder.resolve(FIRST_FORM))) {
      throw new IronclawException(ErrorCode.AUDIT_UNAVAILABLE, "open audit log in " + folder + ": " + FIRST_FORM
          + " has the form of a version that was never released; take a new state folder");
    }
    AuditSigner signer = new AuditSigner(signingKey);
    HeadSigner heads = new HeadSigner(signer);
    EventPayload payload = new EventPayload(sealers(List.of(sealingKey)));
    try {
      PrivateFiles.createFolder(folder);
      byte[] publicKey = AuditFormat.publicKey(signer.publicKey());
      Optional<String> missing = createFiles(state, folder, publicKey, heads);
      LogFile head = opener.open(folder.resolve(AuditFormat.HEAD_FILE));
      Segments segments = new Segments(folder, opener);
      AuditFiles files = new AuditFiles(state, heads, segments, head);
      AuditLog audit = new AuditLog(state, new AuditChain(signer, payload, clock, settings.segmentBytes()),
          files, payload, settings, AuditFormat.fingerprint(signer.publicKey()));
      Optional<String> rewound = missing.or(() -> Rewind.against(state, settings.witnesses(), publicKey));
      if (rewound.isPresent()) {
        files.breakWith(rewound.get());
      } else {
        new Comparison(state, heads, segments, head).apply(files);
      }
      audit.replay();
      return audit;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.AUDIT_UNAVAILABLE, "open audit log in " + folder
          + ": check the folder and its space", e);
    }
  }

  /// A new log gets its files; an old one that lost some has been tampered with.
  private static Optional<String> createFiles(Database state, Path folder, byte[] publicKey, HeadSigner heads)
      throws IOException {
    boolean used = state.read(AuditTable::last).isPresent();
    Path head = folder.resolve(AuditFormat.HEAD_FILE);
    for (String name : List.of(AuditFormat.PUBLIC_KEY_FILE, AuditFormat.HEAD_FILE, AuditFormat.segment(1))) {
      if (used && !Files.exists(folder.resolve(name))) {
        LogFile.createIfMissing(head);
        return Optional.of(name + " is gone, and the database knows entries: put it back from a backup");
      }
    }
    Path key = folder.resolve(AuditFormat.PUBLIC_KEY_FILE);
    if (!Files.exists(key)) {
      PrivateFiles.replace(key, publicKey);
    }
    if (!Files.exists(head)) {
      PrivateFiles.replace(head, heads.head(0, AuditFormat.NO_HASH));
    }
    LogFile.createIfMissing(folder.resolve(AuditFormat.segment(1)));
    return Arrays.equals(Files.readAllBytes(key), publicKey)
        ? Optional.empty()
        : Optional.of(AuditFormat.PUBLIC_KEY_FILE + " is not the key that this log is signed with");
  }

  private void replay() {
    if (fault().isPresent()) {
      LOG.error("audit: {}; nothing takes effect until this is cleared up", fault().get());
      return;
    }
    clerk.startAt(state.read(AuditTable::lastCheckpoint));
    try {
      long replayed = files.catchUp(Long.MAX_VALUE);
      if (replayed > 0) {
        recordBestEffort(new AuditEvent("audit", "", "replay", "system",
            replayed + " lines that the files lacked were written again from the database"));
      }
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
      reach(committed.seq(), committed.lines());
      clerk.appended(committed.seq(), committed.checkpointed());
    }
    return committed.result();
  }

  /// As [#write], for the brakes alone (deny, revoke, terminate, panic): commits the transition with its events, and
  /// returns even where the file can't be written; what is missing there follows later.
  public <T> T writeBestEffort(Work<T> work) {
    Committed<T> committed = commit(work);
    try {
      checkWhole();
      reach(committed.seq(), committed.lines());
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

  /// Ends the current file with a checkpoint and begins the next one.
  ///
  /// @return the name of the new file
  public String rotate(String actor) {
    checkWhole();
    AuditEvent event = new AuditEvent("audit", "", "rotate", actor, "the log goes on in a new file");
    long first = state.write(connection -> chain.appendToNewSegment(connection, event)).getLast().seq();
    reach(first);
    clerk.appended(first, true);
    return AuditFormat.segment(first);
  }

  /// Runs the work while nothing is written to the log's files, which then hold every line up to their head. The work may
  /// not record anything.
  public <T> T whileStill(Supplier<T> work) {
    checkWhole();
    try {
      return files.whileStill(work);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.AUDIT_UNAVAILABLE, "bring the audit log to rest: its file can't be written",
          e);
    }
  }

  /// The line that the files' head names, within [#whileStill].
  public AuditPlace stillHead() {
    return files.stillHead();
  }

  /// Seals new entries under the first of these keys; older ones are opened with any of them.
  public void sealWith(List<byte[]> sealingKeys) {
    payload.sealWith(sealers(sealingKeys));
  }

  private static List<Sealer> sealers(List<byte[]> keys) {
    SecureRandom random = new SecureRandom();
    return keys.stream().map(key -> new Sealer(key, random)).toList();
  }

  /// Signs what was written since the last checkpoint, where there is anything.
  private void checkpoint() {
    if (fault().isPresent()) {
      return;
    }
    reach(state.write(chain::checkpoint));
    clerk.tell();
  }

  /// The newest entries, oldest of them first.
  public List<AuditRecord> newest(int limit) {
    return before(Long.MAX_VALUE, limit);
  }

  /// The newest entries before that one, oldest of them first.
  public List<AuditRecord> before(long seq, int limit) {
    return records(state.read(connection -> AuditTable.entriesBefore(connection, seq, limit)));
  }

  /// The newest entries that fit, oldest of them first.
  public List<AuditRecord> search(AuditQuery query, int limit) {
    if (query.isPlain()) {
      return before(query.before().orElse(Long.MAX_VALUE), limit);
    }
    index.catchUp();
    return index.at(index.search(query, limit).reversed());
  }

  /// The oldest entries after that one that fit, rising: page by page, everything that a query finds.
  public List<AuditRecord> searchAfter(AuditQuery query, long seq, int limit) {
    return index.at(index.after(query, seq, limit));
  }

  /// How many entries fit.
  public long count(AuditQuery query) {
    index.catchUp();
    return index.count(query);
  }

  /// An entry with what proves it; empty for a checkpoint and for what is not there.
  public Optional<AuditProof> proof(long seq) {
    return state.read(connection -> {
      Optional<Row> row = AuditTable.at(connection, seq).filter(line -> !line.checkpoint());
      long checkpoint = AuditTable.checkpointAfter(connection, seq);
      return row.map(line -> new AuditProof(chain.record(line), AuditFormat.segment(line.segment()), line.line(),
          Optional.of(checkpoint).filter(number -> number > 0)));
    });
  }

  /// The newest line that signs all that is before it.
  public Optional<AuditLine> lastCheckpoint() {
    return state.read(connection -> AuditTable.at(connection, AuditTable.lastCheckpoint(connection))).map(Row::line);
  }

  /// The newest entries before that one about a session, its boxes and its changes, newest first.
  ///
  /// @param actor its agent's name as an actor
  public List<AuditRecord> trail(String session, String actor, long before, int limit) {
    index.catchUp();
    return index.at(new SessionTrail(state, session, actor).before(before, limit));
  }

  private List<AuditRecord> records(List<Row> rows) {
    return rows.stream().map(chain::record).toList();
  }

  /// The newest line whose head is on disk: what a verifier of the files must find. With a fault, the newest that the
  /// database knows.
  public Optional<AuditPlace> head() {
    boolean whole = fault().isEmpty();
    long seq = files.coveredSeq();
    return state.read(connection -> whole ? AuditTable.at(connection, seq) : AuditTable.last(connection))
        .map(row -> new AuditPlace(row.seq(), row.line().hash()));
  }

  /// What people should know that stops nothing: witnesses that can't be reached.
  public List<String> warnings() {
    return clerk.problems();
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
    Committed<T> committed = state.write(connection -> {
      Entries entries = new Entries(connection, chain, agents);
      return new Committed<>(work.run(entries), entries.lines());
    });
    clerk.committed(committed.seq());
    return committed;
  }

  private void checkWhole() {
    fault().ifPresent(why -> {
      throw new IronclawException(ErrorCode.AUDIT_BROKEN, "record in audit log: " + why);
    });
  }

  private void reach(long seq) {
    reach(seq, List.of());
  }

  private void reach(long seq, List<Row> committed) {
    try {
      files.catchUp(seq, committed);
    } catch (IOException | IronclawException e) {
      checkWhole();
      throw new IronclawException(ErrorCode.AUDIT_UNAVAILABLE,
          "record in audit log: the file can't be written, so nothing takes effect; check space and permissions", e);
    }
  }

  /// Ends with a checkpoint, where it can be written.
  @Override
  public void close() {
    clerk.close();
    try (files) {
      checkpoint();
    } catch (IOException | IronclawException e) {
      LOG.error("audit: closed without a last checkpoint; what is missing is replayed at start", e);
    }
  }

  private record Committed<T>(T result, List<Row> lines) {
    long seq() {
      return lines.isEmpty() ? 0 : lines.getLast().seq();
    }

    boolean checkpointed() {
      return lines.stream().anyMatch(line -> line.checkpoint() || line.start() == 0);
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
