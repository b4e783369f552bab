package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.architecture.Command;
import dev.ironclaw.architecture.House;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same sources, built again in another folder and time zone and without analysers, give the same jars and the same box
/// image, byte for byte.
final class ReproducibleBuildIT {
  private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea", ".ironclaw");

  @TempDir
  Path folder;

  @Test
  void aSecondBuildElsewhereGivesTheSameBytes() throws Exception {
    Path copy = folder.resolve("elsewhere");
    copySources(House.root(), copy);
    // Compilers that live for seconds: one compiler of their own is enough for each.
    Command build = Command.run(copy,
        Map.of("TZ", "Asia/Kolkata", "MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
        List.of("mvn", "-q", "-B", "-o", "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "-Denforcer.skip=true",
            "-Danalysers=-J-XX:TieredStopAtLevel=1", "package"));
    assertThat(build.exit()).as(build.output()).isZero();

    Map<String, String> first = artifacts(House.root());
    assertThat(first.keySet()).anyMatch(name -> name.contains("ironclaw-contract"))
        .anyMatch(name -> name.contains("ironclaw-controlplane")).anyMatch(name -> name.endsWith("rootfs.tar"));
    assertThat(artifacts(copy)).isEqualTo(first);
  }

  private static Map<String, String> artifacts(Path root) throws IOException, NoSuchAlgorithmException {
    Map<String, String> found = new TreeMap<>();
    for (String module : House.MODULES) {
      Path target = root.resolve(module).resolve("target");
      try (Stream<Path> files = Files.list(target)) {
        for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
          found.put(root.relativize(jar).toString(), sha256(jar));
        }
      }
    }
    Path image = root.resolve("sandbox/target/image/rootfs.tar");
    found.put(root.relativize(image).toString(), sha256(image));
    return found;
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static void copySources(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
        if (dir.getFileName() != null && NOT_SOURCES.contains(dir.getFileName().toString())) {
          return FileVisitResult.SKIP_SUBTREE;
        }
        Files.createDirectories(to.resolve(from.relativize(dir)));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile()) {
          Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
