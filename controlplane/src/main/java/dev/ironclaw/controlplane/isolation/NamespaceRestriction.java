package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Where AppArmor lets only programs that it knows make user namespaces, as Ubuntu does since 24.04: rootless runsc needs a
/// profile then. It says what to do; the kernel is what refuses.
final class NamespaceRestriction {
  private static final Path SWITCH = Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");
  private static final Path PROFILES = Path.of("/etc/apparmor.d");
  private static final String OURS = "/opt/ironclaw/lib/apparmor/ironclaw-runsc";
  private static final long MOST_BYTES = 1 << 20;
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*#.*$");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Predicate<String> USERNS = Pattern.compile("userns,?").asMatchPredicate();

  private final Path toggle;
  private final Path profiles;

  NamespaceRestriction() {
    this(SWITCH, PROFILES);
  }

  /// @param toggle the kernel's file that is 1 where it is so
  /// @param profiles where the system keeps what it loads at its start
  NamespaceRestriction(Path toggle, Path profiles) {
    this.toggle = toggle;
    this.profiles = profiles;
  }

  /// What may keep this runsc from starting a box, and what to do; empty where nothing does, or it can't be read. A profile
  /// can be written in more ways than are read here: so it is no reason not to start.
  Optional<String> weakness(Path runsc) {
    if (!text(toggle).strip().equals("1") || hasProfile(runsc)) {
      return Optional.empty();
    }
    return Optional.of("this system lets only programs with an AppArmor profile make user namespaces (" + toggle
        + " is 1), and none was found for " + runsc + "; if no box starts, as root: install -m 644 " + OURS + " "
        + profiles + "/ && apparmor_parser -r " + profiles
        + "/ironclaw-runsc (in it, name the path of your runsc), or run as root");
  }

  private boolean hasProfile(Path runsc) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(profiles, Files::isRegularFile)) {
      for (Path file : files) {
        String profile = Files.size(file) > MOST_BYTES ? "" : text(file);
        List<String> words = COMMENT.matcher(profile).replaceAll("").transform(SPACE::splitAsStream).toList();
        if (words.stream().anyMatch(USERNS) && words.stream().anyMatch(word -> names(word, runsc))) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      // silent-ok: no profile can be seen, which is then said
      return false;
    }
  }

  /// Whether a word of a profile is that program, or a pattern for it.
  private static boolean names(String word, Path runsc) {
    String path = word.replace("\"", "").replace("@{bin}", "/{usr/,}{s,}bin").replace("//", "/");
    try {
      return path.startsWith("/") && runsc.getFileSystem().getPathMatcher("glob:" + path).matches(runsc);
    } catch (PatternSyntaxException e) {
      // silent-ok: a pattern that only AppArmor reads is not known
      return false;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      // silent-ok: a kernel without the switch has no such file; a profile that is not readable is not known
      return "";
    }
  }
}
