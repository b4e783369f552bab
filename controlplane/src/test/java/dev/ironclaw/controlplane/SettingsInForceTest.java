package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.SettingView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsInForceTest {
  @Test
  void saysOfEachFlagWhatItIsAndWhereThatIsFrom() {
    assertThat(settings(Map.of("IRONCLAW_RUNTIME", "runsc"), "--pool-size", "3")).contains(
        new SettingView("pool-size", "3", "flag"), new SettingView("runtime", "runsc", "environment"),
        new SettingView("api-addr", "127.0.0.1:8787", "default"),
        new SettingView("token", "in the state folder", "default"))
        .extracting(SettingView::name).doesNotContain("help", "version", "log-format").doesNotHaveDuplicates();
  }

  @Test
  void aVariableThatIsEmptySaysNothing() {
    assertThat(settings(Map.of("IRONCLAW_RUNTIME", ""))).contains(new SettingView("runtime", "runsc", "default"));
  }

  @Test
  void givesNoSecretAway() {
    assertThat(settings(Map.of("IRONCLAW_API_TOKEN", "s3cret"), "--master-key-command", "vault read s3cret",
        "--audit-witness", "https://me:s3cret@host/x").toString()).doesNotContain("s3cret")
        .contains("https://…@host/x", "SettingView[name=token, value=set, source=environment]");
  }

  @Test
  void wordsThatMakeNoSenseAreRefusedWithWhatTheyAre() {
    assertThatThrownBy(() -> settings(Map.of("IRONCLAW_DEV", "perhaps"))).hasMessageContaining("perhaps")
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION));
    assertThatThrownBy(() -> settings(Map.of(), "--pool-size", "@/etc/passwd")).hasMessageContaining("@/etc/passwd");
  }

  private static List<SettingView> settings(Map<String, String> environment, String... flags) {
    return Start.of(List.of(flags), environment, Path.of("/home/somebody")).settings();
  }
}
