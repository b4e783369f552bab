package dev.ironclaw.controlplane.command;

import static dev.ironclaw.contract.job.CommandPolicy.READ_ONLY;
import static dev.ironclaw.contract.job.CommandPolicy.WORKSPACE_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.panic.Panic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands on their way when a right is taken away, when all is stopped, and when something of them can't be said.
class TakenAwayTest {
  @TempDir
  private Path folder;

  private final FakeContainers containers = new FakeContainers();
  private final CountDownLatch runs = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private CommandRig rig;

  @BeforeEach
  void open() {
    rig = new CommandRig(folder.resolve("rig"), containers, "sha256:0", Network.internet(),
        new CommandRig.PlainPlaces(folder.resolve("projects")), SocketModes.SAME_UID, false);
    rig.allow(List.of(), READ_ONLY, WORKSPACE_WRITE);
  }

  @AfterEach
  void close() {
    go.countDown();
    rig.close();
  }

  /// A command that runs until it is let go.
  private CompletableFuture<CommandResult> running() throws InterruptedException {
    containers.program = ask -> {
      runs.countDown();
      try {
        assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw CommandRig.unexpected(e.toString());
      }
      return FakeContainers.says(ask, 0, "done");
    };
    CompletableFuture<CommandResult> result = rig.begin(CommandRig.request("long", READ_ONLY));
    assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
    return result;
  }

  private static void failsWith(CompletableFuture<CommandResult> result, ErrorCode code, String words) {
    assertThatThrownBy(() -> result.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
        .hasMessageContaining(words).cause()
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void endsWhatRunsAndRunsNothingThatWaitsOnceTheRightIsTakenAway() throws Exception {
    CompletableFuture<CommandResult> first = running();
    CompletableFuture<CommandResult> waits = rig.begin(CommandRig.request("later", READ_ONLY));
    rig.rights.clear();
    rig.commands.recheck();
    failsWith(first, ErrorCode.DENIED, "taken away");
    failsWith(waits, ErrorCode.DENIED, "may not run read_only commands");
    rig.commands.close();
    assertThat(containers.alive()).isZero();
    assertThat(containers.started).hasSize(1);
  }

  @Test
  void keepsContainersOfRightsThatStay() throws Exception {
    String warm = rig.run("one", READ_ONLY).container();
    rig.allow(List.of(), READ_ONLY);
    rig.commands.recheck();
    assertThat(rig.run("two", READ_ONLY).container()).isEqualTo(warm);
  }

  @Test
  void startsNothingWhereAllIsStoppedWhileItsContainerIsMade() throws Exception {
    containers.program = _ -> {
      runs.countDown();
      throw CommandRig.unexpected("it ran");
    };
    containers.making = () -> {
      rig.brake.engage(new Panic(Instant.EPOCH, "olga", Optional.empty()));
      rig.commands.stopAll("everything was stopped");
    };
    failsWith(rig.begin(CommandRig.request("x", READ_ONLY)), ErrorCode.NOT_READY, "");
    rig.commands.close();
    assertThat(runs.getCount()).as("it never ran").isEqualTo(1);
    assertThat(containers.alive()).as("nobody else would stop it").isZero();
  }

  @Test
  void startsNothingForWhatWaitsWhenTheControlPlaneStops() throws Exception {
    CompletableFuture<CommandResult> first = running();
    CompletableFuture<CommandResult> waits = rig.begin(CommandRig.request("later", READ_ONLY));
    rig.commands.close();
    failsWith(first, ErrorCode.BOX_FAILED, "the control plane stops");
    failsWith(waits, ErrorCode.NOT_READY, "the control plane stops");
    assertThat(containers.started).hasSize(1);
    assertThat(containers.alive()).isZero();
  }

  @Test
  void stopsAllAtOnceThoughOneIsNotStopped() throws Exception {
    rig.allow(List.of("*.example.org"), READ_ONLY);
    for (String host : List.of("a", "b", "c")) {
      assertThat(rig.run("x", READ_ONLY, host + ".example.org").exitCode()).isZero();
    }
    CyclicBarrier all = new CyclicBarrier(3);
    JobId stuck = containers.started.getFirst().id();
    containers.stopping = id -> {
      try {
        all.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw CommandRig.unexpected("one waited for another: " + e);
      }
      if (id.equals(stuck)) {
        throw CommandRig.unexpected("the engine fails");
      }
    };
    rig.commands.close();
    assertThat(containers.alive()).isEqualTo(1);
    containers.stopping = _ -> {};
    rig.commands.close();
    assertThat(containers.alive()).as("it is still known, and stopped at the next time").isZero();
  }

  @Test
  void stopsAllWithoutWaitingForTheEngine() throws Exception {
    CompletableFuture<CommandResult> runs = running();
    CompletableFuture<CommandResult> waits = rig.begin(CommandRig.request("later", READ_ONLY));
    CountDownLatch slow = new CountDownLatch(1);
    containers.stopping = _ -> {
      try {
        assertThat(slow.await(40, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw CommandRig.unexpected(e.toString());
      }
    };
    rig.brake.engage(new Panic(Instant.EPOCH, "olga", Optional.empty()));

    CompletableFuture.runAsync(() -> rig.commands.stopAll("everything was stopped")).get(10, TimeUnit.SECONDS);

    failsWith(runs, ErrorCode.BOX_FAILED, "everything was stopped");
    failsWith(waits, ErrorCode.NOT_READY, "everything is stopped");
    assertThat(containers.alive()).as("its engine is slow").isEqualTo(1);
    slow.countDown();
    rig.commands.close();
    assertThat(containers.alive()).isZero();
    assertThat(containers.started).hasSize(1);
  }

  @Test
  void refusesHalfACharacterAndWritesWholeOnesToTheLogWhereverItIsCut() throws Exception {
    assertThatThrownBy(() -> rig.begin(CommandRig.request("echo \ud83d", READ_ONLY)))
        .isInstanceOfSatisfying(IronclawException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    for (String before : List.of("", "a")) {
      assertThat(rig.run("echo " + before + "\ud83d\ude00".repeat(5_000), READ_ONLY).exitCode()).isZero();
    }
    assertThat(
        String.join("", rig.log().stream().filter(line -> line.startsWith("text ")).map(line -> line.substring(5))
            .toList()))
        .doesNotContain("?").doesNotContain("\ufffd");
  }

  @Test
  void findsAPlaceAmongWarmContainersThoughSomeAreDead() throws Exception {
    // Eight rights by their hosts: eight containers, all idle.
    List<String> hosts = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    rig.allow(List.of("*.example.org"), READ_ONLY);
    for (String host : hosts.subList(0, 8)) {
      assertThat(rig.run("x", READ_ONLY, host + ".example.org").exitCode()).isZero();
    }
    containers.kill(containers.started.getFirst().id());
    for (String host : hosts.subList(8, 10)) {
      assertThat(rig.run("x", READ_ONLY, host + ".example.org").exitCode()).as(host).isZero();
    }
    assertThat(containers.alive()).isEqualTo(8);
  }
}
