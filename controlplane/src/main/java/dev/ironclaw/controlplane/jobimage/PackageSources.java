package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where the files of an image may come from. No place is trusted: each file's digest is in the lock.
///
/// @param folder read first, by the names that the files have at their source
/// @param mirror asked before the public places: its folders `debian`, `debian-security` and `npm` hold what those do
public record PackageSources(Optional<Path> folder, Optional<URI> mirror) {
  private static final String DEBIAN = "http://deb.debian.org/";
  private static final String SNAPSHOT = "https://snapshot.debian.org/archive/";

  /// The public places only.
  public static PackageSources usual() {
    return new PackageSources(Optional.empty(), Optional.empty());
  }

  /// What the operator has set in the process's environment: `IRONCLAW_IMAGE_MIRROR`, for every build that names no place of
  /// its own.
  ///
  /// @throws IronclawException `CONFIGURATION` where it is no mirror
  public static PackageSources of(Map<String, String> environment) {
    try {
      return of("", environment.getOrDefault("IRONCLAW_IMAGE_MIRROR", "").strip());
    } catch (IronclawException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "read IRONCLAW_IMAGE_MIRROR from the environment: " + e.getMessage(), e);
    }
  }

  /// Takes what a person gives; empty texts stand for none.
  public static PackageSources of(String folder, String mirror) {
    return new PackageSources(folder.isBlank() ? Optional.empty() : Optional.of(folder(folder)),
        mirror.isBlank() ? Optional.empty() : Optional.of(mirror(mirror)));
  }

  private static Path folder(String given) {
    Path folder = Path.of(given);
    if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "image files from " + given + ": give the absolute path of a folder on the machine of the control plane");
    }
    return folder;
  }

  private static URI mirror(String given) {
    URI uri;
    try {
      uri = URI.create(given.endsWith("/") ? given : given + "/");
    } catch (IllegalArgumentException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, notAMirror(given), e);
    }
    if (uri.getScheme() == null || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null
        || uri.getFragment() != null
        || !List.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, notAMirror(given));
    }
    return uri;
  }

  private static String notAMirror(String given) {
    return "image mirror " + given + ": give an http or https URL without a user, a query or a fragment";
  }

  /// These, or where they name no place, the others.
  PackageSources or(PackageSources others) {
    return folder.isEmpty() && mirror.isEmpty() ? others : this;
  }

  /// In the order in which they are asked. With a folder there is no other: whoever builds offline wants to know what lacks.
  List<URI> of(Pinned file, Optional<String> snapshot) {
    if (folder.isPresent()) {
      return List.of();
    }
    List<URI> places = new ArrayList<>();
    switch (file.kind()) {
      case DEB -> {
        mirror.ifPresent(base -> places.add(base.resolve(file.archive() + "/" + file.path())));
        places.add(URI.create(DEBIAN + file.archive() + "/" + file.path()));
        snapshot.ifPresent(
            time -> places.add(URI.create(SNAPSHOT + file.archive() + "/" + time + "/" + file.path())));
      }
      case NPM -> {
        mirror.ifPresent(base -> places.add(base.resolve("npm/" + file.path())));
        places.add(URI.create("https://" + file.archive() + "/" + file.path()));
      }
    }
    return places;
  }
}
