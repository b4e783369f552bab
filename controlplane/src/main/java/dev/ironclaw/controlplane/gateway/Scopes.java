package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.kind.Limit;
import java.time.Instant;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Checks a scope against what a kind can keep, and stores it.
final class Scopes {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Scopes() {}

  static void require(Change change, GrantScope scope, Set<Limit> kept, Instant now) {
    Set<Limit> asked = EnumSet.noneOf(Limit.class);
    scope.until().ifPresent(_ -> asked.add(Limit.UNTIL));
    scope.uses().ifPresent(_ -> asked.add(Limit.USES));
    scope.session().ifPresent(_ -> asked.add(Limit.SESSION));
    asked.removeAll(kept);
    if (!asked.isEmpty()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "approve " + change.id() + " " + scope.words()
          + ": this change can't be limited by " + words(asked) + "; " + (kept.isEmpty()
              ? "it takes no limit: approve it as it is, or reject it"
              : "it can be by " + words(kept)));
    }
    if (scope.uses().isPresent() && scope.uses().getAsInt() == 0) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "approve " + change.id() + " for no use at all: reject it");
    }
    if (scope.until().filter(until -> !until.isAfter(now)).isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "approve " + change.id() + " " + scope.words() + ": that time is over");
    }
  }

  private static String words(Set<Limit> limits) {
    return String.join(", ", limits.stream().map(limit -> switch (limit) {
      case UNTIL -> "a time";
      case USES -> "a number of uses";
      case SESSION -> "a conversation";
    }).toList());
  }

  static String store(GrantScope scope) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    scope.until().ifPresent(until -> json.put("until", until.toString()));
    scope.uses().ifPresent(uses -> json.put("uses", uses));
    scope.session().ifPresent(session -> json.put("session", session.value()));
    return json.toString();
  }

  static GrantScope read(String stored) {
    JsonNode json = JSON.readTree(stored);
    return new GrantScope(json.path("until").asStringOpt().map(Instant::parse),
        json.has("uses") ? OptionalInt.of(json.get("uses").intValue()) : OptionalInt.empty(),
        json.path("session").asStringOpt().map(SessionId::new));
  }
}
