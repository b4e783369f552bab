package dev.ironclaw.controlplane.command;

import dev.ironclaw.controlplane.engine.TestEngine;
import dev.ironclaw.controlplane.isolation.ImageFolder;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An image with our program, a first process that reaps, and a shell with the usual programs: what commands need of the
/// image of workers, without Debian.
final class CommandImage {
  private static final List<String> PROGRAMS = List.of("sh", "cat", "echo", "env", "grep", "head", "id", "kill", "ls",
      "mkdir", "nc", "nohup", "nslookup", "ps", "rm", "seq", "setsid", "sleep", "tail", "touch", "true", "wget", "yes");

  private CommandImage() {}

  /// Brings it in.
  ///
  /// @return its id
  static String load(TestEngine daemon, Path folder) throws IOException, InterruptedException {
    RootfsImage worker = ImageFolder
        .load(Path.of(System.getProperty("ironclaw.image", "../sandbox/target/image")).toAbsolutePath().normalize())
        .worker();
    Path rootfs = Files.createDirectories(folder.resolve("image"));
    run("cp", "-a", worker.rootfs() + "/.", rootfs.toString());
    run("cp", ImageFolder.spawnHelper(worker).toString(), rootfs.resolve("ironclaw/lib").toString());
    for (String point : List.of("bin", "usr/bin", "proc", "sys", "dev", "etc", "tmp", "home/job", "run/ironclaw",
        "workspace", "output")) {
      Files.createDirectories(rootfs.resolve(point));
    }
    // What is mounted there takes these over.
    run("chmod", "1777", rootfs.resolve("tmp").toString(), rootfs.resolve("home/job").toString());
    run("cp", "/usr/bin/tini", rootfs.resolve("usr/bin/tini").toString());
    run("cp", "/usr/bin/busybox", rootfs.resolve("bin/busybox").toString());
    for (String program : PROGRAMS) {
      Files.createSymbolicLink(rootfs.resolve("bin").resolve(program), Path.of("busybox"));
    }
    Path tar = folder.resolve("image.tar");
    run("tar", "-C", rootfs.toString(), "--owner=0", "--group=0", "-cf", tar.toString(), ".");
    String words = Stream.concat(Stream.of("/usr/bin/tini", "--"), worker.entrypoint().stream())
        .map(word -> "\"" + word + "\"").collect(Collectors.joining(","));
    return daemon.said("import", "--change", "ENTRYPOINT [" + words + "]", "--change", "ENV PATH=/bin", tar.toString())
        .strip();
  }

  private static void run(String... words) throws IOException, InterruptedException {
    int code = new ProcessBuilder(words).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", words) + " ended with " + code);
    }
  }
}
