package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.AgentGroup.Fallback;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelKindTest {
  @TempDir
  private Path folder = Path.of("");
  private KindRig rig;

  @BeforeEach
  void open() {
    rig = new KindRig(folder);
    rig.upstreams.put("anthropic",
        new HostFacts.Provider("Anthropic", "api.anthropic.com", "anthropic", Optional.of("claude-opus-4-8")));
    rig.upstreams.put("openai", new HostFacts.Provider("OpenAI", "api.openai.com", "openai", Optional.of("gpt-4o")));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private CardParts card(String after) {
    Asked<?> asked = rig.ask(ChangeKind.MODEL, ANNA, after);
    assertThat(VerifierChain.standard().verify(asked)).isEmpty();
    return asked.card();
  }

  private Optional<Fallback> fallback() {
    return rig.registry.agentGroup(ANNA.orElseThrow()).orElseThrow().fallback();
  }

  @Test
  void theCardNamesTheCompanyThatGetsTheWords() {
    CardParts card = card("{\"provider\":\"anthropic\",\"model\":\"claude-opus-4-8\"}");
    assertThat(card.risk()).isEqualTo(Risk.AMBER);
    assertThat(card.toString()).contains("goes to Anthropic (api.anthropic.com)");
  }

  @Test
  void theCardNamesTheCompanyThatStandsIn() {
    CardParts card = card(
        "{\"model\":\"mock-1\",\"fallback\":{\"provider\":\"anthropic\",\"model\":\"claude-opus-4-8\"}}");
    assertThat(card.risk()).as("words go to another company").isEqualTo(Risk.AMBER);
    assertThat(card.toString()).contains("claude-opus-4-8 while its own model can't",
        "goes to Anthropic (api.anthropic.com) then", "stand in for Anna");
    assertThat(card("{\"model\":\"mock-1\",\"fallback\":{\"provider\":\"mock\",\"model\":\"mock-2\"}}").risk())
        .isEqualTo(Risk.GREEN);
  }

  @Test
  void theCardSaysWhereAModelSearchesByItself() {
    for (String model : List.of("perplexity/sonar", "sonar-pro", "groq/compound", "compound-mini",
        "gpt-4o-search-preview", "o3-deep-research", "openrouter/auto")) {
      CardParts card = card("{\"model\":\"" + model + "\"}");
      assertThat(card.risk()).as(model).isEqualTo(Risk.AMBER);
      assertThat(card.gains().toString()).as(model).contains("search the web or open links at");
    }
    CardParts standsIn = card("{\"model\":\"mock-1\",\"fallback\":{\"provider\":\"mock\",\"model\":\"sonar\"}}");
    assertThat(standsIn.risk()).isEqualTo(Risk.AMBER);
    assertThat(standsIn.gains().toString()).contains("by the model sonar itself");
    assertThat(card("{\"model\":\"mock-2\"}").risk()).isEqualTo(Risk.GREEN);
    assertThat(rig.ask(ChangeKind.CREATE_AGENT, Optional.empty(),
        "{\"name\":\"Clara\",\"provider\":\"openai\",\"model\":\"gpt-4o-search-preview\"}").card().gains().toString())
        .contains("search the web or open links at OpenAI (api.openai.com)");
  }

  @Test
  void rejectsTheSwitchThatHasAnyModelSearch() {
    rig.rejects(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-1:online\"}", "web_search");
    rig.rejects(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-1:Online\"}", "past the rules");
    rig.rejects(ChangeKind.MODEL, ANNA,
        "{\"model\":\"mock-1\",\"fallback\":{\"provider\":\"mock\",\"model\":\"x:online\"}}", "web_search");
    rig.rejects(ChangeKind.CREATE_AGENT, Optional.empty(),
        "{\"name\":\"Clara\",\"provider\":\"openai\",\"model\":\"gpt-4o:online\"}", "web_search");
  }

  @Test
  void undoesExactly() {
    rig.undoesExactly(ChangeKind.MODEL, ANNA, "{\"provider\":\"anthropic\",\"model\":\"claude-opus-4-8\"}");
    rig.undoesExactly(ChangeKind.MODEL, ANNA,
        "{\"model\":\"mock-2\",\"fallback\":{\"provider\":\"other\",\"model\":\"m\"}}");
    rig.applied(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-1\",\"fallback\":{\"provider\":\"other\",\"model\":\"m\"}}");
    rig.undoesExactly(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-1\",\"fallback\":\"none\"}");
    rig.undoesExactly(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-2\"}");
    rig.undoesExactly(ChangeKind.CREATE_AGENT, ANNA, Optional.empty(), "{\"remove\":true}");
  }

  @Test
  void leavesTheFallBackAsItIsWhereNothingIsSaidOfIt() {
    rig.applied(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-1\",\"fallback\":{\"provider\":\"other\",\"model\":\"m\"}}");
    rig.applied(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-2\"}");
    assertThat(fallback()).contains(new Fallback("other", "m"));
    rig.applied(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-2\",\"fallback\":\"none\"}");
    assertThat(fallback()).isEmpty();
  }

  @Test
  void rejectsAFallBackThatCouldNeverAnswer() {
    rig.rejects(ChangeKind.MODEL, ANNA,
        "{\"model\":\"mock-1\",\"fallback\":{\"provider\":\"openai\",\"model\":\"gpt-4o\"}}",
        "speaks openai and mock speaks anthropic");
    rig.rejects(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-1\",\"fallback\":{\"provider\":\"nobody\",\"model\":\"x\"}}",
        "no upstream is named nobody");
    rig.rejects(ChangeKind.MODEL, ANNA,
        "{\"model\":\"mock-2\",\"fallback\":{\"provider\":\"mock\",\"model\":\"mock-2\"}}",
        "the model itself");
    rig.applied(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-1\",\"fallback\":{\"provider\":\"other\",\"model\":\"m\"}}");
    rig.rejects(ChangeKind.MODEL, ANNA, "{\"provider\":\"openai\",\"model\":\"gpt-4o\"}", "speaks anthropic");
    rig.rejects(ChangeKind.MODEL, ANNA, "{\"model\":\"mock-1\"}", "no effect");
    rig.refuses(ChangeKind.MODEL, ANNA, "{\"model\":\"m\",\"fallback\":\"other\"}", "");
    rig.refuses(ChangeKind.MODEL, ANNA, "{\"model\":\"m\",\"fallback\":{\"provider\":\"other\"}}",
        "\"model\" is missing");
  }

  @Test
  void aNewAgentTakesTheProvidersModelWhereNoneIsNamedAndAFallBack() {
    Asked<?> asked = rig.ask(ChangeKind.CREATE_AGENT, Optional.empty(),
        "{\"name\":\"Clara\",\"provider\":\"anthropic\",\"fallback\":{\"provider\":\"mock\",\"model\":\"mock-1\"}}");
    assertThat(asked.card().toString()).contains("claude-opus-4-8 at Anthropic (api.anthropic.com)",
        "mock-1 while its own");
    rig.undoesExactly(ChangeKind.CREATE_AGENT, Optional.empty(),
        Optional.of(new dev.ironclaw.contract.AgentGroupId("clara")),
        "{\"name\":\"Clara\",\"provider\":\"anthropic\",\"fallback\":{\"provider\":\"mock\",\"model\":\"mock-1\"}}");
  }
}
