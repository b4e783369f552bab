package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyCommandTest {
  private static final String POLICY = "{\"document\":{\"autoApprove\":[{\"kind\":\"model\",\"upTo\":\"green\"}],"
      + "\"deciders\":[],\"twoPeople\":{\"risks\":[],\"kinds\":[]},\"stepUp\":{\"risks\":[],\"kinds\":[]},"
      + "\"waitSeconds\":60},\"sentences\":[\"Without a human, rule 1: x.\"],\"setBy\":\"operator:alice\","
      + "\"changeId\":\"chg_1\"}";
  private static final String CARD = "{\"id\":\"chg_00000000000000000000000000abcdef\",\"kind\":\"policy\","
      + "\"agentGroupId\":\"\",\"requestedBy\":\"operator:local\",\"createdAt\":\"2026-01-01T00:00:00Z\","
      + "\"expiresAt\":\"2026-01-02T00:00:00Z\",\"state\":\"pending\",\"card\":{\"title\":\"Change the rules\","
      + "\"risk\":\"red\",\"gains\":[\"NOBODY IS ASKED\"],\"loses\":[],\"differences\":[],\"requestedBy\":"
      + "\"operator:local\",\"hash\":\"h1\"},\"cardHash\":\"h1\",\"limits\":[]%s}";
  private final FakeApi api = new FakeApi().answer("GET /v1/policy", 200, POLICY)
      .answer("POST /v1/changes/preview", 200, CARD.formatted(""))
      .answer("POST /v1/changes", 202, "{\"id\":\"chg_2\",\"state\":\"applied\"}");

  @AfterEach
  void stop() {
    api.close();
  }

  private Ran person(String typed, String... words) {
    return Ran.person(typed, words(words));
  }

  private Ran script(String... words) {
    return Ran.script(words(words));
  }

  private String[] words(String... words) {
    return api.line("policy", words);
  }

  private String sent() {
    return api.asked("POST /v1/changes").getLast().body();
  }

  @Test
  void showsTheRulesInPlainWords() {
    assertThat(script("show").out()).contains("Without a human, rule 1: x.", "Set by operator:alice in change chg_1.")
        .doesNotContain("{");
    assertThat(script("show", "--json").out()).contains("\"autoApprove\"");
    assertThat(script("show").out()).doesNotContain("WARNING");
    api.answer("GET /v1/policy", 200, POLICY.replace("\"setBy\"", "\"gaps\":[\"nobody can approve it\"],\"setBy\""));
    assertThat(script("show").out()).contains("WARNING: nobody can approve it.");
    api.answer("GET /v1/policy", 200, POLICY.replace("\"setBy\"", "\"fault\":\"it is not what a human decided last\","
        + "\"setBy\""));
    assertThat(script("show").out()).contains("NOTHING BUT THE POLICY CAN BE APPROVED", "not what a human decided");
  }

  @Test
  void anEditShowsItsCardAsksByNameAndKeepsTheRest() {
    Ran ran = person("control-plane\n", "auto", "--kind", "persona", "--agent", "anna", "--up-to", "amber");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("What it loosens:", "+ NOBODY IS ASKED", "chg_2 applied");
    assertThat(sent()).contains("{\"kind\":\"model\",\"upTo\":\"green\"},"
        + "{\"kind\":\"persona\",\"agent\":\"anna\",\"upTo\":\"amber\"}", "\"waitSeconds\":60",
        "\"cardHash\":\"h1\",\"confirm\":\"control-plane\"");
    assertThat(person("yes\n", "auto", "--kind", "persona").exit()).isEqualTo(1);
    assertThat(api.asked("POST /v1/changes")).hasSize(1);
  }

  @Test
  void everyPartHasItsEdit() {
    for (List<String> edit : List.of(List.of("auto-remove 1", "\"autoApprove\":[]"),
        List.of("deciders --operator alice,bob --kind model --agent anna",
            "\"deciders\":[{\"operators\":[\"alice\",\"bob\"],\"kinds\":[\"model\"],\"agents\":[\"anna\"]}]"),
        List.of("wait 2h", "\"waitSeconds\":7200"), List.of("step-up --risk red", "\"stepUp\":{"),
        List.of("two-people --risk amber,red --kind mounts", "[\"amber\",\"red\"]"),
        List.of("set {\"waitSeconds\":120}", "\"after\":{\"waitSeconds\":120}"))) {
      Ran ran = script((edit.getFirst() + " --yes").split(" ", -1));
      assertThat(ran.exit()).as(edit + ran.err()).isZero();
      assertThat(sent()).as(edit.toString()).contains(edit.get(1));
    }
    script("wait", "--yes");
    assertThat(sent()).doesNotContain("waitSeconds");
    assertThat(script("auto-remove", "2", "--yes").err()).contains("there is no rule 2");
    assertThat(script("wait", "soon", "--yes").exit()).isEqualTo(2);
  }

  @Test
  void onlyAskingLeavesTheDecisionToOthers() {
    api.answer("POST /v1/changes", 202, "{\"id\":\"chg_2\",\"state\":\"pending\"}");
    Ran ran = script("two-people", "--risk", "red", "--ask");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("chg_2 pending");
    assertThat(sent()).doesNotContain("approve");
  }

  @Test
  void aCodeIsAskedForOrReadAndNeverAnArgument() {
    api.answer("POST /v1/changes/preview", 200, CARD.formatted(",\"stepUp\":true"));
    Ran asked = person("control-plane\n123456\n", "step-up", "--risk", "red");
    assertThat(asked.exit()).as(asked.err()).isZero();
    assertThat(asked.out()).contains("takes a one-time code");
    assertThat(sent()).contains("\"code\":\"123456\"");
    Ran read = Ran.run(java.util.Map.of("IRONCLAW_API_TOKEN", FakeApi.TOKEN), false, "654321\n",
        words("step-up", "--risk", "red", "--yes", "--code-stdin"));
    assertThat(read.exit()).as(read.err()).isZero();
    assertThat(sent()).contains("\"code\":\"654321\"");
    Ran nobody = script("step-up", "--risk", "red", "--yes");
    assertThat(nobody.exit()).isEqualTo(2);
    assertThat(nobody.err()).contains("--code-stdin");
  }

  @Test
  void whereItTurnsOutLaterTheCodeIsAskedForThen() {
    api.answer("POST /v1/changes/chg_9/decision", 403, FakeApi.problem(403, "STEP_UP_REQUIRED", "give the six digits"));
    String[] approve = {"--addr", api.address(), "change", "approve", "chg_9", "--card-hash", "h"};
    Ran ran = Ran.person("123456\n", approve);
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(api.asked("POST /v1/changes/chg_9/decision")).hasSize(2);
    assertThat(api.asked("POST /v1/changes/chg_9/decision").getLast().body()).contains("\"code\":\"123456\"");
    assertThat(Ran.script(approve).err()).contains("give the six digits");
  }
}
