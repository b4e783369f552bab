package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  @AfterAll
  static void giveTheLogBack() {
    TestLog.restore();
  }

  @TempDir
  Path folder;

  /// The unit of systemd names this status: it is not started again until somebody changed something.
  @Test
  void whatDoesNotMendItselfEndsWithAStatusOfItsOwn() throws Exception {
    StringWriter said = new StringWriter();
    CommandLine line = Main.line();
    line.setErr(new PrintWriter(said, true));

    assertThat(line.execute("--state-dir", folder.resolve("state").toString(), "--sandbox-image",
        folder.resolve("none").toString())).as(said.toString()).isEqualTo(Main.NEEDS_A_CHANGE);
    assertThat(said.toString()).contains("image.json can't be read");
    assertThat(Files.readString(Path.of("../packaging/linux/ironclaw-controlplane.service")))
        .contains("RestartPreventExitStatus=2 " + Main.NEEDS_A_CHANGE + "\n");
  }

  @Test
  void whatMayMendItselfDoesNot() {
    StringWriter said = new StringWriter();
    CommandLine line = Main.line();
    line.setErr(new PrintWriter(said, true));

    assertThat(line.execute("access", "--state-dir", folder.toString())).as(said.toString()).isEqualTo(1);
  }
}
