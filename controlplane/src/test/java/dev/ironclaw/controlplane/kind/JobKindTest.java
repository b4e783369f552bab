package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.registry.JobOrder;
import tools.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobKindTest extends KindFixture {
  private static final ChangeKind JOB = ChangeKind.JOB;
  private static final String TASK = "{\"title\":\"Tidy\",\"description\":\"Sort by year\",\"project_dir\":\"notes\"}";

  @Test
  void keepsWhatWasApproved() {
    rig.applied(JOB, ANNA, TASK);
    JobOrder order = only();
    assertThat(order.title()).isEqualTo("Tidy");
    assertThat(order.project()).hasValue("notes");
    assertThat(order.agentGroup()).isEqualTo(ANNA.orElseThrow());
    rig.rejects(JOB, ANNA, TASK, "was approved before");
    rig.rejects(JOB, ANNA, "{\"remove\":\"00000000-0000-4000-8000-000000000001\"}", "nothing to change");
  }

  @Test
  void keepsTheHostsThatWereApproved() {
    rig.applied(JOB, ANNA, TASK.replace("}", ",\"allowed_hosts\":[\"api.github.com\",\"*.example.com\"]}"));
    assertThat(only().hosts()).containsExactlyInAnyOrder("api.github.com", "*.example.com");
  }

  private JobOrder only() {
    assertThat(rig.registry.snapshot().reach().jobs()).hasSize(1);
    return rig.registry.snapshot().reach().jobs().values().iterator().next();
  }

  @Test
  void undoingTheEndOfAJobIsAnotherJobForOneThatHasEndedDoesNotGoOn() {
    String start = rig.everything();
    JsonNode end = rig.applied(JOB, ANNA, TASK);
    JobOrder first = only();
    JsonNode again = rig.applied(JOB, ANNA, end);
    assertThat(again.has("title")).isTrue();
    assertThat(again.has("allowed_hosts")).as("an order without hosts is what it was before there were any").isFalse();
    assertThat(rig.everything()).isEqualTo(start);

    JsonNode endAgain = rig.applied(JOB, ANNA, again);

    assertThat(only().id()).isNotEqualTo(first.id());
    assertThat(only().description()).isEqualTo(first.description());
    assertThat(only().project()).isEqualTo(first.project());
    JobId second = only().id();
    JsonNode third = rig.applied(JOB, ANNA, endAgain);
    assertThat(rig.everything()).isEqualTo(start);
    rig.applied(JOB, ANNA, third);
    assertThat(only().id()).isNotIn(first.id(), second);
  }

  @Test
  void saysOnItsCardWhatIsAtStake() {
    assertThat(KindRig.text(rig.ask(JOB, ANNA, TASK.replace("}", ",\"mode\":\"claude_code\",\"credential_grants\":"
        + "[{\"env_var\":\"GH\",\"source\":\"github\"}],\"allowed_hosts\":[\"*.example.com\",\"plain.example.org:80\"]}"))
        .card())).contains("have a job done: Tidy",
            "Claude Code works", "goes to the company of its models",
            "read, change and delete everything in the project notes",
            "use the credential github of the vault there, as the variable GH",
            "send anything that it reads to example.com and every name below it",
            "plain.example.org, readable for everybody on the way", "Sort by year");
    assertThat(KindRig.text(rig.ask(JOB, ANNA, "{\"title\":\"a\",\"description\":\"b\"}").card()))
        .contains("a new folder of the job's own");
  }

  @Test
  void givesNoCredentialThatTheVaultDoesNotHave() {
    rig.rejects(JOB, ANNA, TASK.replace("}", ",\"credential_grants\":[{\"env_var\":\"GH\",\"source\":\"nothing\"}]}"),
        "the vault has no credential");
  }

  @Test
  void letsAgentsAskForJobsAndNotForTheirEnd() {
    assertThat(rig.ask(JOB, ANNA, TASK).mayBeAskedByAgents()).isTrue();
    assertThat(rig.ask(JOB, ANNA, "{\"remove\":\"00000000-0000-4000-8000-000000000001\"}").mayBeAskedByAgents())
        .isFalse();
  }

  @Test
  void refusesEveryWrongField() {
    for (String wrong : List.of("[]", "{}", "{\"title\":\"a\"}", "{\"title\":\"a\\nb\",\"description\":\"x\"}",
        "{\"title\":\"a\",\"description\":\" \"}", TASK.replace("notes", "../notes"), TASK.replace("notes", "/etc"),
        TASK.replace("notes", ".ssh"), TASK.replace("notes", "n\\u043etes"), TASK.replace("}", ",\"mode\":\"root\"}"),
        TASK.replace("}", ",\"allowed_hosts\":[\"10.0.0.1\"]}"), TASK.replace("}", ",\"allowed_hosts\":[\"x.local\"]}"),
        TASK.replace("}", ",\"allowed_hosts\":[\"a.example.com\",\"a.example.com:443\"]}"),
        TASK.replace("}", ",\"image\":\"x\"}"), "{\"remove\":\"job\"}", "{\"remove\":null}",
        TASK.replace("}", ",\"credential_grants\":[{\"env_var\":\"gh\",\"source\":\"github\"}]}"),
        TASK.replace("}",
            ",\"credential_grants\":[{\"env_var\":\"A\",\"source\":\"b\"},{\"env_var\":\"A\",\"source\":\"c\"}]}"))) {
      rig.refuses(JOB, ANNA, wrong, "submit a change of kind job");
    }
  }
}
