package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which folders of this machine may be mounted at all, by their paths alone. Pure: what a path leads to is for
/// [MountGuard].
///
/// @param own a folder made for mounts, below which every folder may be; `<state>/mounts`
/// @param bases other folders below which one may be, unless a rule here refuses it
/// @param state where the control plane keeps its own
/// @param home of whoever runs the control plane
public record MountPolicy(Path own, List<Path> bases, Path state, Path home) {
  private static final List<Path> SYSTEM = Stream.of("/proc", "/sys", "/dev", "/run", "/var/run", "/boot", "/etc",
      "/var/lib", "/System", "/private/var", "/private/etc").map(Path::of).toList();
  private static final List<Path> HOMES = List.of(Path.of("/home"), Path.of("/Users"));
  private static final Path ROOTS_HOME = Path.of("/root");
  private static final Set<String> SECRET = Set.of(".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".gcloud",
      ".password-store", ".mozilla", ".thunderbird", ".electrum", ".bitcoin", "Keychains", "keyrings");

  public MountPolicy {
    bases = List.copyOf(bases);
  }

  /// With bases as an operator names them.
  ///
  /// @throws IOException where one is no folder
  public static MountPolicy of(Path own, List<Path> bases, Path state) throws IOException {
    Path home = Path.of(System.getProperty("user.home", "/")).toAbsolutePath().normalize();
    List<Path> real = new java.util.ArrayList<>();
    for (Path base : bases) {
      real.add(base.toRealPath());
    }
    return new MountPolicy(own.toRealPath(), real, state.toRealPath(), Files.exists(home) ? home.toRealPath() : home);
  }

  /// Why this folder may not be mounted, for whoever asked.
  ///
  /// @param folder absolute, in its plain form
  public Optional<String> objection(Path folder) {
    if (isBelow(folder, own)) {
      return secretOnTheWay(own, folder);
    }
    if (bases.stream().noneMatch(base -> isBelow(folder, base))) {
      return Optional.of(folder + " is not below " + Stream.concat(Stream.of(own), bases.stream()).map(Path::toString)
          .reduce((one, other) -> one + " or " + other).orElseThrow() + "; put the folder there, or start the control "
          + "plane with --mount-base and a folder that holds it");
    }
    if (home.startsWith(folder)) {
      return Optional.of(folder + " holds a whole home with its keys (.ssh and the like): choose a folder in it");
    }
    return near(folder, state, "the control plane's own files")
        .or(() -> SYSTEM.stream().flatMap(path -> near(folder, path, "files of the system").stream()).findFirst())
        .or(() -> home(folder)).or(() -> secretOnTheWay(Path.of("/"), folder));
  }

  /// A folder whose contents are keys, wherever it lies.
  static boolean isSecret(String name) {
    return SECRET.contains(name);
  }

  private static Optional<String> near(Path folder, Path kept, String what) {
    if (folder.startsWith(kept)) {
      return Optional.of(folder + " lies in " + kept + ", which holds " + what + ": it is never mounted");
    }
    return kept.startsWith(folder)
        ? Optional.of(folder + " holds " + kept + " with " + what + ": choose a folder without that")
        : Optional.empty();
  }

  private Optional<String> home(Path folder) {
    Optional<Path> owner = homeOf(folder);
    if (owner.isPresent() && !owner.get().equals(home)) {
      return Optional.of(folder + " lies in the home of somebody else");
    }
    Path inHome = folder.startsWith(home) ? home.relativize(folder) : Path.of("");
    String first = inHome.getName(0).toString();
    return first.startsWith(".") || first.equals("Library")
        ? Optional.of(folder + " lies in " + home.resolve(first) + ", where programs keep keys and settings")
        : Optional.empty();
  }

  private static Optional<Path> homeOf(Path folder) {
    if (folder.startsWith(ROOTS_HOME)) {
      return Optional.of(ROOTS_HOME);
    }
    return HOMES.stream().filter(folder::startsWith).findFirst()
        .map(homes -> folder.equals(homes) ? homes : homes.resolve(homes.relativize(folder).getName(0)));
  }

  private static Optional<String> secretOnTheWay(Path from, Path folder) {
    for (Path step : from.relativize(folder)) {
      if (isSecret(step.toString())) {
        return Optional.of(folder + " is or lies in a folder " + step + ", which holds keys");
      }
    }
    return Optional.empty();
  }

  private static boolean isBelow(Path folder, Path base) {
    return folder.startsWith(base) && !folder.equals(base);
  }
}
