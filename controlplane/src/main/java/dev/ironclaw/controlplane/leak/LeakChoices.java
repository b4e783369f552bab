package dev.ironclaw.controlplane.leak;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What an operator wants done with some forms of secrets in place of what the table says. Known secrets are the host's own,
/// and nobody chooses for them.
///
/// @param actions by the pattern's name
public record LeakChoices(Map<String, LeakAction> actions) {
  /// In the state folder: `{"bearer_token": "warn", …}`.
  public static final String FILE = "leak-actions.json";
  public static final LeakChoices NONE = new LeakChoices(Map.of());

  private static final TypeReference<Map<String, String>> FORM = new TypeReference<>() {
  };

  public LeakChoices {
    actions = Collections.unmodifiableMap(new TreeMap<>(actions));
  }

  /// What the folder's file says; nothing where there is none.
  ///
  /// @throws IronclawException `CONFIGURATION` for one that can't be read or names what is not there
  public static LeakChoices load(Path folder) {
    Path file = folder.resolve(FILE);
    if (Files.notExists(file)) {
      return NONE;
    }
    try {
      Map<String, LeakAction> actions = new TreeMap<>();
      JsonMapper.shared().readValue(Files.readString(file), FORM)
          .forEach((name, action) -> actions.put(known(file, name),
              action(file, action)));
      return new LeakChoices(actions);
    } catch (IOException | JacksonException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, words(file, "it is no object of names and actions"), e);
    }
  }

  private static String known(Path file, String name) {
    Set<String> names = new TreeSet<>(LeakPatterns.all().stream().map(LeakPattern::name).toList());
    names.add(EntropyRule.SECRET);
    names.add(EntropyRule.HEX);
    if (!names.contains(name)) {
      throw wrong(file, "\"" + name + "\" is none of " + String.join(", ", names));
    }
    return name;
  }

  private static LeakAction action(Path file, String name) {
    return Arrays.stream(LeakAction.values()).filter(action -> action.name().equalsIgnoreCase(name)).findFirst()
        .orElseThrow(() -> wrong(file, "\"" + name + "\" is none of block, redact, warn"));
  }

  private static IronclawException wrong(Path file, String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, words(file, why));
  }

  private static String words(Path file, String why) {
    return "read what is done with secrets in " + file + ": " + why + "; correct it, or remove it";
  }

  LeakAction of(String name, LeakAction otherwise) {
    return actions.getOrDefault(name, otherwise);
  }

  /// One line, for the audit log.
  public String words() {
    return String.join(", ", actions.entrySet().stream()
        .map(choice -> choice.getKey() + " " + choice.getValue().name().toLowerCase(Locale.ROOT)).toList());
  }
}
