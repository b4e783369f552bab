package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.isolation.ProbeResult;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import dev.ironclaw.controlplane.session.BoxStatus;
import dev.ironclaw.controlplane.session.SessionControl;
import dev.ironclaw.controlplane.panic.PanicControl;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Boxes as a test wants them.
final class FakeSessionControl implements SessionControl {
  final List<BoxStatus> boxes = new CopyOnWriteArrayList<>();
  final List<SessionId> terminated = new CopyOnWriteArrayList<>();
  final Map<SessionId, Integer> answering = new ConcurrentHashMap<>();
  volatile @Nullable PanicControl panic;
  volatile List<String> accepted = List.of();
  volatile List<ProbeResult> probes = List.of(new ProbeResult("shell", true, "none"));

  @Override
  public List<BoxStatus> boxes() {
    return boxes;
  }

  @Override
  public void terminate(SessionId session) {
    terminated.add(session);
  }

  @Override
  public int stop(SessionId session) {
    return answering.getOrDefault(session, 0);
  }

  @Override
  public PanicControl panic() {
    return java.util.Objects.requireNonNull(panic);
  }

  @Override
  public List<ProbeResult> selftest() {
    return probes;
  }

  @Override
  public String image() {
    return "sha256:" + "0".repeat(64);
  }

  @Override
  public RuntimeReport runtime() {
    return new RuntimeReport("runsc", true, "1", "systrap", "root",
        List.of(new RuntimeReport.Weakness(dev.ironclaw.contract.api.WeaknessCode.ROOTLESS, "a warning")), List.of(),
        accepted);
  }
}
