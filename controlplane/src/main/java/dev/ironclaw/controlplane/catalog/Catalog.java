package dev.ironclaw.controlplane.catalog;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.AgentView.PersonaView;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.kind.ToolSentences;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The catalog of the resource folder `catalog/`. What a tool means and how dangerous it is comes from the rules that the
/// gateway decides by, so that a list can't promise something else than the card.
public final class Catalog {
  private static final String FOLDER = "/catalog/";

  private final List<ToolView> tools;
  private final List<TemplateView> templates;
  private final List<PersonaSectionView> sections;

  private Catalog(List<ToolView> tools, List<TemplateView> templates, List<PersonaSectionView> sections) {
    this.tools = tools;
    this.templates = templates;
    this.sections = sections;
  }

  /// Reads the resources.
  public static Catalog load() {
    List<PersonaSectionView> sections = entries("persona-sections.json", SectionEntry[].class).stream()
        .map(SectionEntry::view).toList();
    return new Catalog(entries("tools.json", ToolEntry[].class).stream().map(ToolEntry::view).toList(),
        entries("templates.json", TemplateEntry[].class).stream().map(TemplateEntry::view).toList(), sections);
  }

  /// By category, those that exist before those that come later.
  public List<ToolView> tools() {
    return tools;
  }

  /// The empty one first.
  public List<TemplateView> templates() {
    return templates;
  }

  public List<PersonaSectionView> personaSections() {
    return sections;
  }

  private record ToolEntry(String name, String title, String category, boolean egress, String letsOut,
      Optional<String> description) {
    ToolView view() {
      boolean available = ToolName.ALL.contains(name);
      return new ToolView(name, title, available ? ToolSentences.meaning(name) : description.orElse(""), category,
          egress, letsOut, word(ToolSentences.risk(name)), available, false);
    }

    private static String word(Risk risk) {
      return risk.name().toLowerCase(Locale.ROOT);
    }
  }

  private record TemplateEntry(String id, String name, String description, List<String> tools,
      List<String> laterTools) {
    TemplateView view() {
      return new TemplateView(id, name, description, new PersonaView(document("IDENTITY.md"), document("SOUL.md"),
          document("AGENTS.md")), tools, laterTools);
    }

    private String document(String file) {
      return resource(id + "/" + file).map(String::strip).orElse("");
    }
  }

  private record SectionEntry(String key, String title, String filename, String placeholder, String help) {
    PersonaSectionView view() {
      return new PersonaSectionView(key, title, filename, placeholder, help, AgentGroup.MAX_PERSONA_BYTES);
    }
  }

  private static <T> List<T> entries(String file, Class<T[]> type) {
    return List.of(JsonMapper.shared().readValue(resource(file).orElseThrow(
        () -> new IronclawException(ErrorCode.INTERNAL, "read the catalog: " + file + " is not in the program")),
        type));
  }

  private static Optional<String> resource(String file) {
    try (InputStream in = Catalog.class.getResourceAsStream(FOLDER + file)) {
      return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "read the catalog: cannot read " + file, e);
    }
  }
}
