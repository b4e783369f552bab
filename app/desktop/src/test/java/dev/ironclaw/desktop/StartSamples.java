package dev.ironclaw.desktop;

import dev.ironclaw.client.EngineSetup;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.posture.EnginePane;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.shell.QuestionPane;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.StartPane;
import dev.ironclaw.desktop.testing.Desk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.control.Button;

/// What is shown where the app's own control plane did not start.
public final class StartSamples {
  private StartSamples() {}

  private static IronclawException noRunsc() {
    return new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
        "start the runsc runtime: /usr/local/bin/runsc is not installed; install gVisor's runsc "
            + "(https://gvisor.dev/docs/user_guide/install) or name its path");
  }

  private static IronclawException unsealed() {
    return new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
        "start the docker runtime: it has no sealed gVisor").in("--accept-degraded-isolation");
  }

  /// By the names of their pictures.
  public static Map<String, Supplier<Parent>> all() {
    return new TreeMap<>(Map.of("start-missing", () -> failed(noRunsc(), true, ""),
        "start-missing-question", () -> failed(noRunsc(), true, "start-offer"),
        "start-missing-mac", () -> failed(noRunsc(), false, ""),
        "start-unsealed", () -> failed(unsealed(), true, ""),
        "start-unsealed-question", () -> failed(unsealed(), true, "start-weaker"),
        "start-unsealed-mac", () -> failed(unsealed(), false, "")));
  }

  private static Parent failed(IronclawException why, boolean linux, String pressed) {
    Questions questions = new Questions();
    StartPane pane = new StartPane(Desk.TEXTS);
    IsolationOffers.Here here = new IsolationOffers.Here(linux, false,
        () -> new EnginePane(EngineSetup.elsewhere(EngineSetup.DEFAULT_FILE), Desk.TEXTS));
    new IsolationOffers(pane, questions, kept(why), Desk.TEXTS, here).failed(why, () -> {});
    if (pane.lookup("#" + pressed) instanceof Button button) {
      button.fire();
    }
    return new QuestionPane(questions, Desk.TEXTS, pane);
  }

  /// As it was when that went wrong.
  private static PreferenceStore kept(IronclawException why) {
    try {
      Path folder = Files.createTempDirectory("start-");
      Path file = folder.resolve("preferences.properties");
      Files.writeString(file, why.field().isPresent() ? "runtime=docker\n" : "");
      PreferenceStore store = new PreferenceStore(folder, Runnable::run);
      Files.delete(file);
      Files.delete(folder);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
