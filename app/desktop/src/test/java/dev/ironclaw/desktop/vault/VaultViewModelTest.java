package dev.ironclaw.desktop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.VaultCredentialView;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.testing.Agents;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.FakeControlPlane.Asked;
import dev.ironclaw.desktop.vault.VaultViewModel.Form;
import dev.ironclaw.desktop.vault.VaultViewModel.Open;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VaultViewModelTest {
  private final Desk desk = new Desk();
  private final Questions questions = new Questions();
  private final Navigation navigation = new Navigation();
  private final VaultViewModel model = new VaultViewModel(desk.backend(), questions, navigation, Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private void are(VaultCredentialView... credentials) {
    desk.controlPlane().answer("GET /v1/vault/credentials", List.of(credentials));
    desk.controlPlane().answer("GET /v1/ui/agents", List.of(Agents.agent("researcher", "Researcher")));
    model.start();
  }

  private String posted() {
    return desk.controlPlane().asked("POST").getLast().body();
  }

  @Test
  void keepsOneInEachFormAndForgetsWhatWasTyped() {
    are();
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
    desk.controlPlane().answer("POST /v1/vault/credentials", VaultFacts.github());
    model.name().set("github");
    model.hosts().set("api.github.com, uploads.github.com");
    assertThat(model.addable().get()).isFalse();
    model.secret().set("ghp_12345678");
    assertThat(model.addable().get()).isTrue();
    model.add();
    assertThat(posted()).isEqualTo("{\"name\":\"github\",\"hosts\":[\"api.github.com\",\"uploads.github.com\"],"
        + "\"form\":\"bearer\",\"secret\":\"ghp_12345678\"}");
    assertThat(model.isUnsaved()).isFalse();
    assertThat(model.note().get()).isEqualTo("github is kept. No agent may use it before you let one.");

    model.name().set("git");
    model.hosts().set("git.example.org");
    model.secret().set("pass word");
    model.form().set(Form.BASIC);
    assertThat(model.addable().get()).as("no user yet").isFalse();
    model.user().set("ada");
    model.add();
    assertThat(posted()).contains("\"form\":\"basic\",\"secret\":\"ada:pass word\"");

    model.name().set("search");
    model.hosts().set("api.search.brave.com");
    model.secret().set("key-12345678");
    model.form().set(Form.HEADER);
    assertThat(model.addable().get()).as("no header yet").isFalse();
    model.header().set("X-Subscription-Token");
    model.add();
    assertThat(posted()).contains("\"form\":\"header:X-Subscription-Token\",\"secret\":\"key-12345678\"");
  }

  @Test
  void whatWasTypedStaysWhereItIsRefused() {
    are();
    desk.controlPlane().refuse("POST /v1/vault/credentials", 409, "CONFLICT", "there is a credential of that name");
    model.name().set("github");
    model.hosts().set("api.github.com");
    model.secret().set("ghp_12345678");
    model.add();
    assertThat(model.objection().get()).isEqualTo("there is a credential of that name");
    assertThat(model.secret().get()).isEqualTo("ghp_12345678");
  }

  @Test
  void theSecretOfOneNeverBecomesThatOfAnother() {
    are(VaultFacts.github(), VaultFacts.git());
    model.rotate(VaultFacts.github());
    model.nextSecret().set("ghp_12345678");
    model.rotate(VaultFacts.git());
    assertThat(model.nextSecret().get()).isEmpty();
    model.nextSecret().set("next word");
    assertThat(model.rotatable().get()).as("no user yet").isFalse();
    model.nextUser().set("ada");
    desk.controlPlane().answer("POST /v1/vault/credentials/git-mirror/rotate", VaultFacts.git());
    model.rotate();
    assertThat(desk.controlPlane().asked("POST")).containsExactly(
        new Asked("POST /v1/vault/credentials/git-mirror/rotate", "{\"secret\":\"ada:next word\"}"));
    assertThat(model.open().get()).isEqualTo(new Open.Add());
  }

  @Test
  void aSecondClickIsNoSecondChange() {
    are(VaultFacts.github());
    desk.controlPlane().answer("POST /v1/vault/credentials", VaultFacts.git());
    desk.controlPlane().answer("POST /v1/vault/credentials/github/rotate", VaultFacts.github());
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_7", "pending"));
    model.name().set("git-mirror");
    model.hosts().set("git.example.org");
    model.secret().set("pass word");
    twice(model::add);
    model.rotate(VaultFacts.github());
    model.nextSecret().set("ghp_12345678");
    twice(model::rotate);
    model.lend(VaultFacts.github());
    twice(() -> model.lend(Agents.agent("researcher", "Researcher"), "api.github.com"));
    assertThat(desk.controlPlane().asked("POST")).extracting(Asked::call).containsExactly(
        "POST /v1/vault/credentials", "POST /v1/vault/credentials/github/rotate", "POST /v1/changes");
  }

  private void twice(Runnable click) {
    desk.hold();
    click.run();
    assertThat(model.busy().get()).isTrue();
    assertThat(model.addable().get() || model.rotatable().get()).isFalse();
    click.run();
    desk.deliver();
    assertThat(model.busy().get()).isFalse();
  }

  @Test
  void anAnswerClosesNoOtherForm() {
    are(VaultFacts.github(), VaultFacts.git());
    desk.controlPlane().answer("POST /v1/vault/credentials/github/rotate", VaultFacts.github());
    desk.controlPlane().answer("POST /v1/vault/credentials/github/remove", VaultFacts.github());
    model.rotate(VaultFacts.github());
    model.nextSecret().set("ghp_12345678");
    desk.hold();
    model.rotate();
    model.rotate(VaultFacts.git());
    model.nextSecret().set("ghp_12345678");
    desk.deliver();
    assertThat(model.note().get()).startsWith("github");
    model.remove(VaultFacts.github());
    questions.agree();
    assertThat(model.open().get()).isEqualTo(new Open.Rotate(VaultFacts.git()));
    assertThat(model.nextSecret().get()).isEqualTo("ghp_12345678");
    desk.controlPlane().refuse("POST /v1/vault/credentials/git-mirror/rotate", 400, "INVALID_REQUEST", "too short");
    desk.hold();
    model.rotate();
    model.lend(VaultFacts.github());
    desk.deliver();
    assertThat(model.objection().get()).as("it is of another one").isEmpty();
    assertThat(model.note().get()).isEqualTo("too short");
  }

  @Test
  void whatIsTypedOnMeanwhileStays() {
    are(VaultFacts.github());
    desk.controlPlane().answer("POST /v1/vault/credentials", VaultFacts.github());
    desk.controlPlane().answer("POST /v1/vault/credentials/github/rotate", VaultFacts.github());
    model.name().set("github");
    model.hosts().set("api.github.com");
    model.secret().set("ghp_12345678");
    desk.hold();
    model.add();
    model.secret().set("ghp_87654321");
    desk.deliver();
    assertThat(model.secret().get()).isEqualTo("ghp_87654321");
    model.rotate(VaultFacts.github());
    model.nextSecret().set("ghp_12345678");
    desk.hold();
    model.rotate();
    model.nextSecret().set("ghp_87654321");
    desk.deliver();
    assertThat(model.nextSecret().get()).isEqualTo("ghp_87654321");
  }

  @Test
  void whatIsTypedForANewOneStaysWhileAnotherIsLookedAfter() {
    are(VaultFacts.github());
    desk.controlPlane().answer("POST /v1/vault/credentials/github/rotate", VaultFacts.github());
    model.name().set("git");
    model.hosts().set("git.example.org");
    model.secret().set("pass word");
    model.rotate(VaultFacts.github());
    model.back();
    model.rotate(VaultFacts.github());
    assertThat(model.nextSecret().get()).isEmpty();
    model.nextSecret().set("ghp_12345678");
    model.rotate();
    assertThat(posted()).isEqualTo("{\"secret\":\"ghp_12345678\"}");
    assertThat(model.open().get()).isEqualTo(new Open.Add());
    assertThat(List.of(model.name().get(), model.hosts().get(), model.secret().get())).containsExactly("git",
        "git.example.org", "pass word");
  }

  @Test
  void forgetsOnlyAfterAQuestionThatSaysWhoLosesIt() {
    are(VaultFacts.github());
    desk.controlPlane().answer("POST /v1/vault/credentials/github/remove", VaultFacts.github());
    model.remove(VaultFacts.github());
    assertThat(questions.open().get().orElseThrow().words()).contains("researcher@api.github.com");
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    questions.agree();
    assertThat(desk.controlPlane().asked("POST")).hasSize(1);
    assertThat(model.note().get()).isEqualTo("github is forgotten.");
  }

  @Test
  void lettingAnAgentUseItIsAChangeWhoseCardIsShown() {
    are(VaultFacts.github());
    List<String> shown = new ArrayList<>();
    navigation.host("approvals", shown::add);
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_7", "pending"));
    model.lend(VaultFacts.github());
    AgentView agent = model.agents().getFirst();
    model.lend(agent, "api.github.com");
    assertThat(posted()).contains("\"kind\":\"permissions\"", "\"agentGroupId\":\"researcher\"",
        "\"credential\":\"github\"", "\"host\":\"api.github.com\"");
    assertThat(shown).containsExactly("chg_7");
  }

  @Test
  void nothingArrivesAfterItIsLeft() {
    are(VaultFacts.github());
    desk.hold();
    model.load();
    desk.controlPlane().answer("GET /v1/vault/credentials", List.of());
    model.stop();
    desk.deliver();
    assertThat(model.credentials()).hasSize(1);
    assertThat(desk.listeners()).isZero();
  }
}
