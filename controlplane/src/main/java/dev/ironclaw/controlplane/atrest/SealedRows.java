package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.controlplane.secret.Keyring;
import java.sql.Connection;
import java.sql.SQLException;

/// What a part keeps in `state.db` sealed by [Keyring#seal], to be sealed anew with new data keys.
@FunctionalInterface
public interface SealedRows {
  /// In one transaction on a copy of `state.db`: opens each value with `from` and seals it with `to`.
  void reseal(Connection connection, Keyring from, Keyring to) throws SQLException;
}
