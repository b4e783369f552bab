package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.LocalServerView;
import dev.ironclaw.contract.api.ProviderBody;
import dev.ironclaw.contract.api.ProviderTestView;
import dev.ironclaw.contract.api.ProviderView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Companies and servers that serve models: connected, looked at, tried, disconnected.
@Command(name = "provider", description = "Companies and servers that serve models, and the keys that the host holds for "
    + "them.", synopsisSubcommandLabel = "COMMAND")
final class ProviderCommand {
  private static final int MAX_AUTHORITY_BYTES = 256 * 1024;

  private final Console console;

  ProviderCommand(Console console) {
    this.console = console;
  }

  @Command(name = "add", aliases = "set", description = {
      "Connects a provider, or changes what is set for it, then tries it. What is left out stays as it is.",
      "The key is asked for where somebody sits here, else read from standard input with --key-stdin; it is never an "
          + "argument, which others could list, and never shown again."})
  int add(
      @Parameters(paramLabel = "NAME", description = "As `ironctl provider list` has it, for example anthropic.") String name,
      @Option(names = "--key-stdin", description = "Read the key from standard input, for scripts.") boolean stdin,
      @Option(names = "--no-key", description = "Leave the key as it is and ask for none.") boolean noKey,
      @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A setting; an empty value takes it back.") @Nullable Map<String, String> settings,
      @Option(names = "--url", paramLabel = "URL", description = "The setting `endpoint`, for example "
          + "http://127.0.0.1:11434.") @Nullable String url,
      @Option(names = "--authority", paramLabel = "FILE", description = "Certificates in PEM that alone may vouch for it; "
          + "an empty name takes them back.") @Nullable String authority,
      @Option(names = "--no-test", description = "Do not try it afterwards.") boolean noTest) {
    Map<String, String> words = new LinkedHashMap<>(settings == null ? Map.of() : settings);
    Optional.ofNullable(url).ifPresent(address -> words.put("endpoint", address));
    Optional<String> pem = Optional.ofNullable(authority).map(ProviderCommand::certificates);
    try (ControlPlaneClient client = console.connection().open()) {
      ProviderView known = find(client, name);
      boolean ask = !stdin && !noKey && console.surroundings().terminal() && known.keyOf().isEmpty()
          && (known.keyNeeded() || (words.isEmpty() && pem.isEmpty()));
      Optional<String> key = stdin ? Optional.of(line()) : ask ? asked(known) : Optional.empty();
      if (key.isEmpty() && words.isEmpty() && pem.isEmpty()) {
        throw new CommandFailure(ExitCode.USAGE, "nothing to set: give a key on standard input with --key-stdin, or a "
            + "setting with --set");
      }
      ProviderView set = client.providers().put(name, new ProviderBody(key,
          Optional.of(words).filter(map -> !map.isEmpty()), pem));
      boolean test = !noTest && set.ready();
      if (!console.json()) {
        console.output().line(set.ready()
            ? set.name() + " is connected: " + set.title() + ", " + set.address().orElse("")
            : set.name() + " is not ready: " + set.missing().orElse(""));
      } else if (!test) {
        console.output().json(set);
      }
      return test ? show(client.providers().test(name)) : set.ready() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  @Command(name = "discover", description = "Model servers that run on the control plane's own machine: Ollama, LM Studio, "
      + "vLLM, llama.cpp.")
  int discover() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<LocalServerView> found = client.providers().discover();
      if (console.json()) {
        console.output().json(found);
      } else if (found.isEmpty()) {
        console.output().line("no model server answers on this machine");
      } else {
        console.output().table(List.of("PROGRAM", "ENDPOINT", "MODELS"), found.stream()
            .map(server -> List.of(server.program(), server.endpoint(), String.join(", ", server.models()))).toList());
        console.output().note("use one with: ironctl provider add local --url " + found.getFirst().endpoint());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "list", aliases = "ls", description = "Every provider, whether it is ready, and where its key comes from.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<ProviderView> all = client.providers().all();
      if (console.json()) {
        console.output().json(all);
      } else {
        console.output().table(List.of("NAME", "WHO", "READY", "KEY", "MODEL", "USED BY"), all.stream()
            .map(row -> List.of(row.name(), row.title(), row.ready() ? "yes" : "no", key(row), row.model().orElse("-"),
                row.usedBy().isEmpty() ? "-" : String.join(", ", row.usedBy())))
            .toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "remove", aliases = "rm", description = "Forgets what was set for a provider. What the environment says "
      + "stays. Refused while agents use it.")
  int remove(@Parameters(paramLabel = "NAME") String name) {
    try (ControlPlaneClient client = console.connection().open()) {
      ProviderView left = client.providers().remove(name);
      if (console.json()) {
        console.output().json(left);
      } else {
        console.output().line("forgot what was set for " + left.name()
            + (left.ready() ? "; it is still ready by the environment" : ""));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "test", description = "Calls a provider once, for nothing: is it there, is its certificate good, does it "
      + "take the key?")
  int test(@Parameters(paramLabel = "NAME") String name) {
    try (ControlPlaneClient client = console.connection().open()) {
      return show(client.providers().test(name));
    }
  }

  private int show(ProviderTestView result) {
    if (console.json()) {
      console.output().json(result);
    } else {
      console.output().line(result.outcome() + ": " + result.detail() + " (" + result.milliseconds() + " ms)");
      if (!result.models().isEmpty()) {
        console.output().note("models: " + String.join(", ", result.models().stream().limit(12).toList())
            + (result.models().size() > 12 ? " and " + (result.models().size() - 12) + " more" : ""));
      }
    }
    return result.outcome().equals("ok") || result.outcome().equals("untested") ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String key(ProviderView row) {
    String from = row.keyFrom().equals("none") && !row.keyNeeded() ? "not needed" : row.keyFrom();
    return from + row.keyHint().map(hint -> " (…" + hint + ")").orElse("");
  }

  private static ProviderView find(ControlPlaneClient client, String name) {
    List<ProviderView> all = client.providers().all();
    return all.stream().filter(row -> row.name().equals(name)).findFirst()
        .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "there is no provider '" + name + "'; there are "
            + String.join(", ", all.stream().map(ProviderView::name).toList())));
  }

  private String line() {
    return console.surroundings().readLine().filter(key -> !key.isBlank()).orElseThrow(
        () -> new CommandFailure(ExitCode.USAGE, "--key-stdin: standard input is empty"));
  }

  private Optional<String> asked(ProviderView row) {
    console.output().note("A key of " + row.title() + " is made at " + row.docs());
    return Optional.of(console.output().secret("Key (not shown" + (row.keyNeeded() ? "" : ", empty for none") + "): "))
        .filter(key -> !key.isBlank());
  }

  private static String certificates(String file) {
    if (file.isBlank()) {
      return "";
    }
    try {
      if (Files.size(Path.of(file)) > MAX_AUTHORITY_BYTES) {
        throw new CommandFailure(ExitCode.USAGE, "--authority: " + file + " is too large for certificates");
      }
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "--authority: cannot read " + file + ": " + e.getMessage());
    }
  }
}
