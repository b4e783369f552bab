package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.api.WeaknessCode;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// No box at all: the agent as a plain process of this machine, for tests and for development without gVisor. It has
/// every right of the user who runs it. Refuses unless somebody chose it by name.
///
/// Threading: any thread.
public final class ProcessIsolator implements Isolator {
  /// The explicit choice of `--runtime process`.
  public enum Allow {
    NO, YES_WITHOUT_ANY_ISOLATION
  }

  private final Path folders;
  private final ProcessRunner processes;
  private final HostProcesses hostProcesses = new HostProcesses(Path.of("/proc"));

  /// Fails with `CONFIGURATION` unless allowed.
  public ProcessIsolator(Path runFolder, ProcessRunner processes, Allow allow) {
    if (allow != Allow.YES_WITHOUT_ANY_ISOLATION) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "use the process isolator: it isolates nothing and is for development; choose it with --runtime process");
    }
    this.folders = runFolder.toAbsolutePath().normalize().resolve("processes");
    this.processes = processes;
    try {
      Files.createDirectories(folders);
      Files.setPosixFilePermissions(folders, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "prepare " + folders + ": it can't be created", e);
    }
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public RuntimeReport fingerprint() {
    return new RuntimeReport("process", true, System.getProperty("java.version"), "host", "",
        List.of(new RuntimeReport.Weakness(WeaknessCode.NO_ISOLATION,
            "NO ISOLATION: agents run as ordinary processes of this machine with all rights of its user: network, "
                + "files, other programs. Nothing limits memory, processors or processes. For development only; never "
                + "give it a real conversation")),
        List.of(), List.of());
  }

  @Override
  public Optional<String> unmountable(SandboxSpec.Mount mount) {
    return Optional.of("the process runtime mounts nothing: its agents see every folder of this machine's user");
  }

  @Override
  public Box launch(SandboxSpec spec) {
    Path folder = folders.resolve(spec.id().value());
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFLICT, "start process " + spec.id() + ": its folder exists", e);
    }
    try {
      Process process = processes.spawn(command(spec, folder), Map.of("PATH", "/nonexistent", "LANG", "C.UTF-8"),
          new ProcessRunner.Streams(ProcessBuilder.Redirect.PIPE, folder));
      return new ProcessBox(spec.id(), process, folder, hostProcesses);
    } catch (IronclawException e) {
      Bundle.deleteTree(folder);
      throw e;
    }
  }

  /// Nothing is adopted: a process that its control plane left is ended.
  @Override
  public List<Box> recover() {
    HostProcesses.kill(hostProcesses.matching(
        arguments -> arguments.stream().anyMatch(argument -> argument.startsWith(marker(folders.resolve("box_"))))));
    try (var left = Files.newDirectoryStream(folders)) {
      left.forEach(Bundle::deleteTree);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "recover processes: " + folders + " can't be listed", e);
    }
    return List.of();
  }

  @Override
  public List<Box> recoverFrozen() {
    return recover();
  }

  /// The image's own program with its paths moved to where they are on the host.
  private static List<String> command(SandboxSpec spec, Path folder) {
    List<String> entrypoint = spec.image().entrypoint();
    Path program = spec.image().rootfs().resolve(entrypoint.getFirst().substring(1));
    if (!Files.isRegularFile(program, LinkOption.NOFOLLOW_LINKS)) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "start process: " + program + " is not in the image");
    }
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add(marker(folder));
    command.addAll(entrypoint.subList(1, entrypoint.size()));
    command.add("--socket=" + spec.socketFolder().resolve("host.sock"));
    spec.workspace().ifPresent(workspace -> command.add("--workspace=" + workspace.folder()));
    command.addAll(spec.command());
    return command;
  }

  /// An agent of any folder of processes below this folder.
  static boolean isBelow(List<String> arguments, Path folder) {
    return arguments.stream().anyMatch(argument -> argument.startsWith(marker(folder) + "/"));
  }

  /// By which a process of ours is known after a kill of the control plane.
  private static String marker(Path folder) {
    return "-Dironclaw.box=" + folder;
  }
}
