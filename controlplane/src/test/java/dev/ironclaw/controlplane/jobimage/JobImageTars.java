package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.controlplane.isolation.ImageArchive;
import dev.ironclaw.controlplane.isolation.ImageFolder;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Builds the images of jobs into files, for the tests that load them into an engine of their own:
/// `JobImageTars BOX_IMAGE OUT`. What is there already of the same recipe is not built again.
final class JobImageTars {
  private static final long SLOWEST = 32 << 10;

  private JobImageTars() {}

  public static void main(String[] arguments) throws IOException {
    RootfsImage box = ImageFolder.load(Path.of(arguments[0])).worker();
    Path out = Files.createDirectories(Path.of(arguments[1]));
    try (PackageFetch fetch = new PackageFetch(TestJobImages.packages(), SLOWEST)) {
      for (JobImage image : JobImage.values()) {
        build(image, box, out, fetch);
      }
    }
  }

  private static void build(JobImage image, RootfsImage box, Path out, PackageFetch fetch) throws IOException {
    Path file = out.resolve(image.id() + ".tar");
    Path stamp = out.resolve(image.id() + ".stamp");
    try (ImageBuild build = new ImageBuild(image, box, out, ImageLock::of)) {
      if (Files.exists(file) && Files.exists(stamp) && Files.readString(stamp).equals(build.recipe())) {
        return;
      }
      ImageArchive archive = build.run(fetch, PackageSources.usual(), _ -> {});
      Path part = out.resolve(image.id() + ".part");
      try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(part))) {
        archive.write(TestJobImages.tag(image), to);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(stamp, build.recipe());
      System.out.println("image " + image.id() + ": sha256:" + archive.digest() + ", " + archive.size() + " bytes, "
          + archive.digests().size() + " layers");
    }
  }
}
