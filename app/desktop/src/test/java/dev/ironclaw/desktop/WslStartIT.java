package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Starting;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.wsl.StandInWsl;
import dev.ironclaw.desktop.wsl.WslHome;
import dev.ironclaw.desktop.wsl.WslProgram;
import dev.ironclaw.system.ControlPlaneProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A control plane in a process that a stand-in for `wsl.exe` starts on this machine, as the real one would inside.
@Timeout(120)
class WslStartIT {
  private static final Starting NOBODY = new Starting() {
    @Override
    public void waits(String words) {}

    @Override
    public void failed(String sentences) {}

    @Override
    public void offers(String button, Runnable work) {}
  };
  @TempDir
  private Path folder = Path.of("");

  private StandInWsl installed() {
    StandInWsl wsl = new StandInWsl(folder.resolve("wsl"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java") + " --enable-native-access=ALL-UNNAMED "
        + "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Dironclaw.image='" + ControlPlaneProcess.image()
        + "' -cp '" + ControlPlaneProcess.classPath() + "' dev.ironclaw.controlplane.Main";
    wsl.inside("""
        [ "$1" = /usr/bin/ironclaw-controlplane ] || exit 1
        shift
        case $1 in
          --version) echo ironclaw-controlplane 0.1.0 ;;
          access) exec %1$s access --state-dir '%2$s' ;;
          *) echo $$ >'%2$s.pid'
             exec %1$s --state-dir '%2$s' --runtime process --pool-size 0 "$@" 2>'%2$s.log' ;;
        esac
        """.formatted(java, folder.resolve("inside")));
    return wsl;
  }

  @Test
  void worksWithTheControlPlaneInsideAndEndsIt() throws Exception {
    StandInWsl wsl = installed();
    try (WslProgram program = wsl.program()) {
      worksAndEnds(wsl, program);
    }
  }

  private void worksAndEnds(StandInWsl wsl, WslProgram program) throws Exception {
    WslStart start = new WslStart(new WslHome(program, Optional.empty(), DesktopOptions.VERSION),
        NOBODY, new Questions(), Desk.TEXTS, Runnable::run);
    Access access = start.open(new HostChoices(Optional.empty(), false, true, false, Optional.empty()),
        new WslStart.Next(() -> {}, () -> {})).orElseThrow();
    try (access) {
      assertThat(access.client().status().tlsFingerprint()).isPresent();
      assertThat(start.distribution()).contains("IronClaw");
    }
    long pid = Long.parseLong(Files.readString(folder.resolve("inside.pid")).strip());
    assertThat(ProcessHandle.of(pid)).as("it has ended").isEmpty();
    assertThat(folder.resolve("inside").resolve("api.sock")).as("and closed its state").doesNotExist();
    String token = Files.readString(folder.resolve("inside").resolve("api-token")).strip();
    assertThat(wsl.calls()).contains("--distribution IronClaw --exec /usr/bin/ironclaw-controlplane --api-addr "
        + "127.0.0.1:0 --tls generated --end-with-input --accept-unenforced-limits")
        .noneMatch(call -> call.contains(token));
  }
}
