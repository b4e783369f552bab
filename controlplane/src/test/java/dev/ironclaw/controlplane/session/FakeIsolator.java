package dev.ironclaw.controlplane.session;

import java.util.Optional;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.Box;
import dev.ironclaw.controlplane.isolation.Isolator;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import dev.ironclaw.controlplane.isolation.SandboxSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Boxes that a test starts, kills and finds again by hand.
final class FakeIsolator implements Isolator {
  /// What every box prints.
  static final String PRINTED = "what somebody said";
  final List<Box> leftOver = new ArrayList<>();
  private final BlockingQueue<FakeBox> launched = new LinkedBlockingQueue<>();
  volatile Runnable whileLaunching = () -> {};
  private volatile boolean broken;
  private volatile boolean refused;

  void breakLaunches() {
    broken = true;
  }

  /// As for a folder that holds a door.
  void refuseLaunches() {
    refused = true;
  }

  /// The next box that was launched.
  FakeBox next() throws InterruptedException {
    FakeBox box = launched.poll(60, TimeUnit.SECONDS);
    if (box == null) {
      throw new AssertionError("no box was launched");
    }
    return box;
  }

  boolean launchedNothingMore() {
    return launched.isEmpty();
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public RuntimeReport fingerprint() {
    return new RuntimeReport("fake", true, "1", "none", "", List.of(), List.of(), List.of());
  }

  @Override
  public Optional<String> unmountable(SandboxSpec.Mount mount) {
    return Optional.empty();
  }

  @Override
  public Box launch(SandboxSpec spec) {
    if (broken) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "launch: broken by the test");
    }
    if (refused) {
      throw new IronclawException(ErrorCode.WEAK_SPEC, "launch: refused by the test");
    }
    whileLaunching.run();
    FakeBox box = new FakeBox(spec.id(), spec);
    launched.add(box);
    return box;
  }

  @Override
  public List<Box> recover() {
    return leftOver;
  }

  @Override
  public List<Box> recoverFrozen() {
    return leftOver;
  }

  /// A box that ends when it is told to.
  static final class FakeBox implements Box {
    final SandboxSpec spec;
    final CompletableFuture<Duration> stopped = new CompletableFuture<>();
    private final BoxId id;
    private final CompletableFuture<BoxExit> exit = new CompletableFuture<>();
    private final CompletableFuture<String> outgrown = new CompletableFuture<>();

    FakeBox(BoxId id, SandboxSpec spec) {
      this.id = id;
      this.spec = spec;
    }

    void end(Cause cause, String why) {
      exit.complete(new BoxExit(137, why, cause));
    }

    void outgrow(String why) {
      outgrown.complete(why);
    }

    @Override
    public CompletableFuture<String> outgrown() {
      return outgrown;
    }

    void crash() {
      exit.complete(new BoxExit(137, "killed by the test"));
    }

    @Override
    public BoxId id() {
      return id;
    }

    @Override
    public CompletableFuture<BoxExit> exit() {
      return exit;
    }

    @Override
    public void stop(Duration grace) {
      stopped.complete(grace);
      exit.complete(new BoxExit(0, "stopped"));
    }

    @Override
    public OutsidePosture outside() {
      return new OutsidePosture("fake", "none", 65532, "net:[1]", "none", 0);
    }

    @Override
    public String output() {
      return PRINTED;
    }
  }
}
