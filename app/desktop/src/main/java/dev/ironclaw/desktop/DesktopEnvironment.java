package dev.ironclaw.desktop;

import dev.ironclaw.client.StateFolder;
import dev.ironclaw.client.diagnostics.Redaction;
import dev.ironclaw.desktop.preference.LoginStart;
import dev.ironclaw.desktop.preference.RefusedLoginStart;
import dev.ironclaw.desktop.wsl.WslHome;
import dev.ironclaw.desktop.wsl.WslProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the process was started in: the one place of the app that reads the environment.
///
/// @param launcher the script or program that started it, where that says so
record DesktopEnvironment(Map<String, String> variables, String osName, String home, Optional<String> launcher) {
  static DesktopEnvironment ofProcess() {
    return new DesktopEnvironment(System.getenv(), System.getProperty("os.name", ""),
        System.getProperty("user.home", "."), Optional.ofNullable(System.getProperty("ironclaw.launcher"))
            // jpackage's own launchers, on Windows and macOS, say it like this.
            .or(() -> Optional.ofNullable(System.getProperty("jpackage.app-path"))));
  }

  /// Where the control plane lives on Windows; empty elsewhere, and where another one is named.
  Optional<WslHome> wsl(DesktopOptions options) {
    if (options.attach != null || !osName.startsWith("Windows")) {
      return Optional.empty();
    }
    return Optional.of(new WslHome(WslProgram.ofWindows(variables),
        Optional.ofNullable(System.getProperty("ironclaw.wsl.package")).map(Path::of), DesktopOptions.VERSION));
  }

  /// The address of the user's own bus, where one is there.
  Optional<String> sessionBus() {
    return variable("DBUS_SESSION_BUS_ADDRESS").or(() -> variable("XDG_RUNTIME_DIR")
        .map(folder -> Path.of(folder, "bus")).filter(Files::exists).map(socket -> "unix:path=" + socket));
  }

  /// The state folder that is meant: the named one, else the platform's.
  StateFolder stateFolder(DesktopOptions options) {
    return Optional.ofNullable(options.stateDir).map(named -> new StateFolder(named.toAbsolutePath()))
        .orElseGet(() -> StateFolder.ofPlatform(osName, home, variables));
  }

  /// Starting at login as it was started now; empty where nobody knows by which program.
  Optional<LoginStart> loginStart(DesktopOptions options) {
    return launcher.map(program -> {
      Optional<Attachment> attached = Attachment.of(options, this);
      LoginStart start = LoginStart.of(osName, Path.of(home), variables,
          options.again(program, attached, HostChoices.given(options, this)));
      return attached.filter(elsewhere -> elsewhere.tokenFile().isEmpty()).isEmpty()
          ? start
          : new RefusedLoginStart(start, "start IronClaw at login: the token for " + options.attach
              + " came from IRONCLAW_API_TOKEN, which is not set then; put it into a file that you alone can read, and "
              + "start IronClaw with --token-file FILE");
    });
  }

  /// The kind of desktop and of its display server, where they say so.
  String desktop() {
    return Stream.of("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE").flatMap(name -> variable(name).stream())
        .collect(Collectors.joining(", "));
  }

  /// Takes out of a text who this person and which this machine is.
  Redaction redaction() {
    List<String> names = Stream.of(Optional.of(System.getProperty("user.name", "")), variable("USER"),
        variable("HOSTNAME"), variable("COMPUTERNAME"), hostName()).flatMap(Optional::stream).toList();
    return new Redaction(variable("IRONCLAW_API_TOKEN").stream().toList(), home, names);
  }

  private static Optional<String> hostName() {
    try {
      return Optional.of(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    } catch (IOException _) {
      // silent-ok: only Linux has it; elsewhere a variable says it.
      return Optional.empty();
    }
  }

  /// A variable that is set and not blank.
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }
}
