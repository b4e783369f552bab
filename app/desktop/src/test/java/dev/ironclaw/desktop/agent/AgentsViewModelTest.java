package dev.ironclaw.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.RegistryPreview;
import dev.ironclaw.desktop.agent.AgentsViewModel.Page;
import dev.ironclaw.desktop.agent.BuilderViewModel.Subject;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.testing.Changes;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentsViewModelTest {
  private final Desk desk = new Desk();
  private final PendingChanges pending = new PendingChanges(desk.backend());
  private final Navigation navigation = new Navigation();
  private final AgentsViewModel model = new AgentsViewModel(desk.backend(), pending, navigation, Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    pending.stop();
    desk.close();
  }

  private AgentListViewModel list() {
    return ((Page.Overview) model.page().get()).model();
  }

  private void start() {
    Agents.page(desk.controlPlane());
    desk.controlPlane().answer("GET /v1/changes/pending", List.of(Changes.amber("chg_000020")));
    pending.start();
    model.start();
  }

  @Test
  void eachAgentIsShownWithWhatItLetsOutWhatItsBoxesDoAndWhatWaits() {
    start();
    assertThat(list().agents()).extracting(card -> card.agent().id()).containsExactly("researcher", "house-keeper",
        "echo");
    assertThat(list().agents().getFirst().lets()).containsExactly(
        "whatever it writes, to every place that it may reach");
    assertThat(list().agents().get(1).lets()).isEmpty();
    assertThat(list().agents()).extracting(AgentCard::activity).containsExactly(AgentCard.Activity.WORKING,
        AgentCard.Activity.STOPPED, AgentCard.Activity.IDLE);
    assertThat(list().waiting("researcher")).isOne();
    assertThat(list().waiting("echo")).isZero();
  }

  @Test
  void boxesThatComeAndGoInABurstAreLookedAtOnce() {
    start();
    int before = desk.controlPlane().asked("GET").size();
    for (int i = 0; i < 20; i++) {
      desk.tell("session.state", Map.of("state", "running"));
    }
    assertThat(desk.controlPlane().asked("GET")).hasSize(before);
    desk.delaysEnd();
    assertThat(desk.controlPlane().asked("GET")).hasSize(before + 3);
    desk.tell("session.state", Map.of("state", "stopped"));
    model.stop();
    desk.delaysEnd();
    assertThat(desk.controlPlane().asked("GET")).hasSize(before + 3);
  }

  @Test
  void noAgentAndAFailureAreTwoThings() {
    Agents.catalog(desk.controlPlane());
    model.start();
    assertThat(list().state().get()).isEqualTo(new ListState.Empty());
    model.stop();
    desk.controlPlane().refuse("GET /v1/ui/agents", 503, "NOT_READY", "not ready yet");
    model.start();
    assertThat(list().state().get()).isEqualTo(new ListState.Failed("not ready yet"));
  }

  @Test
  void anotherScreenOpensOneAgentOrAnEmptyForm() {
    start();
    navigation.go("agents", "researcher");
    assertThat(model.page().get()).isInstanceOfSatisfying(Page.One.class, one -> {
      assertThat(one.model().facts().get()).hasValueSatisfying(facts -> {
        assertThat(facts.places()).singleElement().satisfies(place -> assertThat(place.name()).contains("Home"));
        assertThat(facts.people()).singleElement().satisfies(person -> assertThat(person.role()).isEqualTo("owner"));
        assertThat(facts.changes()).hasSize(2);
        assertThat(facts.grants()).hasSize(1);
      });
    });
    navigation.go("agents", AgentsViewModel.NEW);
    assertThat(model.page().get()).isInstanceOf(Page.Form.class);
    model.back();
    assertThat(model.page().get()).isInstanceOf(Page.Overview.class);
  }

  @Test
  void anAgentThatIsRetiredElsewhereIsSaidToBeGone() {
    start();
    model.open("researcher");
    Page.One one = (Page.One) model.page().get();
    desk.controlPlane().refuse("GET /v1/ui/config/researcher", 404, "AGENT_UNKNOWN", "no agent researcher");
    desk.tell("change.applied", Map.of("agentGroupId", "researcher"));
    assertThat(one.model().facts().get()).isEmpty();
    assertThat(one.model().state().get()).isInstanceOf(ListState.Failed.class);
  }

  @Test
  void aFormThatIsLeftIsKeptUntilItWasAskedFor() {
    start();
    desk.controlPlane().answer("PUT /v1/registry/agent-groups/researcher?preview",
        new RegistryPreview(List.of(Agents.rewriting("chg_000032"))));
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000032", "pending"));
    Subject edit = new Subject.Edit("researcher");
    model.edit("researcher");
    ((Page.Form) model.page().get()).model().document("soul").set("Calm.");
    model.back();
    assertThat(model.page().get()).isInstanceOf(Page.One.class);
    assertThat(model.isDrafted(edit)).isTrue();
    assertThat(model.isUnsaved()).isTrue();
    model.edit("researcher");
    Page.Form form = (Page.Form) model.page().get();
    assertThat(form.model().document("soul").get()).isEqualTo("Calm.");
    model.review(form);
    model.back();
    assertThat(model.page().get()).isEqualTo(form);
    model.review(form);
    ((Page.Review) model.page().get()).model().ask();
    assertThat(model.isDrafted(edit)).isFalse();
    model.back();
    assertThat(model.page().get()).isInstanceOf(Page.One.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "rejected"})
  void aFormWhoseChangeCameToNothingIsKeptAndLedBackTo(String state) {
    start();
    desk.controlPlane().answer("PUT /v1/registry/agent-groups/researcher?preview",
        new RegistryPreview(List.of(Agents.rewriting("chg_000032"))));
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000032", state));
    model.edit("researcher");
    Page.Form form = (Page.Form) model.page().get();
    form.model().document("soul").set("Calm.");
    model.review(form);
    ReviewViewModel review = ((Page.Review) model.page().get()).model();
    review.ask();
    assertThat(review.ended().get()).isTrue();
    assertThat(model.isDrafted(new Subject.Edit("researcher"))).isTrue();
    model.back();
    assertThat(model.page().get()).isEqualTo(form);
    assertThat(form.model().document("soul").get()).isEqualTo("Calm.");
  }

  @Test
  void onlyTheOpenPageListensAndNoneAfterItsStop() {
    start();
    pending.stop();
    model.open("researcher");
    model.edit("researcher");
    assertThat(desk.listeners()).isOne();
    model.stop();
    assertThat(desk.listeners()).isZero();
  }
}
