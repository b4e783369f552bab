package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.jobbox.JobBoxes;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.CommandRight;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.StateFolder;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import dev.ironclaw.controlplane.tunnel.TunnelLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Commands over a real audit log and real sockets; whoever makes the containers is the test's choice.
final class CommandRig implements AutoCloseable {
  static final Principal.Operator CI = new Principal.Operator("ci");

  final Map<String, CommandRight> rights = new ConcurrentHashMap<>();
  final Brake brake = Brake.loose();
  final StateFolder files;
  final Tunnel tunnel;
  final Commands commands;
  private final ScheduledExecutorService time = Executors.newSingleThreadScheduledExecutor();

  CommandRig(Path folder, JobBoxes boxes, String image, Network network, CommandParts.Places places, SocketModes modes,
      boolean fullAccess) {
    Clock clock = Clock.systemUTC();
    files = new StateFolder(folder.resolve("state"), new FakeClock());
    StateLedger ledger = new StateLedger(files.state, files.audit);
    Leaks leaks = new Leaks((_, _, _) -> {});
    tunnel = new Tunnel(network, leaks, brake, ledger, TunnelLimits.DEFAULT);
    commands = new Commands(
        new CommandParts(() -> rights, boxes, () -> {}, Optional::empty, () -> image, places, tunnel,
            leaks, ledger, brake, Timer.of(time, clock), clock, new Random(3), fullAccess),
        run(folder), modes);
  }

  private static Path run(Path folder) {
    return folder.resolve("run");
  }

  void allow(List<String> hosts, CommandPolicy... policies) {
    rights.put("ci", new CommandRight("ci", new HashSet<>(Arrays.asList(policies)), List.of("site", "other"), hosts));
  }

  static CommandRequest request(String line, CommandPolicy policy, String... hosts) {
    return new CommandRequest(CommandRequest.line(line), "site", policy, Map.of(), Duration.ofSeconds(20),
        CommandRequest.DEFAULT_OUTPUT, Arrays.stream(hosts).map(HostPattern::of).toList(), false, false);
  }

  static CommandRequest within(CommandRequest request, Duration timeout, int maxOutput) {
    return new CommandRequest(request.argv(), request.project(), request.policy(), request.environment(), timeout,
        maxOutput, request.hosts(), request.confirmed(), request.fresh());
  }

  CommandResult run(CommandRequest request) throws Exception {
    return begin(request).get(60, TimeUnit.SECONDS);
  }

  CommandResult run(String line, CommandPolicy policy, String... hosts) throws Exception {
    return run(request(line, policy, hosts));
  }

  CompletableFuture<CommandResult> begin(CommandRequest request) {
    return commands.run(request, CI);
  }

  /// What the log says about commands, oldest first; what is still being written too.
  List<String> log() {
    commands.close();
    return files.audit.newest(500).stream().map(AuditRecord::event).filter(event -> event.stage().equals("command"))
        .map(event -> event.kind() + " " + event.detail()).toList();
  }

  @Override
  public void close() {
    commands.close();
    tunnel.close();
    time.shutdownNow();
    files.close();
  }

  /// Folders of a test's own, without a guest of another uid.
  record PlainPlaces(Path top) implements CommandParts.Places {
    @Override
    public String name(String given) {
      return given;
    }

    @Override
    public void require(String project) {}

    @Override
    public CommandParts.Place open(JobId container, String project) {
      try {
        return new CommandParts.Place(Files.createDirectories(top.resolve(project)),
            Files.createDirectories(top.resolve(container.value())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void forget(JobId container, String project) {
      try {
        Files.deleteIfExists(top.resolve(container.value()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static IllegalStateException unexpected(String what) {
    return new IllegalStateException(what);
  }
}
