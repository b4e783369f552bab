package dev.ironclaw.contract;

import java.util.regex.Pattern;

/// The one check behind every typed id: a value that does not match never becomes an id.
final class Id {
  private Id() {}

  /// What an id must look like, and how to name it in an error.
  static final class Rule {
    private final String what;
    private final Pattern pattern;

    Rule(String what, String regex) {
      this.what = what;
      this.pattern = Pattern.compile(regex);
    }

    void check(String value) {
      if (value == null || !pattern.matcher(value).matches()) {
        throw new IronclawException(ErrorCode.INVALID_ID,
            "not a valid " + what + ": it must match " + pattern.pattern());
      }
    }
  }
}
