package dev.ironclaw.controlplane.kind;

import static dev.ironclaw.controlplane.kind.KindRig.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.ChangeKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Kinds whose part of the product is not there: all of the schema and the card, and no effect.
class UnavailableKindsTest extends KindFixture {
  private static final String COMMAND = "{\"name\":\"git\",\"command\":\"/usr/bin/git-mcp\",\"args\":[\"--stdio\"],"
      + "\"env\":{\"TOKEN\":\"hunter2\",\"HOME_DIR\":\"${HOME}\"}}";

  private static ChangeKind kind(String name) {
    return ChangeKind.ofWireName(name).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "packages|[\"git\",\"libc6=2.36-9\"]|jobs", "packages|{\"npm\":[\"@a/b@1.2.0\"],\"pip\":[\"Flask=2.0\"]}|jobs",
      "mcp_access|{\"server\":\"git\"}|MCP broker", "mcp_access|{\"server\":\"git\",\"tools\":[\"log\"]}|MCP broker",
      "mcp_register|" + COMMAND + "|MCP broker",
      "mcp_register|{\"name\":\"x\",\"url\":\"https://mcp.example.org/v1\",\"headers\":{\"X-Key\":\"s\"}}|MCP broker",
      "mcp_register|{\"name\":\"x\",\"transport\":\"http\",\"url\":\"http://localhost:9/\"}|MCP broker",
      "skill_install|{\"skill\":\"letters\",\"version\":\"1.2.0\"}|skill store"})
  void readsShowsAndSaysWhatIsMissingAndEditsNothing(String name, String after, String missing) {
    Asked<?> asked = rig.ask(kind(name), ANNA, after);
    assertThat(VerifierChain.standard().verify(asked)).isEmpty();
    assertThat(asked.unavailable()).hasValueSatisfying(why -> assertThat(why).contains(missing));
    assertThat(asked.edits()).hasSize(1);
    assertThat(asked.card().gains().size() + asked.card().loses().size()).isPositive();
    assertThat(rig.ask(kind(name), ANNA, asked.payload().toString()).payload()).isEqualTo(asked.payload());
    Asked<?> undo = rig.ask(kind(name), ANNA, asked.before().toString());
    assertThat(undo.payload()).isEqualTo(asked.before());
    assertThat(undo.objection()).as("there is nothing to undo").isPresent();
    assertThat(undo.card().risk()).isEqualTo(Risk.GREEN);
  }

  @Test
  void refusesPackagesThatNoEcosystemHas() {
    for (String wrong : List.of("{}", "7", "[7]", "[\"\"]", "[\"a\"]", "[\"Git\"]", "[\"-git\"]", "[\"git;reboot\"]",
        "[\"git=\"]", "[\"git=x1\"]", "[\"git@1\"]", "[\"g\\u0456t\"]", "[\"git\\u200b\"]", "[\"git\",\"git=2\"]",
        "{\"npm\":[\"../x\"]}", "{\"npm\":[\"@a\"]}", "{\"npm\":[\"A\"]}", "{\"npm\":[\"a@file:/x\"]}",
        "{\"npm\":[\".a\"]}", "{\"pip\":[\"a-\"]}", "{\"pip\":[\"a @ https://x\"]}", "{\"pip\":[\"-r x\"]}",
        "{\"cargo\":[\"a\"]}", "{\"apt\":[],\"APT\":[]}", "{\"apt\":{}}", "[" + "\"git\",".repeat(256) + "\"git\"]")) {
      rig.refuses(ChangeKind.PACKAGES, ANNA, wrong, "kind packages");
    }
  }

  @Test
  void refusesEveryOtherWrongField() {
    for (String wrong : List.of("mcp_access|{}", "mcp_access|{\"server\":\"Git\"}", "mcp_access|{\"server\":7}",
        "mcp_access|{\"server\":\"git\",\"tools\":[\"a b\"]}",
        "mcp_access|{\"server\":\"git\",\"tools\":[\"a\",\"a\"]}",
        "mcp_register|{\"name\":\"x\"}", "mcp_register|{\"name\":\"x\",\"command\":\"a\",\"url\":\"https://a.org\"}",
        "mcp_register|{\"name\":\"x\",\"url\":\"http://example.org\"}",
        "mcp_register|{\"name\":\"x\",\"url\":\"https://10.0.0.1/\"}",
        "mcp_register|{\"name\":\"x\",\"url\":\"http://localhost@evil.example.org/\"}",
        "mcp_register|{\"name\":\"x\",\"url\":\"http://localhost.evil.org/\"}",
        "mcp_register|{\"name\":\"x\",\"url\":\"http://localhost\\\\.evil.org/\"}",
        "mcp_register|{\"name\":\"x\",\"url\":\"file:///etc/passwd\"}",
        "mcp_register|{\"name\":\"x\",\"url\":\"https://аpple.com/\"}",
        "mcp_register|{\"name\":\"x\",\"transport\":\"stdio\",\"url\":\"https://a.org\"}",
        "mcp_register|{\"name\":\"x\",\"url\":\"https://a.org\",\"args\":[]}",
        "mcp_register|{\"name\":\"x\",\"command\":\"a\",\"env\":{\"A=B\":\"c\"}}",
        "mcp_register|{\"name\":\"x\",\"command\":\"a\",\"env\":{\"A\":\"c\",\"a\":\"d\"}}",
        "mcp_register|{\"name\":\"x\",\"url\":\"https://a.org\",\"headers\":{\"X\":\"a\\r\\nY: b\"}}",
        "mcp_register|{\"remove\":\"X\"}", "skill_install|{\"skill\":\"a\"}",
        "skill_install|{\"skill\":\"../a\",\"version\":\"1\"}",
        "skill_install|{\"skill\":\"a\",\"version\":\"latest\"}",
        "skill_install|{\"remove\":\"a\",\"version\":\"1\"}")) {
      int bar = wrong.indexOf('|');
      rig.refuses(kind(wrong.substring(0, bar)), ANNA, wrong.substring(bar + 1), "submit a change of kind");
    }
  }

  @Test
  void showsNoSecretAndTheWholeCommand() throws IOException {
    rig.showsAs("packages", ChangeKind.PACKAGES, ANNA, "{\"apt\":[\"git\"],\"npm\":[\"@a/b@1.2.0\"]}");
    rig.showsAs("mcp_access", ChangeKind.MCP_ACCESS, ANNA, "{\"server\":\"git\",\"tools\":[\"log\",\"diff\"]}");
    rig.showsAs("mcp_register", ChangeKind.MCP_REGISTER, ANNA, COMMAND);
    rig.showsAs("skill_install", ChangeKind.SKILL_INSTALL, ANNA, "{\"skill\":\"letters\",\"version\":\"1.2.0\"}");
    assertThat(KindRig.text(rig.ask(ChangeKind.MCP_REGISTER, ANNA, COMMAND).card())).doesNotContain("hunter2");
  }

  @Test
  void serversAreRegisteredByPeopleOnly() {
    assertThat(rig.ask(ChangeKind.MCP_REGISTER, ANNA, COMMAND).mayBeAskedByAgents()).isFalse();
    assertThat(rig.ask(ChangeKind.MCP_ACCESS, ANNA, "{\"server\":\"git\"}").mayBeAskedByAgents()).isTrue();
  }
}
