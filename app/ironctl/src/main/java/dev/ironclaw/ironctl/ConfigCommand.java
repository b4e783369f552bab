package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.Trust;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.SettingView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// This program's own settings, and those of the control plane, which only its start changes.
@Command(name = "config", description = {"Settings of this program, and what the control plane runs with.",
    "addr, ca, state-dir and tls-fingerprint say which control plane is meant, as the options of these names do; profile "
        + "chooses one of several: PROFILE.addr and so on.",
    "A token is never kept there."}, synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
  private final Console console;

  ConfigCommand(Console console) {
    this.console = console;
  }

  @Command(name = "get", description = "One of this program's own settings.")
  int get(@Parameters(paramLabel = "NAME") String name) {
    Optional<String> value = settings().get(name);
    if (console.json()) {
      console.output().json(value.<Map<String, String>>map(text -> Map.of(name, text)).orElse(Map.of()));
    } else {
      value.ifPresent(console.output()::line);
    }
    return value.isPresent() ? ExitCode.OK : ExitCode.FAILED;
  }

  @Command(name = "list", description = "All settings in force, of both, and where each is from.")
  int list() {
    List<SettingView> own = console.connection().inForce();
    List<SettingView> theirs = new ArrayList<>();
    Optional<String> unread = Optional.empty();
    try (ControlPlaneClient client = console.connection().open()) {
      theirs.addAll(client.settings());
    } catch (ApiException e) {
      unread = Optional.of(String.valueOf(e.getMessage()));
    }
    if (console.json()) {
      Map<String, Object> both = new LinkedHashMap<>();
      both.put("ironctl", own);
      both.put("controlPlane", theirs);
      console.output().json(both);
    } else {
      table("IRONCTL", own);
      console.output().line("");
      unread.ifPresentOrElse(why -> console.output().line("The control plane's settings are not known: "
          + VisibleText.line(why)), () -> table("CONTROL PLANE", theirs));
    }
    return ExitCode.OK;
  }

  @Command(name = "path", description = "Where this program's own settings are kept.")
  int path() {
    Path file = settings().file();
    if (console.json()) {
      console.output().json(Map.of("path", file.toString()));
    } else {
      console.output().line(file.toString());
    }
    return ExitCode.OK;
  }

  @Command(name = "set", description = "Keeps one of this program's own settings; without a value takes it away.")
  int set(@Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "VALUE", arity = "0..1", defaultValue = "") String value) {
    if (name.endsWith("addr") && !value.isEmpty()) {
      checkAddress(value);
    }
    if (name.endsWith("tls-fingerprint") && !value.isEmpty()) {
      checkFingerprint(value);
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new CommandFailure(ExitCode.USAGE, "a value is one line");
    }
    settings().set(name, Optional.of(value.strip()).filter(text -> !text.isEmpty()));
    return ExitCode.OK;
  }

  private static void checkAddress(String value) {
    try {
      Endpoint.Tcp.parse(value);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "addr: " + e.getMessage());
    }
  }

  private static void checkFingerprint(String value) {
    try {
      Trust.Fingerprint.parse(value);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "tls-fingerprint: " + e.getMessage());
    }
  }

  private Settings settings() {
    return Settings.of(console.surroundings());
  }

  private void table(String head, List<SettingView> settings) {
    console.output().table(List.of(head, "VALUE", "FROM"), settings.stream()
        .map(setting -> List.of(setting.name(), setting.value().isEmpty() ? "-" : setting.value(), setting.source()))
        .toList());
  }
}
