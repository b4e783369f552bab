package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The whole list of packages of an agent's job images.
///
/// @param apt sorted, as the others; `name` or `name=version`
/// @param npm `name`, `@scope/name`, each with `@version` where it is pinned
/// @param pip `name` or `name=version`
record PackagesPayload(List<String> apt, List<String> npm, List<String> pip) implements Payload {
  private static final int MAX_BYTES = 256;
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.PACKAGES,
      "[names] for apt, or {\"apt\"?: [names], \"npm\"?: [names], \"pip\"?: [names]}; a version as name=1.2 (apt, pip) or "
          + "name@1.2 (npm)");
  /// Debian policy §5.6.1 and §5.6.12.
  private static final Pattern APT = Pattern
      .compile("[a-z0-9][a-z0-9+.-]{1,127}(=([0-9]+:)?[0-9][A-Za-z0-9.+~-]*)?");
  /// What npm accepts for new packages, and an exact version or tag.
  private static final Pattern NPM = Pattern
      .compile("(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*(@[A-Za-z0-9][A-Za-z0-9.+-]*)?");
  /// PEP 508 names, an exact version of PEP 440.
  private static final Pattern PIP = Pattern
      .compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(=([0-9]+!)?[0-9][A-Za-z0-9.+]*)?");

  static PackagesPayload parse(JsonNode after) {
    if (after.isArray()) {
      return new PackagesPayload(list("apt", APT, Optional.of(SCHEMA.items("the list", after, PackagesPayload::name))),
          List.of(), List.of());
    }
    Fields fields = SCHEMA.object(after);
    if (fields.names().isEmpty()) {
      throw SCHEMA.invalid("it names no list");
    }
    PackagesPayload payload = new PackagesPayload(
        list("apt", APT, fields.items("apt", PackagesPayload::name)),
        list("npm", NPM, fields.items("npm", PackagesPayload::name)),
        list("pip", PIP, fields.items("pip", PackagesPayload::name)));
    fields.end();
    return payload;
  }

  private static String name(JsonNode value) {
    return SCHEMA.name("a package", value, MAX_BYTES);
  }

  private static List<String> list(String ecosystem, Pattern rule, Optional<List<String>> names) {
    TreeSet<String> sorted = new TreeSet<>();
    TreeSet<String> bare = new TreeSet<>();
    for (String name : names.orElse(List.of())) {
      if (!rule.matcher(name).matches()) {
        throw SCHEMA.unknown("\"" + VisibleText.brief(name) + "\" is no name of an " + ecosystem + " package", name);
      }
      sorted.add(name);
      if (!bare.add(bare(name))) {
        throw SCHEMA.invalid("\"" + ecosystem + "\" names " + bare(name) + " twice");
      }
    }
    return List.copyOf(sorted);
  }

  /// Without its version.
  private static String bare(String name) {
    int at = name.indexOf('@', 1);
    int equal = name.indexOf('=');
    return name.substring(0, equal >= 0 ? equal : at >= 0 ? at : name.length()).toLowerCase(Locale.ROOT);
  }

  /// One name a line, with its ecosystem.
  List<String> lines() {
    return Stream.of(apt.stream().map(name -> "apt " + name), npm.stream().map(name -> "npm " + name),
        pip.stream().map(name -> "pip " + name)).flatMap(lines -> lines).toList();
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    fill(json.putArray("apt"), apt);
    fill(json.putArray("npm"), npm);
    fill(json.putArray("pip"), pip);
    return json;
  }

  private static void fill(ArrayNode list, List<String> names) {
    names.forEach(list::add);
  }
}
