package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A skill that an agent is to have.
///
/// @param version exact; empty: the skill is to go
record SkillInstallPayload(String skill, Optional<String> version) implements Payload {
  private static final Pattern SKILL = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+){0,3}([+-][A-Za-z0-9.-]{1,64})?");
  private static final int MAX_BYTES = 128;
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.SKILL_INSTALL,
      "{\"skill\": name, \"version\": exact version} or {\"remove\": name}");

  static SkillInstallPayload parse(JsonNode after) {
    Fields fields = SCHEMA.object(after);
    boolean removes = fields.has("remove");
    String skill = fields.requiredName(removes ? "remove" : "skill", MAX_BYTES);
    Optional<String> version = removes ? Optional.empty() : Optional.of(fields.requiredName("version", MAX_BYTES));
    fields.end();
    if (!SKILL.matcher(skill).matches()) {
      throw SCHEMA.unknown("a skill's name must match " + SKILL.pattern(), skill);
    }
    if (version.filter(text -> !VERSION.matcher(text).matches()).isPresent()) {
      throw SCHEMA.invalid("\"version\" must be an exact version such as 1.2.0");
    }
    return new SkillInstallPayload(skill, version);
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return version.map(text -> json.put("skill", skill).put("version", text))
        .orElseGet(() -> json.put("remove", skill));
  }
}
