package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What an agent may ask for, and that an operator is never kept out by it.
class GatewayLimitsTest extends GatewayFixture {
  @Test
  void anAgentAsksThirtyTimesAnHourAndNoOperatorIsKeptOut() {
    for (int i = 0; i < 30; i++) {
      assertThat(rig.submit("enabled_tools", "{\"add\":[\"read_file\"]}").state()).isEqualTo(ChangeState.REJECTED);
    }
    refused(ErrorCode.RATE_LIMITED, () -> rig.submit("persona", "{\"soul\":\"x\"}"), "30 times within an hour");
    assertThat(ofAlice("y").state()).isEqualTo(ChangeState.PENDING);

    rig.time.advance(Duration.ofHours(1));
    assertThat(rig.submit("persona", "{\"soul\":\"x\"}").state()).isEqualTo(ChangeState.PENDING);
  }

  @Test
  void thirtyRefusalsOfAnHourAreRecordedAndTheOthersCounted() {
    for (int i = 0; i < 30; i++) {
      refused(ErrorCode.DENIED, () -> rig.submit("policy", "{}"), "");
    }
    refused(ErrorCode.RATE_LIMITED, () -> rig.submit("policy", "{}"), "were refused within an hour, ask again after");
    refused(ErrorCode.RATE_LIMITED, () -> rig.submit("policy", "{}"), "only people may ask for this");
    assertThat(rig.ledger.entries).hasSize(31);
    assertThat(rig.submit("persona", "{\"soul\":\"x\"}").state()).isEqualTo(ChangeState.PENDING);
    rig.time.advance(Duration.ofHours(1));
    assertThat(rig.ledger.entries.getLast().detail()).startsWith("and 2 more since ");
  }

  @Test
  void onlyWhatAgentsAskForFillsTheLineOfCards() {
    for (int i = 0; i < 21; i++) {
      assertThat(ofAlice("a" + i).state()).isEqualTo(ChangeState.PENDING);
    }
    for (int i = 0; i < 20; i++) {
      rig.submit("persona", "{\"soul\":\"" + i + "\"}");
    }
    refused(ErrorCode.RATE_LIMITED, () -> rig.submit("persona", "{\"soul\":\"x\"}"), "wait for a human already");
    assertThat(ofAlice("z").state()).isEqualTo(ChangeState.PENDING);
  }

  private Change ofAlice(String soul) {
    return rig.gateway.submit(new ChangeSubmission(Optional.empty(), "persona", Optional.of(GatewayRig.AGENT),
        GatewayRig.json("{\"soul\":\"" + soul + "\"}"), Optional.empty(), ALICE, Optional.empty()));
  }
}
