package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// The folder of one box on the host: its configuration, the pipe for its output, the runtime's log and pid. Nothing in
/// it is visible from inside.
record Bundle(Path folder) {
  private static final String EXIT = "exit-";

  static Bundle of(Path runFolder, BoxId id) {
    return new Bundle(boxes(runFolder).resolve(id.value()));
  }

  static Path boxes(Path runFolder) {
    return runFolder.resolve("boxes");
  }

  Path config() {
    return folder.resolve("config.json");
  }

  /// A named pipe and no file: a box that prints without end fills no disk, and a control plane that comes back reads
  /// on.
  Path pipe() {
    return folder.resolve("output");
  }

  Path pidFile() {
    return folder.resolve("pid");
  }

  /// One for each process that waits for the exit: a restarted control plane adds its own. Nowhere on a disk that takes
  /// nothing: then the end is seen all the same, and only its status is lost.
  ProcessBuilder.Redirect newExitFile() {
    try {
      return ProcessBuilder.Redirect.to(Files.createFile(folder.resolve(EXIT + System.nanoTime())).toFile());
    } catch (IOException e) {
      // silent-ok: the one who waits says that it knows no status
      return ProcessBuilder.Redirect.DISCARD;
    }
  }

  List<String> printedExits() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, EXIT + "*")) {
      List<String> printed = new ArrayList<>();
      files.forEach(file -> printed.add(text(file)));
      return printed;
    } catch (IOException e) {
      // silent-ok: no folder, no status
      return List.of();
    }
  }

  Path log() {
    return folder.resolve("runsc.log");
  }

  /// Which folders the box was given, kept so that they are watched again after a restart of the control plane.
  private Path boundFile() {
    return folder.resolve("bound.json");
  }

  /// What `/mnt` of the box is made of: an empty folder for each mount.
  Path frame() {
    return folder.resolve("mnt");
  }

  /// A folder of the host that the box has.
  ///
  /// @param writable whether this box may write to it
  /// @param wantedWritable whether its agent may, where it is not full
  record Bound(Path path, boolean writable, boolean wantedWritable, Optional<Quota> quota) {}

  /// Fails with `CONFLICT` where the folder exists: a box id is never used again.
  void create(SandboxSpec spec, ProcessRunner processes) {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      openFolder(frame());
      for (SandboxSpec.Mount mount : spec.mounts()) {
        openFolder(frame().resolve(mount.name()));
      }
      Files.write(boundFile(), OciJson.write(bounds(spec)));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFLICT, "create bundle " + folder + ": it exists or can't be written", e);
    }
    ProcessRunner.Outcome made = processes.run(List.of("/usr/bin/mkfifo", "-m", "600", pipe().toString()),
        Duration.ofSeconds(5));
    if (!made.succeeded()) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "create bundle " + folder + ": no pipe: " + made.lastLine());
    }
  }

  /// The guest goes through it, whatever the control plane's umask.
  private static void openFolder(Path path) throws IOException {
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  void configure(byte[] config) {
    try {
      Files.write(config(), config);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "write " + config() + ": check the disk's space", e);
    }
  }

  /// What a box of this spec is given.
  static List<Bound> bounds(SandboxSpec spec) {
    List<Bound> bounds = new ArrayList<>();
    spec.workspace().ifPresent(
        space -> bounds.add(new Bound(space.folder(), space.writable(), space.wantedWritable(), space.quota())));
    spec.mounts().forEach(
        mount -> bounds.add(new Bound(mount.folder(), mount.writable(), mount.writable(), Optional.empty())));
    return bounds;
  }

  /// Fails where that is not known: a box whose folders nobody watches must not run on.
  List<Bound> bound() {
    try {
      return List.of(OciJson.read(Files.readAllBytes(boundFile()), Bound[].class));
    } catch (IOException | JacksonException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "read " + boundFile() + ": it is gone or damaged", e);
    }
  }

  /// The same from its JSON.
  static List<Bound> bounds(String json) {
    try {
      return List.of(OciJson.read(json.getBytes(StandardCharsets.UTF_8), Bound[].class));
    } catch (JacksonException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "read which folders a box has: it is not said or damaged", e);
    }
  }

  /// What runsc logged for its user, one line.
  String logged() {
    String text = text(log());
    return text.isEmpty() ? "no reason given" : text.substring(0, Math.min(text.length(), 2000)).replace('\n', ' ');
  }

  void remove() {
    deleteTree(folder);
  }

  static void deleteTree(Path top) {
    try {
      PrivateFiles.removeTree(top);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "remove " + top + ": a file of it can't be deleted", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8).strip() : "";
    } catch (IOException e) {
      // silent-ok: these are words for a message; without them the message says that no reason was given
      return "";
    }
  }
}
