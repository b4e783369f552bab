package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Navigation;

/// Opens the setup where something is missing for a first conversation, unless somebody has gone elsewhere meanwhile.
public final class FirstStart {
  private FirstStart() {}

  /// Asks once.
  public static void look(Backend backend, Navigation navigation) {
    String open = navigation.screen().get();
    backend.calls().call(() -> backend.client().onboard(), found -> {
      if (!found.ok() && navigation.screen().get().equals(open)) {
        navigation.go(OnboardingView.ID);
      }
    }, _ -> {
      // The window says by itself that the control plane does not answer.
    });
  }
}
