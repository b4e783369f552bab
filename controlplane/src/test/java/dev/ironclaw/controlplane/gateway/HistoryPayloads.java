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

  /// None leaves a life without anybody who may decide; the last four are refused, or nobody can approve them.
  private static final List<String> POLICIES = List.of("{}", "{\"waitSeconds\":3600}",
      "{\"autoApprove\":[{\"kind\":\"persona\",\"upTo\":\"amber\"}]}",
      "{\"autoApprove\":[{\"kind\":\"enabled_tools\",\"agent\":\"mock-agent\",\"upTo\":\"amber\"},"
          + "{\"kind\":\"enabled_tools\",\"upTo\":\"green\"}]}",
      "{\"autoApprove\":[{\"kind\":\"wiring\",\"upTo\":\"amber\"},{\"kind\":\"permissions\",\"upTo\":\"amber\"},"
          + "{\"kind\":\"model\",\"agent\":\"mock-agent\",\"upTo\":\"amber\"}],\"waitSeconds\":600}",
      "{\"deciders\":[{\"operators\":[\"bob\"],\"kinds\":[\"persona\",\"model\"]}]}",
      "{\"deciders\":[{\"operators\":[\"alice\"],\"agents\":[\"mock-agent\"]},"
          + "{\"operators\":[\"bob\"],\"kinds\":[\"mounts\",\"wiring\"]}]}",
      "{\"twoPeople\":{\"risks\":[\"red\"]},\"autoApprove\":[{\"kind\":\"model\",\"upTo\":\"amber\"}]}",
      "{\"twoPeople\":{\"risks\":[\"red\"],\"kinds\":[\"persona\",\"enabled_tools\"]},"
          + "\"autoApprove\":[{\"kind\":\"persona\",\"upTo\":\"amber\"}]}",
      "{\"stepUp\":{\"risks\":[\"red\"]}}", "{\"autoApprove\":[{\"kind\":\"mounts\",\"upTo\":\"green\"}]}",
      "{\"autoApprove\":[{\"kind\":\"persona\",\"upTo\":\"red\"}]}",
      "{\"deciders\":[{\"operators\":[\"carol\"]}]}");

  private final Random random;
  private final HistoryFolders folders;

  HistoryPayloads(Random random, HistoryFolders folders) {
    this.random = random;
    this.folders = folders;
  }

  /// A kind and a payload.
  ///
  /// @param aboutNone it is about no agent that exists
  record Wish(String kind, String after, boolean aboutNone) {}

  Wish next() {
    return switch (random.nextInt(16)) {
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
      case 9 -> new Wish("create_agent", ben(), true);
      case 10 -> new Wish("create_agent", "{\"remove\":true}", false);
      case 11, 12 -> new Wish("mounts", folders.wish(random), false);
      case 13, 14 -> new Wish("policy", policy(), true);
      default -> new Wish(pick(List.of("packages", "persona", "unknown", "enabled_tools")),
          pick(List.of("[\"git\"]", "{}", "7", "{\"add\":[\"sh\"]}")), false);
    };
  }

  String policy() {
    return pick(POLICIES);
  }

  String policyForTwo() {
    return pick(POLICIES.stream().filter(policy -> policy.contains("twoPeople")).toList());
  }

  String ben() {
    return "{\"name\":\"Ben\",\"provider\":\"mock\",\"model\":\"mock-1\",\"members\":[\"" + pick(PEOPLE)
        + "\"],\"wirings\":[" + wiring() + "],\"enabledTools\":[\"read_file\"]}";
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
