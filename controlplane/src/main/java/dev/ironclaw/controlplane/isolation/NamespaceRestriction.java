package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where AppArmor lets only programs that it knows make user namespaces, as Ubuntu does since 24.04: rootless runsc needs a
/// profile then. It says what to do; the kernel is what refuses.
final class NamespaceRestriction {
  private static final Path SWITCH = Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");
  private static final Path PROFILES = Path.of("/etc/apparmor.d");
  private static final String OURS = "/opt/ironclaw/lib/apparmor/ironclaw-runsc";
  private static final long MOST_BYTES = 1 << 20;

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

  /// What keeps this runsc from starting a box, and what to do; empty where nothing does, or it can't be read.
  Optional<String> problem(Path runsc) {
    if (!text(toggle).strip().equals("1") || hasProfile(runsc)) {
      return Optional.empty();
    }
    return Optional.of("this system lets only programs with an AppArmor profile make user namespaces (" + toggle
        + " is 1), and " + runsc + " has none; as root: install -m 644 " + OURS + " " + profiles
        + "/ && apparmor_parser -r " + profiles
        + "/ironclaw-runsc (in it, name the path of your runsc), or run as root");
  }

  private boolean hasProfile(Path runsc) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(profiles, Files::isRegularFile)) {
      for (Path file : files) {
        String profile = Files.size(file) > MOST_BYTES ? "" : text(file);
        if (profile.contains(runsc.toString()) && profile.contains("userns")) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      // silent-ok: no profile can be seen, which is then said
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
