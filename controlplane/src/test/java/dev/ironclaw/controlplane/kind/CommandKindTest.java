package dev.ironclaw.controlplane.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.registry.CommandRight;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandKindTest extends KindFixture {
  private static final ChangeKind COMMAND = ChangeKind.COMMAND;
  private static final Optional<AgentGroupId> NOBODY = Optional.empty();
  private static final String SOME = "{\"caller\":\"ci\",\"policies\":[\"rw\",\"READ-ONLY\"],\"projects\":[\"site\"],"
      + "\"hosts\":[\"*.example.org\",\"plain.example.org:80\"]}";

  @Test
  void givesTheWholeRightTakesItAndUndoesBoth() {
    rig.undoesExactly(COMMAND, NOBODY, SOME);
    rig.applied(COMMAND, NOBODY, SOME);
    CommandRight right = Objects.requireNonNull(rig.registry.snapshot().reach().commands().get("ci"));
    assertThat(right).isEqualTo(new CommandRight("ci", Set.of(CommandPolicy.READ_ONLY, CommandPolicy.WORKSPACE_WRITE),
        List.of("site"), List.of("*.example.org", "plain.example.org:80")));
    assertThat(right.covers(CommandPolicy.READ_ONLY, "site")).isTrue();
    assertThat(right.covers(CommandPolicy.READ_ONLY, "other")).isFalse();
    assertThat(right.covers(CommandPolicy.FULL_ACCESS, "site")).isFalse();
    rig.rejects(COMMAND, NOBODY, SOME, "already as asked for");
    rig.undoesExactly(COMMAND, NOBODY, "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"*\"]}");
    rig.undoesExactly(COMMAND, NOBODY,
        "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"my notes\",\"\u00dcbung_1\"]}");
    rig.undoesExactly(COMMAND, NOBODY, "{\"caller\":\"ci\",\"policies\":[]}");
    rig.applied(COMMAND, NOBODY, "{\"caller\":\"ci\",\"policies\":[]}");
    assertThat(rig.registry.snapshot().reach().commands()).isEmpty();
  }

  @Test
  void saysOnItsCardWhatIsAtStake() {
    assertThat(KindRig.text(rig.ask(COMMAND, NOBODY, SOME).card())).contains("whoever holds the token ci",
        "run any command in a container, unasked, that reads the projects site",
        "reads, changes and deletes what is in the projects site",
        "send anything that they read to example.org and every name below it",
        "readable for everybody on the way (plain HTTP)");
    assertThat(KindRig.text(rig.ask(COMMAND, NOBODY,
        "{\"caller\":\"local\",\"policies\":[\"full\"],\"projects\":[\"*\"]}").card()))
        .contains("this machine's own token", "every project, the coming ones too");
  }

  @Test
  void refusesEveryWrongField() {
    for (String wrong : List.of("[]", "{}", "{\"caller\":\"ci\"}", "{\"caller\":\"CI\",\"policies\":[]}",
        "{\"caller\":\"ci\",\"policies\":[\"ro\"]}", "{\"caller\":\"ci\",\"policies\":[],\"projects\":[\"a\"]}",
        "{\"caller\":\"ci\",\"policies\":[\"root\"],\"projects\":[\"a\"]}",
        "{\"caller\":\"ci\",\"policies\":[\"ro\",\"readonly\"],\"projects\":[\"a\"]}",
        "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"../a\"]}",
        "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"a..b\"]}",
        "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"n\\u043etes\"]}",
        "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"*\",\"a\"]}",
        "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"a\"],\"hosts\":[\"localhost\"]}",
        "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"a\"],\"hosts\":[\"a.example.org:22\"]}",
        "{\"caller\":\"ci\",\"policies\":[\"ro\"],\"projects\":[\"a\"],\"host\":[]}")) {
      rig.refuses(COMMAND, NOBODY, wrong, "submit a change of kind command");
    }
  }
}
