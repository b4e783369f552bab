package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.AgentPutBody.PersonaBody;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.contract.api.ToolView;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What an agent is to be, as flags. A text may be `@FILE`.
final class AgentOptions {
  @Option(names = "--name", paramLabel = "TEXT", description = "What people call it.")
  private @Nullable String name;

  @Option(names = "--template", paramLabel = "TEMPLATE", description = "A start: ironctl agent templates has them. What "
      + "other flags say goes before it.")
  private @Nullable String template;

  @Option(names = {"--instructions",
      "--persona"}, paramLabel = "TEXT", description = "What it does and how; @FILE reads it.")
  private @Nullable String instructions;

  @Option(names = "--identity", paramLabel = "TEXT", description = "Who it is; @FILE reads it.")
  private @Nullable String identity;

  @Option(names = "--soul", paramLabel = "TEXT", description = "Its manner and values; @FILE reads it.")
  private @Nullable String soul;

  @Option(names = "--persona-dir", paramLabel = "DIR", description = "A folder with IDENTITY.md, SOUL.md and AGENTS.md, "
      + "or some of them.")
  private @Nullable Path personaDir;

  @Option(names = "--provider", paramLabel = "NAME", description = "The model's upstream.")
  private @Nullable String provider;

  @Option(names = "--model", paramLabel = "NAME", description = "The model, as the upstream names it.")
  private @Nullable String model;

  @Option(names = "--tool", split = ",", paramLabel = "TOOL", description = "A tool, several with commas or flags: the "
      + "whole list. ironctl tools has them.")
  private @Nullable List<String> tools;

  @Option(names = "--all-tools", description = "Every tool that exists.")
  private boolean allTools;

  @Option(names = "--no-tools", description = "No tool.")
  private boolean noTools;

  /// True where nothing was said.
  boolean isEmpty() {
    return name == null && template == null && instructions == null && identity == null && soul == null
        && personaDir == null && provider == null && model == null && tools == null && !allTools && !noTools;
  }

  /// What the flags say, templates and files read.
  AgentPutBody read(ControlPlaneClient client) {
    if ((tools != null ? 1 : 0) + (allTools ? 1 : 0) + (noTools ? 1 : 0) > 1) {
      throw new CommandFailure(ExitCode.USAGE, "--tool, --all-tools and --no-tools exclude each other");
    }
    Optional<TemplateView> start = Optional.ofNullable(template).map(id -> template(client, id));
    Map<String, String> documents = new HashMap<>();
    start.ifPresent(from -> {
      documents.put("identity", from.personaDocs().identity());
      documents.put("soul", from.personaDocs().soul());
      documents.put("instructions", from.personaDocs().instructions());
    });
    Optional.ofNullable(personaDir).ifPresent(folder -> documents.putAll(folder(client, folder)));
    put(documents, "identity", identity);
    put(documents, "soul", soul);
    put(documents, "instructions", instructions);
    return AgentPutBody.of(Optional.ofNullable(name), Optional.ofNullable(provider), Optional.ofNullable(model),
        documents.isEmpty() ? Optional.empty() : Optional.of(persona(documents)),
        tools(client).or(() -> start.map(TemplateView::tools)));
  }

  private Optional<List<String>> tools(ControlPlaneClient client) {
    if (allTools) {
      return Optional.of(client.tools().stream().filter(ToolView::available).map(ToolView::name).toList());
    }
    return noTools ? Optional.of(List.of()) : Optional.ofNullable(tools);
  }

  static TemplateView template(ControlPlaneClient client, String id) {
    List<TemplateView> all = client.templates();
    return all.stream().filter(known -> known.id().equals(id)).findFirst()
        .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "there is no template " + id + "; there are "
            + String.join(", ", all.stream().map(TemplateView::id).toList())));
  }

  private static Map<String, String> folder(ControlPlaneClient client, Path folder) {
    Map<String, String> documents = new HashMap<>();
    for (PersonaSectionView section : client.personaSections()) {
      if (TextFile.exists(folder.resolve(section.filename()))) {
        documents.put(section.key(), TextFile.read("--persona-dir", folder.resolve(section.filename())));
      }
    }
    if (documents.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE,
          "--persona-dir: " + folder + " has none of IDENTITY.md, SOUL.md and AGENTS.md");
    }
    return documents;
  }

  private static void put(Map<String, String> documents, String key, @Nullable String text) {
    if (text != null) {
      documents.put(key, text.startsWith("@") ? TextFile.read("--" + key, Path.of(text.substring(1))) : text);
    }
  }

  private static PersonaBody persona(Map<String, String> documents) {
    return new PersonaBody(Optional.ofNullable(documents.get("identity")), Optional.ofNullable(documents.get("soul")),
        Optional.ofNullable(documents.get("instructions")));
  }
}
