package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a kind says of its cards' risks is neither more nor less than what they have.
class KindRisksTest extends KindFixture {
  private static final String PLACE = "\"channelType\":\"webchat\",\"platformId\":\"room\"";

  /// One payload for each risk.
  private static List<String> payloads(ChangeKind kind) {
    return switch (kind) {
      case PERSONA -> List.of("{\"identity\":\"Another.\"}");
      case ENABLED_TOOLS -> List.of("[]", "{\"add\":[\"send_message\"]}", "{\"add\":[\"write_file\"]}");
      case MODEL -> List.of("{\"model\":\"m2\"}", "{\"provider\":\"other\",\"model\":\"m\"}");
      case WIRING -> List.of("{\"remove\":\"wr_1\"}", "{\"put\":{" + PLACE + "}}",
          "{\"put\":{" + PLACE + ",\"unknownSenderPolicy\":\"public\"}}");
      case PERMISSIONS -> List.of("{\"grant\":[{\"member\":\"cli:eve\"}]}",
          "{\"revoke\":[{\"member\":\"cli:eve\"}]}");
      case MOUNTS -> List.of("[]", "[{\"source\":\"/mounts/room\"}]");
      case CREATE_AGENT -> List.of("{\"name\":\"Clara\"}");
      case PACKAGES -> List.of("[]", "[\"git\"]");
      case MCP_ACCESS -> List.of("{\"server\":\"git\",\"tools\":[]}", "{\"server\":\"git\"}");
      case MCP_REGISTER -> List.of("{\"remove\":\"x\"}", "{\"name\":\"x\",\"url\":\"https://a.org\"}");
      case SKILL_INSTALL -> List.of("{\"remove\":\"a\"}", "{\"skill\":\"a\",\"version\":\"1.0.0\"}");
      // Amber is what lets more through than before, and nothing is stored yet.
      case BUDGET -> List.of("{\"tokensPerDay\":{\"hard\":20}}");
      case SCHEDULE -> List.of("{\"prompt\":\"x\",\"recurrence\":\"daily\"}",
          "{\"prompt\":\"x\",\"recurrence\":\"daily\",\"answer\":{" + PLACE + "}}");
      case POLICY -> List.of("{\"waitSeconds\":60}");
      case JOB -> List.of("{\"title\":\"Tidy\",\"description\":\"x\"}",
          "{\"remove\":\"00000000-0000-4000-8000-000000000001\"}");
      case COMMAND -> List.of("{\"caller\":\"ci\",\"policies\":[]}",
          "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"site\"]}");
    };
  }

  @ParameterizedTest
  @EnumSource
  void areThoseThatItsCardsHave(ChangeKind kind) {
    Optional<AgentGroupId> agent = Set.of(ChangeKind.CREATE_AGENT, ChangeKind.POLICY, ChangeKind.COMMAND).contains(kind)
        ? Optional.empty()
        : ANNA;
    Set<Risk> seen = payloads(kind).stream().map(after -> rig.ask(kind, agent, after).card().risk())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Risk.class)));
    if (kind == ChangeKind.BUDGET) {
      seen.add(BudgetKind.risk(BudgetPayload.parse(BasisFixture.json("{\"tokensPerDay\":{\"hard\":20}}")).budget(),
          BudgetPayload.parse(BasisFixture.json("{\"tokensPerDay\":{\"hard\":21}}")).budget()));
    }
    assertThat(Kinds.of(kind).risks()).isEqualTo(seen);
  }
}
