package dev.ironclaw.sandbox.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The official Claude Code binary that the image of the mode pins: from the packages that the build of images keeps on this
/// machine, else from where the lock says. `-Dironclaw.claude=FILE` names another.
final class ClaudeBinary {
  private static final Path LOCK = Path.of("../controlplane/src/main/resources/images/claude-code.lock");
  private static final int NAME_DIGITS = 64;

  private ClaudeBinary() {}

  static Path require() throws Exception {
    String given = System.getProperty("ironclaw.claude", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    String[] pinned = pinned();
    String digest = pinned[6];
    Path folder = Path.of("target/claude", digest.substring(0, 16)).toAbsolutePath();
    Path binary = folder.resolve("claude");
    if (!Files.isExecutable(binary)) {
      Path packages = Path.of(System.getProperty("user.home"), ".cache", "ironclaw", "packages");
      Path kept = packages.resolve(digest.substring(0, NAME_DIGITS) + ".tgz");
      if (!Files.exists(kept)) {
        fetch(URI.create(pinned[4]), packages, kept, digest);
      }
      unpack(kept, digest, folder);
    }
    return binary;
  }

  private static String[] pinned() throws IOException {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    return Files.readString(LOCK).lines().filter(line -> line.startsWith("npm " + architecture + " ")).findFirst()
        .orElseThrow().split(" ");
  }

  private static void fetch(URI place, Path folder, Path kept, String digest)
      throws IOException, NoSuchAlgorithmException {
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, "claude", ".part");
    MessageDigest sum = MessageDigest.getInstance("SHA-512");
    try (InputStream in = place.toURL().openStream();
        OutputStream out = new DigestOutputStream(Files.newOutputStream(part), sum)) {
      in.transferTo(out);
    }
    compare(place.toString(), sum, digest);
    Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(Path kept, String digest, Path folder) throws Exception {
    MessageDigest sum = MessageDigest.getInstance("SHA-512");
    try (InputStream in = new DigestInputStream(Files.newInputStream(kept), sum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    compare(kept.toString(), sum, digest);
    Files.createDirectories(folder);
    Process tar = new ProcessBuilder("tar", "-xzf", kept.toString(), "-C", folder.toString(),
        "--strip-components=1", "package/claude").inheritIO().start();
    if (tar.waitFor() != 0) {
      throw new IOException("unpack " + kept + ": tar ended with " + tar.exitValue());
    }
  }

  private static void compare(String what, MessageDigest sum, String digest) throws IOException {
    if (!HexFormat.of().formatHex(sum.digest()).equals(digest)) {
      throw new IOException(what + " is not what the lock pins");
    }
  }
}
