package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.Budget;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetKindTest extends KindFixture {
  private static final ChangeKind BUDGET = ChangeKind.BUDGET;
  private static final String SOME = "{\"tokensPerDay\":{\"soft\":10,\"hard\":20},\"centsPerMonth\":{\"hard\":500}}";

  private static Budget budget(String after) {
    return BudgetPayload.parse(BasisFixture.json(after)).budget();
  }

  @Test
  void setsTheWholeBudgetAndUndoesIt() {
    rig.undoesExactly(BUDGET, ANNA, SOME);
    rig.applied(BUDGET, ANNA, SOME);
    assertThat(rig.ask(BUDGET, ANNA, "{}").before()).hasToString(SOME);
    rig.undoesExactly(BUDGET, ANNA, "{\"centsPerDay\":{\"soft\":1}}");
    rig.undoesExactly(BUDGET, ANNA, "{}");
    rig.rejects(BUDGET, ANNA, SOME, "has that budget already");
  }

  @Test
  void isPartOfAnAgentThatIsMadeAndRetired() {
    rig.undoesExactly(ChangeKind.CREATE_AGENT, Optional.empty(), Optional.of(new AgentGroupId("clara")),
        "{\"name\":\"Clara\",\"budget\":" + SOME + "}");
    assertThat(KindRig.text(rig.ask(ChangeKind.CREATE_AGENT, Optional.empty(),
        "{\"name\":\"Clara\",\"budget\":" + SOME + "}").card())).contains("ends at 20 tokens a day", "$5.00 a month");
    rig.applied(BUDGET, ANNA, SOME);
    rig.undoesExactly(ChangeKind.CREATE_AGENT, ANNA, Optional.empty(), "{\"remove\":true}");
  }

  @Test
  void refusesEveryWrongField() {
    for (String wrong : List.of("[]", "7", "{\"tokensPerDay\":5}", "{\"tokensPerDay\":{}}",
        "{\"tokensPerDay\":{\"soft\":3,\"hard\":2}}", "{\"tokensPerDay\":{\"hard\":-1}}",
        "{\"tokensPerYear\":{\"hard\":1}}", "{\"centsPerDay\":{\"hard\":1.5}}", "{\"centsPerDay\":{\"most\":1}}",
        "{\"centsPerDay\":{\"hard\":100000001}}", "{\"centsPerDay\":{\"hard\":99999999999999999999}}")) {
      rig.refuses(BUDGET, ANNA, wrong, "submit a change of kind budget");
    }
    rig.refuses(ChangeKind.CREATE_AGENT, Optional.empty(), "{\"name\":\"Clara\",\"budget\":{\"centsPerDay\":1}}",
        "submit a change of kind create_agent");
  }

  @Test
  void ratesItByWhetherItLetsMoreThrough() {
    Budget none = budget("{}");
    Budget some = budget("{\"tokensPerDay\":{\"soft\":5,\"hard\":10}}");
    Budget more = budget("{\"tokensPerDay\":{\"soft\":5,\"hard\":11}}");
    assertThat(BudgetKind.risk(none, some)).isEqualTo(Risk.GREEN);
    assertThat(BudgetKind.risk(more, some)).isEqualTo(Risk.GREEN);
    assertThat(BudgetKind.risk(some, more)).isEqualTo(Risk.AMBER);
    assertThat(BudgetKind.risk(some, none)).isEqualTo(Risk.AMBER);
    assertThat(BudgetKind.risk(some, budget("{\"centsPerDay\":{\"hard\":1}}"))).isEqualTo(Risk.AMBER);
  }

  @Test
  void showsWhatThereWasAndWhatThereWillBe() throws IOException {
    rig.showsAs("budget", BUDGET, ANNA, "{\"tokensPerDay\":{\"soft\":10,\"hard\":20}}");
    rig.applied(BUDGET, ANNA, "{\"centsPerDay\":{\"hard\":200}}");
    rig.showsAs("budget_raise", BUDGET, ANNA, "{\"centsPerDay\":{\"hard\":300}}");
  }

  @Test
  void warnsAtFourFifthsWhereNothingElseIsSaid() {
    assertThat(budget("{\"centsPerDay\":{\"hard\":7}}").limit(Budget.Span.CENTS_PER_DAY).warnsAt()).contains(5L);
    assertThat(budget("{\"tokensPerDay\":{\"hard\":1000000000000}}").limit(Budget.Span.TOKENS_PER_DAY).warnsAt())
        .contains(800_000_000_000L);
    assertThat(budget("{}").limit(Budget.Span.TOKENS_PER_DAY).warnsAt()).isEmpty();
  }
}
