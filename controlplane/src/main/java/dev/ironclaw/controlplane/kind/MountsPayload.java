package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Mount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The whole list of folders of the host that an agent's boxes see.
///
/// @param mounts by name
record MountsPayload(List<Mount> mounts) implements Payload {
  static final String ITEMS = "[{\"source\": absolute path, \"name\"?, \"writable\"?: true|false}]";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final int MAX_SOURCE_BYTES = 1_024;
  private static final int MAX_NAME_CHARS = 32;
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.MOUNTS,
      ITEMS + " or {\"mounts\": items} for the whole list, {\"add\": items} to add; names match " + NAME.pattern());

  MountsPayload {
    mounts = mounts.stream().sorted(Comparator.comparing(Mount::name)).toList();
  }

  static MountsPayload parse(JsonNode after, AgentGroup base) {
    if (after.isArray()) {
      return new MountsPayload(list(SCHEMA, "the list", after));
    }
    Fields fields = SCHEMA.object(after);
    Optional<JsonNode> whole = fields.any("mounts");
    Optional<JsonNode> added = fields.any("add");
    fields.end();
    if (whole.isPresent() == added.isPresent()) {
      throw SCHEMA.invalid("it must hold \"mounts\" or \"add\"");
    }
    List<Mount> mounts = new ArrayList<>(added.isPresent() ? base.mounts() : List.of());
    whole.or(() -> added).ifPresent(items -> mounts.addAll(list(SCHEMA, "the list", items)));
    return new MountsPayload(mounts);
  }

  /// Mounts as any kind may name them.
  static List<Mount> list(Fields.Schema schema, String where, JsonNode list) {
    return schema.items(where, list, item -> {
      Fields fields = schema.object(item);
      String source = fields.requiredName("source", MAX_SOURCE_BYTES);
      String name = fields.name("name", MAX_NAME_CHARS).orElseGet(() -> derived(source));
      if (!NAME.matcher(name).matches()) {
        throw schema.unknown("a mount's name must match " + NAME.pattern(), name);
      }
      Mount mount = new Mount(name, source, fields.flag("writable").orElse(false));
      fields.end();
      return mount;
    });
  }

  /// The folder's own name, as far as it can be one.
  private static String derived(String source) {
    String last = source.substring(source.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
    return last.substring(0, Math.min(last.length(), MAX_NAME_CHARS)).replaceAll("-+$", "");
  }

  static ArrayNode toJson(List<Mount> mounts) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    mounts.forEach(mount -> list.add(JsonNodeFactory.instance.objectNode().put("name", mount.name())
        .put("source", mount.source()).put("writable", mount.writable())));
    return list;
  }

  @Override
  public JsonNode toJson() {
    return JsonNodeFactory.instance.objectNode().set("mounts", toJson(mounts));
  }
}
