package dev.ironclaw.controlplane.kind;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a name may be written in, so that no two names look alike: composed characters, one script (Unicode TS 39,
/// "highly restrictive": Latin may stand beside the East Asian ones).
final class Scripts {
  private static final List<Set<UnicodeScript>> TOGETHER = List.of(
      EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
      EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL),
      EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO));
  /// Letters of Cyrillic, Greek and Armenian that are drawn like Latin ones.
  private static final String LIKE_LATIN = "аысԁеԍһіюкјӏмнорԗԛстԝхуъьҽпгѵѡѕ" + "αβγηικνορτυχω" + "աեզհղնոսցւքօյ";

  private Scripts() {}

  /// Why a name may not be written like this.
  static Optional<String> objection(String name) {
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFKC)) {
      return Optional.of("holds characters that are written another way in plain text");
    }
    Set<UnicodeScript> scripts = of(name);
    boolean mixed = scripts.size() > 1 && TOGETHER.stream().noneMatch(set -> set.containsAll(scripts));
    return mixed ? Optional.of("mixes letters of " + words(scripts)) : Optional.empty();
  }

  /// Whether a reader would take a name in another alphabet for Latin letters.
  static boolean looksLatin(String name) {
    return !of(name).isEmpty() && !of(name).contains(UnicodeScript.LATIN)
        && name.codePoints().filter(Character::isLetter).allMatch(c -> LIKE_LATIN.indexOf(c) >= 0);
  }

  private static Set<UnicodeScript> of(String name) {
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    name.codePoints().mapToObj(UnicodeScript::of)
        .filter(script -> script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED).forEach(scripts::add);
    return scripts;
  }

  private static String words(Set<UnicodeScript> scripts) {
    return String.join(" and ", scripts.stream().map(script -> Character.toTitleCase(script.name().charAt(0))
        + script.name().substring(1).toLowerCase(Locale.ROOT)).toList());
  }
}
