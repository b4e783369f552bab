package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyKindTest extends KindFixture {
  private static final ChangeKind POLICY = ChangeKind.POLICY;
  private static final Optional<AgentGroupId> NONE = Optional.empty();
  private static final String WHOLE = "{\"autoApprove\":[{\"kind\":\"persona\",\"agent\":\"anna\",\"upTo\":\"amber\"},"
      + "{\"kind\":\"budget\",\"upTo\":\"green\"}],\"deciders\":[{\"operators\":[\"alice\"],\"kinds\":[\"model\"],"
      + "\"agents\":[\"anna\"]}],\"twoPeople\":{\"risks\":[\"red\"],\"kinds\":[\"mounts\"]},"
      + "\"stepUp\":{\"risks\":[\"red\"],\"kinds\":[]},\"waitSeconds\":7200}";

  @Test
  void readsBackAsItselfAndWhatIsLeftOutIsOff() {
    assertThat(rig.ask(POLICY, NONE, WHOLE).payload()).hasToString(WHOLE);
    assertThat(rig.ask(POLICY, NONE, "{}").payload()).hasToString("{\"autoApprove\":[],\"deciders\":[],"
        + "\"twoPeople\":{\"risks\":[],\"kinds\":[]},\"stepUp\":{\"risks\":[],\"kinds\":[]}}");
    assertThat(DecisionPolicy.DEFAULT).isEqualTo(DecisionPolicy.parse(BasisFixture.json("{}")));
  }

  @Test
  void undoesExactly() {
    rig.undoesExactly(POLICY, NONE, WHOLE);
    rig.applied(POLICY, NONE, WHOLE);
    rig.undoesExactly(POLICY, NONE, "{\"waitSeconds\":60}");
    rig.undoesExactly(POLICY, NONE, "{}");
    rig.applied(POLICY, NONE, "{}");
    assertThat(rig.registry.snapshot().policy()).as("the default is no document").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"autoapprove\":{}}", "{\"rules\":[]}", "{\"autoApprove\":[{\"kind\":\"persona\"}]}",
      "{\"autoApprove\":[{\"upTo\":\"green\"}]}", "{\"autoApprove\":[{\"kind\":\"persona\",\"upTo\":\"GREEN\"}]}",
      "{\"autoApprove\":[{\"kind\":\"all\",\"upTo\":\"green\"}]}",
      "{\"autoApprove\":[{\"kind\":\"persona\",\"upTo\":\"green\",\"by\":\"x\"}]}",
      "{\"autoApprove\":[{\"kind\":\"persona\",\"upTo\":\"green\",\"agent\":\"\"}]}",
      "{\"deciders\":[{\"kinds\":[\"persona\"]}]}", "{\"deciders\":[{\"operators\":[\"Alice Smith\"]}]}",
      "{\"deciders\":[{\"operators\":[\"аlice\"]}]}", "{\"twoPeople\":{\"risks\":[\"blue\"]}}",
      "{\"twoPeople\":{\"risk\":[\"red\"]}}", "{\"stepUp\":true}", "{\"waitSeconds\":59}",
      "{\"waitSeconds\":2592001}", "{\"waitSeconds\":\"60\"}"})
  void refusesWhatIsNoPolicy(String after) {
    rig.refuses(POLICY, NONE, after, "submit a change of kind policy");
  }

  @Test
  void isAboutNoAgentAndNoAgentMayAskForIt() {
    rig.rejects(POLICY, ANNA, WHOLE, "about no one agent");
    assertThat(rig.ask(POLICY, NONE, WHOLE).mayBeAskedByAgents()).isFalse();
    assertThat(rig.ask(POLICY, NONE, WHOLE).card().risk()).isEqualTo(Risk.RED);
  }

  @Test
  void rejectsWhatNoPolicyMaySay() {
    for (String kind : List.of("create_agent", "mounts", "policy")) {
      rig.rejects(POLICY, NONE, "{\"autoApprove\":[{\"kind\":\"" + kind + "\",\"upTo\":\"green\"}]}",
          "auto-approval can't cover " + kind);
    }
    rig.rejects(POLICY, NONE, "{\"autoApprove\":[{\"kind\":\"persona\",\"upTo\":\"red\"}]}", "every red change");
    rig.rejects(POLICY, NONE, "{\"deciders\":[{\"operators\":[\"alice\"],\"kinds\":[\"policy\"]}]}", "locked out");
    rig.rejects(POLICY, NONE, "{\"deciders\":[{\"operators\":[\"alice\",\"alcie\"]}]}", "no operator named alcie");
    rig.rejects(POLICY, NONE, "{\"autoApprove\":[{\"kind\":\"persona\",\"agent\":\"zoe\",\"upTo\":\"green\"}]}",
        "no agent zoe");
    rig.rejects(POLICY, NONE, "{\"deciders\":[{\"operators\":[\"alice\"],\"agents\":[\"zoe\"]}]}", "no agent zoe");
    rig.rejects(POLICY, NONE, "{}", "no effect");
  }

  @Test
  void twoPeopleNeedTwoWhoCanTakeItBack() {
    Asked<?> asked = Asked.parse(POLICY, BasisFixture.json("{\"twoPeople\":{\"kinds\":[\"mounts\"]}}"),
        Basis.of(rig.registry.snapshot(), rig.base(NONE).places(), BasisFixture.HOST, Approvers.localAlone(), NONE));
    assertThat(VerifierChain.standard().verify(asked)).hasValueSatisfying(
        no -> assertThat(no.reason()).contains("two tokens with the scope admin"));
  }

  @Test
  void aRuleThatLeavesOneWhereTwoMustIsRefused() {
    String alone = "{\"deciders\":[{\"operators\":[\"alice\"],\"kinds\":[\"persona\",\"model\"]}],\"twoPeople\":";
    rig.rejects(POLICY, NONE, alone + "{\"kinds\":[\"persona\"]}}", "nobody can approve changes of the kind persona of "
        + "every agent: two people must, and only alice may; name a second operator");
    rig.rejects(POLICY, NONE, alone + "{\"risks\":[\"green\",\"amber\",\"red\"]}}", "of the kind persona, model of");
    rig.rejects(POLICY, NONE, alone.replace("\"kinds\"", "\"agents\":[\"anna\"],\"kinds\"")
        + "{\"kinds\":[\"persona\"]}}", "of the agent anna");
    rig.applied(POLICY, NONE, alone.replace("]}]", "]},{\"operators\":[\"local\"],\"kinds\":[\"persona\"]}]")
        + "{\"kinds\":[\"persona\"]}}");
  }

  @Test
  void onlyTheRisksThatAKindsCardsCanHaveCount() {
    String two = "]}],\"twoPeople\":{\"risks\":[";
    String one = "{\"deciders\":[{\"operators\":[\"alice\"],\"kinds\":[";
    rig.rejects(POLICY, NONE, one + "\"create_agent\",\"permissions\"" + two + "\"red\"]}}",
        "kind permissions, create_agent of every agent: two people must");
    rig.rejects(POLICY, NONE, one + "\"persona\"" + two + "\"amber\"]}}", "kind persona of every agent");
    rig.rejects(POLICY, NONE, one + "\"mounts\"" + two + "\"green\",\"red\"]}}", "kind mounts of every agent");
    for (String met : List.of(one + "\"model\",\"persona\",\"budget\"" + two + "\"red\"]}}",
        one + "\"create_agent\",\"mounts\"" + two + "\"amber\"]}}")) {
      assertThat(DecisionPolicy.parse(BasisFixture.json(met)).gaps(new Named(2, List.of("alice")))).as(met).isEmpty();
    }
    assertThat(DecisionPolicy.parse(BasisFixture.json(one + "\"mounts\"" + two + "\"red\"]}}"))
        .gaps(new Named(2, List.of("alice")))).singleElement().asString().contains("kind mounts that are red of");
  }

  @Test
  void tokensThatWereRevokedLaterLeaveGaps() {
    DecisionPolicy policy = DecisionPolicy.parse(BasisFixture.json("{\"deciders\":[{\"operators\":[\"alice\",\"bob\"],"
        + "\"kinds\":[\"persona\"]},{\"operators\":[\"bob\"],\"kinds\":[\"budget\"]}],"
        + "\"twoPeople\":{\"kinds\":[\"persona\"]}}"));
    assertThat(policy.gaps(new Named(2, List.of("alice", "bob")))).isEmpty();
    assertThat(policy.gaps(new Named(1, List.of("alice")))).satisfiesExactly(
        admins -> assertThat(admins).contains("two tokens with the scope admin"),
        persona -> assertThat(persona).contains("only alice may of alice, bob: the others' tokens are good no more"),
        budget -> assertThat(budget).contains("kind budget of every agent: only bob may, and no such token"));
    assertThat(DecisionPolicy.DEFAULT.gaps(Approvers.localAlone())).isEmpty();
  }

  private record Named(int admins, List<String> names) implements Approvers {
    @Override
    public boolean has(String operator) {
      return names.contains(operator);
    }
  }

  @Test
  void whoIsKeptFromSomethingCannotChangeThePolicyFirst() {
    DecisionPolicy policy = DecisionPolicy.parse(
        BasisFixture.json("{\"twoPeople\":{\"kinds\":[\"mounts\"]},\"stepUp\":{\"kinds\":[\"model\"]}}"));
    assertThat(policy.needsTwo(POLICY, Risk.RED)).isTrue();
    assertThat(policy.needsStepUp(POLICY, Risk.RED)).isTrue();
    assertThat(policy.needsTwo(ChangeKind.PERSONA, Risk.RED)).isFalse();
    assertThat(DecisionPolicy.DEFAULT.needsTwo(POLICY, Risk.RED)).isFalse();
  }

  /// Documents that no verifier has seen: whatever they say, red and the three kinds wait for a human.
  @Test
  void noDocumentLetsRedOrTheThreeKindsThrough() {
    Random random = new Random(20_261_121);
    int automatic = 0;
    for (int i = 0; i < 5_000; i++) {
      List<DecisionPolicy.AutoRule> rules = random.ints(1 + random.nextInt(20)).mapToObj(
          _ -> new DecisionPolicy.AutoRule(pick(random, ChangeKind.values()),
              random.nextBoolean() ? Optional.empty() : ANNA, pick(random, Risk.values())))
          .toList();
      DecisionPolicy policy = new DecisionPolicy(rules, List.of(), DecisionPolicy.Demand.NOTHING,
          DecisionPolicy.Demand.NOTHING, Optional.empty());
      for (ChangeKind kind : ChangeKind.values()) {
        for (Risk risk : Risk.values()) {
          boolean passes = policy.automatic(kind, ANNA, risk).isPresent();
          automatic += passes ? 1 : 0;
          assertThat(passes && (risk == Risk.RED || kind == ChangeKind.CREATE_AGENT || kind == ChangeKind.MOUNTS
              || kind == ChangeKind.POLICY)).as("%s %s by %s", risk, kind, policy).isFalse();
        }
      }
      assertThat(DecisionPolicy.stored(Optional.of(policy.toJson().toString())).isPresent())
          .as("what no verifier would let through is not read at all: %s", policy)
          .isEqualTo(PolicyRules.floor(policy).isEmpty());
    }
    assertThat(automatic).as("the property is about something").isGreaterThan(1_000);
  }

  private static <T> T pick(Random random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  @Test
  void whatNeedsMoreThanOneAnswerIsNeverAutomatic() {
    DecisionPolicy policy = DecisionPolicy.parse(BasisFixture.json("{\"autoApprove\":["
        + "{\"kind\":\"persona\",\"upTo\":\"amber\"},{\"kind\":\"model\",\"upTo\":\"amber\"},"
        + "{\"kind\":\"wiring\",\"upTo\":\"amber\"}],\"twoPeople\":{\"kinds\":[\"persona\"]},"
        + "\"stepUp\":{\"kinds\":[\"model\"]}}"));
    assertThat(policy.automatic(ChangeKind.PERSONA, ANNA, Risk.AMBER)).isEmpty();
    assertThat(policy.automatic(ChangeKind.MODEL, ANNA, Risk.GREEN)).isEmpty();
    assertThat(policy.automatic(ChangeKind.WIRING, ANNA, Risk.AMBER)).contains(3);
  }

  @Test
  void whatCannotBeReadAllowsNothingAndCanBeReplaced() {
    for (String stored : List.of("", "{", "null", "[]", "{\"x\":1}",
        "{\"autoApprove\":[{\"kind\":\"mounts\",\"upTo\":\"green\"}]}")) {
      assertThat(DecisionPolicy.stored(Optional.of(stored))).as(stored).isEmpty();
    }
    assertThat(DecisionPolicy.stored(Optional.empty())).contains(DecisionPolicy.DEFAULT);
  }

  @Test
  void theRulesOfSeveralAddUpAndWhatNoneIsAboutIsFree() {
    DecisionPolicy policy = DecisionPolicy.parse(BasisFixture.json("{\"deciders\":["
        + "{\"operators\":[\"alice\"],\"kinds\":[\"model\"]},{\"operators\":[\"local\"],\"agents\":[\"anna\"]}]}"));
    assertThat(policy.decidersOf(ChangeKind.MODEL, ANNA)).contains(List.of("alice", "local"));
    assertThat(policy.decidersOf(ChangeKind.MODEL, KindRig.BEN)).contains(List.of("alice"));
    assertThat(policy.decidersOf(ChangeKind.PERSONA, ANNA)).contains(List.of("local"));
    assertThat(policy.decidersOf(ChangeKind.PERSONA, KindRig.BEN)).isEmpty();
    assertThat(policy.decidersOf(POLICY, NONE)).isEmpty();
  }

  @Test
  void showsWhatItLoosensAndTightensInPlainSentences() throws IOException {
    rig.showsAs("policy", POLICY, NONE, WHOLE);
    rig.applied(POLICY, NONE, WHOLE);
    rig.showsAs("policy-off", POLICY, NONE, "{}");
    assertThatThrownBy(() -> rig.ask(POLICY, NONE, "{\"waitSeconds\":0}")).hasMessageContaining("60 to 2592000");
  }
}
