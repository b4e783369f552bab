package dev.ironclaw.controlplane.jobimage;

import java.util.List;

/// One file that an image is made of, as the lock pins it.
///
/// @param archive of Debian: `debian` or `debian-security`; the registry's host for npm
/// @param path of the file below the archive, or below the registry
/// @param bytes its exact size
/// @param algorithm of the digest, in Java's words
/// @param digest lower-case hexadecimal
record Pinned(Kind kind, String architecture, String name, String version, String archive, String path, long bytes,
    String algorithm, String digest) {
  /// Where it comes from and how it is packed.
  enum Kind {
    DEB, NPM
  }

  /// What the file is called at its source, without folders.
  String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// What it is called where copies of checked files are kept.
  String keptName() {
    return digest.substring(0, Math.min(64, digest.length())) + (kind == Kind.DEB ? ".deb" : ".tgz");
  }

  /// In words of people.
  String words() {
    return name + " " + version;
  }

  static long total(List<Pinned> files) {
    return files.stream().mapToLong(Pinned::bytes).sum();
  }
}
