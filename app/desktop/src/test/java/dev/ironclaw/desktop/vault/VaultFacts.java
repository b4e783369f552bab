package dev.ironclaw.desktop.vault;

import dev.ironclaw.contract.api.VaultCredentialView;
import java.util.List;

/// Credentials as the control plane answers.
public final class VaultFacts {
  private VaultFacts() {}

  static VaultCredentialView github() {
    return new VaultCredentialView("github", List.of("api.github.com", "uploads.github.com"), "bearer",
        List.of("researcher@api.github.com"), "2026-10-01T08:00:00Z", "operator:local", "2026-11-18T09:00:00Z");
  }

  static VaultCredentialView git() {
    return new VaultCredentialView("git-mirror", List.of("git.example.org"), "basic", List.of(),
        "2026-11-20T08:00:00Z", "operator:local", "2026-11-20T08:00:00Z");
  }

  public static List<VaultCredentialView> some() {
    return List.of(git(), github(), new VaultCredentialView("brave-search", List.of("api.search.brave.com"),
        "header:X-Subscription-Token", List.of("researcher@api.search.brave.com",
            "house-keeper@api.search.brave.com"),
        "2026-11-20T08:00:00Z", "operator:local", "2026-11-21T07:12:00Z"));
  }
}
