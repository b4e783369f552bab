package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.AGENT;
import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may ask for which kind, and what holds between the card and the effect.
class GatewayKindsTest extends GatewayFixture {
  private static final String WIRE = "{\"put\":{\"channelType\":\"cli\",\"platformId\":\"dev-dm\",\"unknownSenderPolicy\":"
      + "\"request_approval\"}}";

  private Change operator(String kind, Optional<AgentGroupId> agent, String after) {
    return rig.gateway.submit(new ChangeSubmission(Optional.empty(), kind, agent, GatewayRig.json(after),
        Optional.empty(), ALICE, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"create_agent|{\"remove\":true}", "create_agent|{\"REMOVE\":true}",
      "create_agent|{\"name\":\"Clara\",\"provider\":\"mock\",\"model\":\"mock-1\",\"admins\":[\"cli:eve\"]}",
      "permissions|{\"grant\":[{\"role\":\"admin\",\"user\":\"cli:eve\"}]}"})
  void refusesAnAgentWhatOnlyPeopleMayAskForAndRecordsIt(String kind, String after) {
    assertThatThrownBy(() -> rig.submit(kind, after)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED)).hasMessageContaining("only people");
    assertThat(rig.gateway.pending()).isEmpty();
    assertThat(rig.ledger.entries).anySatisfy(event -> {
      assertThat(event.stage()).isEqualTo("submit");
      assertThat(event.detail()).isEqualTo("refused: only people may ask for this");
    });
  }

  @Test
  void anAgentMayAskForAnotherAgentAndAHumanMakesIt() {
    Change change = rig.submit("create_agent", "{\"name\":\"Clara\",\"model\":\"mock-1\",\"provider\":\"mock\"}");
    assertThat(change.state()).isEqualTo(ChangeState.PENDING);
    assertThat(change.agentGroup()).contains(new AgentGroupId("clara"));
    assertThat(rig.approve(change).state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.registry.agentGroup(new AgentGroupId("clara"))).isPresent();
    assertThat(rig.agent().revision()).isEqualTo(1);
    assertThat(rig.effects).containsExactly(new AgentGroupId("clara"));
  }

  @Test
  void anOperatorRetiresAnAgentAndBringsItBack() {
    Change gone = operator("create_agent", Optional.of(AGENT), "{\"remove\":true}");
    assertThat(rig.approve(gone).state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.registry.agentGroup(AGENT)).isEmpty();
    Change back = operator("create_agent", Optional.empty(), gone.before().toString());
    assertThat(rig.approve(back).state()).isEqualTo(ChangeState.APPLIED);
    assertThat(rig.agent().persona().instructions()).isEqualTo("Be brief.");
    assertThat(rig.agent().enabledTools()).containsExactly("list_dir", "read_file");
  }

  @Test
  void whatIsAskedForOneAgentIsNeverReadAsAskedForAll() {
    Change admin = operator("permissions", Optional.of(AGENT),
        "{\"grant\":[{\"role\":\"admin\",\"user\":\"cli:eve\"}]}");
    rig.approve(operator("create_agent", Optional.of(AGENT), "{\"remove\":true}"));
    Change shown = rig.gateway.find(admin.id()).orElseThrow();
    assertThat(shown.card()).isEqualTo(admin.card());
    Change failed = rig.approve(shown);
    assertThat(failed.state()).isEqualTo(ChangeState.FAILED);
    assertThat(failed.error()).hasValueSatisfying(why -> assertThat(why).contains("is gone"));
    assertThat(rig.registry.snapshot().roles()).isEmpty();
  }

  @Test
  void appliesNothingWhereThePlaceIsNotAsItWasShown() {
    Change change = operator("wiring", Optional.of(AGENT), WIRE);
    rig.database.write(connection -> rig.registry.apply(connection, List.of(
        new RegistryEdit.PutPolicy(new RegistryEdit.Place("cli", "dev-dm", "", false), UnknownSenderPolicy.PUBLIC))));
    refused(ErrorCode.CHANGE_CARD_STALE, () -> rig.approve(change), "changed since you looked");
    assertThat(rig.registry.snapshot().wirings()).isEmpty();
  }

  @Test
  void aCardThatSpeaksOfAnotherAgentIsStaleWhereThatOneMoves() {
    rig.approve(operator("create_agent", Optional.empty(),
        "{\"name\":\"Clara\",\"provider\":\"mock\",\"model\":\"mock-1\"}"));
    String folder = "[{\"source\":\"/mounts/papers\",\"writable\":true}]";
    Change mine = operator("mounts", Optional.of(AGENT), folder);
    assertThat(mine.card().toString()).doesNotContain("Clara");
    rig.approve(operator("mounts", Optional.of(new AgentGroupId("clara")), folder));

    refused(ErrorCode.CHANGE_CARD_STALE, () -> rig.approve(mine), "changed since you looked");
    Change now = rig.gateway.find(mine.id()).orElseThrow();
    assertThat(now.card().toString()).containsIgnoringCase("clara");
    assertThat(rig.approve(now).state()).isEqualTo(ChangeState.APPLIED);
  }

  @Test
  void saysWhatIsNotAvailableYetAndStoresNothing() {
    assertThatThrownBy(() -> rig.submit("packages", "[\"git\"]"))
        .isInstanceOfSatisfying(IronclawException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AVAILABLE))
        .hasMessageContaining("not available yet");
    assertThat(rig.gateway.pending()).isEmpty();
    assertThat(rig.gateway.history(10)).isEmpty();
  }
}
