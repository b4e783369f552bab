package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.SandboxSpec.Limits;
import dev.ironclaw.controlplane.isolation.SandboxSpec.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Starts real boxes whose program is the escape probes, and tells what held. The host really listens while they try.
/// Blocks for some seconds: call it on a platform thread.
public final class Selftest {
  private static final int BOX_SECONDS = 60;
  private static final AgentGroupId AGENT = new AgentGroupId("selftest");
  private static final Limits PROBED = new Limits(256L << 20, 100, 128);

  private final Isolator isolator;
  private final RootfsImage probes;
  private final Path scratch;
  private final Supplier<BoxId> ids;
  private final int uid;

  private record Line(@Nullable String probe, boolean held, @Nullable String detail) {}

  /// @param probes from [ImageFolder#probes()]
  /// @param scratch a folder below the isolator's mount base, ours to fill and empty; it need not exist
  /// @param ids a new box id each time
  public Selftest(Isolator isolator, RootfsImage probes, Path scratch, Supplier<BoxId> ids) {
    this(isolator, probes, scratch, ids, RunMode.ofThisProcess().guest());
  }

  /// @param uid who the probes must find themselves to be
  public Selftest(Isolator isolator, RootfsImage probes, Path scratch, Supplier<BoxId> ids, int uid) {
    this.isolator = isolator;
    this.probes = probes;
    this.scratch = scratch;
    this.ids = ids;
    this.uid = uid;
  }

  /// One result a probe, in the order in which they ran. A box that can't be started, or that says nothing, fails with
  /// `BOX_FAILED`: silence is not a pass.
  public List<ProbeResult> run() {
    try (ProbeBait bait = new ProbeBait(scratch.resolve("other"))) {
      Path sockets = folder("sockets");
      Path workspace = folder("workspace");
      List<ProbeResult> results = new ArrayList<>(escape(bait, sockets, workspace));
      results.add(exhaust("memory", "memory-limit", sockets));
      results.add(exhaust("threads", "process-limit", sockets));
      return List.copyOf(results);
    } finally {
      Bundle.deleteTree(scratch);
      isolator.forget(AGENT);
    }
  }

  private List<ProbeResult> escape(ProbeBait bait, Path sockets, Path workspace) {
    Box box = launch(sockets, Optional.of(new Workspace(workspace, true)), Stream.concat(bait.options(uid).stream(),
        Stream.of("--processes=" + PROBED.pids())).toList());
    awaitEnd(box);
    List<ProbeResult> results = results(box.output());
    if (results.isEmpty()) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "run the self-test: the probes said nothing; " + box.output());
    }
    return results;
  }

  /// A box that is ended before it could say that it got everything has met its limit.
  private ProbeResult exhaust(String family, String name, Path sockets) {
    Box box = launch(sockets, Optional.empty(), List.of("--family=" + family));
    Box.BoxExit exit = awaitEnd(box);
    return results(box.output()).stream().findFirst()
        .orElseGet(() -> new ProbeResult(name, exit.code() != 0, "the box was ended: " + exit.reason()));
  }

  private Box launch(Path sockets, Optional<Workspace> workspace, List<String> options) {
    return isolator.launch(
        new SandboxSpec(ids.get(), AGENT, probes, sockets, workspace, PROBED, options));
  }

  private static Box.BoxExit awaitEnd(Box box) {
    try {
      return box.exit().get(BOX_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      box.stop(Duration.ZERO);
      throw new IronclawException(ErrorCode.BOX_FAILED,
          "run the self-test: the probes did not end within " + BOX_SECONDS + " s", e);
    } catch (ExecutionException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "run the self-test: its box can't be removed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      box.stop(Duration.ZERO);
      throw new IronclawException(ErrorCode.BOX_FAILED, "run the self-test: interrupted", e);
    }
  }

  static List<ProbeResult> results(String output) {
    return output.lines().filter(line -> line.startsWith("{\"probe\":")).map(Selftest::parsed).toList();
  }

  private static ProbeResult parsed(String line) {
    try {
      Line read = OciJson.read(line.getBytes(java.nio.charset.StandardCharsets.UTF_8), Line.class);
      return new ProbeResult(String.valueOf(read.probe()), read.held(), String.valueOf(read.detail()));
    } catch (JacksonException e) {
      return new ProbeResult("unreadable", false, line);
    }
  }

  private Path folder(String name) {
    try {
      Path made = Files.createDirectories(scratch.resolve(name));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx--x--x"));
      return made;
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "run the self-test: " + scratch + " can't be written", e);
    }
  }
}
