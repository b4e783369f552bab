package dev.ironclaw.controlplane.secret;

import java.util.Collection;
import java.util.Optional;

/// Where a master key lies. While one is replaced there are two.
public interface MasterKeySource {
  /// As `--master-key` names it: `keychain`, `file`, `command`.
  String name();

  /// How strong that is, in plain words for the operator.
  String strength();

  /// Why it can't keep a key now, if so.
  Optional<String> obstacle();

  /// The key of this id, if it is there.
  Optional<byte[]> load(String id);

  /// Keeps one more key, durably; the others stay.
  void store(String id, byte[] key);

  /// Forgets every other key. Idempotent.
  ///
  /// @param id the one to keep; empty for none
  /// @param others those that may still be there
  void keepOnly(String id, Collection<String> others);
}
