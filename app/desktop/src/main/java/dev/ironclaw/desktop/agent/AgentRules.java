package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.PersonaSectionView;
import dev.ironclaw.desktop.shell.Texts;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What can be said against a form while it is written. The control plane has the last word: it sees what this does not.
public final class AgentRules {
  /// As the control plane has it, of a name and of a model.
  static final int MOST_NAME_BYTES = 128;
  private static final Pattern ID_SIGN = Pattern.compile("[a-z0-9]");
  private static final Set<String> RESERVED = Set.of("all", "system", "control-plane");

  private final Texts texts;

  public AgentRules(Texts texts) {
    this.texts = texts;
  }

  /// By field: `name`, `model`, `fallback`, or the key of a document; in the form's order, none where nothing is wrong.
  ///
  /// @param isNew false for one that exists, whose name stays
  Map<String, String> objections(AgentDraft draft, Catalog catalog, boolean isNew) {
    Map<String, String> found = new LinkedHashMap<>();
    if (isNew) {
      name(draft.name(), catalog).ifPresent(why -> found.put("name", why));
    }
    model(draft, catalog).ifPresent(why -> found.put("model", why));
    fallback(draft).ifPresent(why -> found.put("fallback", why));
    catalog.sections().forEach(section -> document(draft, section).ifPresent(why -> found.put(section.key(), why)));
    return found;
  }

  /// Against the name of a new agent.
  public Optional<String> name(String typed, Catalog catalog) {
    String name = typed.strip();
    if (name.isEmpty()) {
      return Optional.of(texts.of("agents.rule.name.missing"));
    }
    if (bytes(name) > MOST_NAME_BYTES) {
      return Optional.of(texts.of("agents.rule.long", MOST_NAME_BYTES, bytes(name)));
    }
    if (!VisibleText.line(name).equals(name)) {
      return Optional.of(texts.of("agents.rule.name.hidden"));
    }
    String id = name.toLowerCase(Locale.ROOT);
    if (!ID_SIGN.matcher(id).find()) {
      return Optional.of(texts.of("agents.rule.name.letters"));
    }
    if (RESERVED.contains(id.replaceAll("[^a-z0-9]+", "-"))) {
      return Optional.of(texts.of("agents.rule.name.reserved"));
    }
    return catalog.agents().stream().filter(agent -> agent.name().equalsIgnoreCase(name)).findFirst()
        .map(agent -> texts.of("agents.rule.name.taken", VisibleText.line(agent.name())));
  }

  private Optional<String> model(AgentDraft draft, Catalog catalog) {
    if (catalog.models().stream().noneMatch(known -> known.provider().equals(draft.provider()))) {
      return Optional.of(texts.of("agents.rule.provider"));
    }
    if (draft.model().isBlank()) {
      return Optional.of(texts.of("agents.rule.model.missing", draft.provider()));
    }
    int bytes = bytes(draft.model().strip());
    return bytes > MOST_NAME_BYTES
        ? Optional.of(texts.of("agents.rule.long", MOST_NAME_BYTES, bytes))
        : Optional.empty();
  }

  private Optional<String> fallback(AgentDraft draft) {
    return draft.fallback().flatMap(other -> {
      int bytes = bytes(other.model());
      if (other.model().isEmpty()) {
        return Optional.of(texts.of("agents.rule.model.missing", other.provider()));
      }
      return bytes > MOST_NAME_BYTES
          ? Optional.of(texts.of("agents.rule.long", MOST_NAME_BYTES, bytes))
          : Optional.empty();
    });
  }

  private Optional<String> document(AgentDraft draft, PersonaSectionView section) {
    int bytes = bytes(draft.document(section.key()));
    return bytes > section.maxBytes()
        ? Optional.of(texts.of("agents.rule.document", bytes - section.maxBytes()))
        : Optional.empty();
  }

  /// As the control plane counts.
  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
