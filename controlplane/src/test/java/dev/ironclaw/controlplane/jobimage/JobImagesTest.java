package dev.ironclaw.controlplane.jobimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.engine.ImageShelf;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobImagesTest {
  private static final String BOX = "sha256:" + "a".repeat(64);

  @TempDir
  private Path folder = Path.of("");
  private final FakeShelf shelf = new FakeShelf();
  private final List<ImageProgress> told = new ArrayList<>();
  private List<String> entrypoint = List.of("/ironclaw/bin/java", "-m", "worker");
  private List<Pinned> more = List.of();
  private Path packages;
  private byte[] deb;
  private Database database;
  private AuditLog audit;
  private JobImages images;

  @BeforeEach
  void open() throws IOException {
    packages = Files.createDirectories(folder.resolve("packages"));
    deb = TestPackages.deb(files -> files.file("./usr/bin/tini", 0755, "tini"));
    Files.write(packages.resolve("tini_1.deb"), deb);
    Path home = Files.createDirectories(folder.resolve("rootfs/ironclaw/bin"));
    Files.writeString(home.resolve("java"), "java");
    Files.writeString(folder.resolve("jspawnhelper"), "helper");
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    audit = AuditLog.open(database, folder, new byte[32], new byte[32], new FakeClock());
    images = images();
  }

  @AfterEach
  void close() {
    images.close();
    audit.close();
    database.close();
  }

  private JobImages images() {
    return new JobImages(() -> shelf,
        new JobImages.Parts(() -> new RootfsImage(folder.resolve("rootfs"), BOX, entrypoint), this::lock,
            folder.resolve("cache"), offline()),
        folder.resolve("images"), audit, new FakeClock(), told::add);
  }

  private ImageLock lock(String image) {
    return new ImageLock(Optional.empty(), Optional.empty(),
        Stream.concat(Stream.of(TestPackages.pinned("tini", deb)), more.stream()).toList());
  }

  private PackageSources offline() {
    return new PackageSources(Optional.of(packages), Optional.empty());
  }

  private String build() {
    return images.build(JobImage.WORKER, offline(), "alice", _ -> {});
  }

  private String tag() {
    return images.state(JobImage.WORKER).tag().orElseThrow();
  }

  @Test
  void takesPackagesFromWhereTheOperatorSaysWhereABuildSaysNothing() {
    assertThat(images.require(JobMode.WORKER, "alice", _ -> {})).isEqualTo(images.imageOf(JobMode.WORKER));
    shelf.images.clear();
    assertThat(images.build(JobImage.WORKER, PackageSources.usual(), "alice", _ -> {})).isNotEmpty();
  }

  @Test
  void saysWhatToRunWhereAnImageIsNotBuilt() {
    assertThatThrownBy(() -> images.imageOf(JobMode.WORKER)).isInstanceOfSatisfying(IronclawException.class, e -> {
      assertThat(e.code()).isEqualTo(ErrorCode.NOT_AVAILABLE);
      assertThat(e).hasMessage("image worker: it is not built; run: ironctl image build worker");
    });
    assertThat(images.list()).extracting(ImageState::standing).containsOnly(ImageState.Standing.MISSING);
    assertThatThrownBy(() -> images.verify(JobImage.WORKER)).hasMessageContaining("ironctl image build worker");
  }

  @Test
  void buildsItTellsEveryPhaseAndFindsItAgainAfterARestart() throws Exception {
    String id = build();
    try (var left = Files.list(folder.resolve("images/work"))) {
      assertThat(left).isEmpty();
    }
    images.close();
    images = images();

    assertThat(images.imageOf(JobMode.WORKER)).isEqualTo(id);
    assertThat(images.state(JobImage.WORKER).standing()).isEqualTo(ImageState.Standing.READY);
    assertThat(told).extracting(ImageProgress::phase).containsSubsequence(ImageProgress.Phase.FETCH,
        ImageProgress.Phase.UNPACK, ImageProgress.Phase.LOAD, ImageProgress.Phase.VERIFY, ImageProgress.Phase.READY);
    assertThat(images.verify(JobImage.WORKER)).hasSize(4).allMatch(ImageCheck::held);
    assertThat(shelf.image(tag()).orElseThrow().user()).isEqualTo("65532:65532");
    assertThat(shelf.image(tag()).orElseThrow().entrypoint()).startsWith("/usr/bin/tini", "--", "/ironclaw/bin/java");
  }

  @Test
  void namesAllFilesThatAFolderLacks() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    PackageSources nothing = new PackageSources(Optional.of(empty), Optional.empty());
    more = List.of(TestPackages.pinned("dash", new byte[]{1}));

    assertThatThrownBy(() -> images.build(JobImage.WORKER, nothing, "alice", _ -> {}))
        .hasMessageContaining("tini_1.deb, dash_1.deb").hasMessageContaining(empty.toString());
    assertThat(shelf.loads).isZero();
  }

  @Test
  void theSameIsNotLoadedTwice() {
    String id = build();

    assertThat(build()).isEqualTo(id);
    assertThat(shelf.loads).isEqualTo(1);
  }

  @Test
  void anotherLayerUserOrProgramUnderTheNameIsNotTaken() {
    build();
    String tag = tag();
    var good = Objects.requireNonNull(shelf.images.get(tag));
    for (var bad : List.of(
        new ImageShelf.ImageFacts(good.id(), List.of(BOX), 1, good.user(),
            good.entrypoint()),
        new ImageShelf.ImageFacts(good.id(), good.layers(), 1, "0", good.entrypoint()),
        new ImageShelf.ImageFacts(good.id(), good.layers(), 1, good.user(),
            List.of("/bin/sh")))) {
      shelf.images.put(tag, bad);
      assertThat(images.state(JobImage.WORKER).standing()).isEqualTo(ImageState.Standing.LOST);
      assertThatThrownBy(() -> images.imageOf(JobMode.WORKER)).hasMessageContaining("ironctl image build worker");
      assertThat(images.verify(JobImage.WORKER)).anyMatch(check -> !check.held());
    }
    build();
    assertThat(images.state(JobImage.WORKER).standing()).isEqualTo(ImageState.Standing.READY);
  }

  @Test
  void anEngineThatHoldsSomethingElseAfterTheLoadIsAnErrorAndNoImage() {
    FakeShelf liar = new FakeShelf() {
      @Override
      public Optional<ImageFacts> image(String name) {
        return super.image(name)
            .map(facts -> new ImageFacts(facts.id(), List.of(BOX), 1, facts.user(), facts.entrypoint()));
      }
    };
    images.close();
    images = new JobImages(() -> liar, new JobImages.Parts(
        () -> new RootfsImage(folder.resolve("rootfs"), BOX, entrypoint), this::lock, folder.resolve("cache"),
        offline()),
        folder.resolve("images"), audit, new FakeClock(), told::add);

    assertThatThrownBy(this::build).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.BOX_FAILED));
    assertThat(images.state(JobImage.WORKER).standing()).isEqualTo(ImageState.Standing.MISSING);
    assertThat(told.getLast().phase()).isEqualTo(ImageProgress.Phase.FAILED);
  }

  @Test
  void theOneBeforeGoesWhenNoContainerHasItAnyMore() {
    build();
    String old = tag();
    shelf.used.add(old);
    entrypoint = List.of("/ironclaw/bin/java", "-Xnew", "-m", "worker");

    assertThat(images.state(JobImage.WORKER).standing()).isEqualTo(ImageState.Standing.STALE);
    build();
    assertThat(shelf.images).containsKeys(old, tag());
    shelf.used.clear();
    build();

    assertThat(shelf.images).containsOnlyKeys(tag());
  }

  @Test
  void twoWhoAskAtOnceBuildItOnce() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<String> one = CompletableFuture.supplyAsync(
        () -> images.build(JobImage.WORKER, offline(), "alice", progress -> {
          first.countDown();
          await(goOn);
        }));
    await(first);
    assertThat(images.state(JobImage.WORKER).standing()).isEqualTo(ImageState.Standing.BUILDING);
    CompletableFuture<String> two = new CompletableFuture<>();
    Thread other = Thread.ofPlatform().start(() -> two.complete(build()));
    while (other.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    goOn.countDown();

    assertThat(two.get()).isEqualTo(one.get());
    assertThat(shelf.loads).isEqualTo(1);
  }

  @Test
  void whoWaitsForAnImageHearsOfItThoughAnotherListenerFails() throws Exception {
    FakeShelf lost = new FakeShelf() {
      @Override
      public Optional<ImageFacts> image(String name) {
        return Optional.empty();
      }
    };
    for (FakeShelf one : List.of(lost, shelf)) {
      images.close();
      images = new JobImages(() -> one, new JobImages.Parts(
          () -> new RootfsImage(folder.resolve("rootfs"), BOX, entrypoint), this::lock, folder.resolve("cache"),
          offline()),
          folder.resolve("images"), audit, new FakeClock(), told::add);
      CountDownLatch first = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      CompletableFuture<String> builds = CompletableFuture.supplyAsync(
          () -> images.build(JobImage.WORKER, offline(), "alice", _ -> {
            first.countDown();
            await(goOn);
            throw new IllegalStateException("its store is closed");
          }));
      await(first);
      CompletableFuture<String> waits = new CompletableFuture<>();
      Thread other = Thread.ofPlatform().daemon().start(() -> {
        try {
          waits.complete(build());
        } catch (RuntimeException e) {
          waits.completeExceptionally(e);
        }
      });
      while (other.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      goOn.countDown();
      if (one.equals(lost)) {
        assertThatThrownBy(() -> waits.get(20, TimeUnit.SECONDS)).hasMessageContaining("engine holds something else");
        assertThatThrownBy(() -> builds.get(20, TimeUnit.SECONDS)).hasMessageContaining("engine holds something else");
        assertThat(told.getLast().phase()).isEqualTo(ImageProgress.Phase.FAILED);
      } else {
        assertThat(waits.get(20, TimeUnit.SECONDS)).isEqualTo(builds.get(20, TimeUnit.SECONDS));
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDamagedNoteIsAnImageThatIsNotBuilt() throws Exception {
    build();
    Files.writeString(folder.resolve("images/worker.json"), "{\"recipe\":");

    assertThat(images.state(JobImage.WORKER).standing()).isEqualTo(ImageState.Standing.MISSING);
    assertThat(build()).isNotEmpty();
  }

  @Test
  void findsWhatRaisesRightsInASavedImage() throws Exception {
    byte[] layer = TestPackages.tar(files -> files.file("usr/bin/su", 04755, "su").special("dev/sda",
        org.apache.commons.compress.archivers.tar.TarConstants.LF_BLK, "").file("usr/bin/ls", 0755, "ls"));
    byte[] saved = TestPackages.tar(files -> files.file("manifest.json", 0644, "[]").file("a/layer.tar", 0644,
        new String(layer, java.nio.charset.StandardCharsets.ISO_8859_1)));

    SavedImage read = SavedImage.read(new java.io.ByteArrayInputStream(saved));

    assertThat(read.risky()).containsExactly("/usr/bin/su", "/dev/sda");
    assertThat(read.digests()).contains("sha256:" + dev.ironclaw.contract.Sha256.hex(layer));
  }
}
