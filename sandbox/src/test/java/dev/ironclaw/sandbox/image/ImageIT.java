package dev.ironclaw.sandbox.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image that the build made: what is in it, and that it can be made again.
class ImageIT {
  private static final Path IMAGE = Path.of("target/image");

  @TempDir
  private Path folder;

  @Test
  void isTheSameBytesWhereverItIsBuilt() throws Exception {
    String first = build(folder.resolve("one"));
    String second = build(folder.resolve("a/longer/way/two"));
    assertThat(second).isEqualTo(first).startsWith("sha256:");
    assertThat(folder.resolve("one/rootfs.tar")).hasSameBinaryContentAs(folder.resolve("a/longer/way/two/rootfs.tar"));
    assertThat(JsonReader.object(Files.readString(IMAGE.resolve("image.json"))).text("digest")).isEqualTo(first);
  }

  private static String build(Path out) throws IOException, InterruptedException {
    run(List.of("image/build.sh", "target/modules", out.toString()), 0);
    return JsonReader.object(Files.readString(out.resolve("image.json"))).text("digest");
  }

  @Test
  void holdsNoShellNoCompilerAndOneProgram() throws Exception {
    Path root = IMAGE.resolve("rootfs");
    List<String> programs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        assertThat(name).doesNotContain("busybox", "jspawnhelper", "attach", "instrument", "libjdwp", "libdt_socket");
        if (Files.isExecutable(file) && !name.contains(".so")) {
          programs.add(root.relativize(file).toString());
        }
      }
    }
    assertThat(programs).containsExactly("ironclaw/bin/java");
    assertThat(run(List.of(root + "/ironclaw/bin/java", "--list-modules"), 0).lines()
        .map(line -> line.split("@", 2)[0])).containsExactlyInAnyOrder("java.base", "dev.ironclaw.contract",
            "dev.ironclaw.sandbox", "tools.jackson.core");
  }

  @Test
  void startsTheAgentFromTheArchive() throws Exception {
    assertThat(start("entrypoint")).contains("start the agent: unknown option --wrong")
        .containsPattern("dev\\.ironclaw\\.sandbox\\.Main source: shared objects file");
  }

  @Test
  void startsTheProgramOfJobsFromTheArchive() throws Exception {
    assertThat(start("workerEntrypoint")).contains("start the job's program: unknown option --wrong")
        .containsPattern("dev\\.ironclaw\\.sandbox\\.worker\\.WorkerOptions source: shared objects file");
  }

  private static String start(String entrypoint) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    JsonReader.object(Files.readString(IMAGE.resolve("image.json"))).array(entrypoint).forEach(word -> {
      if (word instanceof Text(String text)) {
        command.add(command.isEmpty() ? IMAGE.toAbsolutePath() + "/rootfs" + text : text);
      }
    });
    command.replaceAll(word -> word.equals("-Xshare:auto") ? "-Xshare:on" : word);
    command.add(1, "-Xlog:class+load");
    command.add("--wrong");
    return run(command, 64);
  }

  private static String run(List<String> command, int expected) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(expected);
    return output;
  }
}
