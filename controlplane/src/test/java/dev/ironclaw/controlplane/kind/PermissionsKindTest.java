package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static dev.ironclaw.controlplane.kind.KindRig.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionsKindTest extends KindFixture {
  private static final ChangeKind PERMISSIONS = ChangeKind.PERMISSIONS;
  private static final Optional<AgentGroupId> NOBODY = Optional.empty();
  private static final String OLGA_OWNS = "{\"role\":\"owner\",\"user\":\"cli:olga\"}";
  private static final String MAX_OWNS = "{\"role\":\"owner\",\"user\":\"cli:max\"}";
  private static final String MAX = "{\"user\":{\"id\":\"cli:max\",\"displayName\":\"Max\"}}";
  private static final String MEMBER = "{\"member\":\"cli:max\"}";
  private static final String ROOM = "{\"destination\":{\"channelType\":\"webchat\",\"platformId\":\"room\"}}";

  private static String grant(String... items) {
    return "{\"grant\":[" + String.join(",", items) + "]}";
  }

  private static String revoke(String... items) {
    return "{\"revoke\":[" + String.join(",", items) + "]}";
  }

  private static String vault(String credential, String host) {
    return grant("{\"vault\":{\"credential\":\"" + credential + "\",\"host\":\"" + host + "\"}}");
  }

  @Test
  void undoesWhatItDidAndNothingElse() {
    rig.undoesExactly(PERMISSIONS, ANNA, grant("{\"role\":\"admin\",\"user\":\"cli:max\"}", MEMBER, ROOM, MAX));
    rig.undoesExactly(PERMISSIONS, NOBODY, grant(MAX_OWNS, "{\"role\":\"admin\",\"user\":\"cli:max\"}"));
    rig.undoesExactly(PERMISSIONS, NOBODY, grant("{\"user\":{\"id\":\"cli:olga\",\"displayName\":\"Olga P.\"}}"));
    rig.applied(PERMISSIONS, ANNA, grant(MEMBER, MAX));
    rig.undoesExactly(PERMISSIONS, ANNA, grant(MEMBER, ROOM));
    rig.undoesExactly(PERMISSIONS, ANNA, revoke(MEMBER, ROOM, "{\"user\":{\"id\":\"cli:max\"}}"));
    rig.undoesExactly(PERMISSIONS, ANNA,
        "{\"revoke\":[" + MEMBER + "],\"grant\":[{\"role\":\"admin\",\"user\":\"cli:max\"}]}");
  }

  @Test
  void refusesEveryWrongField() {
    for (String wrong : List.of("{}", "[]", "{\"grant\":[]}", "{\"grant\":{}}", "{\"grant\":[7]}", "{\"grant\":[{}]}",
        grant("{\"role\":\"root\",\"user\":\"cli:max\"}"), grant("{\"role\":\"admin\"}"),
        grant("{\"role\":\"admin\",\"user\":\"max\"}"), grant("{\"role\":\"admin\",\"user\":{\"id\":\"cli:max\"}}"),
        grant(OLGA_OWNS), grant("{\"member\":7}"), grant("{\"member\":\"max\"}"), grant("{\"member\":\"cli:a:b\"}"),
        grant("{\"member\":\"cli:max\",\"agent\":\"ben\"}"), grant("{\"destination\":\"room\"}"),
        grant("{\"destination\":{\"channelType\":\"webchat\"}}"),
        grant("{\"destination\":{\"channelType\":\"webchat\",\"platformId\":\"a\",\"instance\":\"b\"}}"),
        grant("{\"user\":{\"id\":\"cli:max\",\"kind\":\"A B\"}}"), grant("{\"user\":{\"displayName\":\"Max\"}}"),
        grant("{\"user\":{\"id\":\"cli:max\",\"admin\":true}}"), grant(MEMBER, MEMBER),
        "{\"grant\":[" + MEMBER + "],\"revoke\":[" + MEMBER + "]}", "{\"Grant\":[" + MEMBER + "],\"grant\":[]}",
        "{\"grant\":[" + (MEMBER + ",").repeat(256) + MEMBER + "]}",
        "{\"vaultRotate\":{\"credential\":\"a\"}}", vault("a..b", "example.org"), vault("a", "10.0.0.1"),
        vault("", "example.org"), vault("a", "GET example.org"), vault("a", "example.org/x"),
        vault("a", "example.org:1"),
        grant("{\"vault\":\"git\"}"), grant("{\"vault\":{\"credential\":\"a\"}}"))) {
      rig.refuses(PERMISSIONS, ANNA, wrong, "submit a change of kind permissions");
    }
    rig.refuses(PERMISSIONS, NOBODY, grant(MEMBER), "are about an agent");
    rig.refuses(PERMISSIONS, NOBODY, grant(ROOM), "are about an agent");
    rig.refuses(PERMISSIONS, NOBODY, vault("git", "git.example.org"), "are about an agent");
  }

  @Test
  void refusesPeopleWhoLookLikeSomebodyElse() {
    rig.refuses(PERMISSIONS, ANNA, grant("{\"member\":\"cli:оlga\"}"), "mixes letters");
    rig.refuses(PERMISSIONS, ANNA, grant("{\"member\":\"cli:ol\\u200dga\"}"), "⟨U+200D⟩");
    rig.refuses(PERMISSIONS, ANNA, grant("{\"member\":\"cli:ｏlga\"}"), "another way");
    rig.refuses(PERMISSIONS, ANNA, grant("{\"user\":{\"id\":\"cli:max\",\"displayName\":\"Ol\\u202ega\"}}"),
        "⟨U+202E⟩");
    assertThat(rig.ask(PERMISSIONS, ANNA, grant("{\"member\":\"cli:Ольга\"}")).objection()).isEmpty();
  }

  @Test
  void neverLeavesNobodyAsOwner() {
    rig.rejects(PERMISSIONS, NOBODY, revoke(OLGA_OWNS), "nobody as owner");
    List<RegistryEdit> late = rig.ask(PERMISSIONS, NOBODY,
        "{\"revoke\":[" + OLGA_OWNS + "],\"grant\":[" + MAX_OWNS + "]}").edits();
    rig.applied(PERMISSIONS, NOBODY, grant(MAX_OWNS));
    assertThat(rig.write(late)).as("made against an older registry").isFalse();
    rig.applied(PERMISSIONS, NOBODY, revoke(OLGA_OWNS));
    rig.rejects(PERMISSIONS, NOBODY, revoke(MAX_OWNS), "nobody as owner");
  }

  @Test
  void rejectsWhatHasNoEffectAndSaysWhatAPersonKeeps() {
    rig.rejects(PERMISSIONS, ANNA, revoke(MEMBER), "no effect");
    assertThat(rig.ask(PERMISSIONS, NOBODY, revoke("{\"user\":{\"id\":\"cli:olga\"}}")).card().loses())
        .singleElement().asString().endsWith("that are not revoked too stay");
    rig.applied(PERMISSIONS, BEN, grant(MEMBER, MAX));
    rig.rejects(PERMISSIONS, BEN, grant(MEMBER), "no effect");
    rig.undoesExactly(PERMISSIONS, ANNA, revoke("{\"user\":{\"id\":\"cli:max\"}}"));
  }

  @Test
  void holdsOnlyWhileAPersonIsAsShown() {
    List<RegistryEdit> edits = rig.ask(PERMISSIONS, ANNA, grant(MAX)).edits();
    rig.applied(PERMISSIONS, BEN, grant("{\"user\":{\"id\":\"cli:max\",\"displayName\":\"Moritz\"}}"));
    assertThat(rig.write(edits)).isFalse();
  }

  @Test
  void isForPeopleToAskForWhereItIsAboutRolesOrAboutAll() {
    assertThat(rig.ask(PERMISSIONS, ANNA, grant(MEMBER, ROOM)).mayBeAskedByAgents()).isTrue();
    assertThat(rig.ask(PERMISSIONS, NOBODY, grant(MAX)).mayBeAskedByAgents()).isFalse();
    for (String role : List.of(grant("{\"role\":\"admin\",\"user\":\"cli:max\"}"),
        revoke("{\"role\":\"admin\",\"user\":\"cli:max\"}"))) {
      assertThat(rig.ask(PERMISSIONS, ANNA, role).mayBeAskedByAgents()).as(role).isFalse();
    }
  }

  @Test
  void letsACredentialBeUsedAtOneOfItsHosts() {
    Asked<?> asked = rig.ask(PERMISSIONS, ANNA, vault("git", "git.example.org"));
    assertThat(asked.objection()).isEmpty();
    assertThat(asked.mayBeAskedByAgents()).isTrue();
    assertThat(asked.card().risk()).isEqualTo(Risk.RED);
    assertThat(KindRig.text(asked.card()))
        .contains("may do at git.example.org whatever the credential git lets its holder do");
    rig.undoesExactly(PERMISSIONS, ANNA, vault("git", "git.example.org"));
    rig.rejects(PERMISSIONS, ANNA, vault("git", "example.org"), "no credential git for example.org");
    rig.rejects(PERMISSIONS, ANNA, vault("other", "git.example.org"), "no credential other");
  }

  @Test
  void showsTheWholeEffect() throws IOException {
    rig.showsAs("permissions", PERMISSIONS, ANNA, grant("{\"role\":\"admin\",\"user\":\"cli:max\"}", MEMBER, ROOM,
        "{\"user\":{\"id\":\"cli:olga\",\"displayName\":\"Olga P.\"}}"));
    assertThat(rig.ask(PERMISSIONS, NOBODY, revoke(OLGA_OWNS)).card().risk()).isEqualTo(Risk.RED);
  }

  @Test
  void whoIsRevokedIsKnownByTheirIdAloneSoThatAnotherNameChangesNoRequest() {
    assertThat(rig.ask(PERMISSIONS, NOBODY, revoke("{\"user\":{\"id\":\"cli:olga\",\"displayName\":\"Somebody\"}}"))
        .payload().toString()).isEqualTo("{\"grant\":[],\"revoke\":[{\"user\":{\"id\":\"cli:olga\"}}]}");
  }
}
