package dev.ironclaw.desktop.instance;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A link that shows something in the window, such as `ironclaw://change/chg_5d2f`. It never does anything else: any web
/// page can offer one.
///
/// @param id as the control plane gives them
public record DeepLink(Kind kind, String id) {
  private static final Pattern FORM = Pattern.compile("ironclaw://(change|agent|session)/([A-Za-z0-9_-]{1,64})");

  /// What can be shown.
  public enum Kind {
    CHANGE, AGENT, SESSION
  }

  /// Reads one; empty for everything else.
  public static Optional<DeepLink> parse(String text) {
    Matcher link = FORM.matcher(text);
    return link.matches()
        ? Optional.of(new DeepLink(Kind.valueOf(link.group(1).toUpperCase(Locale.ROOT)), link.group(2)))
        : Optional.empty();
  }
}
