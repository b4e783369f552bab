package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ImageBuildBody;
import dev.ironclaw.contract.api.ImageVerifyView;
import dev.ironclaw.contract.api.ImageView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The images that jobs run in.
@Command(name = "image", description = "The images that jobs run in: built here from pinned packages, without a registry.", synopsisSubcommandLabel = "COMMAND")
final class ImageCommand {
  private final Console console;

  ImageCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", aliases = "ls", description = "Which there are, and whether the engine has them.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<ImageView> images = client.images().all();
      if (console.json()) {
        console.output().json(images);
      } else {
        console.output().table(List.of("IMAGE", "STATE", "SIZE", "DIGEST", "BUILT", "NOTE"), images.stream()
            .map(image -> List.of(image.name(), image.state(), image.bytes() == 0 ? "" : megabytes(image.bytes()),
                image.digest().map(digest -> digest.substring(0, Math.min(12, digest.length()))).orElse(""),
                image.builtAt().orElse(""), image.words()))
            .toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "build", description = "Builds one, brings it into the engine and proves that the engine has it. What was "
      + "fetched before is not fetched again. Claude Code is its maker's own: it is fetched from npm, under the maker's "
      + "terms.")
  int build(@Parameters(paramLabel = "worker|claude-code") String name,
      @Option(names = "--from", paramLabel = "DIR", description = "A folder that has the files; nothing is fetched.") @Nullable Path from,
      @Option(names = "--mirror", paramLabel = "URL", description = "Asked before the public places: debian, "
          + "debian-security and npm lie below it.") @Nullable String mirror) {
    try (ControlPlaneClient client = console.connection().open()) {
      ImageView built = new ImageBuilding(console, client, name).run(new ImageBuildBody(
          Optional.ofNullable(from).map(path -> path.toAbsolutePath().normalize().toString()),
          Optional.ofNullable(mirror)));
      if (console.json()) {
        console.output().json(built);
      } else {
        console.output().line("image " + built.name() + " is " + built.state() + ": " + built.tag().orElse("") + ", "
            + megabytes(built.bytes()));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "verify", description = "Reads an image back from the engine, every byte, and compares it with what was "
      + "built: its layers, its user, its program, and that no file in it raises rights. Exit status 1 where it is another.")
  int verify(@Parameters(paramLabel = "worker|claude-code") String name) {
    try (ControlPlaneClient client = console.connection().open()) {
      ImageVerifyView found = client.images().verify(name);
      if (console.json()) {
        console.output().json(found);
      } else {
        found.checks().forEach(check -> console.output()
            .line((check.held() ? "held    " : "BROKEN  ") + check.name() + ": " + check.words()));
      }
      return found.held() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  static String megabytes(long bytes) {
    return (bytes + 500_000) / 1_000_000 + " MB";
  }
}
