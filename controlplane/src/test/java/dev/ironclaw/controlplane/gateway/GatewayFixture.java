package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A new gateway for each test.
class GatewayFixture {
  @TempDir
  Path folder;
  GatewayRig rig;

  @BeforeEach
  void open() {
    rig = new GatewayRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  static void refused(ErrorCode code, ThrowingCallable call, String words) {
    assertThatThrownBy(call).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(code)).hasMessageContaining(words);
  }
}
