package dev.ironclaw.controlplane.gateway;

import static dev.ironclaw.controlplane.gateway.GatewayRig.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.audit.AuditEvent;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      wiring|{"egress":["169.254.169.254"]}|the host "169.254.169.254" is a link-local or cloud metadata address
      wiring|{"egress":["10.0.0.7"]}|is a private address
      wiring|{"egress":["db.internal"]}|such names are of this machine or network
      wiring|{"egress":["оса.com"]}|looks like Latin letters and is not
      wiring|{"egress":["api.exam\u200bple.com"]}|holds invisible characters: "api.exam⟨U+200B⟩ple.com"
      mounts|{"add":[{"source":"/srv/\u202ed"}]}|holds invisible characters: "/srv/⟨U+202E⟩d"
      enabled_tools|{"add":["send_messаge"]}|names an unknown tool "send_messаge"
      enabled_tools|{"a\u200bdd":["send_message"]}|unknown field
      """)
  void aHostilePayloadIsRecordedAsDeniedHoweverManyMistakesThereAre(String kind, String payload, String words) {
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> rig.submit(kind, "5"));
    }
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> rig.submit("policy", "{}"));
    }
    rig.ledger.entries.clear();
    refused(ErrorCode.INVALID_PAYLOAD, () -> rig.submit(kind, payload), "accepted: ");
    assertThat(rig.ledger.entries).singleElement().satisfies(event -> {
      assertThat(event.stage()).isEqualTo("submit");
      assertThat(event.kind()).isEqualTo(kind);
      assertThat(event.detail()).startsWith("refused: ").contains(words).doesNotContain("accepted");
    });
    refused(ErrorCode.RATE_LIMITED, () -> rig.submit(kind, payload), words);
    rig.time.advance(Duration.ofHours(1));
    assertThat(rig.ledger.entries).anySatisfy(
        event -> assertThat(event.detail()).contains(kind + " hostile payload DENIED 1"));
  }

  @Test
  void aSlipInThePayloadDoesNotHideWhatOnlyPeopleMayAskFor() {
    refused(ErrorCode.DENIED, () -> rig.submit("policy", "{\"nonsense\":1}"), "only people may ask for this");
    refused(ErrorCode.DENIED, () -> rig.submit("mcp_register", "5"), "only people may ask for this");
    assertThat(rig.ledger.entries).extracting(AuditEvent::kind).containsExactly("policy", "mcp_register");
  }

  @Test
  void mistakesHaveTheirKindAndWordsAndUnknownKindsAreOneSort() {
    refused(ErrorCode.INVALID_PAYLOAD, () -> rig.submit("enabled_tools", "5"), "");
    assertThat(rig.ledger.entries).singleElement().satisfies(event -> {
      assertThat(event.kind()).isEqualTo("enabled_tools");
      assertThat(event.detail()).isEqualTo("refused: it must be a list or an object with one field");
    });
    rig.ledger.entries.clear();
    for (int i = 0; i < 40; i++) {
      String name = "exec\u202e" + "x".repeat(300) + i;
      assertThatThrownBy(() -> rig.submit(name, "5"));
    }
    assertThat(rig.ledger.entries).filteredOn(event -> event.kind().equals("unknown kind")).hasSize(29)
        .allSatisfy(event -> assertThat(event.detail()).contains("exec⟨U+202E⟩xxx").hasSizeLessThan(220));
    rig.time.advance(Duration.ofHours(1));
    assertThat(rig.ledger.entries.getLast().detail()).contains(": unknown kind UNKNOWN_KIND 11;");
  }

  @Test
  void theSlipsOfPeopleAreNotRecorded() {
    refused(ErrorCode.INVALID_PAYLOAD, () -> rig.gateway.submit(new ChangeSubmission(Optional.empty(), "enabled_tools",
        Optional.of(GatewayRig.AGENT), GatewayRig.json("5"), Optional.empty(), ALICE, Optional.empty())), "must be");
    assertThat(rig.ledger.entries).isEmpty();
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
