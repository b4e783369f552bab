package dev.ironclaw.controlplane.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedColumnTest {
  private static final SealedColumn VAULT = new SealedColumn("vault");

  @TempDir
  private Path folder;

  private Keyring keyring;

  @BeforeEach
  void open() {
    keyring = Keyring.open(folder);
  }

  /// Rows on disk are of this form: another one would leave them closed.
  @Test
  void holdsInBase64WhatTheKeyringSealsForTheRow() {
    byte[] place = "vault:git".getBytes(StandardCharsets.UTF_8);
    String kept = Base64.getEncoder().encodeToString(keyring.seal(new byte[]{1, 2, 3}, place));
    assertThat(VAULT.unseal(keyring, kept, "git")).containsExactly(1, 2, 3);
    assertThat(keyring.unseal(Base64.getDecoder().decode(VAULT.seal(keyring, new byte[]{4}, "git")), place))
        .containsExactly(4);
  }

  @Test
  void opensInItsOwnRowAloneAndOnlyUnchanged() {
    String sealed = VAULT.seal(keyring, new byte[]{1, 2, 3}, "git");
    refuses(VAULT, sealed, "wiki");
    refuses(new SealedColumn("provider"), sealed, "git");
    for (String changed : List.of("", "!" + sealed.substring(1), sealed.substring(4))) {
      refuses(VAULT, changed, "git");
    }
  }

  private void refuses(SealedColumn column, String sealed, String row) {
    assertThatThrownBy(() -> column.unseal(keyring, sealed, row)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED));
  }
}
