package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static dev.ironclaw.controlplane.kind.KindRig.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsKindTest extends KindFixture {
  private static final ChangeKind MOUNTS = ChangeKind.MOUNTS;

  private static String source(String path) {
    return "[{\"source\":\"" + path + "\"}]";
  }

  @Test
  void readsEveryForm() {
    String whole = "{\"mounts\":[{\"name\":\"my-docs\",\"source\":\"/mounts/My Docs\",\"writable\":false}]}";
    assertThat(rig.ask(MOUNTS, ANNA, source("/mounts/My Docs")).payload()).hasToString(whole);
    assertThat(rig.ask(MOUNTS, ANNA, "{\"Mounts\":" + source("/mounts/My Docs") + "}").payload()).hasToString(whole);
    rig.applied(MOUNTS, ANNA, source("/mounts/a"));
    assertThat(rig.ask(MOUNTS, ANNA, "{\"add\":" + source("/mounts/b") + "}").payload().path("mounts").size())
        .isEqualTo(2);
    assertThat(rig.ask(MOUNTS, ANNA, "[]").payload()).hasToString("{\"mounts\":[]}");
  }

  @Test
  void undoesWhatItDid() {
    rig.undoesExactly(MOUNTS, ANNA, source("/mounts/a"));
    rig.applied(MOUNTS, ANNA, "[{\"source\":\"/mounts/a\",\"name\":\"alpha\",\"writable\":true}]");
    rig.undoesExactly(MOUNTS, ANNA, "{\"add\":" + source("/mounts/b") + "}");
    rig.undoesExactly(MOUNTS, ANNA, "[]");
  }

  @Test
  void refusesEveryWrongField() {
    for (String wrong : List.of("{}", "null", "\"/mounts/a\"", "[\"/mounts/a\"]", "[{}]", "[{\"source\":7}]",
        source(""), source("/mounts/\\u0000"), source("/mounts/a\\u202eb"), source("/mounts/" + "a".repeat(1_024)),
        "[{\"source\":\"/mounts/a\",\"name\":\"A\"}]", "[{\"source\":\"/mounts/a\",\"name\":\"-a\"}]",
        "[{\"source\":\"/mounts/a\",\"name\":\"" + "a".repeat(33) + "\"}]", source("/mounts/日本"),
        "[{\"source\":\"/mounts/a\",\"writable\":\"yes\"}]", "[{\"source\":\"/mounts/a\",\"target\":\"/etc\"}]",
        "[{\"source\":\"/mounts/a\",\"Source\":\"/mounts/b\"}]", "{\"mounts\":[],\"add\":[]}", "{\"remove\":[]}",
        "[" + "{\"source\":\"/mounts/a\"},".repeat(256) + "{\"source\":\"/mounts/a\"}]")) {
      rig.refuses(MOUNTS, ANNA, wrong, "submit a change of kind mounts");
    }
  }

  @Test
  void rejectsWhatIsNotAFolderOfItsOwnBelowTheBase() {
    for (String path : List.of("/etc", "/mounts", "/mountsa", "/mounts/../etc", "/mounts/./a", "/mounts//a",
        "/mounts/a/", "mounts/a", "/mounts/a/..", "../a", "~/a")) {
      rig.rejects(MOUNTS, ANNA, "[{\"name\":\"a\",\"source\":\"" + path + "\"}]", path);
    }
    rig.rejects(MOUNTS, ANNA, "[{\"source\":\"/mounts/a\"},{\"source\":\"/mounts/a/b\"}]", "overlap");
    rig.rejects(MOUNTS, ANNA, "[{\"source\":\"/mounts/a\",\"name\":\"x\"},{\"source\":\"/mounts/a\"}]", "overlap");
    rig.rejects(MOUNTS, ANNA, "[{\"source\":\"/mounts/a\"},{\"source\":\"/mounts/b\",\"name\":\"a\"}]", "two mounts");
    rig.rejects(MOUNTS, ANNA, "[{\"source\":\"/mounts/a\"},{\"source\":\"/mounts/a\"}]", "two mounts");
    StringBuilder nine = new StringBuilder("[{\"source\":\"/mounts/0\"}");
    for (int i = 1; i < 9; i++) {
      nine.append(",{\"source\":\"/mounts/").append(i).append("\"}");
    }
    rig.rejects(MOUNTS, ANNA, nine + "]", "at most 8");
    rig.rejects(MOUNTS, ANNA, "[]", "no effect");
  }

  @Test
  void letsNobodyHaveAFolderInOneThatAnotherAgentMayWriteTo() {
    rig.applied(MOUNTS, BEN, "[{\"source\":\"/mounts/a\",\"writable\":true},{\"source\":\"/mounts/b\"}]");
    rig.rejects(MOUNTS, ANNA, source("/mounts/a/inner"), "could exchange what the other has mounted");
    rig.rejects(MOUNTS, ANNA, "[{\"source\":\"/mounts\",\"name\":\"m\"}]", "not below");
    rig.applied(MOUNTS, ANNA, source("/mounts/b/inner"));
    rig.rejects(MOUNTS, BEN, "[{\"source\":\"/mounts/b\",\"writable\":true}]", "could exchange");
  }

  @Test
  void saysWhoElseWritesThere() {
    rig.applied(MOUNTS, BEN, "[{\"source\":\"/mounts/a\",\"writable\":true}]");
    assertThat(rig.ask(MOUNTS, ANNA, source("/mounts/a")).card().gains())
        .containsExactly("read everything in /mounts/a, as /mnt/a; Ben writes there too");
  }

  @Test
  void keepsWhatIsThereAlreadyHoweverItLooksNow() {
    rig.applied(MOUNTS, ANNA, "[{\"source\":\"/mounts/a\"},{\"source\":\"/mounts/b\"}]");
    rig.unmountable.add("/mounts/b");
    assertThat(rig.ask(MOUNTS, ANNA, source("/mounts/b")).objection()).isEmpty();
    rig.rejects(MOUNTS, ANNA, "[{\"source\":\"/mounts/b\",\"writable\":true}]", "no folder");
  }

  @Test
  void isRedWhereItGivesAndGreenWhereItTakes() throws IOException {
    rig.applied(MOUNTS, ANNA, "[{\"source\":\"/mounts/a\",\"writable\":true},{\"source\":\"/mounts/b\"}]");
    assertThat(risk("[{\"source\":\"/mounts/a\",\"writable\":true}]")).isEqualTo(Risk.GREEN);
    assertThat(risk("[{\"source\":\"/mounts/a\"},{\"source\":\"/mounts/b\"}]")).isEqualTo(Risk.GREEN);
    assertThat(risk("[{\"source\":\"/mounts/b\",\"writable\":true}]")).isEqualTo(Risk.RED);
    assertThat(risk("[{\"source\":\"/mounts/b\",\"name\":\"c\"}]")).isEqualTo(Risk.RED);
    rig.showsAs("mounts", MOUNTS, ANNA, "[{\"source\":\"/mounts/a\"},{\"source\":\"/mounts/My Docs\"}]");
  }

  private Risk risk(String after) {
    return rig.ask(MOUNTS, ANNA, after).card().risk();
  }
}
