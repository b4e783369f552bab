package dev.ironclaw.controlplane.jobbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.engine.ContainerPlan;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.TestEngine;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Containers of jobs on an engine that does not answer, says nothing for a while, or is used by somebody else meanwhile.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JobEngineTroubleIT {
  private static final String LIVES = "echo up > /output/up; exec sleep 300";

  @TempDir
  static Path engineFolder;
  @TempDir
  static Path folder;
  private TestEngine daemon;
  private Engine engine;
  private String image;
  private TestJobs jobs;

  @BeforeAll
  void startEngine() throws Exception {
    daemon = new TestEngine(engineFolder, "{}");
    engine = daemon.connect();
    jobs = new TestJobs(folder);
    image = jobs.image(daemon, "/bin/sh\",\"-c");
  }

  @AfterEach
  void leaveNothing() throws IOException {
    assertThat(daemon.said("ps", "--all", "--quiet")).isEmpty();
  }

  @AfterAll
  void endEngine() {
    engine.close();
    daemon.close();
  }

  private DockerJobBoxes open(Engine behind, boolean acceptDegraded) {
    return open(behind, acceptDegraded, () -> {});
  }

  private DockerJobBoxes open(Engine behind, boolean acceptDegraded, Runnable mayStart) {
    DockerJobBoxes opened = new DockerJobBoxes(new DockerSettings(behind, "one", List.of(jobs.top.resolve("jobs")),
        65532, false, acceptDegraded), Clock.systemUTC(), mayStart);
    opened.listen(jobs::told);
    return opened;
  }

  private static IronclawException unanswered() {
    return new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "no answer within 60 s");
  }

  private void docker(String... words) {
    try {
      daemon.said(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void removesWhatTheEngineMadeWithoutAnAnswer() throws Exception {
    removesWhatWasNotAnswered(boxes -> boxes.adopt(Set.of()));
  }

  @Test
  void removesItAlsoWhereThereWasNothingToTakeOver() throws Exception {
    removesWhatWasNotAnswered(DockerJobBoxes::settle);
  }

  private void removesWhatWasNotAnswered(Consumer<DockerJobBoxes> begin) throws Exception {
    JobBoxPlan plan = jobs.plan(image, LIVES);
    String name = JobContainerPlan.name(plan.id());
    CompletableFuture<String> removed = new CompletableFuture<>();
    Engine mute = ChangedEngine.of(engine, "create", given -> {
      engine.create((ContainerPlan) given[0]);
      throw unanswered();
    });

    try (AutoCloseable _ = engine.events(JobContainerPlan.INSTANCE, "one", event -> {
      if (event.action().equals("destroy") && name.equals(event.attributes().get("name"))) {
        removed.complete(event.container());
      }
    }, () -> {}); DockerJobBoxes boxes = open(mute, true)) {
      begin.accept(boxes);
      assertThatThrownBy(() -> boxes.start(plan)).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));

      removed.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void leavesWhatAnEarlierControlPlaneBeganUntilItIsTakenOver() throws Exception {
    JobBoxPlan plan = jobs.plan(image, LIVES);
    try (DockerJobBoxes earlier = open(engine, true)) {
      earlier.start(plan);
    }
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<Void> again = new CompletableFuture<>();
    Engine mute = ChangedEngine.of(engine, "list", given -> {
      if (asked.incrementAndGet() > 1) {
        again.complete(null);
      }
      return engine.list((String) given[0], (String) given[1]);
    });

    try (DockerJobBoxes later = open(ChangedEngine.of(mute, "create", _ -> {
      throw unanswered();
    }), true)) {
      assertThatThrownBy(() -> later.start(jobs.plan(image, LIVES))).isInstanceOf(IronclawException.class);
      assertThat(later.adopt(Set.of(plan.id()))).containsExactly(plan.id());
      assertThatThrownBy(() -> later.start(jobs.plan(image, LIVES))).isInstanceOf(IronclawException.class);
      again.get(20, TimeUnit.SECONDS);
      later.stop(plan.id(), Duration.ZERO);
    }
    assertThat(jobs.awaitEnd(plan.id()).cause()).isEqualTo(JobExit.Cause.STOPPED);
  }

  /// One that does not do the first kill, and does not answer it.
  private static Engine deaf(Engine real) {
    AtomicInteger kills = new AtomicInteger();
    return ChangedEngine.of(real, "kill", given -> {
      if (kills.incrementAndGet() == 1) {
        throw unanswered();
      }
      real.kill((String) given[0]);
      return null;
    });
  }

  private static void stopUnanswered(DockerJobBoxes boxes, JobId job) {
    assertThatThrownBy(() -> boxes.stop(job, Duration.ZERO)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
  }

  @Test
  void endsAnOffenderThoughTheKillWasNotAnswered() throws Exception {
    try (DockerJobBoxes boxes = open(deaf(engine), true)) {
      JobBoxPlan plan = jobs.plan(image, LIVES);
      boxes.start(plan);
      Files.writeString(plan.workspace().resolve("big"), "x".repeat(9 << 20));

      assertThat(jobs.awaitEnd(plan.id()).cause()).isEqualTo(JobExit.Cause.OFFENCE);
    }
  }

  @Test
  void endsWhatItWasToldToStopThoughTheKillWasNotAnswered() throws Exception {
    try (DockerJobBoxes boxes = open(deaf(engine), true)) {
      JobBoxPlan plan = jobs.plan(image, LIVES);
      boxes.start(plan);

      stopUnanswered(boxes, plan.id());

      assertThat(jobs.awaitEnd(plan.id()).cause()).isEqualTo(JobExit.Cause.STOPPED);
    }
  }

  /// Waits until somebody has looked at a container.
  private static final class Looks {
    private final AtomicReference<String> container = new AtomicReference<>("");
    private final CompletableFuture<Thread> looked = new CompletableFuture<>();

    Engine of(Engine real) {
      return ChangedEngine.of(real, "inspect", given -> {
        Object found = real.inspect((String) given[0]);
        if (given[0].equals(container.get())) {
          looked.complete(Thread.currentThread());
        }
        return found;
      });
    }

    /// Returns when whoever looked has done what he makes of it.
    void await(String id, Runnable cause) {
      container.set(id);
      cause.run();
      try {
        assertThat(looked.get(20, TimeUnit.SECONDS).join(Duration.ofSeconds(20))).isTrue();
      } catch (Exception e) {
        throw new IllegalStateException("nobody looked at " + id, e);
      }
    }
  }

  @Test
  void leavesOneThatIsStillStartingWhereAnotherCallWasNotAnswered() throws Exception {
    AtomicReference<Consumer<String>> meanwhile = new AtomicReference<>(_ -> {});
    Looks looks = new Looks();
    Engine slow = ChangedEngine.of(looks.of(deaf(engine)), "start", given -> {
      meanwhile.get().accept((String) given[0]);
      engine.start((String) given[0]);
      return null;
    });

    try (DockerJobBoxes boxes = open(slow, true)) {
      JobBoxPlan other = jobs.plan(image, LIVES);
      JobBoxPlan starting = jobs.plan(image, LIVES);
      boxes.start(other);
      meanwhile.set(id -> looks.await(id, () -> stopUnanswered(boxes, other.id())));

      boxes.start(starting);

      assertThat(jobs.awaitEnd(other.id()).cause()).isEqualTo(JobExit.Cause.STOPPED);
      assertThat(jobs.written(starting.id(), "up")).isEqualTo("up\n");
      assertThat(jobs.hasEnded(starting.id())).isFalse();
      boxes.stop(starting.id(), Duration.ZERO);
    }
  }

  @Test
  void leavesOneItsGraceWhereAnotherCallWasNotAnswered() throws Exception {
    AtomicReference<Consumer<String>> meanwhile = new AtomicReference<>(_ -> {});
    Looks looks = new Looks();
    Engine telling = ChangedEngine.of(looks.of(deaf(engine)), "signal", given -> {
      engine.signal((String) given[0], (String) given[1]);
      meanwhile.get().accept((String) given[0]);
      return null;
    });

    try (DockerJobBoxes boxes = open(telling, true)) {
      JobBoxPlan other = jobs.plan(image, LIVES);
      JobBoxPlan gentle = jobs.plan(image, "trap 'while [ ! -e /output/go ]; do sleep 1; done; exit 7' TERM; "
          + "echo up > /output/up; while true; do sleep 1 & wait $!; done");
      boxes.start(other);
      boxes.start(gentle);
      jobs.written(gentle.id(), "up");
      meanwhile.set(id -> {
        looks.await(id, () -> stopUnanswered(boxes, other.id()));
        write(gentle.output().resolve("go"));
      });

      boxes.stop(gentle.id(), Duration.ofSeconds(30));

      assertThat(jobs.awaitEnd(gentle.id())).isEqualTo(new JobExit(7, JobExit.Cause.STOPPED, "stopped"));
      assertThat(jobs.awaitEnd(other.id()).cause()).isEqualTo(JobExit.Cause.STOPPED);
    }
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void tellsHowOneEndedThoughItsRemovalWasNotAnswered() throws Exception {
    AtomicInteger removals = new AtomicInteger();
    Engine mute = ChangedEngine.of(engine, "remove", given -> {
      engine.remove((String) given[0]);
      if (removals.incrementAndGet() == 1) {
        throw unanswered();
      }
      return null;
    });

    try (DockerJobBoxes boxes = open(mute, true)) {
      JobBoxPlan plan = jobs.plan(image, "echo why; exit 3");
      boxes.start(plan);

      assertThat(jobs.awaitEnd(plan.id()))
          .isEqualTo(new JobExit(3, JobExit.Cause.ENDED, "its program ended with 3", "why\n"));
      assertThat(removals).hasValue(2);
    }
  }

  /// Runs this when the engine has been told to start one, and before it does.
  private static Engine meanwhile(Engine real, Consumer<String> meanwhile) {
    return ChangedEngine.of(real, "start", given -> {
      meanwhile.accept((String) given[0]);
      real.start((String) given[0]);
      return null;
    });
  }

  @Test
  void endsWhatSomebodyMadeAnotherThingOfWhileItWasStarted() throws Exception {
    AtomicReference<Consumer<Engine.Happened>> heard = new AtomicReference<>();
    Engine told = ChangedEngine.of(engine, "events", given -> {
      heard.set(heard(given[2]));
      return engine.events((String) given[0], (String) given[1], heard(given[2]), (Runnable) given[3]);
    });

    try (DockerJobBoxes boxes = open(meanwhile(told, id -> {
      heard.get().accept(new Engine.Happened(id, "extract-to-dir", Map.of()));
      awaitEnds();
    }), true)) {
      JobBoxPlan plan = jobs.plan(image, LIVES);
      boxes.start(plan);

      assertThat(jobs.awaitEnd(plan.id())).satisfies(exit -> {
        assertThat(exit.cause()).isEqualTo(JobExit.Cause.OUTSIDE);
        assertThat(exit.words()).contains("somebody copied files into it");
      });
    }
  }

  /// Returns when whatever is done about ends has been done.
  private static void awaitEnds() {
    Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("job-end-"))
        .forEach(thread -> {
          try {
            assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void endsWhatIsStoppedWhileItIsStarted() throws Exception {
    JobBoxPlan plan = jobs.plan(image, LIVES);
    AtomicReference<DockerJobBoxes> opened = new AtomicReference<>();
    try (DockerJobBoxes boxes = open(meanwhile(engine, _ -> opened.get().stop(plan.id(), Duration.ZERO)), true)) {
      opened.set(boxes);
      boxes.start(plan);

      assertThat(jobs.awaitEnd(plan.id()).cause()).isEqualTo(JobExit.Cause.STOPPED);
    }
  }

  @Test
  void doesNotStartWhatWasStoppedBefore() throws Exception {
    JobBoxPlan plan = jobs.plan(image, LIVES);
    AtomicReference<DockerJobBoxes> opened = new AtomicReference<>();
    AtomicInteger starts = new AtomicInteger();
    Engine counting = meanwhile(engine, _ -> starts.incrementAndGet());
    try (DockerJobBoxes boxes = open(ChangedEngine.of(counting, "inspect", given -> {
      opened.get().stop(plan.id(), Duration.ZERO);
      return engine.inspect((String) given[0]);
    }), true)) {
      opened.set(boxes);
      assertThatThrownBy(() -> boxes.start(plan)).hasMessageContaining("it was to end before it had started");
    }
    assertThat(starts).hasValue(0);
  }

  @Test
  void startsNothingThatMayNotStartAtTheLastMoment() {
    AtomicInteger starts = new AtomicInteger();
    try (DockerJobBoxes boxes = open(meanwhile(engine, _ -> starts.incrementAndGet()), true, () -> {
      throw new IronclawException(ErrorCode.NOT_READY, "everything is stopped");
    })) {
      assertThatThrownBy(() -> boxes.start(jobs.plan(image, LIVES))).hasMessage("everything is stopped");
    }
    assertThat(starts).hasValue(0);
  }

  @Test
  void removesWhatTheEngineRefusedToRemoveAtFirstAndTellsItsEndMeanwhile() throws Exception {
    AtomicInteger removals = new AtomicInteger();
    CompletableFuture<Void> removed = new CompletableFuture<>();
    Engine busy = ChangedEngine.of(engine, "remove", given -> {
      if (removals.incrementAndGet() <= 2) {
        throw new IronclawException(ErrorCode.BOX_FAILED, "unlinkat: device or resource busy");
      }
      engine.remove((String) given[0]);
      removed.complete(null);
      return null;
    });

    try (DockerJobBoxes boxes = open(busy, true)) {
      JobBoxPlan plan = jobs.plan(image, "exit 3");
      boxes.start(plan);

      assertThat(jobs.awaitEnd(plan.id())).isEqualTo(new JobExit(3, JobExit.Cause.ENDED, "its program ended with 3"));
      removed.get(20, TimeUnit.SECONDS);
      assertThat(removals).hasValue(3);
    }
  }

  @Test
  void seesWhatSomebodyDidWhileTheEngineSaidNothing() throws Exception {
    AtomicReference<Runnable> lost = new AtomicReference<>(() -> {});
    AtomicInteger followed = new AtomicInteger();
    Engine silent = ChangedEngine.of(engine, "events", given -> {
      lost.set((Runnable) given[3]);
      // The second time it is heard again.
      return followed.incrementAndGet() == 1
          ? (AutoCloseable) () -> {}
          : engine.events((String) given[0], (String) given[1], heard(given[2]), (Runnable) given[3]);
    });

    try (DockerJobBoxes boxes = open(silent, true)) {
      JobBoxPlan updated = jobs.plan(image, LIVES);
      JobBoxPlan again = jobs.plan(image, LIVES);
      JobBoxPlan untouched = jobs.plan(image, LIVES);
      List.of(updated, again, untouched).forEach(boxes::start);
      docker("update", "--pids-limit", "4000", JobContainerPlan.name(updated.id()));
      docker("restart", "--time", "0", JobContainerPlan.name(again.id()));
      lost.get().run();

      assertThat(jobs.awaitEnd(updated.id())).satisfies(exit -> {
        assertThat(exit.cause()).isEqualTo(JobExit.Cause.OUTSIDE);
        assertThat(exit.words()).contains("its limits should be", "pids=128", "pids=4000");
      });
      assertThat(jobs.awaitEnd(again.id())).satisfies(exit -> {
        assertThat(exit.cause()).isEqualTo(JobExit.Cause.OUTSIDE);
        assertThat(exit.words()).contains("somebody started it again");
      });
      assertThat(jobs.hasEnded(untouched.id())).isFalse();
      boxes.stop(untouched.id(), Duration.ZERO);
    }
  }

  @Test
  void blamesTheEngineForWhatEndedWhileItWasGone() throws Exception {
    AtomicReference<Object[]> followed = new AtomicReference<>(new Object[0]);
    Engine silent = ChangedEngine.of(engine, "events", given -> {
      followed.set(given);
      return (AutoCloseable) () -> {};
    });
    try (DockerJobBoxes boxes = open(silent, true)) {
      JobBoxPlan plan = jobs.plan(image, LIVES);
      boxes.start(plan);
      String id = engine.inspect(JobContainerPlan.name(plan.id())).orElseThrow().id();
      ((Runnable) followed.get()[3]).run();
      docker("kill", id);
      docker("wait", id);
      // What it tells when it is back may be heard before anybody has looked.
      heard(followed.get()[2]).accept(new Engine.Happened(id, "die", Map.of()));

      assertThat(jobs.awaitEnd(plan.id()).cause()).isEqualTo(JobExit.Cause.ENGINE_LOST);
    }
  }

  @SuppressWarnings("unchecked")
  private static Consumer<Engine.Happened> heard(Object listener) {
    return (Consumer<Engine.Happened>) listener;
  }

  @Test
  void readsWhatItStartedOnceMore() {
    Engine touched = ChangedEngine.of(engine, "start", given -> {
      engine.start((String) given[0]);
      docker("update", "--pids-limit", "4000", (String) given[0]);
      return null;
    });

    try (DockerJobBoxes boxes = open(touched, true)) {
      assertThatThrownBy(() -> boxes.start(jobs.plan(image, LIVES))).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.WEAK_SPEC)).hasMessageContaining("its limits should be");
    }
  }

  @Test
  void takesOverNothingThatBecameWeakerMeanwhile() {
    JobId updated = left();
    docker("update", "--pids-limit", "4000", JobContainerPlan.name(updated));
    try (DockerJobBoxes later = open(engine, true)) {
      assertThat(later.adopt(Set.of(updated))).isEmpty();
    }

    JobId accepted = left();
    try (DockerJobBoxes strict = open(engine, false)) {
      assertThat(strict.adopt(Set.of(accepted))).as("a wall that is not accepted any more").isEmpty();
    }
  }

  /// One that a control plane began, which has ended since.
  private JobId left() {
    JobBoxPlan plan = jobs.plan(image, LIVES);
    try (DockerJobBoxes earlier = open(engine, true)) {
      earlier.start(plan);
    }
    return plan.id();
  }
}
