package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.BoxId;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunscBoxTest {
  @TempDir
  Path folder;

  @Test
  void itsEndIsHeardWhereTheHostsProcessesCannotBeListed() throws Exception {
    BoxId id = new BoxId("box_0123456789abcdef");
    Bundle bundle = new Bundle(Files.createDirectory(folder.resolve("bundle")));
    Files.writeString(bundle.folder().resolve("bound.json"), "[]");
    // A runtime that knows nothing of any box.
    Runsc runsc = new Runsc(new ProcessRunner(), new RunscSettings(Path.of("/bin/false"), folder, List.of(),
        new MountPolicy(folder, List.of(), folder, folder), false, RunMode.ROOT), List.of());
    HostProcesses unlisted = new HostProcesses(folder.resolve("no-proc"));
    try (FolderWatch watch = new FolderWatch(FolderShare.ofBoxes())) {
      RunscBox box = new RunscBox(id, bundle,
          new RunscBox.Host(runsc, unlisted, watch, new BoxFreezer(unlisted, folder), "none"));

      Process sandbox = new ProcessBuilder("/bin/sleep", "60").start();
      try {
        box.running((int) sandbox.pid());

        assertThat(box.exit().handle((_, why) -> why).get(60, TimeUnit.SECONDS))
            .hasCauseInstanceOf(UncheckedIOException.class);
        assertThat(sandbox.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
      } finally {
        sandbox.destroyForcibly();
      }
    }
  }
}
