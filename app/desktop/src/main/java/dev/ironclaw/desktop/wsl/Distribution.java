package dev.ironclaw.desktop.wsl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Linux that WSL has.
///
/// @param version of WSL that runs it: 1 has no kernel of its own, and no gVisor
record Distribution(String name, int version, boolean isDefault) {
  /// The one that the app makes for itself.
  static final String OURS = "IronClaw";
  /// Heading and states are in the language of Windows; the mark, the name and the number are not. A line of another form,
  /// such as the heading, is none of a distribution.
  private static final Pattern ROW = Pattern.compile("([* ]) ([A-Za-z0-9][A-Za-z0-9._-]{0,63})\\s.*\\s([12])\\s*");
  /// Made by other programs for themselves, without what ours needs.
  private static final List<String> APPLIANCES = List.of("docker-desktop", "rancher-desktop", "podman-machine");

  /// Reads `wsl.exe --list --verbose`.
  static List<Distribution> parse(String listing) {
    return listing.lines().map(ROW::matcher).filter(Matcher::matches)
        .map(row -> new Distribution(row.group(2), Integer.parseInt(row.group(3)), row.group(1).equals("*"))).toList();
  }

  /// Ours, else the one that is the default.
  static Optional<Distribution> choose(List<Distribution> all) {
    return all.stream().filter(Distribution::isOurs).findFirst()
        .or(() -> all.stream().filter(Distribution::isDefault).filter(one -> !one.isAppliance()).findFirst());
  }

  /// Names are the same in any case.
  boolean isOurs() {
    return name.equalsIgnoreCase(OURS);
  }

  private boolean isAppliance() {
    String lower = name.toLowerCase(Locale.ROOT);
    return APPLIANCES.stream().anyMatch(lower::startsWith);
  }
}
