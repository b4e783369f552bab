package dev.ironclaw.controlplane.engine;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The contexts of the `docker` command: `<folder>/config.json` names the current one, `contexts/meta/<sha256 of its
/// name>/meta.json` says where it listens, `contexts/tls/<the same>/docker` holds its certificates.
/// Source: docs.docker.com/engine/manage-resources/contexts, github.com/docker/cli/tree/master/cli/context/store.
final class DockerContexts {
  private static final long LIMIT = 1 << 20;
  private static final ObjectMapper JSON = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path folder;
  private final Optional<String> chosen;

  /// Of `DOCKER_CONFIG`, else of the home folder; `DOCKER_CONTEXT` overrules the file.
  DockerContexts(Surroundings around) {
    this.folder = around.variable("DOCKER_CONFIG").map(Path::of).orElse(around.home().resolve(".docker"));
    this.chosen = around.variable("DOCKER_CONTEXT");
  }

  private record Config(@Nullable String currentContext) {}

  /// Where the current context listens; empty where there is none but the default one, which is no context.
  ///
  /// Fails with `CONFIGURATION` for one that is named and can't be read: the user chose it, and another engine would not
  /// be the same.
  Optional<EngineAddress> current() {
    Optional<String> name = chosen.or(this::fromConfig).filter(text -> !text.equals("default"));
    return name.map(this::address);
  }

  private Optional<String> fromConfig() {
    Path file = folder.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(bounded(file), Config.class).currentContext())
          .filter(text -> !text.isEmpty());
    } catch (IOException | JacksonException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "read " + file + ": it is not the JSON of the docker command; "
              + "mend it, or set DOCKER_HOST",
          e);
    }
  }

  private EngineAddress address(String name) {
    String id = Sha256.hex(name);
    Path file = folder.resolve("contexts/meta").resolve(id).resolve("meta.json");
    try {
      JsonNode docker = JSON.readTree(bounded(file)).path("Endpoints").path("docker");
      String host = docker.path("Host").asString("");
      if (host.isEmpty()) {
        throw unknown(name, file, null);
      }
      Path certificates = folder.resolve("contexts/tls").resolve(id).resolve("docker");
      return new EngineAddress("context " + name, host,
          Files.isDirectory(certificates) ? Optional.of(certificates) : Optional.empty());
    } catch (IOException | JacksonException e) {
      throw unknown(name, file, e);
    }
  }

  private static IronclawException unknown(String name, Path file, @Nullable Exception cause) {
    String message = "use docker's context " + name + ": " + file + " does not say where it listens; choose another "
        + "(`docker context ls`, `docker context use NAME`), or set DOCKER_HOST";
    return cause == null
        ? new IronclawException(ErrorCode.CONFIGURATION, message)
        : new IronclawException(ErrorCode.CONFIGURATION, message, cause);
  }

  private static byte[] bounded(Path file) throws IOException {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > LIMIT) {
      throw new IOException(file + " has more than " + LIMIT + " bytes");
    }
    return Files.readAllBytes(file);
  }
}
