package dev.ironclaw.desktop.provider;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ProviderView;

/// Who gets the words, as people know it.
public final class ProviderTitle {
  private ProviderTitle() {}

  /// Beginning as a sentence does; one that lives of another says its own name too.
  public static String of(ProviderView view) {
    String title = VisibleText.line(view.title());
    if (title.isEmpty()) {
      return VisibleText.line(view.name());
    }
    String begun = Character.toUpperCase(title.charAt(0)) + title.substring(1);
    return view.keyOf().isPresent() ? begun + " (" + VisibleText.line(view.name()) + ")" : begun;
  }
}
