package dev.ironclaw.desktop.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.contract.api.ModelChoiceView;
import dev.ironclaw.contract.api.OnboardView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.desktop.agent.Agents;
import dev.ironclaw.desktop.agent.ReviewViewModel;
import dev.ironclaw.desktop.onboarding.OnboardingViewModel.Step;
import dev.ironclaw.desktop.provider.ProviderFacts;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OnboardingViewModelTest {
  private static final String MESSAGES = "GET /v1/ui/chat/helper/messages?limit=50&newest=true&include=all";
  private final Desk desk = new Desk();
  private final Navigation navigation = new Navigation();
  private final ObjectProperty<Optional<Boolean>> tray = new SimpleObjectProperty<>(Optional.empty());
  private final OnboardingViewModel model = new OnboardingViewModel(desk.backend(), Desk.TEXTS, navigation, tray,
      new MachineChecks(Desk.TEXTS, Optional.empty()),
      new Random(1));

  @AfterEach
  void close() {
    model.stop();
    desk.close();
  }

  private void start(RuntimeView runtime, String keySource) {
    OnboardingSamples.machine(desk.controlPlane(), runtime, keySource);
    Agents.catalog(desk.controlPlane());
    model.start();
  }

  private Check check(String title) {
    return model.checks().stream().filter(check -> check.title().equals(title)).findFirst().orElseThrow();
  }

  @Test
  void onlyWhatAPersonTypedCountsAsUnsaved() {
    start(OnboardingSamples.gvisor(), "keychain");
    assertThat(model.isUnsaved()).isFalse();
    model.form().get().orElseThrow().name().set("Grace's helper");
    assertThat(model.isUnsaved()).isTrue();
  }

  @Test
  void aServerThatIsFoundBecomesTheModelOfTheFirstAgent() {
    start(OnboardingSamples.gvisor(), "keychain");
    ProviderFacts.some(desk.controlPlane());
    Agents.catalog(desk.controlPlane());
    model.next();
    assertThat(model.step().get()).isEqualTo(Step.MODEL);
    assertThat(model.providers().found()).hasSize(2);
    assertThat(model.form().get().orElseThrow().modelName().get()).isEqualTo("mock-1");
    model.connecting().set(true);
    desk.controlPlane().answer("POST /v1/providers/local", ProviderFacts.ollamaInUse());
    desk.controlPlane().answer("POST /v1/providers/local/test", ProviderFacts.answering("local"));
    desk.controlPlane().answer("GET /v1/ui/models", List.of(new ModelChoiceView("local", Optional.of("qwen3:8b")),
        new ModelChoiceView("mock", Optional.of("mock-1"))));
    model.providers().use(model.providers().found().getFirst(), "qwen3:8b");
    assertThat(model.connecting().get()).isFalse();
    assertThat(model.form().get().orElseThrow().model().get().provider()).isEqualTo("local");
    assertThat(model.form().get().orElseThrow().modelName().get()).isEqualTo("qwen3:8b");
    desk.controlPlane().answer("GET /v1/ui/models", List.of(new ModelChoiceView("local", Optional.of("llama3.2")),
        new ModelChoiceView("mock", Optional.of("mock-1"))));
    model.providers().use(model.providers().found().getFirst(), "llama3.2");
    assertThat(model.form().get().orElseThrow().modelName().get()).as("another one of the same").isEqualTo("llama3.2");
  }

  @Test
  void aKeyThatIsRefusedLeavesTheChoiceAsItWas() {
    start(OnboardingSamples.gvisor(), "keychain");
    ProviderFacts.some(desk.controlPlane());
    model.next();
    model.connecting().set(true);
    model.providers().choose(model.providers().providers().get(1));
    model.providers().test(model.providers().chosen().get().orElseThrow());
    assertThat(model.connecting().get()).as("what went wrong is read there").isTrue();
    assertThat(model.form().get().orElseThrow().model().get().provider()).isEqualTo("mock");
  }

  @Test
  void saysWhereTheControlPlaneRunsOnWindows() {
    OnboardingViewModel windows = new OnboardingViewModel(desk.backend(), Desk.TEXTS, navigation, tray,
        new MachineChecks(Desk.TEXTS, Optional.of("IronClaw")), new Random(1));
    OnboardingSamples.machine(desk.controlPlane(), OnboardingSamples.gvisor(), "keychain");
    Agents.catalog(desk.controlPlane());
    windows.start();
    assertThat(windows.checks().getFirst().words()).contains("WSL 2", "IronClaw");
    windows.stop();
  }

  @Test
  void aMachineThatIsAsItShouldBeHasNothingToMend() {
    tray.set(Optional.of(true));
    start(OnboardingSamples.gvisor(), "keychain");
    assertThat(model.checks()).hasSize(3).allSatisfy(check -> {
      assertThat(check.level()).isEqualTo(Check.Level.GOOD);
      assertThat(check.command()).isEmpty();
    });
  }

  @Test
  void eachGapHasACommandThatMendsIt() {
    tray.set(Optional.of(false));
    start(OnboardingSamples.gvisor("limits not enforced: rootless runsc sets no cgroup"), "file");
    assertThat(check("Limits").command()).contains("sudo loginctl enable-linger \"$USER\"");
    assertThat(check("Master key").command()).contains("ironctl key move --to keychain");
    assertThat(check("Icon in the panel").level()).isEqualTo(Check.Level.WEAK);
    assertThat(check("Sandbox").level()).isEqualTo(Check.Level.GOOD);
  }

  @Test
  void aMissingSandboxIsBrokenAndAnotherOneIsWeaker() {
    start(new RuntimeView("runsc", false, "", "", "rootless", List.of(),
        List.of("/usr/bin/runsc is not installed; install gVisor's runsc")), "keychain");
    assertThat(check("Sandbox").level()).isEqualTo(Check.Level.BROKEN);
    assertThat(check("Sandbox").command()).contains("sudo apt install runsc");
    OnboardingSamples.machine(desk.controlPlane(), new RuntimeView("process", true, "", "", "", List.of(), List.of()),
        "keychain");
    model.measure();
    assertThat(check("Sandbox").level()).isEqualTo(Check.Level.WEAK);
  }

  @Test
  void theIconIsSaidOnceItIsKnown() {
    start(OnboardingSamples.gvisor(), "keychain");
    assertThat(model.checks()).noneMatch(check -> check.title().equals("Icon in the panel"));
    tray.set(Optional.of(true));
    assertThat(check("Icon in the panel").level()).isEqualTo(Check.Level.GOOD);
  }

  @Test
  void whatCannotBeMeasuredIsSaid() {
    desk.controlPlane().refuse("GET /v1/status", 503, "NOT_READY", "not ready yet");
    model.start();
    assertThat(model.measuring().get()).isEqualTo(new ListState.Failed("not ready yet"));
  }

  private ReviewViewModel card() {
    desk.controlPlane().answer("POST /v1/changes/preview", Agents.making("chg_000031", "helper", "Helper"));
    model.next();
    model.next();
    assertThat(model.step().get()).isEqualTo(Step.AGENT);
    model.review();
    return model.reviewed().get().orElseThrow();
  }

  @Test
  void fromAFreshMachineToTheFirstAnswer() {
    start(OnboardingSamples.gvisor(), "keychain");
    ReviewViewModel review = card();
    assertThat(model.hasNext()).isFalse();
    desk.delaysEnd();
    review.card().get().orElseThrow().seen().set(true);
    review.card().get().orElseThrow().name().set("helper");
    desk.controlPlane().answer("POST /v1/changes", new ChangeAccepted("chg_000031", "applied"));
    review.approve();
    assertThat(review.isApplied()).isTrue();
    desk.controlPlane().answer(MESSAGES, new MessagesView(Optional.empty(), List.of()));
    model.next();
    HelloViewModel talk = model.hello().get().orElseThrow();
    assertThat(talk.agent()).isEqualTo("helper");
    desk.controlPlane().answer("POST /v1/ui/chat/send",
        new ChatSendResult(Optional.of("sess_1"), "msg_1", true, List.of()));
    talk.send();
    assertThat(talk.waiting().get()).isTrue();
    desk.tell("chat.partial", Map.of("inReplyTo", "msg_1", "offset", 0, "text", "I am"));
    desk.tell("chat.partial", Map.of("inReplyTo", "msg_9", "offset", 0, "text", "Not yours"));
    assertThat(talk.partial().get()).isEqualTo("I am");
    desk.controlPlane().answer(MESSAGES, new MessagesView(Optional.of("sess_1"), List.of(
        new MessageView("out_msg_1", "sess_1", Optional.empty(), "I am Helper.", "2026-11-21T10:00:01Z", "agent",
            Optional.of("msg_1"), Optional.empty()))));
    desk.tell("chat.message", Map.of("sessionId", "sess_1"));
    assertThat(talk.answered().get()).isTrue();
    assertThat(talk.waiting().get()).isFalse();
    navigation.offer(List.of("chat"));
    model.leave();
    assertThat(navigation.screen().get()).isEqualTo("chat");
  }

  @Test
  void aMessageThatIsNotTakenStaysInItsField() {
    start(OnboardingSamples.gvisor(), "keychain");
    Agents.catalog(desk.controlPlane(), Agents.assistant());
    model.load();
    desk.controlPlane().answer(MESSAGES, new MessagesView(Optional.empty(), List.of()));
    model.go(Step.HELLO);
    HelloViewModel talk = model.hello().get().orElseThrow();
    desk.controlPlane().refuse("POST /v1/ui/chat/send", 503, "PAUSED", "everything is paused");
    talk.text().set("Are you there?");
    talk.send();
    assertThat(talk.note().get()).isEqualTo("everything is paused");
    assertThat(talk.text().get()).isEqualTo("Are you there?");
    assertThat(talk.waiting().get()).isFalse();
  }

  @Test
  void whatWasBeingSentWhenItWasLeftIsSentOnceMoreUnderTheSameId() {
    start(OnboardingSamples.gvisor(), "keychain");
    Agents.catalog(desk.controlPlane(), Agents.assistant());
    model.load();
    desk.controlPlane().answer(MESSAGES, new MessagesView(Optional.empty(), List.of()));
    model.go(Step.HELLO);
    HelloViewModel talk = model.hello().get().orElseThrow();
    desk.controlPlane().answer("POST /v1/ui/chat/send",
        new ChatSendResult(Optional.of("sess_1"), "msg_1", true, List.of()));
    desk.hold();
    talk.send();
    assertThat(talk.waiting().get()).isTrue();
    talk.stop();
    desk.deliver();
    talk.start();
    assertThat(talk.waiting().get()).isFalse();
    talk.send();
    List<String> bodies = desk.controlPlane().asked("POST").stream().map(asked -> asked.body()).toList();
    assertThat(bodies).hasSize(2);
    assertThat(bodies.getFirst()).contains("\"id\":\"msg_").isEqualTo(bodies.getLast());
    assertThat(talk.waiting().get()).isTrue();
  }

  @Test
  void aBadNameShowsNoCard() {
    start(OnboardingSamples.gvisor(), "keychain");
    model.form().get().orElseThrow().name().set("All");
    model.go(Step.AGENT);
    model.review();
    assertThat(model.reviewed().get()).isEmpty();
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
  }

  @Test
  void allOfItCanBeSkippedAndNothingIsAskedFor() {
    start(OnboardingSamples.gvisor(), "keychain");
    navigation.offer(List.of("home"));
    model.leave();
    assertThat(navigation.screen().get()).isEqualTo("home");
    assertThat(desk.controlPlane().asked("POST")).isEmpty();
  }

  @Test
  void itOpensByItselfOnlyWhereSomethingIsMissing() {
    desk.controlPlane().answer("GET /v1/ui/onboard", new OnboardView(List.of(), true));
    navigation.go("home");
    FirstStart.look(desk.backend(), navigation, "home");
    assertThat(navigation.screen().get()).isEqualTo("home");
    desk.controlPlane().answer("GET /v1/ui/onboard", new OnboardView(List.of(), false));
    desk.hold();
    FirstStart.look(desk.backend(), navigation, "home");
    navigation.go("approvals");
    desk.deliver();
    assertThat(navigation.screen().get()).isEqualTo("approvals");
    FirstStart.look(desk.backend(), navigation, "approvals");
    assertThat(navigation.screen().get()).isEqualTo(OnboardingView.ID);
  }

  @Test
  void nothingReachesItAfterItsStop() {
    start(OnboardingSamples.gvisor(), "keychain");
    card();
    model.stop();
    assertThat(desk.listeners()).isZero();
    int before = desk.controlPlane().asked("GET").size();
    tray.set(Optional.of(false));
    desk.tell("resync", Map.of());
    assertThat(desk.controlPlane().asked("GET")).hasSize(before);
    assertThat(model.checks()).hasSize(2);
  }
}
