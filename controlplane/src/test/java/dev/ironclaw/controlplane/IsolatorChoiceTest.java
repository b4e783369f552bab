package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where gVisor can be at all.
class IsolatorChoiceTest {
  @ParameterizedTest
  @ValueSource(strings = {"Mac OS X", "Windows 11", ""})
  void saysWhatRunsBoxesWhereGvisorCannot(String system) {
    assertThatThrownBy(() -> IsolatorChoice.requireLinux(system)).hasMessageContaining("--runtime docker")
        .isInstanceOfSatisfying(IronclawException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
  }

  @Test
  void linuxHasIt() {
    assertThatCode(() -> IsolatorChoice.requireLinux("Linux")).doesNotThrowAnyException();
  }
}
