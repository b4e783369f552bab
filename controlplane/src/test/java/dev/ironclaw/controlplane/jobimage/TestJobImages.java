package dev.ironclaw.controlplane.jobimage;

import java.nio.file.Path;

/// Where the build of the tests leaves the images of jobs; see [JobImageTars].
public final class TestJobImages {
  private TestJobImages() {}

  /// As `docker load` reads it.
  public static Path tar(JobImage image) {
    return Path.of(System.getProperty("ironclaw.jobImages", "../sandbox/target/job-images")).toAbsolutePath()
        .normalize()
        .resolve(image.id() + ".tar");
  }

  /// What the tar is called on an engine.
  public static String tag(JobImage image) {
    return "ironclaw/" + image.id() + ":test";
  }

  /// The image of boxes, whose runtime and code they hold.
  static Path box() {
    return Path.of(System.getProperty("ironclaw.image", "../sandbox/target/image")).toAbsolutePath().normalize();
  }

  /// What was fetched on this machine, for every build of the tests.
  static Path packages() {
    return Path.of(System.getProperty("user.home"), ".cache", "ironclaw", "packages");
  }
}
