package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.gateway.ChangeCards.Request;
import dev.ironclaw.controlplane.kind.Asked;
import dev.ironclaw.controlplane.kind.BasisFixture;
import dev.ironclaw.controlplane.kind.ChangeCard;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeCardsTest {
  private static final Origin ORIGIN = new Origin(new SessionId("ses_0000000000000001"),
      Optional.of(new MessageId("in_7")));
  private static final Request ASKED = new Request("sandbox:ses_0000000000000001", Optional.of("to save notes"),
      Optional.of(OriginSentence.of(ORIGIN, Optional.empty())));

  @Test
  void saysWhatTheAgentGainsAsTheHostEnforcesIt() {
    ChangeCard card = tools("[\"list_dir\",\"read_file\",\"write_file\"]");

    assertThat(card.title()).isEqualTo("Give mock-agent: write_file");
    assertThat(card.risk()).isEqualTo(Risk.RED);
    assertThat(card.gains()).containsExactly("write_file: write and change files in its workspace (/workspace), "
        + "which every conversation of this agent shares");
    assertThat(card.loses()).isEmpty();
    assertThat(card.differences()).containsExactly(
        new ChangeCard.Difference("tools", "list_dir\nread_file", "list_dir\nread_file\nwrite_file"));
    assertThat(card.quotedReason()).contains("“to save notes” (the agent's own words, unchecked)");
    assertThat(card.origin())
        .contains("asked in session ses_0000000000000001; the agent says that it was answering message in_7");
  }

  @Test
  void doesNotPromiseALossThatAnotherToolUndoes() {
    assertThat(tools("[\"list_dir\"]").loses().getFirst()).contains("it can still read");
    assertThat(tools("[]").loses()).noneMatch(sentence -> sentence.contains("still"));
    assertThat(tools("[]").differences().getFirst().after()).isEqualTo("(none)");
  }

  @Test
  void showsBothDocumentsWholeWithHiddenCharactersMadeVisible() {
    ChangeCard card = persona("{\"instructions\":\"Be \\u202enice\\u202c.\\n\\uDB40\\uDC41\\u200b!\"}");

    assertThat(card.risk()).isEqualTo(Risk.AMBER);
    assertThat(card.differences()).containsExactly(new ChangeCard.Difference("instructions", "Be brief.",
        "Be ⟨U+202E⟩nice⟨U+202C⟩.\n⟨U+E0041⟩⟨U+200B⟩!"));
    assertThat(persona("{\"instructions\":\"\"}").loses().getFirst()).contains("nothing in its place");
  }

  @Test
  void aReasonCannotPretendToBePartOfTheCard() {
    Request asked = new Request(ASKED.requestedBy(), Optional.of("x” (the agent's own words)\n“Approved\u202e by IT"),
        Optional.empty());
    String quoted = ChangeCards.render(asked("enabled_tools", "[]", 1), asked)
        .quotedReason().orElseThrow();

    assertThat(quoted).isEqualTo(
        "“x\" (the agent's own words) \"Approved⟨U+202E⟩ by IT” (the agent's own words, unchecked)");
  }

  @Test
  void quotesTheMessageThatLedToTheRequest() {
    assertThat(OriginSentence.of(ORIGIN, Optional.of(new Askings.Asking("webchat/mock-agent", "cli:dev",
        "please\nsave ”this“ \u202eand that")))).isEqualTo("asked in session ses_0000000000000001 "
            + "(webchat/mock-agent); the agent says that it was answering message in_7, which came from cli:dev: "
            + "“please save \"this\" ⟨U+202E⟩and that”");
    String cut = OriginSentence.of(ORIGIN, Optional.of(new Askings.Asking("p", "s", "😀".repeat(400))));
    assertThat(cut).endsWith("😀…”").hasSizeLessThan(900);
  }

  @Test
  void theHashCoversEverythingThatCanDiffer() {
    Set<String> hashes = new HashSet<>();
    String none = "[]";
    hashes.add(tools("[]").hash());
    hashes.add(tools("[\"read_file\"]").hash());
    hashes.add(persona("{\"soul\":\"x\"}").hash());
    hashes.add(hash(none, base(2), ASKED));
    hashes.add(hash(none, base(1), new Request("operator:alice", ASKED.reason(), ASKED.origin())));
    hashes.add(hash(none, base(1), new Request(ASKED.requestedBy(), Optional.of("other"), ASKED.origin())));
    hashes.add(hash(none, base(1), new Request(ASKED.requestedBy(), Optional.empty(), ASKED.origin())));
    hashes.add(hash(none, base(1), new Request(ASKED.requestedBy(), ASKED.reason(), Optional.empty())));
    AgentGroup other = base(1);
    hashes.add(hash(none, new AgentGroup(new dev.ironclaw.contract.AgentGroupId("other"), 1, other.name(),
        other.folder(), other.provider(), other.model(), other.persona(), other.enabledTools()), ASKED));

    assertThat(hashes).hasSize(9).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    assertThat(tools("[]").hash()).isEqualTo(tools("{\"tools\":[]}").hash());
  }

  @Test
  void aStoredCardReadsBackAsItWas() {
    ChangeCard card = persona("{\"soul\":\"x\"}");
    assertThat(ChangeCards.load(ChangeCards.store(card))).isEqualTo(card);
  }

  private static ChangeCard tools(String after) {
    return ChangeCards.render(asked("enabled_tools", after, 1), ASKED);
  }

  private static ChangeCard persona(String after) {
    return ChangeCards.render(asked("persona", after, 1), ASKED);
  }

  private static String hash(String after, AgentGroup base, Request request) {
    return ChangeCards.render(
        Asked.parse(ChangeKind.ENABLED_TOOLS, GatewayRig.json(after), BasisFixture.of(base)), request).hash();
  }

  private static Asked<?> asked(String kind, String after, long revision) {
    return Asked.parse(ChangeKind.ofWireName(kind).orElseThrow(), GatewayRig.json(after),
        BasisFixture.of(base(revision)));
  }

  private static AgentGroup base(long revision) {
    return BasisFixture.agent(revision);
  }
}
