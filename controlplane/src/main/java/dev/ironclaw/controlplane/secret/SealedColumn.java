package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// How a table of the state database holds secrets: in Base64, each sealed for its own row, so that none opens in another
/// row or in another table.
///
/// @param kind of what is sealed: part of every seal, so it never changes
public record SealedColumn(String kind) {
  /// Seals a secret for one row.
  ///
  /// @param row what names the row within its table, for good
  public String seal(Keyring keyring, byte[] secret, String row) {
    return Base64.getEncoder().encodeToString(keyring.seal(secret, place(row)));
  }

  /// Opens what [#seal] made.
  ///
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` for another key, another row or a changed character
  public byte[] unseal(Keyring keyring, String sealed, String row) {
    return keyring.unseal(decoded(sealed, row), place(row));
  }

  private byte[] decoded(String sealed, String row) {
    try {
      return Base64.getDecoder().decode(sealed);
    } catch (IllegalArgumentException e) {
      throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED,
          "unseal " + kind + " " + row + ": what is kept is no Base64; restore a backup", e);
    }
  }

  private byte[] place(String row) {
    return (kind + ":" + row).getBytes(StandardCharsets.UTF_8);
  }
}
