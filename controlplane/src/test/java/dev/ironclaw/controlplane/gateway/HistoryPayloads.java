package dev.ironclaw.controlplane.gateway;

import java.util.List;
import java.util.Random;

/// What the people and the agent of a random history ask for.
final class HistoryPayloads {
  static final List<String> AGENTS = List.of("mock-agent", "ben");
  private static final List<String> PEOPLE = List.of("cli:olga", "cli:max", "cli:eve");
  private static final List<String> ROOMS = List.of("room", "hall", "attic");
  private static final List<String> TOOLS = List.of("[]", "[\"read_file\"]", "{\"add\":[\"write_file\"]}",
      "{\"add\":[\"send_message\"]}", "{\"tools\":[\"list_dir\",\"read_file\",\"send_message\"]}",
      "{\"add\":[\"read_persona\",\"send_message\"]}");

  private final Random random;

  HistoryPayloads(Random random) {
    this.random = random;
  }

  /// A kind and a payload.
  ///
  /// @param aboutNone it is about no agent that exists
  record Wish(String kind, String after, boolean aboutNone) {}

  Wish next() {
    return switch (random.nextInt(12)) {
      case 0, 1 -> new Wish("persona", "{\"" + pick(List.of("soul", "identity", "instructions")) + "\":\"text "
          + random.nextInt(9) + "\"}", false);
      case 2, 3, 4 -> new Wish("enabled_tools", pick(TOOLS), false);
      case 5 -> new Wish("model", "{\"provider\":\"" + pick(List.of("mock", "other", "third")) + "\",\"model\":\"m"
          + random.nextInt(3) + "\"}", false);
      case 6 -> new Wish("wiring", random.nextInt(4) == 0
          ? "{\"remove\":\"wr_" + random.nextInt(3) + "\"}"
          : "{\"put\":" + wiring() + "}", false);
      case 7 -> permissions(false);
      case 8 -> permissions(true);
      case 9 -> new Wish("create_agent", "{\"name\":\"Ben\",\"provider\":\"mock\",\"model\":\"mock-1\",\"members\":[\""
          + pick(PEOPLE) + "\"],\"wirings\":[" + wiring() + "],\"enabledTools\":[\"read_file\"]}", true);
      case 10 -> new Wish("create_agent", "{\"remove\":true}", false);
      default -> new Wish(pick(List.of("packages", "persona", "unknown", "enabled_tools")),
          pick(List.of("[\"git\"]", "{}", "7", "{\"add\":[\"sh\"]}")), false);
    };
  }

  private Wish permissions(boolean global) {
    String person = pick(PEOPLE);
    String item = switch (random.nextInt(3)) {
      case 0 -> "{\"role\":\"admin\",\"user\":\"" + person + "\"}";
      case 1 -> "{\"user\":{\"id\":\"" + person + "\",\"displayName\":\"P " + random.nextInt(3) + "\"}}";
      default -> global
          ? "{\"role\":\"owner\",\"user\":\"" + person + "\"}"
          : pick(List.of("{\"member\":\"" + person + "\"}",
              "{\"destination\":{\"channelType\":\"webchat\",\"platformId\":\"" + pick(ROOMS) + "\"}}"));
    };
    return new Wish("permissions", "{\"" + pick(List.of("grant", "grant", "revoke")) + "\":[" + item + "]}", global);
  }

  private String wiring() {
    return "{\"id\":\"wr_" + random.nextInt(3) + "\",\"channelType\":\"webchat\",\"platformId\":\"" + pick(ROOMS)
        + "\",\"priority\":" + random.nextInt(3)
        + pick(List.of("", "", ",\"unknownSenderPolicy\":\"public\"", ",\"unknownSenderPolicy\":\"strict\"")) + "}";
  }

  <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
