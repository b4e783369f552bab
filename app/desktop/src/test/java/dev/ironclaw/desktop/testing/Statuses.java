package dev.ironclaw.desktop.testing;

import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestRunView;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.contract.box.BoxPosture;
import java.util.List;
import java.util.Optional;

/// Control planes as they tell of themselves.
public final class Statuses {
  private static final String IMAGE = "sha256:9f2c4be1a7d05e3386f1c2d4b5a697881f0e2d3c4b5a69788796a5b4c3d2e1f0";

  private Statuses() {}

  /// With root, so that nothing is weaker.
  public static RuntimeView sealed() {
    return new RuntimeView("runsc", true, "20221219.0", "systrap", "root", List.of(), List.of(), List.of(),
        Optional.of(IMAGE));
  }

  public static RuntimeView rootless(boolean limits) {
    RuntimeView.WeaknessView rootless = new RuntimeView.WeaknessView("rootless",
        "rootless: inside the box the program is uid 0 of a user namespace");
    RuntimeView.WeaknessView unlimited = new RuntimeView.WeaknessView("limits", "limits not enforced");
    List<RuntimeView.WeaknessView> weaknesses = limits ? List.of(rootless) : List.of(rootless, unlimited);
    return new RuntimeView("runsc", true, "20221219.0", "systrap", "rootless",
        weaknesses.stream().map(RuntimeView.WeaknessView::words).toList(), List.of(), weaknesses, Optional.of(IMAGE));
  }

  /// Without any isolation.
  public static RuntimeView process() {
    return new RuntimeView("process", true, "25", "host", "", List.of("NO ISOLATION"), List.of(),
        List.of(new RuntimeView.WeaknessView("no-isolation", "NO ISOLATION")), Optional.of(IMAGE));
  }

  /// A container engine without gVisor.
  ///
  /// @param framed whether it runs in a machine of its own
  public static RuntimeView degraded(boolean framed) {
    RuntimeView.WeaknessView kernel = new RuntimeView.WeaknessView("shared-kernel",
        "DEGRADED ISOLATION: no system call of an agent is intercepted");
    RuntimeView.WeaknessView programs = new RuntimeView.WeaknessView("workspace-programs",
        "what it writes it may start");
    RuntimeView.WeaknessView volume = new RuntimeView.WeaknessView("workspace-volume", "the engine keeps workspaces");
    return new RuntimeView("docker", true, "28.2.2", "runc", "", List.of(kernel.words()), List.of(),
        framed ? List.of(kernel, programs, volume) : List.of(kernel, programs), Optional.of(IMAGE),
        Optional.of(framed ? "stdio" : "socket"));
  }

  public static StatusView status(RuntimeView runtime, Optional<SelftestRunView> selftest) {
    return new StatusView("0.1.0", "2026-11-21T08:00:00Z", 7_200, Optional.empty(), "/home/ada/.local/share/ironclaw",
        "25.0.1+8", runtime,
        List.of(box("box_00000000000000a1", "researcher", Optional.of("ses_4f2a"), "running", good()),
            box("box_00000000000000a2", "householder", Optional.empty(), "pooled", good())),
        2, 3, 1, Optional.of(new StatusView.AuditHeadView(412, "ab".repeat(32), "cd".repeat(32), Optional.empty(),
            Optional.empty())),
        Optional.empty(), Optional.empty(), selftest);
  }

  /// With a box that has a way to a network.
  public static StatusView leaky() {
    StatusView one = status(sealed(), Optional.empty());
    return new StatusView(one.version(), one.startedAt(), one.uptimeSeconds(), one.notReady(), one.stateDir(),
        one.java(), one.runtime(), List.of(box("box_00000000000000a1", "researcher", Optional.of("ses_4f2a"), "running",
            posture(List.of("lo", "eth0\u202e"), true, List.of("/workspace writable")))),
        one.agents(), one.sessions(), one.pendingChanges(), one.auditHead(), one.tlsFingerprint(), one.panic());
  }

  public static BoxView box(String id, String agent, Optional<String> session, String state, BoxPosture posture) {
    return new BoxView(Optional.of(id), agent, session, state, "2026-11-21T09:48:00Z", Optional.of(posture),
        Optional.empty());
  }

  /// As it should be.
  public static BoxPosture good() {
    return posture(List.of("lo"), true, List.of("/mnt/documents read-only", "/workspace writable"));
  }

  public static BoxPosture posture(List<String> interfaces, boolean rootReadOnly, List<String> mounts) {
    return new BoxPosture("Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016", interfaces, 65_532, 65_532,
        List.of("0000000000000000", "0000000000000000", "0000000000000000", "0000000000000000", "?"), -1, 2,
        rootReadOnly, 512L << 20, 256, 1_024, 2, mounts);
  }

  /// One that ran to its end.
  ///
  /// @param through names of probes that got through
  /// @param accepted those of them that the operator accepted
  public static SelftestRunView selftest(List<String> through, List<String> accepted) {
    List<SelftestView.ProbeView> probes = List.of(probe("network-interfaces", "look for a network: only lo", through),
        probe("internet-socket", "make an internet socket: Operation not permitted", through),
        probe("host-udp", "ask the host's 127.0.0.1:53 over UDP, as DNS does: Operation not permitted", through),
        probe("other-box-socket", "connect to another box's door /run/ironclaw/../other/host.sock: No such file",
            through),
        probe("write-dev", "make a file in /dev: Read-only file system", through),
        probe("shell-absent", "start /bin/sh: No such file or directory", through),
        probe("become-root", "setuid(0): Operation not permitted", through),
        probe("load-module", "finit_module: Operation not permitted", through),
        probe("memory-limit", "touch 512 MiB in a box of 256 MiB: the box was ended: killed", through),
        probe("process-limit", "start 256 threads in a box of 128: refused at 121", through));
    return new SelftestRunView("2026-11-21T09:41:00Z", new SelftestView(through.isEmpty(), probes, accepted));
  }

  private static SelftestView.ProbeView probe(String name, String detail, List<String> through) {
    boolean held = !through.contains(name);
    return new SelftestView.ProbeView(name, held, held ? detail : detail.split(":")[0] + ": it worked");
  }
}
