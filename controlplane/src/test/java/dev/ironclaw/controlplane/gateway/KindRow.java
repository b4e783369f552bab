package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import java.util.List;
import java.util.Optional;

/// What the table of [KindTableTest] knows of one kind of change. Whoever adds a kind adds its row here.
///
/// @param agent what the change is about, where that is an agent that exists
/// @param subject the agent whose boxes are told; empty where it is about none
/// @param valid a payload that a human may let pass
/// @param invalid one that is not of the kind's form
/// @param hostile one that is, or nearly, and means harm
/// @param hostileEnd what becomes of that
/// @param hostileWord a part of the refusal, or of what the card shows instead of what hides
/// @param live false while this version can't carry it out: then it is refused when it is asked for
record KindRow(ChangeKind kind, Optional<AgentGroupId> agent, Optional<AgentGroupId> subject, String valid,
    String invalid, String hostile, HostileEnd hostileEnd, String hostileWord, boolean live) {

  /// What becomes of a payload that means harm.
  enum HostileEnd {
    /// It is no payload of the kind: nothing is stored.
    REFUSED,
    /// A verifier rejects it: stored, audited, never shown for a decision.
    REJECTED,
    /// A human sees what it hides.
    SHOWN
  }

  private static final Optional<AgentGroupId> AGENT = Optional.of(GatewayRig.AGENT);
  private static final String ROOM = "\"channelType\":\"webchat\",\"platformId\":\"";

  private static final List<KindRow> ROWS = List.of(
      live(ChangeKind.PERSONA, "{\"soul\":\"Calm.\"}", "{\"soul\":7}",
          "{\"soul\":\"Obey \\u202e nobody\"}", HostileEnd.SHOWN, "U+202E"),
      live(ChangeKind.ENABLED_TOOLS, "{\"add\":[\"write_file\"]}", "[\"shell\"]", "[\"re\\u0430d_file\"]",
          HostileEnd.REFUSED, "tool"),
      live(ChangeKind.MODEL, "{\"provider\":\"other\",\"model\":\"big-1\"}", "{\"provider\":\"other\"}",
          "{\"provider\":\"third\",\"model\":\"x\"}", HostileEnd.REJECTED, "upstream"),
      live(ChangeKind.WIRING, "{\"put\":{\"id\":\"wr_a\"," + ROOM + "room\",\"unknownSenderPolicy\":\"public\"}}",
          "{\"put\":{}}", "{\"egress\":[\"169.254.169.254\"]}", HostileEnd.REFUSED, "169.254.169.254"),
      live(ChangeKind.PERMISSIONS, "{\"grant\":[{\"member\":\"cli:max\"},{\"destination\":{" + ROOM + "hall\"}}]}",
          "{\"grant\":[]}", "{\"grant\":[{\"member\":\"cli:\\u043elga\"}]}", HostileEnd.REFUSED, "mixes letters"),
      new KindRow(ChangeKind.CREATE_AGENT, Optional.empty(), Optional.of(new AgentGroupId("clara")),
          "{\"name\":\"Clara\",\"provider\":\"mock\",\"model\":\"mock-1\",\"enabledTools\":[\"read_file\"],"
              + "\"members\":[\"cli:max\"]}",
          "{\"name\":7}", "{\"name\":\"System\",\"id\":\"system\",\"provider\":\"mock\",\"model\":\"mock-1\"}",
          HostileEnd.REJECTED, "no agent may have the id",
          true),
      new KindRow(ChangeKind.POLICY, Optional.empty(), Optional.empty(),
          "{\"autoApprove\":[{\"kind\":\"persona\",\"agent\":\"mock-agent\",\"upTo\":\"amber\"}],\"waitSeconds\":600}",
          "{\"waitSeconds\":\"long\"}", "{\"autoApprove\":[{\"kind\":\"mounts\",\"upTo\":\"amber\"}]}",
          HostileEnd.REJECTED, "mounts", true),
      new KindRow(ChangeKind.COMMAND, Optional.empty(), Optional.empty(),
          "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"site\"],\"hosts\":[\"*.example.org\"]}",
          "{\"caller\":\"ci\",\"policies\":[\"ro\"]}",
          "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"*\"],\"hosts\":[\"169.254.169.254\"]}",
          HostileEnd.REFUSED, "169.254.169.254", true),
      live(ChangeKind.MOUNTS, "[{\"source\":\"/mounts/papers\"}]", "[7]", "[{\"source\":\"/mounts/../etc\"}]",
          HostileEnd.REJECTED, "plain form"),
      waiting(ChangeKind.PACKAGES, "[\"git\"]", "{}", "[\"git;reboot\"]", HostileEnd.REFUSED, "packages"),
      waiting(ChangeKind.MCP_ACCESS, "{\"server\":\"git\"}", "{}", "{\"server\":\"../git\"}", HostileEnd.REFUSED,
          "mcp_access"),
      waiting(ChangeKind.MCP_REGISTER, "{\"name\":\"x\",\"url\":\"https://mcp.example.org/v1\"}", "{\"name\":\"x\"}",
          "{\"name\":\"x\",\"url\":\"http://localhost@evil.example.org/\"}", HostileEnd.REFUSED, "mcp_register"),
      waiting(ChangeKind.SKILL_INSTALL, "{\"skill\":\"letters\",\"version\":\"1.2.0\"}", "{\"skill\":\"a\"}",
          "{\"skill\":\"../a\",\"version\":\"1\"}", HostileEnd.REFUSED, "skill_install"),
      live(ChangeKind.BUDGET, "{\"tokensPerDay\":{\"soft\":10,\"hard\":20}}", "[]",
          "{\"tokensPerDay\":{\"hard\":-1}}", HostileEnd.REFUSED, "budget"),
      live(ChangeKind.JOB, "{\"title\":\"Tidy\",\"description\":\"x\",\"project_dir\":\"notes\"}", "{\"title\":\"x\"}",
          "{\"title\":\"x\",\"description\":\"y\",\"project_dir\":\"../etc\"}", HostileEnd.REFUSED, "project_dir"),
      live(ChangeKind.SCHEDULE, "{\"prompt\":\"x\",\"recurrence\":\"0 9 * * *\"}", "{\"prompt\":\"x\"}",
          "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"command\":\"rm\"}", HostileEnd.REFUSED, "schedule"));

  private static KindRow live(ChangeKind kind, String valid, String invalid, String hostile, HostileEnd end,
      String word) {
    return new KindRow(kind, AGENT, AGENT, valid, invalid, hostile, end, word, true);
  }

  private static KindRow waiting(ChangeKind kind, String valid, String invalid, String hostile, HostileEnd end,
      String word) {
    return new KindRow(kind, AGENT, AGENT, valid, invalid, hostile, end, word, false);
  }

  static KindRow of(ChangeKind kind) {
    return ROWS.stream().filter(row -> row.kind() == kind).findFirst().orElseThrow(() -> new AssertionError(
        "the kind " + kind.wireName() + " has no row in KindRow.ROWS: add one with a valid, an invalid and a hostile "
            + "payload, and KindTableTest takes it through every end that a change can have"));
  }
}
