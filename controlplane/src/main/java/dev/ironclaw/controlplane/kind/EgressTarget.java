package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.EgressRule;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One item of a list of hosts: which requests may go there.
///
/// @param method empty for every one
/// @param path empty for every one
record EgressTarget(String method, EgressHost host, int port, String path) {
  static final String FORM = "\"[METHOD ]host[:port][/path]\"";
  private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final int MAX_BYTES = 1_024;
  /// Each part gives nothing back: an agent writes what is read here.
  private static final Pattern ITEM = Pattern.compile(
      "(?:([A-Z]++) )?(?:https://)?(\\[[^\\]/]*+]|[^/:\\[\\]]++|[^/.\\[\\]:]*+:[^/.\\[\\]:]*+:[^/.\\[\\]]*+)"
          + "(?::([0-9]{1,5}))?(/.*+)?");
  private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]*+)*+");
  private static final Pattern STEP_BACK = Pattern.compile("(?i)(\\.|%2e){1,2}((;|%3b).*+)?");

  /// Reads one for this schema.
  static Function<JsonNode, EgressTarget> reader(Fields.Schema schema) {
    return value -> read(schema, schema.name("a host", value, MAX_BYTES));
  }

  /// Takes steps in proportion to the length.
  static Matcher item(CharSequence raw) {
    return ITEM.matcher(raw);
  }

  private static EgressTarget read(Fields.Schema schema, String raw) {
    Matcher item = item(raw);
    if (!item.matches()) {
      throw schema.invalid("the host \"" + VisibleText.brief(raw) + "\" must be " + FORM + ", over HTTPS");
    }
    String method = Optional.ofNullable(item.group(1)).orElse("");
    if (!method.isEmpty() && !METHODS.contains(method)) {
      throw schema.invalid("a method must be one of " + String.join(", ", METHODS));
    }
    String named = item.group(2).replaceAll("^\\[|]$", "");
    EgressHost.objection(named).ifPresent(why -> {
      throw schema.hostile("the host \"" + VisibleText.brief(named) + "\" " + why);
    });
    int port = Optional.ofNullable(item.group(3)).map(Integer::parseInt).orElse(EgressRule.HTTPS);
    if (port < 1 || port > 65_535) {
      throw schema.invalid("a port must be from 1 to 65535");
    }
    String path = Optional.ofNullable(item.group(4)).filter(given -> !given.equals("/")).orElse("");
    if (!isPlain(path)) {
      throw schema.invalid("the path \"" + VisibleText.brief(path) + "\" must be plain: without query, \"//\", "
          + "\"%25\" and steps back");
    }
    return new EgressTarget(method, EgressHost.of(named), port, path);
  }

  /// Nothing in it may lead out of it.
  private static boolean isPlain(String path) {
    return PATH.matcher(path).matches() && !path.contains("//") && !path.contains("%25")
        && List.of(path.split("/")).stream().noneMatch(step -> STEP_BACK.matcher(step).matches());
  }

  static EgressTarget of(EgressRule rule) {
    return new EgressTarget(rule.method(), new EgressHost(rule.host()), rule.port(), rule.path());
  }

  EgressRule rule(AgentGroupId agent) {
    return new EgressRule(agent, method, host.ascii(), port, path);
  }

  /// As it is stored in a payload; reading it again gives the same.
  String text() {
    return rule(new AgentGroupId("any")).text();
  }

  /// Design §7: reading below one path amber, anything wider red.
  Risk risk() {
    return method.equals("GET") && !path.isEmpty() ? Risk.AMBER : Risk.RED;
  }

  /// A sentence without its subject and its end.
  String gain() {
    String at = host.shown() + (port == EgressRule.HTTPS ? "" : ", port " + port)
        + (path.isEmpty() ? "" : ", below " + path);
    return switch (method) {
      case "" -> "send anything it knows to " + at + ", and read what that answers";
      case "GET", "HEAD" -> "read from " + at + "; what fits into an address can leave that way";
      default -> "send " + method + " requests with anything it knows to " + at + ", and read what that answers";
    };
  }
}
