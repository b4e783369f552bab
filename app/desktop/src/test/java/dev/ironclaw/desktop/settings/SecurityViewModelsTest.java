package dev.ironclaw.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.contract.api.StepUpEnrolled;
import dev.ironclaw.contract.api.StepUpView;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.FakeControlPlane.Asked;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The second factor, the master key, the rules.
class SecurityViewModelsTest {
  private static final StepUpEnrolled SECRET = new StepUpEnrolled("JBSWY3DP", "otpauth://totp/x?secret=JBSWY3DP");

  private final Desk desk = new Desk();
  private final Questions questions = new Questions();
  private final StepUpViewModel stepUp = new StepUpViewModel(desk.backend(), Desk.TEXTS);
  private final MasterKeyViewModel key = new MasterKeyViewModel(desk.backend(), questions, Desk.TEXTS);
  private final PolicyViewModel policy = new PolicyViewModel(desk.backend());

  @AfterEach
  void close() {
    stepUp.stop();
    key.stop();
    policy.stop();
    desk.close();
  }

  private static StepUpView since(String at) {
    return new StepUpView("local", Optional.of(at).filter(text -> !text.isEmpty()), false, Optional.empty());
  }

  private void startStepUp(String since) {
    desk.controlPlane().answer("GET /v1/step-up", since(since));
    desk.controlPlane().answer("POST /v1/step-up/enroll", SECRET);
    desk.controlPlane().answer("POST /v1/step-up/confirm", since("2026-11-21T10:00:00Z"));
    desk.controlPlane().answer("POST /v1/step-up/remove", since(""));
    stepUp.start();
  }

  @Test
  void enrolsAndConfirmsWithAFirstCode() {
    startStepUp("");
    assertThat(stepUp.isShownOnce()).isFalse();
    stepUp.enroll();
    assertThat(stepUp.secret().get()).isPresent();
    assertThat(stepUp.isShownOnce()).isTrue();
    assertThat(stepUp.isUnsaved()).isTrue();
    stepUp.code().set(" 123456 ");
    stepUp.confirm();
    assertThat(stepUp.isShownOnce()).isFalse();
    assertThat(desk.controlPlane().asked("POST")).containsExactly(new Asked("POST /v1/step-up/enroll", "{}"),
        new Asked("POST /v1/step-up/confirm", "{\"code\":\"123456\"}"));
    assertThat(stepUp.secret().get()).isEmpty();
    assertThat(stepUp.code().get()).isEmpty();
    assertThat(stepUp.state().get().orElseThrow().confirmedAt()).isPresent();
  }

  @Test
  void aWrongCodeIsSaidAndTheSecretStaysToTryAgain() {
    startStepUp("");
    stepUp.enroll();
    desk.controlPlane().refuse("POST /v1/step-up/confirm", 403, "STEP_UP_REFUSED", "the code is wrong");
    stepUp.code().set("000000");
    stepUp.confirm();
    assertThat(stepUp.note().get()).isEqualTo("the code is wrong");
    assertThat(stepUp.secret().get()).isPresent();
    assertThat(stepUp.code().get()).isEqualTo("000000");
  }

  @Test
  void nothingSecretIsLeftWhenThePersonLeaves() {
    startStepUp("");
    stepUp.enroll();
    stepUp.code().set("123456");
    stepUp.stop();
    assertThat(stepUp.secret().get()).isEmpty();
    assertThat(stepUp.code().get()).isEmpty();
    stepUp.start();
    desk.hold();
    stepUp.enroll();
    stepUp.stop();
    desk.deliver();
    assertThat(stepUp.secret().get()).as("an answer that came late").isEmpty();
  }

  @Test
  void removesWithACurrentCode() {
    startStepUp("2026-11-01T10:00:00Z");
    stepUp.code().set("654321");
    stepUp.remove();
    assertThat(desk.controlPlane().asked("POST"))
        .containsExactly(new Asked("POST /v1/step-up/remove", "{\"code\":\"654321\"}"));
    assertThat(stepUp.state().get().orElseThrow().confirmedAt()).isEmpty();
  }

  private void startKey(String source) {
    desk.controlPlane().answer("GET /v1/key", new MasterKeyView("mk_1", source, "worth", 1));
    key.start();
  }

  @Test
  void movesTheMasterKeyOnlyAfterAQuestion() {
    startKey("file");
    assertThat(key.elsewhere()).containsExactly("keychain");
    desk.controlPlane().answer("POST /v1/key/move", new MasterKeyView("mk_2", "keychain", "better", 1));
    key.move("keychain");
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
    questions.agree();
    assertThat(desk.controlPlane().asked("POST"))
        .containsExactly(new Asked("POST /v1/key/move", "{\"to\":\"keychain\"}"));
    assertThat(key.key().get().orElseThrow().source()).isEqualTo("keychain");
    assertThat(key.note().get()).isEqualTo("Done. The master key is now mk_2.");
  }

  @Test
  void eachWayToANewKeyHasItsQuestionAndItsRequest() {
    startKey("command");
    assertThat(key.elsewhere()).containsExactly("keychain", "file");
    key.rotate();
    assertThat(questions.open().get().orElseThrow().yes()).isEqualTo("Replace it");
    questions.agree();
    key.rotateData();
    assertThat(questions.open().get().orElseThrow().yes()).isEqualTo("Encrypt everything anew");
    questions.agree();
    assertThat(desk.controlPlane().asked("POST")).extracting(Asked::call).containsExactly("POST /v1/key/rotate",
        "POST /v1/key/rotate-data");
    assertThat(key.busy().get()).isFalse();
    assertThat(key.note().get()).isEqualTo("nothing is laid down for it");
  }

  @Test
  void showsTheRulesAsTheyAreNow() {
    desk.controlPlane().answer("GET /v1/policy", rules("one"));
    policy.start();
    assertThat(policy.policy().get().orElseThrow().sentences()).containsExactly("one");
    desk.controlPlane().answer("GET /v1/policy", rules("two"));
    desk.tell("change.applied", Map.of());
    assertThat(policy.policy().get().orElseThrow().sentences()).containsExactly("two");
    policy.stop();
    assertThat(desk.listeners()).isZero();
  }

  private static PolicyView rules(String sentence) {
    return new PolicyView(Map.of(), List.of(sentence), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }
}
