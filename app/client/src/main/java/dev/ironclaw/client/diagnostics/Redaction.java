package dev.ironclaw.client.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out of a text what says who somebody is or opens something. The second fence: what goes into a [Bundle] is
/// chosen field by field, and then goes through here.
public final class Redaction {
  /// Stands for what was taken out.
  public static final String GONE = "[removed]";
  /// Too common to say who somebody is, and words of ours.
  private static final Set<String> NOBODY = Set.of("root", "user", "admin", "local", "localhost");
  private static final int SHORTEST_NAME = 3;

  private static final List<Rule> SECRETS = List.of(
      Rule.of("(?s)-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|\\z)", GONE),
      Rule.of("otpauth://\\S+", GONE),
      Rule.of("(?i)\\b(bearer|basic)\\s+[^\\s\"',;]+", "$1 " + GONE),
      Rule.of("(?i)([a-z]{2,10}://)[^/@\\s]*@", "$1" + GONE + "@"),
      Rule.of("(?i)\\b((?:pass(?:word|phrase|wd)?|secret|token|api[-_ ]?key|authorization)\\s*[=:]\\s*)[^\\s,;]+",
          "$1" + GONE),
      Rule.of("\\b(?:ict_|sk-|pk-|xox[a-z]-|gh[a-z]_|github_pat_|AKIA|AIza|hf_|glpat-)[A-Za-z0-9_\\-]+", GONE),
      Rule.of("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+", GONE),
      Rule.of("\\b[0-9a-fA-F]{32,}\\b", GONE),
      // A path has slashes all over, a key has few.
      Rule.of(
          "(?<![\\w/+=.-])(?!(?:ses|box|chg|tok|gr|mg|wr|msg)_[0-9a-f]{16,32}\\b)(?=[\\w+=-]*[0-9])(?=[\\w+=-]*[A-Za-z])[\\w+=-]{28,}(?![\\w/])",
          GONE),
      Rule.of("(/home/|/Users/|\\\\Users\\\\)[^/\\\\\\s:;,\"']+", "$1[user]"));

  private record Rule(Pattern pattern, String instead) {
    static Rule of(String pattern, String instead) {
      return new Rule(Pattern.compile(pattern), instead);
    }

    String apply(String text) {
      return pattern.matcher(text).replaceAll(instead);
    }
  }

  private final List<Rule> rules;

  /// The rules for one person on one machine.
  ///
  /// @param secrets taken out wherever they stand, for example the API's token
  /// @param home the person's home folder
  /// @param names the person's and the machine's
  public Redaction(List<String> secrets, String home, List<String> names) {
    List<Rule> all = new ArrayList<>();
    secrets.stream().filter(secret -> !secret.isBlank()).forEach(secret -> all.add(literal(secret, GONE)));
    if (home.length() > 1) {
      all.add(literal(home, "~"));
    }
    all.addAll(SECRETS);
    names.stream().filter(name -> name.length() >= SHORTEST_NAME && !NOBODY.contains(name))
        .forEach(name -> all.add(new Rule(Pattern.compile("(?i)(?<![A-Za-z0-9])" + Pattern.quote(name)
            + "(?![A-Za-z0-9])"), Matcher.quoteReplacement("[name]"))));
    this.rules = List.copyOf(all);
  }

  private static Rule literal(String text, String instead) {
    return new Rule(Pattern.compile(text, Pattern.LITERAL), Matcher.quoteReplacement(instead));
  }

  public String of(String text) {
    String left = text;
    for (Rule rule : rules) {
      left = rule.apply(left);
    }
    return left;
  }
}
