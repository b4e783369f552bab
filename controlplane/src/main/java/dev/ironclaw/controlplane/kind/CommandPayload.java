package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.registry.CommandRight;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a caller of the API may run in containers from now on, whole.
record CommandPayload(CommandRight right) implements Payload {
  private static final int MAX_BYTES = 300;
  private static final Pattern CALLER = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final Pattern PROJECT = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}._ -]{0,99}");
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.COMMAND,
      "{\"caller\": a token's name or local, \"policies\": [read_only, workspace_write, full_access; none to take it "
          + "away], \"projects\"?: [names, or \"*\" for all], \"hosts\"?: [" + HostPattern.FORM + "]}");

  static CommandPayload parse(JsonNode after) {
    Fields fields = SCHEMA.object(after);
    String caller = fields.requiredIdentifier("caller", MAX_BYTES);
    if (!CALLER.matcher(caller).matches()) {
      throw SCHEMA.invalid("\"caller\" must match " + CALLER.pattern());
    }
    List<CommandPolicy> policies = fields.items("policies", CommandPayload::policy)
        .orElseThrow(() -> SCHEMA.invalid("\"policies\" is missing"));
    List<String> projects = fields.items("projects", CommandPayload::project).orElse(List.of());
    List<String> hosts = fields.items("hosts", CommandPayload::host).orElse(List.of());
    fields.end();
    List.of(policies, projects, hosts).forEach(list -> {
      if (new HashSet<>(list).size() != list.size()) {
        throw SCHEMA.invalid("it names something twice");
      }
    });
    if (projects.contains(CommandRight.EVERY_PROJECT) && projects.size() > 1) {
      throw SCHEMA.invalid("\"*\" stands for every project: name no other beside it");
    }
    if (policies.isEmpty() ? !projects.isEmpty() || !hosts.isEmpty() : projects.isEmpty()) {
      throw SCHEMA.invalid(policies.isEmpty()
          ? "without a policy nothing runs: leave projects and hosts out"
          : "\"projects\" names none: nothing could run");
    }
    return new CommandPayload(new CommandRight(caller, new HashSet<>(policies), projects, hosts));
  }

  private static CommandPolicy policy(JsonNode value) {
    String name = SCHEMA.name("a policy", value, MAX_BYTES);
    return CommandPolicy.of(name).orElseThrow(() -> SCHEMA.unknown("there is no policy of that name", name));
  }

  private static String project(JsonNode value) {
    String name = SCHEMA.identifier("a project", value, MAX_BYTES);
    if (!name.equals(CommandRight.EVERY_PROJECT) && !isProject(name)) {
      throw SCHEMA.unknown("a project's name must match " + PROJECT.pattern() + " without \"..\"", name);
    }
    return name;
  }

  private static boolean isProject(String name) {
    return PROJECT.matcher(name).matches() && !name.contains("..");
  }

  private static String host(JsonNode value) {
    try {
      return HostPattern.of(SCHEMA.name("a host", value, MAX_BYTES)).text();
    } catch (IronclawException noHost) {
      throw SCHEMA.hostile(String.valueOf(noHost.getMessage()));
    }
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("caller", right.caller());
    right.policies().forEach(policy -> json.withArray("policies").add(policy.wireName()));
    if (right.isNone()) {
      json.putArray("policies");
      return json;
    }
    right.projects().forEach(json.putArray("projects")::add);
    right.hosts().forEach(json.putArray("hosts")::add);
    return json;
  }
}
