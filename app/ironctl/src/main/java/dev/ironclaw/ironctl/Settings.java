package dev.ironclaw.ironctl;

import dev.ironclaw.contract.VisibleText;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// This program's own settings: one file of `name=value` lines, `PROFILE.name` for a profile's. No token is ever in it.
final class Settings {
  /// In the order in which they are told.
  static final List<String> NAMES = List.of("addr", "ca", "profile", "state-dir", "tls-fingerprint");
  private static final String PROFILE = "[a-z0-9][a-z0-9-]{0,31}";

  private final Path file;

  Settings(Path file) {
    this.file = file;
  }

  /// The platform's place for a program's settings.
  static Settings of(Surroundings surroundings) {
    Optional<String> folder = surroundings.variable(surroundings.osName().startsWith("Windows")
        ? "APPDATA"
        : "XDG_CONFIG_HOME").filter(text -> Path.of(text).isAbsolute());
    return new Settings(folder.map(Path::of).orElseGet(() -> Path.of(surroundings.home(), ".config"))
        .resolve("ironclaw").resolve("ironctl.properties"));
  }

  Path file() {
    return file;
  }

  /// A profile's own value, else the one for all; a profile that nothing is set for is a mistake.
  Optional<String> value(String name, Optional<String> profile) {
    SortedMap<String, String> all = all();
    profile.filter(wanted -> all.keySet().stream().noneMatch(key -> key.startsWith(wanted + "."))).ifPresent(wanted -> {
      throw new CommandFailure(ExitCode.USAGE, "there is no profile '" + VisibleText.brief(wanted) + "' in " + file
          + "; make it with ironctl config set " + VisibleText.brief(wanted) + ".addr URL");
    });
    return profile.map(wanted -> all.get(wanted + "." + name)).or(() -> Optional.ofNullable(all.get(name)));
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(all().get(known(key)));
  }

  /// What the file says, by name.
  SortedMap<String, String> all() {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new TreeMap<>();
    }
    Properties read = new Properties();
    try {
      read.load(new StringReader(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot read " + file + ": " + e.getMessage());
    }
    TreeMap<String, String> all = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> all.put(known(name), read.getProperty(name).strip()));
    return all;
  }

  /// @param value empty takes it away
  void set(String key, Optional<String> value) {
    SortedMap<String, String> all = all();
    value.ifPresentOrElse(text -> all.put(known(key), text), () -> all.remove(known(key)));
    String text = all.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\"))
        .collect(
            Collectors.joining("\n", "# Settings of ironctl. Change them with: ironctl config set NAME VALUE\n", "\n"));
    try {
      Files.createDirectories(file.getParent());
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(next, text, StandardCharsets.UTF_8);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot write " + file + ": " + e.getMessage());
    }
  }

  private static String known(String key) {
    String name = key.substring(key.indexOf('.') + 1);
    String profile = key.contains(".") ? key.substring(0, key.indexOf('.')) : "";
    boolean fits = NAMES.contains(name)
        && (profile.isEmpty() || (profile.matches(PROFILE) && !name.equals("profile")));
    if (!fits) {
      throw new CommandFailure(ExitCode.USAGE, "'" + VisibleText.brief(key) + "' is no setting; there are "
          + String.join(", ", NAMES) + ", and PROFILE.NAME for one profile alone"
          + (name.contains("token") ? ". A token is never kept there: use --token - or IRONCLAW_API_TOKEN" : ""));
    }
    return key;
  }
}
