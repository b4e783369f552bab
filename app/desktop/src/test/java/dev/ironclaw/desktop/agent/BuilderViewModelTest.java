package dev.ironclaw.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.ProviderTestView;
import dev.ironclaw.contract.api.RegistryPreview;
import dev.ironclaw.desktop.agent.BuilderViewModel.Subject;
import dev.ironclaw.desktop.agent.BuilderViewModel.Unsaved;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.FakeControlPlane.Asked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuilderViewModelTest {
  private final Desk desk = new Desk();
  private final Map<Subject, Unsaved> drafts = new HashMap<>();

  @AfterEach
  void close() {
    desk.close();
  }

  private BuilderViewModel open(Subject subject) {
    BuilderViewModel model = new BuilderViewModel(desk.backend(), Desk.TEXTS, subject, drafts);
    model.start();
    return model;
  }

  private void there(AgentView... agents) {
    Agents.catalog(desk.controlPlane(), agents);
  }

  @Test
  void aNewOneStartsFromTheAssistantAndAsksForItsName() {
    there(Agents.researcher());
    BuilderViewModel model = open(new Subject.Fresh());
    assertThat(model.state().get()).isEqualTo(new ListState.Filled());
    assertThat(model.document("identity").get()).startsWith("You are a personal assistant");
    assertThat(model.model().get()).isEqualTo("mock-1");
    assertThat(model.isReady()).isFalse();
    model.name().set("researcher");
    assertThat(model.objections().get()).containsEntry("name", "Researcher has this name already. Choose another one.");
    model.name().set("Helper");
    assertThat(model.objections().get()).isEmpty();
    assertThat(model.isReady()).isTrue();
  }

  @Test
  void namesThatNoAgentCanHaveAreRefusedWhileTheyAreTyped() {
    there();
    BuilderViewModel model = open(new Subject.Fresh());
    for (String bad : List.of(" ", "All", "Control plane", "日本", "Help\u202eer", "x".repeat(129))) {
      model.name().set(bad);
      assertThat(model.objections().get()).as(bad).containsKey("name");
    }
  }

  @Test
  void anotherProviderBringsItsModelAndOffersWhatItHasOnceSomebodyWantsToChoose() {
    there();
    desk.controlPlane().answer("GET /v1/ui/models", List.of(new ModelChoiceView("mock", Optional.of("mock-1")),
        new ModelChoiceView("anthropic", Optional.of("claude-opus-4-8")),
        new ModelChoiceView("azure", Optional.empty())));
    desk.controlPlane().answer("POST /v1/providers/anthropic/test", new ProviderTestView("anthropic", "ok", "", 200,
        12, List.of("claude-opus-4-8", "claude-haiku-4-5")));
    BuilderViewModel model = open(new Subject.Fresh());
    assertThat(model.provider().get()).as("a real one before the offline one").isEqualTo("anthropic");
    assertThat(desk.controlPlane().asked("POST")).as("nobody is asked unasked").isEmpty();
    model.offered().want(model.provider().get());
    model.offered().want(model.provider().get());
    assertThat(model.offered().models()).containsExactly("claude-opus-4-8", "claude-haiku-4-5");
    assertThat(desk.controlPlane().asked("POST")).hasSize(1);
    model.provider().set("mock");
    assertThat(model.model().get()).isEqualTo("mock-1");
    model.offered().want("mock");
    assertThat(model.offered().models()).as("it can't be asked: a name is typed").isEmpty();
    model.model().set("my-own");
    model.provider().set("anthropic");
    assertThat(model.model().get()).as("typed").isEqualTo("my-own");
  }

  @Test
  void aFallBackIsSetChangedAndTakenBackAndNothingElseIsSent() {
    there(Agents.researcher());
    desk.controlPlane().answer("PUT /v1/registry/agent-groups/researcher?preview", new RegistryPreview(List.of()));
    BuilderViewModel model = open(new Subject.Edit("researcher"));
    assertThat(model.fallbackProvider().get()).isEqualTo("anthropic");
    assertThat(model.isReady()).isFalse();
    model.fallbackModel().set(" ");
    assertThat(model.objections().get()).containsKey("fallback");
    model.fallbackModel().set("claude-opus-4-8");
    assertThat(model.plan().cards().apply(desk.backend().client())).isEmpty();
    model.fallbackProvider().set("");
    assertThat(model.objections().get()).isEmpty();
    assertThat(model.plan().cards().apply(desk.backend().client())).isEmpty();
    assertThat(desk.controlPlane().asked("PUT")).extracting(Asked::body).containsExactly(
        "{\"fallback\":{\"provider\":\"anthropic\",\"model\":\"claude-opus-4-8\"}}",
        "{\"fallback\":{\"provider\":\"\",\"model\":\"\"}}");
  }

  @Test
  void documentsAreCountedInBytesAsTheControlPlaneDoes() {
    there(Agents.researcher());
    BuilderViewModel model = open(new Subject.Edit("researcher"));
    model.document("soul").set("é".repeat(1_024));
    assertThat(model.objections().get()).isEmpty();
    model.document("soul").set("é".repeat(1_025));
    assertThat(model.objections().get()).containsEntry("soul", "2 bytes too long: shorten it.");
    assertThat(model.isReady()).isFalse();
  }

  @Test
  void anEditSendsWhatWasChangedAndNothingElse() {
    there(Agents.researcher());
    desk.controlPlane().answer("PUT /v1/registry/agent-groups/researcher?preview", new RegistryPreview(List.of()));
    BuilderViewModel model = open(new Subject.Edit("researcher"));
    assertThat(model.isReady()).isFalse();
    model.document("instructions").set("- Be brief.");
    model.tools().remove("write_file");
    assertThat(model.isReady()).isTrue();
    assertThat(model.plan().cards().apply(desk.backend().client())).isEmpty();
    assertThat(desk.controlPlane().asked("PUT")).singleElement().satisfies(asked -> assertThat(asked.body())
        .contains("- Be brief.", "\"list_dir\"").doesNotContain("write_file", "sceptical", "mock", "Researcher"));
  }

  @Test
  void aFormThatWasLeftGoesOnWhereItWasAndTakesInWhatOthersChanged() {
    there(Agents.researcher());
    BuilderViewModel model = open(new Subject.Edit("researcher"));
    model.document("soul").set("Calm.");
    model.tools().remove("write_file");
    model.stop();
    AgentView now = Agents.researcher();
    there(new AgentView(now.id(), 8, now.name(), now.folder(), now.provider(), "mock-2", now.personaDocs(),
        List.of("read_file", "read_persona", "write_file"), 3));
    BuilderViewModel later = open(new Subject.Edit("researcher"));
    assertThat(later.resumed().get()).isTrue();
    assertThat(later.document("soul").get()).isEqualTo("Calm.");
    assertThat(later.model().get()).isEqualTo("mock-2");
    assertThat(later.tools()).containsExactlyInAnyOrder("read_file", "read_persona");
    later.discard();
    assertThat(later.dirty().get()).isFalse();
    assertThat(drafts).isEmpty();
    assertThat(later.document("soul").get()).startsWith("Curious");
  }

  @Test
  void whatChangesWhileTheFormIsOpenComesInAndWhatWasTypedStays() {
    there(Agents.researcher());
    BuilderViewModel model = open(new Subject.Edit("researcher"));
    model.document("identity").set("You are mine.");
    AgentView now = Agents.researcher();
    there(new AgentView(now.id(), 8, now.name(), now.folder(), now.provider(), "mock-9", now.personaDocs(),
        now.enabledTools(), 3));
    desk.tell("change.applied", Map.of("agentGroupId", "researcher"));
    assertThat(model.model().get()).isEqualTo("mock-9");
    assertThat(model.document("identity").get()).isEqualTo("You are mine.");
  }

  @Test
  void anotherTemplateReplacesNothingThatWasTypedBeforeSomebodySaysSo() {
    there();
    BuilderViewModel model = open(new Subject.Fresh());
    model.choose(Agents.templates().getFirst());
    assertThat(model.tools()).isEmpty();
    model.document("soul").set("Mine.");
    model.choose(Agents.templates().get(2));
    assertThat(model.wanted().get()).contains(Agents.templates().get(2));
    assertThat(model.document("soul").get()).isEqualTo("Mine.");
    model.replace(false);
    assertThat(model.document("soul").get()).isEqualTo("Mine.");
    model.choose(Agents.templates().get(2));
    model.replace(true);
    assertThat(model.document("soul").get()).startsWith("Curious");
  }

  @Test
  void aCopyHasAllButTheName() {
    there(Agents.researcher());
    BuilderViewModel model = open(new Subject.CopyOf("researcher"));
    assertThat(model.name().get()).isEqualTo("Researcher copy");
    assertThat(model.draft().tools()).isEqualTo(Agents.researcher().enabledTools());
    assertThat(model.isReady()).isTrue();
    desk.controlPlane().answer("POST /v1/changes/preview", Agents.making("chg_1", "researcher-copy", "x"));
    assertThat(model.plan().cards().apply(desk.backend().client())).hasSize(1);
    assertThat(desk.controlPlane().asked("POST")).singleElement().satisfies(asked -> assertThat(asked.body())
        .contains("\"create_agent\"", "Researcher copy", "sceptical", "write_file"));
  }

  @Test
  void anAgentThatIsGoneAndAFailedLoadAreSaid() {
    there();
    assertThat(open(new Subject.Edit("researcher")).state().get()).isEqualTo(
        new ListState.Failed("There is no such agent any more. Go back to see those that there are."));
    desk.controlPlane().refuse("GET /v1/ui/tools", 503, "NOT_READY", "not ready yet");
    assertThat(open(new Subject.Fresh()).state().get()).isEqualTo(new ListState.Failed("not ready yet"));
  }

  @Test
  void nothingReachesItAfterItsStop() {
    there(Agents.researcher());
    BuilderViewModel model = open(new Subject.Edit("researcher"));
    desk.hold();
    desk.tell("resync", Map.of());
    model.stop();
    there();
    desk.deliver();
    assertThat(desk.listeners()).isZero();
    assertThat(model.state().get()).isEqualTo(new ListState.Filled());
  }
}
