package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static dev.ironclaw.controlplane.kind.KindRig.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreateAgentKindTest extends KindFixture {
  private static final ChangeKind CREATE = ChangeKind.CREATE_AGENT;
  private static final Optional<AgentGroupId> NONE = Optional.empty();
  private static final Optional<AgentGroupId> CLARA = Optional.of(new AgentGroupId("clara-k"));
  private static final String EVERYTHING = """
      {"name":"Clara K.","personaDocs":{"identity":"I am Clara.","soul":"Calm.","instructions":"Help."},
       "enabled_tools":["read_file","write_file"],"provider":"other","model":"big-1",
       "mounts":[{"source":"/mounts/papers","writable":true}],"admins":["cli:olga"],"members":["cli:max"],
       "destinations":[{"channelType":"webchat","platformId":"attic"}],
       "wirings":[{"id":"wr_c","channelType":"webchat","platformId":"room","unknownSenderPolicy":"public"},
                  {"channelType":"webchat","platformId":"hall","isGroup":true}]}""";

  private static String named(String more) {
    return "{\"name\":\"Clara K.\"" + more + "}";
  }

  @Test
  void fillsInWhatIsLeftOutWithNoPowerAtAll() {
    rig.applied(CREATE, NONE, named(""));
    AgentGroup clara = rig.registry.agentGroup(CLARA.orElseThrow()).orElseThrow();
    assertThat(clara.folder()).isEqualTo("clara-k");
    assertThat(clara.provider() + "/" + clara.model()).isEqualTo("mock/mock-1");
    assertThat(clara.enabledTools()).isEmpty();
    assertThat(clara.mounts()).isEmpty();
    assertThat(rig.ask(CREATE, NONE, "{\"name\":\"" + "Long name ".repeat(9) + "x\"}").subject())
        .hasValueSatisfying(id -> assertThat(id.value()).hasSizeLessThanOrEqualTo(48));
    assertThat(rig.ask(CREATE, NONE, named(",\"folder\":\"c\"")).subject()).contains(new AgentGroupId("c"));
  }

  @Test
  void undoesACreationAndARemovalExactly() {
    rig.undoesExactly(CREATE, NONE, CLARA, named(""));
    rig.undoesExactly(CREATE, NONE, CLARA, EVERYTHING);
    rig.applied(CREATE, NONE, EVERYTHING);
    rig.undoesExactly(CREATE, CLARA, NONE, "{\"remove\":true}");
    rig.undoesExactly(CREATE, CLARA, NONE, "{\"remove\":true,\"policies\":[{\"channelType\":\"webchat\","
        + "\"platformId\":\"room\",\"unknownSenderPolicy\":\"strict\"}]}");
    rig.undoesExactly(CREATE, BEN, NONE, "{\"remove\":true}");
  }

  @Test
  void givesAndTakesWhatItReachesOutside() {
    String outside = named(
        ",\"egress\":[\"GET api.example.org/docs\",\"example.org\"],\"vault\":[{\"credential\":\"git\","
            + "\"host\":\"git.example.org\"}]");
    rig.undoesExactly(CREATE, NONE, CLARA, outside);
    rig.applied(CREATE, NONE, outside);
    assertThat(KindRig.text(rig.ask(CREATE, CLARA, "{\"remove\":true}").card())).contains("read from api.example.org",
        "whatever the credential git lets its holder do");
    rig.undoesExactly(CREATE, CLARA, NONE, "{\"remove\":true}");
    rig.rejects(CREATE, NONE, "{\"name\":\"Dora\",\"vault\":[{\"credential\":\"git\",\"host\":\"example.org\"}]}",
        "the vault has no credential git for example.org");
  }

  @Test
  void leavesNothingOfARemovedAgent() {
    String start = rig.everything();
    rig.applied(CREATE, NONE, EVERYTHING);
    rig.applied(ChangeKind.PERMISSIONS, CLARA, "{\"grant\":[{\"member\":\"cli:eve\"}]}");
    rig.applied(CREATE, CLARA, "{\"remove\":true,\"policies\":[{\"channelType\":\"webchat\",\"platformId\":\"room\","
        + "\"unknownSenderPolicy\":\"strict\"}]}");
    assertThat(rig.everything()).isEqualTo(start);
  }

  @Test
  void neverUsesARevisionAgain() {
    rig.applied(CREATE, NONE, named(""));
    List<RegistryEdit> late = rig.ask(ChangeKind.PERSONA, CLARA, "{\"soul\":\"Wild.\"}").edits();
    rig.applied(CREATE, CLARA, "{\"remove\":true}");
    rig.applied(CREATE, NONE, named(",\"persona\":\"Another one.\""));
    assertThat(rig.write(late)).as("shown of the earlier agent").isFalse();
  }

  @Test
  void refusesEveryWrongField() {
    for (String wrong : List.of("{}", "[]", "{\"name\":7}", "{\"name\":\"\"}", "{\"name\":\"日本\"}",
        named(",\"id\":\"A\""),
        "{\"name\":\"Cla\\u200bra\"}", "{\"name\":\"Clаra\"}", "{\"name\":\"" + "x".repeat(129) + "\"}",
        named(",\"folder\":\"../x\""), named(",\"folder\":\"a..b\""), named(",\"folder\":\"a/b\""),
        named(",\"persona\":7"), named(",\"persona\":\"" + "x".repeat(2_049) + "\""),
        named(",\"persona\":\"a\",\"personaDocs\":{}"), named(",\"personaDocs\":{\"tools\":\"a\"}"),
        named(",\"personaDocs\":{\"soul\":[]}"), named(",\"enabledTools\":\"read_file\""),
        named(",\"enabledTools\":[\"shell\"]"), named(",\"enabledTools\":[\"read_file\",\"read_file\"]"),
        named(",\"enabledTools\":[],\"enabled_tools\":[]"), named(",\"provider\":\"other\""),
        named(",\"model\":[]"), named(",\"mounts\":[{}]"), named(",\"members\":[\"max\"]"),
        named(",\"members\":[\"cli:max\",\"cli:max\"]"), named(",\"members\":{\"cli:max\":true}"),
        named(",\"admins\":[7]"), named(",\"destinations\":[\"room\"]"),
        named(",\"wirings\":[{\"channelType\":\"webchat\"}]"),
        named(",\"wirings\":[{\"channelType\":\"webchat\",\"platformId\":\"a\",\"agentGroup\":\"ben\"}]"),
        named(",\"owner\":\"cli:max\""), named(",\"Name\":\"Clara\""), named(",\"remove\":false"),
        named(",\"remove\":true"), "{\"remove\":true}")) {
      rig.refuses(CREATE, NONE, wrong, "submit a change of kind create_agent");
    }
    rig.refuses(CREATE, ANNA, "{\"remove\":true,\"policies\":[{\"channelType\":\"a\",\"platformId\":\"b\"}]}",
        "unknownSenderPolicy");
  }

  @Test
  void rejectsWhatIsTakenReservedOrLeftOver() {
    for (String reserved : List.of("all", "system", "control-plane", "operators.jobs")) {
      rig.rejects(CREATE, NONE, named(",\"id\":\"" + reserved + "\""), "no agent may have the id");
    }
    rig.rejects(CREATE, NONE, named(",\"id\":\"anna\""), "already");
    rig.rejects(CREATE, NONE, named(",\"id\":\"anna2\",\"folder\":\"anna\""), "name or folder");
    rig.rejects(CREATE, NONE, "{\"name\":\"ANNA\",\"id\":\"anna2\"}", "name or folder");
    rig.rejects(CREATE, ANNA, named(""), "leave the agent out");
    rig.rejects(CREATE, NONE, named(",\"provider\":\"third\",\"model\":\"x\""), "no upstream");
    rig.rejects(CREATE, NONE, named(",\"mounts\":[{\"source\":\"/etc\"}]"), "not below");
    rig.rejects(CREATE, NONE, named(",\"wirings\":[{\"id\":\"wr_a\",\"channelType\":\"a\",\"platformId\":\"b\"},"
        + "{\"channelType\":\"a\",\"platformId\":\"b\"}]"), "two wirings");
    rig.applied(ChangeKind.WIRING, ANNA, "{\"put\":{\"id\":\"wr_a\",\"channelType\":\"a\",\"platformId\":\"b\"}}");
    rig.rejects(CREATE, NONE, named(",\"wirings\":[{\"id\":\"wr_a\",\"channelType\":\"a\",\"platformId\":\"c\"}]"),
        "another agent");
    rig.rejects(CREATE, ANNA, "{\"remove\":true,\"policies\":[{\"channelType\":\"x\",\"platformId\":\"y\","
        + "\"unknownSenderPolicy\":\"public\"}]}", "not wired");
    rig.write(List.of(new RegistryEdit.PutMember(KindRig.OLGA, CLARA.orElseThrow())));
    rig.rejects(CREATE, NONE, named(""), "an earlier agent");
  }

  @Test
  void isForPeopleToAskForWhereItRemovesOrMakesAdmins() {
    assertThat(rig.ask(CREATE, NONE, named("")).mayBeAskedByAgents()).isTrue();
    assertThat(rig.ask(CREATE, NONE, EVERYTHING).mayBeAskedByAgents()).isFalse();
    assertThat(rig.ask(CREATE, ANNA, "{\"remove\":true}").mayBeAskedByAgents()).isFalse();
  }

  @Test
  void showsEveryPartOfTheNewAgentAndOfARetiredOne() throws IOException {
    rig.showsAs("create_agent", CREATE, NONE, EVERYTHING);
    rig.applied(CREATE, NONE, EVERYTHING);
    rig.showsAs("create_agent-remove", CREATE, CLARA, "{\"remove\":true}");
  }
}
