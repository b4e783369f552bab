package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.ControlPlaneConfig;
import dev.ironclaw.controlplane.ControlPlaneConfig.RuntimeChoice;
import dev.ironclaw.controlplane.MasterKeyChoice;
import dev.ironclaw.desktop.preference.Isolation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What the app's own control plane is told: by the command line, the environment, and what was chosen before.
final class HostChoicesTest {
  private static final Isolation ENGINE = new Isolation(Isolation.By.ENGINE, false);

  private static DesktopEnvironment environment(Map<String, String> variables) {
    return new DesktopEnvironment(variables, "Linux", "/home/somebody", Optional.empty());
  }

  private static HostChoices given(Map<String, String> variables, String... words) {
    return HostChoices.given(CommandLine.populateCommand(new DesktopOptions(), words), environment(variables));
  }

  private static ControlPlaneConfig config(HostChoices choices, Map<String, String> variables) {
    DesktopEnvironment environment = environment(variables);
    return ControlPlaneConfig.of(EmbeddedControlPlane.words(Path.of("/state"), choices, "127.0.0.1:1"),
        EmbeddedControlPlane.variables(environment), Path.of(environment.home()));
  }

  @Test
  void whoSaysNothingHasWhatTheProgramDoesUnasked() {
    HostChoices nothing = given(Map.of()).or(Isolation.DEFAULT);
    assertThat(nothing.words()).isEmpty();
    ControlPlaneConfig config = config(nothing, Map.of());
    assertThat(config.stateDir()).isEqualTo(Path.of("/state"));
    assertThat(config.apiAddress()).isEqualTo("127.0.0.1:1");
    assertThat(config.runtime()).isEqualTo(RuntimeChoice.DEFAULT);
    assertThat(config.masterKey()).as("a key that was moved stays where it is").isEqualTo(MasterKeyChoice.AUTO);
    assertThat(config.acceptUnenforcedLimits()).isFalse();
    assertThat(config.jobs().acceptDegraded()).isFalse();
    assertThat(config.jobs().fullAccess()).isFalse();
    assertThat(config.jobs().projects()).isEqualTo(Path.of("/home/somebody/.ironclaw/projects"));
    assertThat(config.jobs().maxConcurrent()).isEqualTo(5);
  }

  @Test
  void theCommandLineReachesTheControlPlane() {
    List<String> words = List.of("--runtime", "docker", "--accept-degraded-isolation", "--accept-unenforced-limits",
        "--allow-full-access", "--projects", "/srv/projects");
    HostChoices choices = given(Map.of(), words.toArray(new String[0]));
    assertThat(choices.words()).isEqualTo(words);
    ControlPlaneConfig config = config(choices, Map.of());
    assertThat(config.runtime()).isEqualTo(new RuntimeChoice("docker", true));
    assertThat(config.acceptUnenforcedLimits()).isTrue();
    assertThat(config.jobs().acceptDegraded()).isTrue();
    assertThat(config.jobs().fullAccess()).isTrue();
    assertThat(config.jobs().projects()).isEqualTo(Path.of("/srv/projects"));
  }

  @Test
  void theEnvironmentSetsJobsAsForTheProgram() {
    ControlPlaneConfig config = config(given(Map.of()), Map.of("JOB_MAX_CONCURRENT", "2", "JOB_TIMEOUT_SECONDS", "30",
        "CLAUDE_CODE_MODEL", "opus"));
    assertThat(config.jobs().maxConcurrent()).isEqualTo(2);
    assertThat(config.jobs().worker().timeout()).hasSeconds(30);
    assertThat(config.jobs().claude().model()).isEqualTo("opus");
    assertThatThrownBy(() -> config(given(Map.of()), Map.of("JOB_MAX_CONCURRENT", "many")))
        .isInstanceOf(IronclawException.class).hasMessageContaining("JOB_MAX_CONCURRENT");
  }

  @Test
  void whatTheEnvironmentSaysToTheProgramOrOfAnotherControlPlaneIsNotForItsOwn() {
    ControlPlaneConfig config = config(given(Map.of()), Map.of("IRONCLAW_API_TOKEN", "t", "IRONCLAW_DEV", "true",
        "IRONCLAW_LOG_FORMAT", "none", "IRONCLAW_STATE_DIR", "/elsewhere"));
    assertThat(config.token()).isEmpty();
    assertThat(config.dev()).isFalse();
    assertThat(config.stateDir()).isEqualTo(Path.of("/state"));
  }

  @Test
  void whatIsSaidNowWinsOverWhatWasChosenBefore() {
    assertThat(given(Map.of()).or(ENGINE).runtime()).contains("docker");
    assertThat(given(Map.of("IRONCLAW_RUNTIME", "kata")).or(ENGINE).runtime()).contains("kata");
    assertThat(given(Map.of("IRONCLAW_RUNTIME", "kata"), "--runtime", "runsc").or(ENGINE).runtime()).contains("runsc");
    assertThat(given(Map.of("IRONCLAW_RUNTIME", "")).or(Isolation.DEFAULT).runtime()).isEmpty();
  }

  @Test
  void weakerIsolationIsAcceptedByAYesAlone() {
    assertThat(given(Map.of(), "--runtime", "docker").or(ENGINE).acceptDegraded()).isFalse();
    assertThat(given(Map.of(), "--accept-degraded-isolation").or(ENGINE).acceptDegraded()).isTrue();
    assertThat(given(Map.of()).or(ENGINE.withAcceptWeaker(true)).acceptDegraded()).isTrue();
  }

  @Test
  void aFolderIsMeantFromWhereTheAppStarted() {
    assertThat(given(Map.of(), "--projects", "p").projects()).contains(Path.of("p").toAbsolutePath());
  }
}
