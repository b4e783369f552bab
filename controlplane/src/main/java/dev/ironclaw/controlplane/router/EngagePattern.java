package dev.ironclaw.controlplane.router;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.re2j.Pattern;
import dev.ironclaw.controlplane.registry.EngageRule;
import java.util.Optional;

/// Matches engage patterns against what strangers write, in time linear in the text. A pattern that [EngageRule] does
/// not let through never engages.
final class EngagePattern {
  /// Longest part of a text that is looked at, in chars.
  static final int MAX_TEXT = 64 * 1024;

  private final LoadingCache<String, Optional<Pattern>> compiled = Caffeine.newBuilder().maximumSize(1_000)
      .build(EngageRule::compile);

  boolean matches(String pattern, String text) {
    if (pattern.equals(".")) {
      return true;
    }
    String part = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    return compiled.get(pattern).map(regex -> regex.matcher(part).find()).orElse(false);
  }
}
