package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.engine.ImageShelf;
import dev.ironclaw.controlplane.isolation.ImageArchive;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The images of jobs: which are there, and the building of those that are not. The engine is asked each time, for somebody
/// may have moved a name or removed an image since.
///
/// Threading: any thread that may wait; an image that two ask for at once is built once.
public final class JobImages implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobImages.class);
  /// Whoever sends slower than this is given up.
  private static final long SLOWEST_BYTES_A_SECOND = 32 << 10;
  private static final int TAG_LENGTH = 12;

  private final Parts parts;
  private final Path folder;
  private final Path work;
  private final AuditLog audit;
  private final Clock clock;
  private final Consumer<ImageProgress> listener;
  private final EngineImages engine;
  private final PackageFetch fetch;
  private final Map<JobImage, Building> building = new ConcurrentHashMap<>();

  /// One that is being built.
  ///
  /// @param id the engine's, at its end
  /// @param waiting hear how far it is
  private record Building(CompletableFuture<String> id, List<Consumer<ImageProgress>> waiting) {
    Building() {
      this(new CompletableFuture<>(), new CopyOnWriteArrayList<>());
    }
  }

  /// What images are made of.
  ///
  /// @param locks by the id of an image
  /// @param packages a folder for what was fetched, which others may share
  /// @param usual where packages come from where nobody says otherwise
  record Parts(Supplier<RootfsImage> worker, Function<String, ImageLock> locks, Path packages, PackageSources usual) {}

  /// @param worker the image of boxes with the program of jobs, whose runtime and code go in
  /// @param usual where packages come from where a build does not say otherwise
  /// @param folder of ours, for notes, fetched packages and working files
  /// @param listener hears how far every build is, also those that others asked for
  public JobImages(Supplier<? extends ImageShelf> engine, Supplier<RootfsImage> worker, PackageSources usual,
      Path folder,
      AuditLog audit, Clock clock, Consumer<ImageProgress> listener) {
    this(engine, new Parts(worker, ImageLock::of, folder.resolve("packages"), usual), folder, audit, clock, listener);
  }

  /// @param parts what images are made of
  JobImages(Supplier<? extends ImageShelf> engine, Parts parts, Path folder, AuditLog audit, Clock clock,
      Consumer<ImageProgress> listener) {
    this.parts = parts;
    this.folder = folder;
    this.work = folder.resolve("work");
    this.audit = audit;
    this.clock = clock;
    this.listener = listener;
    this.engine = new EngineImages(engine);
    this.fetch = new PackageFetch(parts.packages(), SLOWEST_BYTES_A_SECOND);
    sweep();
  }

  /// What a build that was cut left.
  private void sweep() {
    try {
      if (Files.exists(work)) {
        PrivateFiles.removeTree(work);
      }
      // Others may fetch into a folder that is shared.
      if (parts.packages().startsWith(folder)) {
        PackageFetch.removeParts(parts.packages());
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "clear " + work + ": " + e.getMessage(), e);
    }
  }

  /// The id of the image for a mode, as the engine has it. Fails with `NOT_AVAILABLE` where it is not ready, saying what to
  /// run; with `RUNTIME_UNAVAILABLE` where no engine answers.
  public String imageOf(JobMode mode) {
    JobImage image = JobImage.of(mode);
    return ready(image).orElseThrow(() -> new IronclawException(ErrorCode.NOT_AVAILABLE, "image " + image.id() + ": "
        + state(image).words() + "; run: ironctl image build " + image.id()));
  }

  /// As [#imageOf], but builds one that is not ready, from the usual places.
  public String require(JobMode mode, String actor, Consumer<ImageProgress> progress) {
    JobImage image = JobImage.of(mode);
    return ready(image).orElseGet(() -> build(image, parts.usual(), actor, progress));
  }

  /// Builds it and brings it into the engine; what is fetched already is not fetched again. Where it is being built, waits
  /// for that.
  ///
  /// @return the engine's id of it
  public String build(JobImage image, PackageSources sources, String actor, Consumer<ImageProgress> progress) {
    Building mine = new Building();
    mine.waiting().add(progress);
    Building before = building.putIfAbsent(image, mine);
    if (before != null) {
      before.waiting().add(progress);
      return awaited(before.id());
    }
    begin(image, actor, mine);
    return finish(image, sources, actor, mine);
  }

  /// As [#build], but returns when it has begun; the listener hears the rest. Where it is being built, there is nothing to
  /// begin. Fails at once where no engine answers or the audit log can't be written.
  public void start(JobImage image, PackageSources sources, String actor) {
    engine.requireOne();
    Building mine = new Building();
    if (building.putIfAbsent(image, mine) == null) {
      begin(image, actor, mine);
      Thread.ofPlatform().daemon().name("image-" + image.id()).start(() -> {
        try {
          finish(image, sources, actor, mine);
        } catch (RuntimeException e) {
          LOG.warn("step=build-image image={} problem={}", image.id(), e.getMessage());
        }
      });
    }
  }

  private void begin(JobImage image, String actor, Building mine) {
    try {
      audit
          .record(new AuditEvent("image", image.id(), "build", actor, "it is to be built and brought into the engine"));
    } catch (RuntimeException e) {
      building.remove(image, mine);
      mine.id().completeExceptionally(e);
      throw e;
    }
  }

  private String finish(JobImage image, PackageSources sources, String actor, Building mine) {
    Told told = new Told(progress -> {
      tell(listener, progress);
      mine.waiting().forEach(one -> tell(one, progress));
    });
    try {
      ImageProgress ready = make(image, sources.or(parts.usual()), told);
      audit.record(new AuditEvent("image", image.id(), "build", actor, "built: " + ready.words()));
      String id = ready(image).orElseThrow(() -> new IronclawException(ErrorCode.BOX_FAILED, "build image " + image.id()
          + ": somebody removed it or moved its name while it was built; build it again"));
      building.remove(image, mine);
      // Before anybody is told: whoever waits must not wait for ever.
      mine.id().complete(id);
      told.accept(ready);
      return id;
    } catch (RuntimeException | Error e) {
      building.remove(image, mine);
      mine.id().completeExceptionally(e);
      audit.recordBestEffort(new AuditEvent("image", image.id(), "build", actor, "it failed: " + e.getMessage()));
      told.accept(new ImageProgress(image, ImageProgress.Phase.FAILED, 0, 0, String.valueOf(e.getMessage())));
      throw e;
    }
  }

  /// One that fails keeps nobody else from hearing, and the image from nobody.
  private static void tell(Consumer<ImageProgress> one, ImageProgress progress) {
    try {
      one.accept(progress);
    } catch (RuntimeException e) {
      LOG.warn("step=tell-build image={} phase={} problem={}", progress.image().id(), progress.phase(), e.toString());
    }
  }

  private static String awaited(CompletableFuture<String> other) {
    try {
      return other.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IronclawException known
          ? new IronclawException(known.code(), known.getMessage(), known)
          : e;
    }
  }

  /// All of them, built or not.
  public List<ImageState> list() {
    return Arrays.stream(JobImage.values()).map(this::state).toList();
  }

  /// How one stands now.
  public ImageState state(JobImage image) {
    Optional<ImageNote> note = ImageNote.read(file(image));
    if (building.containsKey(image)) {
      return ImageState.of(image, ImageState.Standing.BUILDING, note, "it is being built");
    }
    if (note.isEmpty()) {
      return ImageState.of(image, ImageState.Standing.MISSING, note, "it is not built");
    }
    if (!isCurrent(image, note.get())) {
      return ImageState.of(image, ImageState.Standing.STALE, note, "it was built of other packages or another version");
    }
    try {
      return engine.holding(note.get()).isPresent()
          ? ImageState.of(image, ImageState.Standing.READY, note, "")
          : ImageState.of(image, ImageState.Standing.LOST, note,
              "the engine has it no more, or something else of its name");
    } catch (IronclawException e) {
      return ImageState.of(image, ImageState.Standing.UNKNOWN, note, String.valueOf(e.getMessage()));
    }
  }

  /// Reads the image back from the engine, every byte, and compares it with what was built. Fails with `NOT_AVAILABLE`
  /// where none was.
  public List<ImageCheck> verify(JobImage image) {
    ImageNote note = ImageNote.read(file(image)).orElseThrow(() -> new IronclawException(ErrorCode.NOT_AVAILABLE,
        "verify image " + image.id() + ": it is not built; run: ironctl image build " + image.id()));
    return engine.verify(note);
  }

  private Optional<String> ready(JobImage image) {
    return ImageNote.read(file(image)).filter(note -> isCurrent(image, note)).flatMap(engine::holding);
  }

  private boolean isCurrent(JobImage image, ImageNote note) {
    return build(image, work).recipe().equals(note.recipe());
  }

  private ImageBuild build(JobImage image, Path workFolder) {
    return new ImageBuild(image, parts.worker().get(), workFolder, parts.locks());
  }

  private ImageProgress make(JobImage image, PackageSources sources, Consumer<ImageProgress> progress) {
    engine.requireOne();
    try (ImageBuild build = build(image, Files.createDirectories(work))) {
      ImageArchive archive = build.run(fetch, sources, progress);
      Optional<ImageNote> before = ImageNote.read(file(image));
      ImageNote note = note(image, build.recipe(), archive, before);
      if (engine.holding(note).isEmpty()) {
        long[] loaded = {0};
        engine.load(archive, note.tag(), work, bytes -> {
          loaded[0] += bytes;
          progress.accept(new ImageProgress(image, ImageProgress.Phase.LOAD, Math.min(loaded[0], archive.size()),
              archive.size(), note.tag()));
        });
      }
      progress.accept(new ImageProgress(image, ImageProgress.Phase.VERIFY, 0, 0, note.tag()));
      if (engine.holding(note).isEmpty()) {
        throw new IronclawException(ErrorCode.BOX_FAILED,
            "load image " + note.tag() + ": the engine holds something else than what was built, so it is not used");
      }
      note.write(file(image));
      note.withFormer(engine.remove(note.former())).write(file(image));
      return new ImageProgress(image, ImageProgress.Phase.READY, archive.size(), archive.size(), note.tag());
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "build image " + image.id() + ": " + e.getMessage()
          + "; is there room in " + work + "?", e);
    }
  }

  private ImageNote note(JobImage image, String recipe, ImageArchive archive, Optional<ImageNote> before) {
    String tag = "ironclaw/" + image.id() + ":" + archive.digest().substring(0, TAG_LENGTH);
    List<String> former = new ArrayList<>(before.map(ImageNote::former).orElse(List.of()));
    before.map(ImageNote::tag).filter(old -> !former.contains(old)).ifPresent(former::add);
    former.remove(tag);
    return new ImageNote(recipe, tag, archive.digest(), archive.digests(), archive.settings().User(),
        archive.settings().Entrypoint(), archive.size(), clock.instant(), former);
  }

  private Path file(JobImage image) {
    return folder.resolve(image.id() + ".json");
  }

  @Override
  public void close() {
    fetch.close();
  }
}
