package dev.ironclaw.desktop;

import dev.ironclaw.client.EngineSetup;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.posture.EnginePane;
import dev.ironclaw.desktop.preference.Isolation;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.StartPane;
import dev.ironclaw.desktop.shell.Texts;
import java.util.function.Supplier;
import javafx.scene.Node;

/// What a person can choose where the app's own control plane did not start for want of something that isolates agents.
/// Nothing of it happens unasked, and whatever is weaker is said before the yes.
///
/// Threading: the UI thread.
final class IsolationOffers {
  /// What [IronclawException#field] names where the operator's yes alone is missing.
  private static final String DEGRADED = "--accept-degraded-isolation";

  private final StartPane starting;
  private final Questions questions;
  private final PreferenceStore preferences;
  private final Texts texts;
  private final Here here;

  /// This machine and this start.
  ///
  /// @param linux where gVisor works without an engine
  /// @param chosen whether the command line or the environment say what isolates agents: a choice made here would not count
  /// @param engine how the engine learns of the sealed gVisor
  record Here(boolean linux, boolean chosen, Supplier<Node> engine) {
    static Here of(DesktopOptions options, DesktopEnvironment environment, Texts texts) {
      return new Here(environment.osName().equals("Linux"),
          HostChoices.given(options, environment).runtime().isPresent(),
          () -> new EnginePane(EngineSetup.of(EngineSetup.DEFAULT_FILE), texts));
    }
  }

  IsolationOffers(StartPane starting, Questions questions, PreferenceStore preferences, Texts texts, Here here) {
    this.starting = starting;
    this.questions = questions;
    this.preferences = preferences;
    this.texts = texts;
    this.here = here;
  }

  /// Says why nothing started, and offers what may help.
  ///
  /// @param again starts anew
  void failed(IronclawException why, Runnable again) {
    Isolation kept = preferences.preferences().get().isolation();
    boolean unsealed = why.field().filter(DEGRADED::equals).isPresent();
    starting.failed(words(why, kept, unsealed));
    // An engine's settings that nobody can read are one's own configuration, and no runtime that is missing.
    boolean missing = why.code() == ErrorCode.RUNTIME_UNAVAILABLE
        || (why.code() == ErrorCode.CONFIGURATION && kept.by() != Isolation.By.GVISOR);
    if (!missing) {
      return;
    }
    if (unsealed) {
      offerWeaker(again);
    }
    if (!here.chosen) {
      offerOthers(kept, again);
    }
  }

  private String words(IronclawException why, Isolation kept, boolean unsealed) {
    if (unsealed) {
      return texts.of("shell.start.unsealed") + "\n\n"
          + texts.of(here.linux ? "shell.start.unsealed.here" : "shell.start.unsealed.elsewhere");
    }
    if (why.code() == ErrorCode.RUNTIME_UNAVAILABLE && !here.linux && !here.chosen
        && kept.by() == Isolation.By.GVISOR) {
      return texts.of("shell.start.no-gvisor");
    }
    return texts.of("shell.start.failed", String.valueOf(why.getMessage()));
  }

  private void offerWeaker(Runnable again) {
    starting.allows("start-weaker", texts.of("shell.start.weaker"), () -> questions.ask(new Question(
        texts.of("isolation.weaker.question"), texts.of("isolation.weaker.words"), texts.of("isolation.weaker.go"),
        () -> keep(preferences.preferences().get().isolation().withAcceptWeaker(true), again))));
    if (here.linux) {
      starting.explains(here.engine.get());
    }
  }

  /// A yes to something weaker was given for what was chosen then, and is asked for anew.
  private void offerOthers(Isolation kept, Runnable again) {
    if (kept.by() != Isolation.By.ENGINE) {
      starting.offers(texts.of("shell.start.engine"), () -> questions.ask(new Question(
          texts.of("shell.start.engine.question"), texts.of("shell.start.engine.words"),
          texts.of("shell.start.engine.go"), () -> keep(Isolation.DEFAULT.withBy(Isolation.By.ENGINE), again))));
    }
    if (kept.by() != Isolation.By.GVISOR && here.linux) {
      starting.allows("start-gvisor", texts.of("shell.start.gvisor"), () -> keep(Isolation.DEFAULT, again));
    }
  }

  private void keep(Isolation wanted, Runnable again) {
    preferences.change(now -> now.withIsolation(wanted));
    again.run();
  }
}
