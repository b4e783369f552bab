package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/// The data secret and every key derived from it or sealed under it. The secret itself is sealed under a master key, which
/// is kept elsewhere and can be replaced; each session has a random 256-bit key, sealed beside the session's queues.
///
/// Threading: any thread; [#replace] and [#finish] while nobody else uses it.
public final class Keyring {
  /// Beside a session's queues.
  public static final String SESSION_KEY_FILE = "key.sealed";
  private static final int KEY = 32;

  /// Also the lock of whatever writes the data keys, so that what is written is never older than what is there.
  private final Envelope envelope;
  private final SecureRandom random;
  private volatile Keys keys;

  /// What changes together.
  private record Keys(DataKeys data, Sealer sealer) {
    static Keys of(DataKeys data, SecureRandom random) {
      return new Keys(data, new Sealer(MasterKey.derived(data.secret(), "seal"), random));
    }
  }

  private Keyring(Envelope envelope, DataKeys data, SecureRandom random) {
    this.envelope = envelope;
    this.random = random;
    this.keys = Keys.of(data, random);
  }

  /// As [#open(Path, MasterKeyPlaces)], with the master key in `<folder>/master.key`.
  public static Keyring open(Path folder) {
    return open(folder, MasterKeyPlaces.file(folder));
  }

  /// Opens `<folder>/keyring.json` with the master key from where it lies, and moves the master key to where it is
  /// wanted; makes both where there is nothing; brings a folder of an earlier version into this form.
  ///
  /// @throws IronclawException `CONFIGURATION` for a key that others could read or that is nowhere, `UPSTREAM_FAILED` and
  ///         `NOT_READY` for one in a keychain that does not give it now,
  ///         `DATABASE_KEY_OR_FILE_DAMAGED` for files that hold no key or another one
  public static Keyring open(Path folder, MasterKeyPlaces places) {
    SecureRandom random = new SecureRandom();
    Envelope envelope = new Envelope(folder, places, random, _ -> {});
    return new Keyring(envelope, DataKeys.parse(envelope.open()), random);
  }

  /// Seals data keys that came out of a backup in a folder that has none.
  ///
  /// @param exported what [#export] gave
  public static Keyring create(Path folder, MasterKeyPlaces places, byte[] exported) {
    SecureRandom random = new SecureRandom();
    DataKeys data = DataKeys.parse(exported);
    Envelope envelope = new Envelope(folder, places, random, _ -> {});
    envelope.put(data.content());
    return new Keyring(envelope, data, random);
  }

  /// Removes the master key from where it lies: nobody opens this folder any more.
  public void forgetMaster() {
    envelope.forgetMaster();
  }

  /// A keyring in memory alone, over data keys that came out of a backup: nothing is written, and its master can't be
  /// changed.
  public static Keyring inMemory(Path folder, byte[] exported) {
    SecureRandom random = new SecureRandom();
    return new Keyring(new Envelope(folder, MasterKeyPlaces.file(folder), random, _ -> {}), DataKeys.parse(exported),
        random);
  }

  /// All data keys in the clear, for a backup that is sealed as a whole.
  public byte[] export() {
    synchronized (envelope) {
      return keys.data.content();
    }
  }

  /// Which master key seals the data keys now.
  public MasterKeyStatus master() {
    return envelope.status();
  }

  /// Which data keys these are: 1 for the first, one more after each rotation.
  public int generation() {
    return keys.data.generation();
  }

  /// Replaces the master key: all that it seals is the data keys, so nothing else is written. A crash at any step leaves
  /// a folder that opens.
  ///
  /// @throws IronclawException `NOT_AVAILABLE` where its source can't keep one
  public MasterKeyStatus rotateMaster() {
    synchronized (envelope) {
      return envelope.rotate(keys.data.content());
    }
  }

  /// Puts a new master key there and forgets the old one; nothing where it is there already. A crash at any step leaves a
  /// folder that opens.
  ///
  /// @param source `keychain`, `file` or `command`
  /// @throws IronclawException `NOT_AVAILABLE` where that place is not known or can't keep a key
  public MasterKeyStatus moveMaster(String source) {
    synchronized (envelope) {
      return envelope.moveTo(source, keys.data.content());
    }
  }

