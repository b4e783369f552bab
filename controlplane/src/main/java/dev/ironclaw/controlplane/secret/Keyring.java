package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.SessionId;
import java.nio.file.Path;

/// The master key and every key sealed under it. The state database's key is derived from the master; each session
/// has a random 256-bit key, sealed beside the session's queues.
public final class Keyring {
  /// Loads or creates `<folder>/master.key` (magic and 32 bytes, 0600; refused when looser or not ours).
  public static Keyring open(Path folder) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// A key for one purpose, derived from the master: the same every time.
  public byte[] derived(String purpose) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The session's key: made and sealed the first time, unsealed later.
  public byte[] sessionKey(SessionId session, Path sessionFolder) {
    throw new UnsupportedOperationException("skeleton");
  }
}
