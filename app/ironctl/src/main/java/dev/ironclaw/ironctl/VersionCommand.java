package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Versions of both ends.
@Command(name = "version", description = "This program's version, and the control plane's where one runs.")
final class VersionCommand implements Callable<Integer> {
  private final Console console;

  VersionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("ironctl", own());
    versions.put("java", Runtime.version().toString());
    controlPlane().ifPresent(version -> versions.put("controlPlane", version));
    if (console.json()) {
      console.output().json(versions);
    } else {
      console.output().line("ironctl " + versions.get("ironctl") + ", Java " + versions.get("java"));
      console.output().line("control plane " + versions.getOrDefault("controlPlane", "not running"));
    }
    return ExitCode.OK;
  }

  static String own() {
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException _) {
      return "unknown";
    }
  }

  private Optional<String> controlPlane() {
    try (ControlPlaneClient client = console.connection().openWithoutToken()) {
      return Optional.of(client.health().version());
    } catch (ApiException _) {
      // silent-ok: no control plane is an answer here.
      return Optional.empty();
    }
  }
}
