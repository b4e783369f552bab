package dev.ironclaw.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.desktop.agent.AgentsViewModel.Page;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.Asks;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.testing.Desk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetFormViewModelTest {
  private static final String BUDGET = "GET /v1/usage/budgets?agent=researcher";

  private final Desk desk = new Desk();
  private final PendingChanges pending = new PendingChanges(desk.backend());
  private final Map<String, BudgetFormViewModel.Unsaved> drafts = new HashMap<>();
  private final AgentsViewModel screen = new AgentsViewModel(desk.backend(), pending, new Navigation(), Desk.TEXTS);
  private BudgetFormViewModel model = model();

  private BudgetFormViewModel model() {
    return new BudgetFormViewModel(desk.backend(), Desk.TEXTS, "researcher", drafts);
  }

  @AfterEach
  void close() {
    model.stop();
    screen.stop();
    desk.close();
  }

  private void inForce(Optional<Long> soft, Optional<Long> hard) {
    desk.controlPlane().answer(BUDGET, List.of(new BudgetView("researcher", "Researcher", List.of(
        new BudgetView.LimitView("centsPerDay", soft, Optional.of(160L), hard, 112, 0, "2026-11-21"),
        new BudgetView.LimitView("tokensPerMonth", Optional.empty(), Optional.empty(), Optional.of(5_000_000L), 1, 0,
            "2026-11")))));
  }

  private String objection(String key, String typed) {
    model.field(key).set(typed);
    return model.objections().get().getOrDefault(key, "");
  }

  @Test
  void showsTheBudgetInForceAsPeopleWriteIt() {
    inForce(Optional.of(150L), Optional.of(200L));
    model.start();
    assertThat(model.field("centsPerDay.hard").get()).isEqualTo("2");
    assertThat(model.field("centsPerDay.soft").get()).isEqualTo("1.50");
    assertThat(model.field("tokensPerMonth.hard").get()).isEqualTo("5m");
    assertThat(model.field("tokensPerDay.hard").get()).isEmpty();
    assertThat(model.isReady()).isFalse();
    model.field("centsPerDay.hard").set("2.00");
    assertThat(model.isReady()).as("the same limit").isFalse();
  }

  @Test
  void saysAtOnceWhatIsNoAmount() {
    inForce(Optional.empty(), Optional.of(200L));
    model.start();
    for (String wrong : List.of("two", "-1", "2.555", "1,5", "$2", "1000000000")) {
      assertThat(objection("centsPerDay.hard", wrong)).as(wrong).contains("2.50");
      assertThat(model.isReady()).as(wrong).isFalse();
    }
    for (String wrong : List.of("many", "1.5m", "9999999999999", "2000000m", "-5")) {
      assertThat(objection("tokensPerDay.hard", wrong)).as(wrong).contains("500k");
    }
    for (String right : List.of("", "0", "500000", "500K", "2m")) {
      assertThat(objection("tokensPerDay.hard", right)).as(right).isEmpty();
    }
    model.field("centsPerDay.hard").set("2");
    assertThat(objection("centsPerDay.soft", "2.01")).contains("less than the limit");
    assertThat(objection("centsPerDay.soft", "2")).isEmpty();
  }

  @Test
  void asksForTheWholeBudgetWithItsCard() {
    inForce(Optional.empty(), Optional.of(200L));
    desk.controlPlane().answer("POST /v1/changes/preview", Agents.rewriting("chg_1"));
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_1", "pending"));
    Agents.page(desk.controlPlane());
    inForce(Optional.empty(), Optional.of(200L));
    screen.start();
    screen.budget("researcher");
    Page.Budget form = (Page.Budget) screen.page().get();
    form.model().field("centsPerDay.hard").set("3.50");
    form.model().field("tokensPerMonth.hard").set("");
    form.model().field("tokensPerDay.soft").set("500k");
    assertThat(screen.isUnsaved()).isTrue();
    screen.review(form);
    assertThat(desk.controlPlane().asked("POST").getFirst().body()).contains("\"kind\":\"budget\"",
        "\"agentGroupId\":\"researcher\"",
        "\"after\":{\"centsPerDay\":{\"hard\":350},\"tokensPerDay\":{\"soft\":500000}}");
    Page.Review review = (Page.Review) screen.page().get();
    assertThat(review.model().card().get()).isPresent();
    review.model().ask();
    assertThat(screen.isUnsaved()).as("asked for").isFalse();
    screen.back();
    assertThat(screen.page().get()).isInstanceOfSatisfying(Page.One.class,
        one -> assertThat(one.model().id()).isEqualTo("researcher"));
  }

  @Test
  void whatWasTypedStaysAndWhatOthersChangedComesInBesideIt() {
    inForce(Optional.empty(), Optional.of(200L));
    model.start();
    model.field("tokensPerDay.hard").set("oops");
    model.stop();
    model = model();
    model.start();
    assertThat(model.field("tokensPerDay.hard").get()).isEqualTo("oops");
    inForce(Optional.empty(), Optional.of(900L));
    desk.tell("change.applied", Map.of("id", "chg_9"));
    assertThat(model.field("centsPerDay.hard").get()).isEqualTo("9");
    assertThat(model.field("tokensPerDay.hard").get()).isEqualTo("oops");
    model.discard();
    assertThat(model.field("tokensPerDay.hard").get()).isEmpty();
    assertThat(drafts).isEmpty();
  }

  @Test
  void theAgentsPageAsksAtTheSoftLimitAndStopsAtOnce() {
    Agents.page(desk.controlPlane());
    BudgetQuestionView open = Asks.budget("bdg_1", "open", false);
    desk.controlPlane().answer("GET /v1/usage/questions?ended=0", List.of(open));
    screen.start();
    screen.open("researcher");
    AgentPageViewModel page = ((Page.One) screen.page().get()).model();
    assertThat(page.facts().get().orElseThrow().limits()).containsExactly(open);

    BudgetQuestionView stopped = Asks.budget("bdg_1", "answered", true);
    desk.controlPlane().answer("POST /v1/usage/questions/bdg_1/answer", stopped);
    desk.controlPlane().answer("GET /v1/usage/questions?ended=0", List.of(stopped));
    page.stopAtLimit(open);
    assertThat(desk.controlPlane().asked("POST").getLast().body()).isEqualTo("{\"answer\":\"stop\"}");
    assertThat(page.facts().get().orElseThrow().limits()).containsExactly(stopped);
    assertThat(page.note().get()).contains("stopped");

    desk.controlPlane().refuse("POST /v1/usage/questions/bdg_1/answer", 409, "CONFLICT", "it is withdrawn");
    page.goOn(stopped);
    assertThat(desk.controlPlane().asked("POST").getLast().body()).isEqualTo("{\"answer\":\"go-on\"}");
    assertThat(page.note().get()).contains("withdrawn");
  }
}
