package dev.ironclaw.controlplane.keychain;

import java.util.Optional;

/// Small secrets by name, which the operating system keeps for this user and opens when the user logs in.
///
/// Threading: any platform thread. Every method throws
/// [dev.ironclaw.contract.IronclawException] `UPSTREAM_FAILED` where the keychain is locked or not there yet, which passes by
/// itself, and `NOT_READY` where somebody must do something else first, which the words say. None of them asks for a
/// dialogue; where the system shows one all the same, its silence is `NOT_READY`.
public interface Keychain {
  /// How people know it.
  String name();

  /// Why it can't be used now: not there, or locked.
  Optional<String> obstacle();

  Optional<byte[]> read(String id);

  /// Durable when it returns; replaces what has this id.
  void write(String id, byte[] secret);

  /// Nothing where there is none.
  void delete(String id);
}