  /// A keyring with new data keys, in memory alone until [#replace].
  public Keyring next() {
    return new Keyring(envelope, keys.data.next(random), random);
  }

  /// From now on the keys are those of [#next], durably: whoever opens this folder must [#finish].
  ///
  /// @throws IronclawException where it can't be written: with [#isFinishing] it may count all the same, and the next start
  ///         knows
  public void replace(Keyring next) {
    synchronized (envelope) {
      Keys before = keys;
      String onDisk = envelope.fingerprint();
      // Until it is known which keys count, nobody may write with the old ones.
      keys = next.keys;
      try {
        envelope.reseal(next.keys.data.content());
      } catch (RuntimeException e) {
        if (envelope.fingerprint().equals(onDisk)) {
          keys = before;
        }
        throw e;
      }
    }
  }

  /// True where new data keys count and not every file that is sealed under them has its name yet.
  public boolean isFinishing() {
    return keys.data.finishing();
  }

  /// Says durably that every file is sealed under these data keys.
  public void finish() {
    synchronized (envelope) {
      DataKeys finished = keys.data.finished();
      envelope.reseal(finished.content());
      keys = Keys.of(finished, random);
    }
  }

  /// The audit log's Ed25519 seed.
  public byte[] auditSigning() {
    return keys.data.auditSigning().clone();
  }

  /// The keys of the audit log's entries: that of new ones first, then those that older ones were sealed under.
  public List<byte[]> auditSealing() {
    return keys.data.auditSealing();
  }

  /// A key for one purpose, derived from the data secret by HKDF-SHA256 (RFC 5869): the same 32 bytes every time.
  ///
  /// @param purpose for example `state`; part of the derivation, so it never changes
  public byte[] derived(String purpose) {
    return MasterKey.derived(keys.data.secret(), purpose);
  }

  /// The session's 32-byte key: made and sealed in `<sessionFolder>/key.sealed` the first time, unsealed later. Never
  /// on disk in the clear.
  ///
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` where the sealed key was changed, belongs to another
  ///         session or is sealed under another master
  public synchronized byte[] sessionKey(SessionId session, Path sessionFolder) {
    Path file = sessionFolder.resolve(SESSION_KEY_FILE);
    try {
      if (Files.exists(file)) {
        return checked(session, keys.sealer.unseal(Files.readAllBytes(file), place(session)));
      }
      PrivateFiles.createFolder(sessionFolder);
      return newSessionKey(session, file);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "load key of session " + session + " from " + file
          + ": check the folder and its space", e);
    }
  }

  /// A new key for a session, sealed in this file.
  ///
  /// @return 32 bytes
  public byte[] newSessionKey(SessionId session, Path file) throws IOException {
    byte[] key = new byte[KEY];
    random.nextBytes(key);
    PrivateFiles.replace(file, keys.sealer.seal(key, place(session)));
    return key;
  }

  private static byte[] place(SessionId session) {
    return ("session-key:" + session).getBytes(StandardCharsets.UTF_8);
  }

  /// Seals bytes under a key derived from the data secret; `aad` names the place that they belong to.
  public byte[] seal(byte[] plain, byte[] aad) {
    return keys.sealer.seal(plain, place(aad));
  }

  /// Opens what [#seal] made.
  ///
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` for another secret, another place or a changed byte
  public byte[] unseal(byte[] sealed, byte[] aad) {
    return keys.sealer.unseal(sealed, place(aad));
  }

  /// Keeps callers' places apart from the sessions' keys.
  private static byte[] place(byte[] aad) {
    byte[] prefix = "sealed:".getBytes(StandardCharsets.UTF_8);
    byte[] place = Arrays.copyOf(prefix, prefix.length + aad.length);
    System.arraycopy(aad, 0, place, prefix.length, aad.length);
    return place;
  }

  private static byte[] checked(SessionId session, byte[] key) {
    if (key.length != KEY) {
      throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED,
          "load key of session " + session + ": it has not 32 bytes; restore it from a backup");
    }
    return key;
  }
}
