package dev.ironclaw.controlplane.keychain;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WindowsCredentialsTest {
  /// Offsets as wincred.h has them in a 64-bit build: two DWORDs, two pointers, a FILETIME, then the blob.
  @Test
  @SuppressWarnings("restricted") // A pointer of a native layout has no size of its own.
  void laysACredentialOutAsWindowsReadsIt() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment credential = WindowsCredentials.credential(arena, "ab12", new byte[]{9, 8, 7});
      assertThat(credential.byteSize()).isEqualTo(80);
      assertThat(credential.get(ValueLayout.JAVA_INT, 0)).as("Flags").isZero();
      assertThat(credential.get(ValueLayout.JAVA_INT, 4)).as("Type").isEqualTo(1);
      assertThat(credential.get(ValueLayout.JAVA_INT, 32)).as("CredentialBlobSize").isEqualTo(3);
      assertThat(credential.get(ValueLayout.JAVA_INT, 48)).as("Persist").isEqualTo(2);
      assertThat(credential.get(ValueLayout.ADDRESS, 8).reinterpret(200).getString(0, StandardCharsets.UTF_16LE))
          .isEqualTo("IronClaw master key ab12");
      assertThat(WindowsCredentials.blob(credential)).containsExactly(9, 8, 7);
    }
  }
}
