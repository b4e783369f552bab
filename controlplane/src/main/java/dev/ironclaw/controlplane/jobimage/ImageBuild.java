package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.controlplane.isolation.ImageArchive;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/// One image in the making, from its lock and the image of boxes, without root and without an engine: the same lock and the
/// same box give the same image on every machine. Holds working files until it is closed.
///
/// Threading: one thread.
final class ImageBuild implements AutoCloseable {
  /// Raised where the same lock is to give other bytes.
  private static final int FORMAT = 2;
  static final String LABEL = "ironclaw.image";
  private static final String CLAUDE_FOLDER = "opt/claude";

  private final JobImage image;
  private final ImageLock lock;
  private final ImageLock base;
  private final RootfsImage box;
  private final Path work;
  private final String architecture;
  private final List<Spool> spools = new ArrayList<>();

  /// @param work a folder with room for all that is unpacked
  /// @param locks by the id of an image
  ImageBuild(JobImage image, RootfsImage box, Path work, Function<String, ImageLock> locks) {
    this.image = image;
    this.lock = locks.apply(image.id());
    this.base = lock.upon().map(locks).orElse(lock);
    this.box = box;
    this.work = work;
    this.architecture = ImageArchive.architecture();
  }

  /// What the image will be made of: the same text, the same image. 64 hexadecimal digits.
  String recipe() {
    return Sha256.hex(FORMAT + "\n" + architecture + "\n" + files() + "\n" + box.digest() + "\n" + settings());
  }

  /// Fetches what lacks, unpacks it and knows then which image it is.
  ImageArchive run(PackageFetch fetch, PackageSources sources, Consumer<ImageProgress> progress) {
    Map<Pinned, Path> fetched = fetched(fetch, sources, progress);
    List<Pinned> debs = base.of(architecture, Pinned.Kind.DEB);
    List<Pinned> npms = lock.of(architecture, Pinned.Kind.NPM);
    List<ImageArchive.Layer> layers = new ArrayList<>();
    try {
      LayerTree system = tree();
      long total = Pinned.total(files());
      long done = 0;
      for (Pinned deb : debs) {
        progress.accept(new ImageProgress(image, ImageProgress.Phase.UNPACK, done, total, deb.words()));
        unpacked(deb, () -> DebLayer.add(system, path(fetched, deb)));
        done += deb.bytes();
      }
      Skeleton.add(system);
      layers.add(layer(system));
      LayerTree runtime = tree();
      RuntimeLayer.add(runtime, box);
      layers.add(layer(runtime));
      for (Pinned npm : npms) {
        progress.accept(new ImageProgress(image, ImageProgress.Phase.UNPACK, done, total, npm.words()));
        LayerTree program = tree();
        unpacked(npm, () -> NpmLayer.add(program, path(fetched, npm), "claude", CLAUDE_FOLDER));
        program.link("usr/bin/claude", "/" + CLAUDE_FOLDER + "/claude");
        layers.add(layer(program));
        done += npm.bytes();
      }
      return new ImageArchive(settings(), layers);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "build image " + image.id() + ": " + e.getMessage()
          + "; is there room in " + work + " and can " + box.rootfs() + " be read?", e);
    }
  }

  private Map<Pinned, Path> fetched(PackageFetch fetch, PackageSources sources, Consumer<ImageProgress> progress) {
    List<Pinned> files = files();
    long total = Pinned.total(files);
    Map<Pinned, Path> fetched = new HashMap<>();
    List<String> lacking = new ArrayList<>();
    long[] done = {0};
    for (Pinned file : files) {
      long before = done[0];
      LongConsumer arrived = bytes -> {
        done[0] += bytes;
        progress.accept(new ImageProgress(image, ImageProgress.Phase.FETCH, Math.min(done[0], total), total,
            file.words()));
      };
      try {
        fetched.put(file, fetch.require(file, sources, base.snapshot(), arrived));
      } catch (IronclawException e) {
        // Whoever carries files to a machine without a network wants to hear of all that lack at once.
        if (sources.folder().isEmpty() || e.code() != ErrorCode.UPSTREAM_FAILED) {
          throw e;
        }
        lacking.add(file.fileName());
      }
      done[0] = before + file.bytes();
    }
    if (!lacking.isEmpty()) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "build image " + image.id() + ": "
          + sources.folder().map(Path::toString).orElse("") + " has not, or not as they are pinned: "
          + String.join(", ", lacking));
    }
    return fetched;
  }

  private static Path path(Map<Pinned, Path> fetched, Pinned file) {
    return Objects.requireNonNull(fetched.get(file));
  }

  private List<Pinned> files() {
    List<Pinned> files = new ArrayList<>(base.of(architecture, Pinned.Kind.DEB));
    files.addAll(lock.of(architecture, Pinned.Kind.NPM));
    return files;
  }

  /// Unpacks a file.
  private interface Unpacking {
    void run() throws IOException;
  }

  private static void unpacked(Pinned file, Unpacking unpacking) throws IOException {
    try {
      unpacking.run();
    } catch (IllegalArgumentException | IOException e) {
      throw new IOException(file.fileName() + ": " + e.getMessage(), e);
    }
  }

  private LayerTree tree() throws IOException {
    Spool spool = Spool.in(work);
    spools.add(spool);
    return new LayerTree(spool);
  }

  private static ImageArchive.Layer layer(LayerTree tree) throws IOException {
    return ImageArchive.Layer.of(out -> LayerTar.write(tree, out));
  }

  private ImageArchive.Settings settings() {
    return new ImageArchive.Settings(Skeleton.USER + ":" + Skeleton.USER, RuntimeLayer.entrypoint(box),
        List.of("PATH=/usr/local/bin:/usr/bin:/usr/sbin", "LANG=C.UTF-8", "HOME=/tmp"), WorkerApi.WORKSPACE,
        Map.of(LABEL, image.id()));
  }

  @Override
  public void close() throws IOException {
    for (Spool spool : spools) {
      spool.close();
    }
  }
}
