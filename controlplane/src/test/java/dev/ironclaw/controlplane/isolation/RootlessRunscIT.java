package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rootless boxes, launched by a JVM that runs as an ordinary user.
final class RootlessRunscIT {
  private static final String USER = "ironclaw-test";

  @Test
  void launchesStopsAndMeasuresAsAnOrdinaryUser() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "ironclaw-rootless");
    ProcessRunner processes = new ProcessRunner();
    try {
      user(processes);
      // The user may not be able to read the build: it gets copies of its own.
      copyClassPath(folder);
      copy(TestBoxes.imageFolder(), folder.resolve("image"));
      run(processes, "/usr/bin/chown", "-R", USER, folder.toString());
      ProcessRunner.Outcome outcome = processes.run(List.of("/usr/bin/setpriv", "--reuid=" + USER, "--regid=" + USER,
          "--clear-groups", Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Dironclaw.image=" + folder.resolve("image"), "-cp", folder + "/classes/*:" + classFolders(folder),
          RootlessMain.class.getName(), folder.resolve("state").toString()), Duration.ofMinutes(2));

      assertThat(outcome.code()).as(outcome.output()).isZero();
      assertThat(outcome.output()).contains("refused-without-yes=true", "exit=0", "version=25", "stopped=true",
          "limits=not enforced", "traces=[]", "uid=0").doesNotContain("uid=65532");
    } finally {
      Bundle.deleteTree(folder);
    }
  }

  private static void user(ProcessRunner processes) {
    if (!processes.run(List.of("/usr/bin/id", USER), Duration.ofSeconds(60)).succeeded()) {
      run(processes, "/usr/sbin/useradd", "--system", "--user-group", "--no-create-home", "--shell",
          "/usr/sbin/nologin", USER);
    }
  }

  private static void run(ProcessRunner processes, String... command) {
    ProcessRunner.Outcome outcome = processes.run(List.of(command), Duration.ofSeconds(20));
    assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
  }

  private static void copyClassPath(Path folder) throws java.io.IOException {
    Files.createDirectories(folder.resolve("classes"));
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(":")) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        copy(path, folder.resolve("folder" + number++));
      } else if (Files.exists(path)) {
        Files.copy(path, folder.resolve("classes").resolve(number++ + ".jar"));
      }
    }
  }

  private static String classFolders(Path folder) throws java.io.IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return String.join(":", all.map(Path::toString).filter(name -> name.contains("/folder")).toList());
    }
  }

  private static void copy(Path from, Path to) throws java.io.IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.copy(path, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        if (Files.isDirectory(target)) {
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }
}
