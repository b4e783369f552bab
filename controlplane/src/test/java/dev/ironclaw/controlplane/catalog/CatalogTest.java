package dev.ironclaw.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.TemplateView;
import dev.ironclaw.contract.api.ToolView;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private final Catalog catalog = Catalog.load();

  @Test
  void everyToolThatExistsIsThereAndEveryOtherSaysThatItComesLater() {
    assertThat(catalog.tools().stream().filter(ToolView::available).map(ToolView::name))
        .containsExactlyInAnyOrderElementsOf(ToolName.ALL);
    assertThat(catalog.tools().stream().map(ToolView::name)).doesNotHaveDuplicates();
    assertThat(catalog.tools()).allSatisfy(tool -> assertThat(
        List.of(tool.title(), tool.description(), tool.category(), tool.letsOut(), tool.risk()))
        .allSatisfy(text -> assertThat(text).isNotBlank()));
  }

  @Test
  void riskAndMeaningAreTheGateways() {
    assertThat(tool(ToolName.WRITE_FILE).risk()).isEqualTo("red");
    assertThat(tool(ToolName.READ_FILE).risk()).isEqualTo("amber");
    assertThat(tool("schedule_task").risk()).isEqualTo("red");
    assertThat(tool(ToolName.SEND_MESSAGE).description()).startsWith("send messages of its own accord");
  }

  @Test
  void templatesAreTheFiveAndNameWhatExistsApartFromWhatComesLater() {
    List<String> all = catalog.tools().stream().map(ToolView::name).toList();
    assertThat(catalog.templates().stream().map(TemplateView::id)).containsExactly("blank", "assistant", "researcher",
        "reminders", "triage");
    assertThat(catalog.templates()).allSatisfy(template -> {
      assertThat(ToolName.ALL).containsAll(template.tools());
      assertThat(template.laterTools()).doesNotContainAnyElementsOf(ToolName.ALL);
      assertThat(all).containsAll(template.laterTools());
    });
  }

  @Test
  void everyTemplateButTheBlankOneSaysWhoItIsWithinTheLimitAndWithoutHiddenCharacters() {
    assertThat(catalog.templates()).allSatisfy(template -> {
      boolean blank = template.id().equals("blank");
      assertThat(Stream.of(template.personaDocs().identity(), template.personaDocs().soul(),
          template.personaDocs().instructions())).allSatisfy(text -> {
            assertThat(text.isEmpty()).as(template.id()).isEqualTo(blank);
            assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(AgentGroup.MAX_PERSONA_BYTES);
            assertThat(VisibleText.text(text)).isEqualTo(text);
          });
    });
  }

  @Test
  void theSectionsAreTheThreeDocuments() {
    assertThat(catalog.personaSections().stream().map(section -> section.key() + " " + section.filename()))
        .containsExactly("identity IDENTITY.md", "soul SOUL.md", "instructions AGENTS.md");
  }

  private ToolView tool(String name) {
    return catalog.tools().stream().filter(tool -> tool.name().equals(name)).findFirst().orElseThrow();
  }
}
