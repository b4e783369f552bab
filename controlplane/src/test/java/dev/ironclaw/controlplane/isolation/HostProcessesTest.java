package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read of processes.
class HostProcessesTest {
  @TempDir
  private Path proc = Path.of("");

  @Test
  void measuresAProcessThatRuns() {
    int self = (int) ProcessHandle.current().pid();
    BoxUsage used = new HostProcesses(Path.of("/proc")).usage(self, List.of(self)).orElseThrow();
    assertThat(used.memoryBytes()).isGreaterThan(10L << 20);
    assertThat(used.processorTime()).isPositive();
    assertThat(used.startedAt()).isBefore(Instant.now().plusSeconds(1)).isAfter(Instant.now().minusSeconds(7_200));
  }

  @Test
  void addsUpAndTakesWholePagesWhereTheKernelDoesNotShareThemOut() throws Exception {
    int self = (int) ProcessHandle.current().pid();
    file(self, "smaps_rollup", "00-ff [rollup]\nRss: 900 kB\nPss:     300 kB\n");
    file(7, "status", "Name: runsc\nVmRSS:\t     20 kB\n");
    assertThat(new HostProcesses(proc).usage(self, List.of(self, 7)).orElseThrow().memoryBytes())
        .isEqualTo(320L << 10);
  }

  private void file(int pid, String name, String text) throws Exception {
    Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void ofWhatIsGoneThereIsNothing() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    assertThat(new HostProcesses(Path.of("/proc")).usage((int) gone.pid(), List.of((int) gone.pid()))).isEmpty();
  }
}
