package dev.ironclaw.controlplane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// With processes that are called as an engine calls its own.
final class ContainerProcessesTest {
  private static final String OURS = "a1".repeat(32);
  private static final String OTHER = "b2".repeat(32);

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void tearDown() {
    started.forEach(process -> {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    });
  }

  /// Says that it runs once it has its name.
  private Process start(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(
        List.of("bash", "-c", "exec -a \"$0\" bash -c 'sleep 600 & echo; wait' \"$@\"", program, "x"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    assertThat(process.getInputStream().read()).isEqualTo('\n');
    return process;
  }

  private static String log(String container) {
    return "--log=/run/containerd/task/moby/" + container + "/log.json";
  }

  @Test
  void endsAllThatAnEngineForgotOfAContainerAndNothingElse() throws Exception {
    List<Process> ours = List.of(start("runsc-sandbox", log(OURS)), start("runsc-gofer", log(OURS)),
        start("/usr/bin/containerd-shim-runc-v2", "-namespace", "moby", "-id", OURS));
    List<ProcessHandle> below = ours.stream().flatMap(Process::descendants).toList();
    assertThat(below).hasSize(3);
    List<Process> others = List.of(start("runsc-sandbox", log(OTHER)), start("vi", log(OURS)), start("vi", "-id", OURS),
        start("/usr/bin/containerd-shim-runc-v2", "-namespace", OURS, "-id", OTHER));

    Process nameless = new ProcessBuilder("bash", "-c", "exec -a '' cat").start();
    started.add(nameless);

    ContainerProcesses.endForgotten(OURS);

    assertThat(nameless.isAlive()).isTrue();
    for (Process process : ours) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    for (ProcessHandle process : below) {
      process.onExit().get(60, TimeUnit.SECONDS);
    }
    assertThat(others).allMatch(Process::isAlive);
  }

  @Test
  void takesNothingForAnIdThatIsNone() throws Exception {
    Process process = start("runsc-sandbox", log(OURS));
    for (String id : List.of("", "a1", OURS.substring(1), "../" + OURS)) {
      ContainerProcesses.endForgotten(id);
    }
    assertThat(process.isAlive()).isTrue();
  }
}
