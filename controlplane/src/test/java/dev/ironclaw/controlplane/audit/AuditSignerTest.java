package dev.ironclaw.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AuditSignerTest {
  /// RFC 8032 §7.1, test 2.
  @Test
  void signsAsTheRfcDoes() {
    AuditSigner signer = new AuditSigner(
        hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    assertThat(signer.publicKey())
        .isEqualTo(hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    assertThat(signer.sign(hex("72"))).isEqualTo(hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
  }

  @Test
  void refusesASeedOfAnotherLength() {
    assertThatThrownBy(() -> new AuditSigner(new byte[31])).hasMessageContaining("32 bytes");
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
