package dev.ironclaw.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.TokenCreated;
import dev.ironclaw.contract.api.TokenView;
import dev.ironclaw.desktop.settings.TokensViewModel.Life;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.FakeControlPlane.Asked;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokensViewModelTest {
  private static final TokenView PHONE = SettingsSamples.token("phone", "active", List.of("read"));
  private static final TokenView OLD = SettingsSamples.token("old", "revoked", List.of("read"));

  private final Desk desk = new Desk();
  private final Questions questions = new Questions();
  private final TokensViewModel model = new TokensViewModel(desk.backend(), questions, Desk.TEXTS);

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private void are(TokenView... tokens) {
    desk.controlPlane().answer("GET /v1/tokens", List.of(tokens));
    model.start();
  }

  @Test
  void showsThoseThatAreGoodFirst() {
    are(OLD, PHONE);
    assertThat(model.tokens()).containsExactly(PHONE, OLD);
    are();
    assertThat(model.state().get()).isEqualTo(new ListState.Empty());
  }

  @Test
  void makesOneWithTheRightsAndTheLifeThatWereChosenAndShowsItsTextUntilThePersonLeaves() {
    are();
    desk.controlPlane().answer("POST /v1/tokens", new TokenCreated(PHONE, "ict_text"));
    model.name().set("phone");
    model.scope("chat").set(true);
    model.life().set(Life.DAY);
    assertThat(model.creatable().get()).isTrue();
    model.create();
    assertThat(desk.controlPlane().asked("POST")).containsExactly(new Asked("POST /v1/tokens",
        "{\"name\":\"phone\",\"scopes\":[\"read\",\"chat\"],\"expiresInSeconds\":86400}"));
    assertThat(model.created().get().orElseThrow().text()).isEqualTo("ict_text");
    model.stop();
    assertThat(model.created().get()).isEmpty();
  }

  @Test
  void aTextThatComesAfterThePersonLeftIsNotShown() {
    are();
    desk.controlPlane().answer("POST /v1/tokens", new TokenCreated(PHONE, "ict_text"));
    model.name().set("phone");
    desk.hold();
    model.create();
    model.stop();
    desk.deliver();
    assertThat(model.created().get()).isEmpty();
  }

  @Test
  void saysWhileItIsTypedThatItCannotBeMade() {
    are();
    model.name().set("My Phone");
    assertThat(model.creatable().get()).isFalse();
    model.name().set("my-phone");
    assertThat(model.creatable().get()).isTrue();
    model.scope("read").set(false);
    assertThat(model.creatable().get()).isFalse();
  }

  @Test
  void whatWasTypedStaysWhereItIsRefused() {
    are();
    desk.controlPlane().refuse("POST /v1/tokens", 409, "CONFLICT", "there was a token of that name");
    model.name().set("phone");
    model.create();
    assertThat(model.note().get()).isEqualTo("there was a token of that name");
    assertThat(model.name().get()).isEqualTo("phone");
  }

  @Test
  void revokesOnlyAfterAQuestion() {
    are(PHONE);
    desk.controlPlane().answer("POST /v1/tokens/" + PHONE.id() + "/revoke", OLD);
    model.revoke(PHONE);
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    questions.decline();
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    model.revoke(PHONE);
    assertThat(questions.open().get().orElseThrow().title()).isEqualTo("Revoke the token phone?");
    questions.agree();
    assertThat(desk.controlPlane().asked("POST")).hasSize(1);
    assertThat(model.note().get()).isEqualTo("The token phone was revoked.");
    assertThat(questions.open().get()).isEmpty();
  }
}
