package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.Sha256;

/// Ids of what follows from a row or a call of a box: the same one always leads to the same id, so a replay adds nothing.
public final class DerivedId {
  private DerivedId() {}

  /// 32 hexadecimal digits; no part can hold the separator.
  ///
  /// @param purpose one word of whoever asks, so that two ids from one row differ
  /// @param row the row, or the call of a tool
  public static String of(String purpose, SessionId session, MessageId row) {
    return Sha256.hex(purpose + "/" + session + "/" + row).substring(0, 32);
  }
}
