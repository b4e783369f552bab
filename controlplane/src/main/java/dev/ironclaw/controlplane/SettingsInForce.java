package dev.ironclaw.controlplane;

import dev.ironclaw.contract.api.SettingView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The flags of a start with their values, and where each is from; made from the flags themselves, so none is forgotten.
final class SettingsInForce {
  /// Programs and their arguments may hold what nobody else should see.
  private static final Set<String> HIDDEN = Set.of("--master-key-command");

  private SettingsInForce() {}

  static List<SettingView> of(ParseResult parsed, Main.FromEnvironment environment) {
    List<SettingView> settings = new ArrayList<>();
    for (OptionSpec option : parsed.commandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        String name = option.longestName();
        String source = parsed.hasMatchedOption(option)
            ? "flag"
            : environment.defaultValue(option) == null ? "default" : "environment";
        settings.add(new SettingView(name.substring(2), value(option), source));
      }
    }
    boolean token = environment.said("IRONCLAW_API_TOKEN").isPresent();
    settings.add(new SettingView("token", token ? "set" : "in the state folder", token ? "environment" : "default"));
    return List.copyOf(settings);
  }

  private static String value(OptionSpec option) {
    Object value = option.getValue();
    if (value == null) {
      return "";
    }
    if (HIDDEN.contains(option.longestName())) {
      return "set";
    }
    String text = value instanceof Collection<?> many
        ? many.stream().map(Objects::toString).collect(Collectors.joining(" "))
        : value.toString();
    return text.replaceAll("//[^/@ ]*@", "//…@");
  }
}
