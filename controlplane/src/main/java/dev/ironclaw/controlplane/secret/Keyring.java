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

/// The data secret and every key derived from it or sealed under it. The secret itself is sealed under a master key, which
/// is kept elsewhere and can be replaced; each session has a random 256-bit key, sealed beside the session's queues.
///
/// Threading: any thread.
public final class Keyring {
  private static final int KEY = 32;

  private final byte[] secret;
  private final Envelope envelope;
  private final SecureRandom random;
  private final Sealer sealer;

  private Keyring(Envelope envelope, byte[] secret, SecureRandom random) {
    this.envelope = envelope;
    this.secret = secret;
    this.random = random;
    this.sealer = new Sealer(derived("seal"), random);
  }

  /// As [#open(Path, MasterKeySource)], with the master key in `<folder>/master.key`.
  public static Keyring open(Path folder) {
    return open(folder, new MasterKeyFile(folder));
  }

  /// Opens `<folder>/keyring.json` with the master key from where it lies, and moves the master key to this source where
  /// it lies elsewhere; makes both where there is nothing; brings a folder of an earlier version into this form.
  ///
  /// @throws IronclawException `CONFIGURATION` for a key that others could read or that is nowhere,
  ///         `DATABASE_KEY_OR_FILE_DAMAGED` for files that hold no key or another one
  public static Keyring open(Path folder, MasterKeySource source) {
    SecureRandom random = new SecureRandom();
    Envelope envelope = new Envelope(folder, source, random, _ -> {});
    return new Keyring(envelope, envelope.open(), random);
  }

  /// Which master key seals the data secret now.
  public MasterKeyStatus master() {
    return envelope.status();
  }

  /// Replaces the master key: all that it seals is the data secret, so nothing else is written. A crash at any step leaves
  /// a folder that opens.
  ///
  /// @throws IronclawException `NOT_AVAILABLE` where its source can't keep one
  public MasterKeyStatus rotateMaster() {
    return envelope.rotate(secret);
  }

  /// A key for one purpose, derived from the data secret by HKDF-SHA256 (RFC 5869): the same 32 bytes every time.
  ///
  /// @param purpose for example `state`; part of the derivation, so it never changes
  public byte[] derived(String purpose) {
    return MasterKey.derived(secret, purpose);
  }

  /// The session's 32-byte key: made and sealed in `<sessionFolder>/key.sealed` the first time, unsealed later. Never
  /// on disk in the clear.
  ///
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` where the sealed key was changed, belongs to another
  ///         session or is sealed under another master
  public synchronized byte[] sessionKey(SessionId session, Path sessionFolder) {
    Path file = sessionFolder.resolve("key.sealed");
    byte[] aad = ("session-key:" + session).getBytes(StandardCharsets.UTF_8);
    try {
      if (Files.exists(file)) {
        return checked(session, sealer.unseal(Files.readAllBytes(file), aad));
      }
      byte[] key = new byte[KEY];
      random.nextBytes(key);
      PrivateFiles.createFolder(sessionFolder);
      PrivateFiles.replace(file, sealer.seal(key, aad));
      return key;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "load key of session " + session + " from " + file
          + ": check the folder and its space", e);
    }
  }

  /// Seals bytes under a key derived from the data secret; `aad` names the place that they belong to.
  public byte[] seal(byte[] plain, byte[] aad) {
    return sealer.seal(plain, place(aad));
  }

  /// Opens what [#seal] made.
  ///
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` for another secret, another place or a changed byte
  public byte[] unseal(byte[] sealed, byte[] aad) {
    return sealer.unseal(sealed, place(aad));
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
