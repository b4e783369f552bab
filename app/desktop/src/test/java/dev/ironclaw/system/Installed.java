package dev.ironclaw.system;

import dev.ironclaw.architecture.House;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The Debian package of this checkout, made for a test, and what it holds.
///
/// @param deb the package
/// @param root where it was unpacked
record Installed(Path deb, Path root) {

  /// Makes it without compression, which takes most of the time, unpacks it, and does what an installation does then.
  ///
  /// @param folder empty
  static Installed make(Path folder) throws IOException, InterruptedException {
    Path deb = build(folder.resolve("out"));
    Path root = folder.resolve("root");
    run(List.of("dpkg-deb", "--extract", deb.toString(), root.toString()), Map.of());
    Path scripts = folder.resolve("scripts");
    run(List.of("dpkg-deb", "--control", deb.toString(), scripts.toString()), Map.of());
    run(List.of(scripts.resolve("postinst").toString(), "configure"), Map.of("DPKG_ROOT", root.toString()));
    return new Installed(deb, root);
  }

  /// As [#build], for whoever waits for it elsewhere.
  static Path built(Path out) {
    try {
      return build(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path build(Path out) throws IOException, InterruptedException {
    run(List.of(House.root().resolve("packaging/linux/build.sh").toString(), out.toString(), "none"),
        Map.of("JAVA_HOME", System.getProperty("java.home"), "SOURCE_DATE_EPOCH", "1767225600"));
    try (Stream<Path> made = Files.list(out)) {
      return made.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
    }
  }

  Path program(String name) {
    return root.resolve("opt/ironclaw/bin").resolve(name);
  }

  /// The same start, but Java ends where it can't use its archive of classes.
  Path strict(String name) throws IOException {
    Path bin = root.resolve("opt/ironclaw/bin");
    Path copy = bin.resolve("strict-" + name);
    Files.writeString(copy, Files.readString(bin.resolve(name)).replace("-Xlog:disable", "-Xshare:on -Xlog:disable")
        .replace("/bin/" + name, "/bin/strict-" + name));
    if (!copy.toFile().setExecutable(true)) {
      throw new IOException(copy + " can't be made executable");
    }
    return copy;
  }

  String control() throws IOException, InterruptedException {
    return run(List.of("dpkg-deb", "--field", deb.toString()), Map.of());
  }

  /// As `tar` lists it: rights, owner, size, time, path.
  List<String> listing() throws IOException, InterruptedException {
    return run(List.of("dpkg-deb", "--contents", deb.toString()), Map.of("TZ", "UTC")).lines().toList();
  }

  String text(String file) throws IOException {
    return Files.readString(root.resolve(file));
  }

  /// Files whose first bytes say that a machine runs them, below a folder, as paths from there.
  List<Path> machineCode(String below) throws IOException {
    Path folder = root.resolve(below);
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(path -> Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))
          .toList()) {
        if (kind(file).matches("7f454c46.*|4d5a.*|c[ef]faedfe.*|cafebabe000000[0-1].*")) {
          found.add(folder.relativize(file));
        }
      }
    }
    return found;
  }

  private static String kind(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return HexFormat.of().formatHex(in.readNBytes(8));
    }
  }

  /// Libraries that a process has mapped.
  static List<String> libraries(long pid) {
    try (Stream<String> maps = Files.lines(Path.of("/proc", String.valueOf(pid), "maps"))) {
      return maps.map(line -> line.substring(line.indexOf('/') + 1)).map(path -> "/" + path)
          .filter(path -> path.contains(".so")).distinct().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs to the end; an exit code other than 0 fails the test with what was said.
  static String run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + " ended with " + process.exitValue() + ": " + said);
    }
    return said;
  }
}
