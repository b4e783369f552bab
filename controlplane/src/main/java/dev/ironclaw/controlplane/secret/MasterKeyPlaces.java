package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.List;
import java.util.Optional;

/// Where a master key may lie on this machine, and where the operator wants it.
///
/// @param wanted name of a source; empty leaves the key where it is, and puts a new one into the first that can keep it
/// @param sources all that can be asked, the strongest first
public record MasterKeyPlaces(Optional<String> wanted, List<MasterKeySource> sources) {
  public MasterKeyPlaces {
    sources = List.copyOf(sources);
  }

  /// The file in the state folder alone.
  public static MasterKeyPlaces file(java.nio.file.Path folder) {
    return only(new MasterKeyFile(folder));
  }

  static MasterKeyPlaces only(MasterKeySource source) {
    return new MasterKeyPlaces(Optional.of(source.name()), List.of(source));
  }

  Optional<MasterKeySource> find(String name) {
    return sources.stream().filter(source -> source.name().equals(name)).findFirst();
  }

  /// @throws IronclawException `NOT_AVAILABLE` for one that is not known here
  MasterKeySource named(String name) {
    return find(name).orElseThrow(() -> new IronclawException(ErrorCode.NOT_AVAILABLE, "use master key in '" + name
        + "': " + (name.equals(CommandKeySource.NAME)
            ? "start the control plane with --master-key-command, which is never taken over the API"
            : "it is one of " + sources.stream().map(MasterKeySource::name).toList())));
  }

  /// Where a new folder's key goes.
  MasterKeySource fresh() {
    return wanted.map(this::named)
        .orElseGet(() -> sources.stream().filter(source -> !source.name().equals(CommandKeySource.NAME))
            .filter(source -> source.obstacle().isEmpty()).findFirst()
            .orElseThrow(
                () -> new IronclawException(ErrorCode.CONFIGURATION, "make master key: no place can keep it")));
  }
}
