package dev.ironclaw.controlplane.jobimage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an image is made of, as `packaging/images/lock.sh` wrote it. Every line that is not understood is refused: a lock
/// that is read in part pins nothing.
///
/// @param upon the image that this one has more than
/// @param snapshot the time by which Debian's snapshots know the packages, such as `20260102T030405Z`
/// @param files in the order of the lock
record ImageLock(Optional<String> upon, Optional<String> snapshot, List<Pinned> files) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9@._+~/%-]+");

  ImageLock {
    files = List.copyOf(files);
  }

  /// The lock that is part of this build.
  static ImageLock of(String image) {
    try (InputStream in = ImageLock.class.getResourceAsStream("/images/" + image + ".lock")) {
      if (in == null) {
        throw new IllegalStateException("resource images/" + image + ".lock is missing from the jar");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("read the lock of image " + image, e);
    }
  }

  /// Those for one architecture, `amd64` or `arm64`.
  List<Pinned> of(String architecture, Pinned.Kind kind) {
    return files.stream().filter(file -> file.architecture().equals(architecture) && file.kind() == kind).toList();
  }

  static ImageLock parse(String text) {
    Optional<String> upon = Optional.empty();
    Optional<String> snapshot = Optional.empty();
    List<Pinned> files = new ArrayList<>();
    boolean known = false;
    for (String line : text.lines().filter(one -> !one.isBlank() && !one.startsWith("#")).toList()) {
      String[] words = line.split(" ", -1);
      if (!known && !line.equals("format 1")) {
        throw new IllegalArgumentException("a lock begins with \"format 1\", not with: " + line);
      }
      switch (words[0]) {
        case "format" -> known = true;
        case "upon" -> upon = Optional.of(words[1]);
        case "snapshot" -> snapshot = Optional.of(words[1]);
        case "deb" -> files.add(deb(words, line));
        case "npm" -> files.add(npm(words, line));
        default -> throw new IllegalArgumentException("a line of the lock is not understood: " + line);
      }
    }
    return new ImageLock(upon, snapshot, files);
  }

  private static Pinned deb(String[] words, String line) {
    check(words.length == 8 && words[7].length() == 64, line);
    return pinned(new Pinned(Pinned.Kind.DEB, words[1], words[2], words[3], words[4], words[5], bytes(words[6], line),
        "SHA-256", words[7]), line);
  }

  private static Pinned npm(String[] words, String line) {
    check(words.length == 7 && words[6].length() == 128, line);
    URI url = URI.create(words[4]);
    check("https".equals(url.getScheme()) && url.getHost() != null, line);
    return pinned(new Pinned(Pinned.Kind.NPM, words[1], words[2], words[3], url.getHost(), url.getPath().substring(1),
        bytes(words[5], line), "SHA-512", words[6]), line);
  }

  private static Pinned pinned(Pinned file, String line) {
    check(List.of("amd64", "arm64").contains(file.architecture()) && HEX.matcher(file.digest()).matches()
        && PATH.matcher(file.path()).matches() && !file.path().contains("..") && !file.fileName().isEmpty(), line);
    return file;
  }

  private static long bytes(String word, String line) {
    check(word.matches("[1-9][0-9]{0,11}"), line);
    return Long.parseLong(word);
  }

  private static void check(boolean holds, String line) {
    if (!holds) {
      throw new IllegalArgumentException("a line of the lock is not understood: " + line);
    }
  }
}
