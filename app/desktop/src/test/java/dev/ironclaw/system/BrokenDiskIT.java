package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.*;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenDiskIT {
  private static final List<String> NO = List.of("--runtime", "process", "--pool-size", "0");
  @TempDir
  Path folder;

  private static void tell(String what, java.util.concurrent.Callable<?> call) {
    long t = System.nanoTime();
    String r;
    try { r = String.valueOf(call.call()); } catch (Throwable e) { r = "EXC " + e; }
    System.out.println("## " + what + " (" + (System.nanoTime() - t) / 1000000 + " ms): " + (r.length() > 400 ? r.substring(0, 400) : r));
  }

  private static ChangeView submit(ControlPlaneClient c, String kind, Map<String, Object> after) {
    String id = c.submit(ChangeSubmitBody.of(Optional.empty(), kind, "mock-agent", after, Optional.empty())).id();
    return c.change(id);
  }

  private void go(BrokenDisk disk, boolean full) throws Exception {
    Path state = disk.folder().resolve("s");
    try (ControlPlaneProcess p = ControlPlaneProcess.start(state, NO); ControlPlaneClient c = p.client()) {
      ChangeView give = submit(c, "enabled_tools", Map.of("add", List.of("write_file")));
      c.decide(give.id(), DecisionBody.approve(give.cardHash(), Optional.empty()));
      ChangeView a = submit(c, "persona", Map.of("soul", "a"));
      ChangeView b = submit(c, "persona", Map.of("soul", "b"));
      System.out.println("grants " + c.grants(0));
      if (full) disk.fill(); else disk.turnReadOnly();
      tell("ready", () -> c.ready());
      tell("submit", () -> submit(c, "persona", Map.of("soul", "c")));
      tell("approve", () -> c.decide(a.id(), DecisionBody.approve(a.cardHash(), Optional.empty())));
      tell("a", () -> c.change(a.id()));
      tell("agent", () -> c.agent("mock-agent"));
      tell("deny", () -> c.decide(b.id(), DecisionBody.reject(Optional.empty(), Optional.of("no"))));
      tell("b", () -> c.change(b.id()));
      tell("revoke", () -> c.revokeGrant(c.grants(0).getFirst().id()));
      tell("agent", () -> c.agent("mock-agent"));
      tell("panic", () -> c.panic(new PanicBody(Optional.empty())));
      tell("resume", () -> c.resume());
      tell("sessions", () -> c.sessions());
    }
  }

  @Test
  void full() throws Exception {
    try (BrokenDisk disk = BrokenDisk.small(folder.resolve("m"), 24)) {
      go(disk, true);
      new ProcessBuilder("tail", "-n", "60", disk.folder().resolve("s.log").toString()).inheritIO().start().waitFor();
    }
  }
  @Test
  void ro() throws Exception {
    try (BrokenDisk disk = BrokenDisk.ext4(folder.resolve("m"), 32)) {
      go(disk, false);
    }
  }
}
