package dev.ironclaw.desktop.shell;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// What people read, from one file: keys are `screen.part.word`.
public final class Texts {
  private final ResourceBundle bundle;

  private Texts(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /// Those of a language, English where there are none.
  public static Texts of(Locale locale) {
    return new Texts(ResourceBundle.getBundle("dev.ironclaw.desktop.texts", locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
  }

  public String of(String key) {
    return bundle.getString(key);
  }

  /// The text with values in it.
  ///
  /// @param values for `{0}`, `{1}` …; shown as they are
  public String of(String key, Object... values) {
    return new MessageFormat(bundle.getString(key), bundle.getLocale()).format(values);
  }
}
