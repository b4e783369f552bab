package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DemoIT {
  @Test
  void tellsTheWholeStoryAndLeavesNothing() throws IOException, InterruptedException {
    Process demo = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Dironclaw.image=" + ControlPlaneProcess.image(), "-cp",
        ControlPlaneProcess.classPath(), "dev.ironclaw.desktop.demo.Demo")).redirectErrorStream(true).start();
    String told = new String(demo.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(demo.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).as(told).isZero();
    assertThat(told).containsSubsequence("mock-agent received:", "the host has not granted write_file",
        "This card waits for a human", "write_file", "Result: applied", "wrote 20 bytes", "decision by operator:",
        "apply by system: applied", "Intact:", "no process and no mount is left");
  }
}
