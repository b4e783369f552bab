package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The master key and every key sealed under it. The state database's key is derived from the master; each session
/// has a random 256-bit key, sealed beside the session's queues.
///
/// Threading: any thread.
public final class Keyring {
  private static final int KEY = 32;

  private final byte[] master;
  private final SecureRandom random;
  private final Sealer sealer;

  private Keyring(byte[] master, SecureRandom random) {
    this.master = master;
    this.random = random;
    this.sealer = new Sealer(derived("seal"), random);
  }

  /// Loads or creates `<folder>/master.key` (magic and 32 bytes, 0600; refused when looser or not ours).
  ///
  /// @throws IronclawException `CONFIGURATION` for a file that others could read, `DATABASE_KEY_OR_FILE_DAMAGED` for one
  ///         that holds no key
  public static Keyring open(Path folder) {
    return open(folder, new SecureRandom());
  }

  /// As [#open(Path)], with the source of every random byte.
  public static Keyring open(Path folder, SecureRandom random) {
    return new Keyring(new MasterKeyFile(folder.resolve("master.key")).loadOrCreate(random), random);
  }

  /// A key for one purpose, derived from the master by HKDF-SHA256 (RFC 5869): the same 32 bytes every time.
  ///
  /// @param purpose for example `state`; part of the derivation, so it never changes
  public byte[] derived(String purpose) {
    byte[] info = ("ironclaw/1/" + purpose).getBytes(StandardCharsets.UTF_8);
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(HKDFParameterSpec.ofExtract().addIKM(master).thenExpand(info, KEY));
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "derive key " + purpose + ": the JDK refused HKDF-SHA256", e);
    }
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

  /// Seals bytes under a key derived from the master; `aad` names the place that they belong to.
  public byte[] seal(byte[] plain, byte[] aad) {
    return sealer.seal(plain, place(aad));
  }

  /// Opens what [#seal] made.
  ///
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` for another master, another place or a changed byte
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
