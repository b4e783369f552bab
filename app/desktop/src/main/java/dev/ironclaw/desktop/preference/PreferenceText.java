package dev.ironclaw.desktop.preference;

import dev.ironclaw.desktop.preference.Preferences.WindowPlace;
import dev.ironclaw.desktop.shell.Theme;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file's form: `name=value` lines.
final class PreferenceText {
  private static final String ACCEPT_WEAKER = "accept-weaker-isolation";
  private static final String CLOSE_TO_TRAY = "close-to-tray";
  private static final String RUNTIME = "runtime";
  private static final String START_MINIMIZED = "start-minimized";
  private static final String THEME = "theme";
  private static final String WINDOW = "window";
  private static final Set<String> NAMES = Set.of(ACCEPT_WEAKER, CLOSE_TO_TRAY, RUNTIME, START_MINIMIZED, THEME,
      WINDOW);
  /// Width, height, x, y, as X11 writes it.
  private static final Pattern PLACE = Pattern
      .compile("([1-9]\\d{1,4})x([1-9]\\d{1,4})([+-]\\d{1,5})([+-]\\d{1,5})( maximized)?");

  private PreferenceText() {}

  /// What a text says.
  ///
  /// @param wrong names of what was not understood: the default is used there
  record Reading(Preferences preferences, List<String> wrong) {}

  static Reading read(String text) {
    Properties found = new Properties();
    try {
      found.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException _) {
      // silent-ok: told as wrong.
      return new Reading(Preferences.DEFAULT, List.of("the whole file"));
    }
    List<String> wrong = new ArrayList<>();
    found.stringPropertyNames().stream().filter(name -> !NAMES.contains(name)).sorted().forEach(wrong::add);
    Preferences standard = Preferences.DEFAULT;
    return new Reading(new Preferences(
        value(found, CLOSE_TO_TRAY).flatMap(value -> bool(CLOSE_TO_TRAY, value, wrong))
            .orElse(standard.closeToTray()),
        value(found, START_MINIMIZED).flatMap(value -> bool(START_MINIMIZED, value, wrong))
            .orElse(standard.startMinimized()),
        value(found, THEME).flatMap(value -> theme(value, wrong)).orElse(standard.theme()),
        isolation(found, wrong),
        value(found, WINDOW).flatMap(value -> place(value, wrong))), wrong);
  }

  private static Optional<String> value(Properties found, String name) {
    return Optional.ofNullable(found.getProperty(name)).map(String::strip);
  }

  private static Optional<Boolean> bool(String name, String value, List<String> wrong) {
    return switch (value) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> {
        wrong.add(name);
        yield Optional.empty();
      }
    };
  }

  private static Optional<Theme> theme(String value, List<String> wrong) {
    for (Theme theme : Theme.values()) {
      if (word(theme).equals(value)) {
        return Optional.of(theme);
      }
    }
    wrong.add(THEME);
    return Optional.empty();
  }

  /// Nothing weaker than what was understood.
  private static Isolation isolation(Properties found, List<String> wrong) {
    return new Isolation(
        value(found, RUNTIME).flatMap(value -> runtime(value, wrong)).orElse(Isolation.DEFAULT.by()),
        value(found, ACCEPT_WEAKER).flatMap(value -> bool(ACCEPT_WEAKER, value, wrong))
            .orElse(Isolation.DEFAULT.acceptWeaker()));
  }

  private static Optional<Isolation.By> runtime(String value, List<String> wrong) {
    for (Isolation.By each : Isolation.By.values()) {
      if (each.word().equals(value)) {
        return Optional.of(each);
      }
    }
    wrong.add(RUNTIME);
    return Optional.empty();
  }

  private static Optional<WindowPlace> place(String value, List<String> wrong) {
    Matcher place = PLACE.matcher(value);
    if (!place.matches()) {
      wrong.add(WINDOW);
      return Optional.empty();
    }
    return Optional.of(new WindowPlace(Integer.parseInt(place.group(3)), Integer.parseInt(place.group(4)),
        Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)), place.group(5) != null));
  }

  static String write(Preferences preferences) {
    StringBuilder text = new StringBuilder("# Preferences of the IronClaw app on this machine.\n");
    // Only what was chosen: the file of somebody who chose nothing stays as it was.
    if (preferences.isolation().acceptWeaker()) {
      line(text, ACCEPT_WEAKER, "true");
    }
    line(text, CLOSE_TO_TRAY, String.valueOf(preferences.closeToTray()));
    preferences.isolation().runtime().ifPresent(word -> line(text, RUNTIME, word));
    line(text, START_MINIMIZED, String.valueOf(preferences.startMinimized()));
    line(text, THEME, word(preferences.theme()));
    preferences.window().ifPresent(place -> line(text, WINDOW, String.format(Locale.ROOT, "%dx%d%+d%+d%s",
        place.width(), place.height(), place.x(), place.y(), place.maximized() ? " maximized" : "")));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append('=').append(value).append('\n');
  }

  private static String word(Theme theme) {
    return theme.name().toLowerCase(Locale.ROOT);
  }
}
