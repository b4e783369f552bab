package dev.ironclaw.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A control plane's state folder as a local face sees it: where it is, its socket, its token.
public record StateFolder(Path path) {
  private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE);

  /// The platform's own place, as the control plane chooses it too.
  ///
  /// @param osName the system property `os.name`
  /// @param home the system property `user.home`
  public static StateFolder ofPlatform(String osName, String home, Map<String, String> environment) {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("win")) {
      return new StateFolder(
          Path.of(environment.getOrDefault("LOCALAPPDATA", home + "\\AppData\\Local")).resolve("IronClaw"));
    }
    if (os.contains("mac")) {
      return new StateFolder(Path.of(home, "Library", "Application Support", "IronClaw"));
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    // The XDG specification says to ignore a relative path.
    return new StateFolder(
        (data.startsWith("/") ? Path.of(data) : Path.of(home, ".local", "share")).resolve("ironclaw"));
  }

  /// Where a local control plane listens, if its socket is there.
  public Optional<Endpoint> socket() {
    Path socket = path.resolve("api.sock");
    return Files.exists(socket, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new Endpoint.Socket(socket))
        : Optional.empty();
  }

  /// The token that the control plane keeps here, if it is there to be read.
  ///
  /// @throws IOException where the file can't be read, or others may read or write it
  public Optional<String> token() throws IOException {
    return token(path.resolve("api-token"), "remove it and start the control plane again");
  }

  /// The token in a file, if it is there to be read.
  ///
  /// @param advice what to do where others may read it
  /// @throws IOException where the file can't be read, or others may read or write it
  public static Optional<String> token(Path file, String advice) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not a regular file; " + advice);
    }
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
        && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
      throw new IOException("others may read or write " + file + "; " + advice);
    }
    return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
  }
}
