package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.audit.AuditEvent;
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
    assertThat(rig.ledger.entries).hasSize(32);
    assertThat(rig.submit("persona", "{\"soul\":\"x\"}").state()).isEqualTo(ChangeState.PENDING);
    rig.time.advance(Duration.ofHours(1));
    assertThat(rig.ledger.entries.getLast().detail()).startsWith("and 2 more since ").contains("policy DENIED 2");
  }

  @Test
  void nothingThatIsMerelyNotAvailableHidesWhatIsDenied() {
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> rig.submit("packages", "[\"git\"]")).hasMessageContaining("not available yet");
    }
    rig.ledger.entries.clear();
    refused(ErrorCode.DENIED, () -> rig.submit("policy", "{}"), "only people may ask for this");
    assertThat(rig.ledger.entries).singleElement().satisfies(event -> {
      assertThat(event.kind()).isEqualTo("policy");
      assertThat(event.detail()).isEqualTo("refused: only people may ask for this");
    });
  }

  @Test
  void theFirstOfEachKindHasItsEntryHoweverOftenAnotherWasDenied() {
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> rig.submit("permissions", "{\"grant\":[{\"role\":\"admin\",\"user\":\"cli:eve\"}]}"));
    }
    rig.ledger.entries.clear();
    refused(ErrorCode.DENIED, () -> rig.submit("policy", "{}"), "only people may ask for this");
    assertThat(rig.ledger.entries).singleElement().extracting(AuditEvent::kind).isEqualTo("policy");
  }

  @Test
  void whatIsAskedTooOftenIsRecordedAndCounted() {
    for (int i = 0; i < 30; i++) {
      rig.submit("enabled_tools", "{\"add\":[\"read_file\"]}");
    }
    rig.ledger.entries.clear();
    for (int i = 0; i < 40; i++) {
      refused(ErrorCode.RATE_LIMITED, () -> rig.submit("persona", "{\"soul\":\"x\"}"), "ask again after 20");
    }
    assertThat(rig.ledger.entries).filteredOn(event -> event.kind().equals("persona")).hasSize(30)
        .allMatch(event -> event.detail().contains("it has asked 30 times within an hour"));
    refused(ErrorCode.RATE_LIMITED, () -> rig.submit("enabled_tools", "{\"add\":[\"read_file\"]}"), "");
    assertThat(rig.ledger.entries.getLast().detail()).as("denied, had there been room")
        .contains("a verifier would reject");
    rig.time.advance(Duration.ofHours(1));
    assertThat(rig.ledger.entries.getLast().detail()).startsWith("and 10 more since ")
        .contains("persona RATE_LIMITED 10");
  }

  @Test
  void whatMeetsAFullLineOfCardsIsRecordedAlsoAfterOtherRefusals() {
    for (int i = 0; i < 31; i++) {
      assertThatThrownBy(() -> rig.submit("policy", "{}"));
    }
    for (int i = 0; i < 20; i++) {
      rig.submit("persona", "{\"soul\":\"" + i + "\"}");
    }
    refused(ErrorCode.RATE_LIMITED, () -> rig.submit("persona", "{\"soul\":\"x\"}"), "wait for a human already");
    assertThat(rig.ledger.entries.getLast().detail()).contains("refused: 20 changes of it wait for a human already");
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
