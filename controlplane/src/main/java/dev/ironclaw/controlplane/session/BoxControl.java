package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.isolation.Isolator;
import dev.ironclaw.controlplane.isolation.ProbeResult;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import dev.ironclaw.controlplane.panic.PanicControl;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The operator's handle on boxes.
///
/// Threading: any thread; one self-test at a time, because each starts a box of its own.
public final class BoxControl implements SessionControl {
  private final BoxSupervisor supervisor;
  private final Isolator isolator;
  private final PanicControl panic;
  private final Supplier<List<ProbeResult>> probes;
  private final String image;
  private final ReentrantLock oneSelftest = new ReentrantLock();

  public BoxControl(BoxSupervisor supervisor, Isolator isolator, PanicControl panic,
      Supplier<List<ProbeResult>> probes, String image) {
    this.panic = panic;
    this.supervisor = supervisor;
    this.isolator = isolator;
    this.probes = probes;
    this.image = image;
  }

  @Override
  public List<BoxStatus> boxes() {
    return supervisor.boxes();
  }

  @Override
  public void terminate(SessionId session) {
    supervisor.terminate(session);
  }

  @Override
  public int stop(SessionId session) {
    return supervisor.stop(session);
  }

  @Override
  public PanicControl panic() {
    return panic;
  }

  /// In a panic too nothing new is started, not even to be tried.
  @Override
  public List<ProbeResult> selftest() {
    panic.brake().check("run the self-test");
    oneSelftest.lock();
    try {
      return probes.get();
    } finally {
      oneSelftest.unlock();
    }
  }

  @Override
  public RuntimeReport runtime() {
    return isolator.fingerprint();
  }

  @Override
  public String image() {
    return image;
  }
}
