package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.ContainerDrift;
import dev.ironclaw.controlplane.engine.ContainerPlan;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.jobbox.ChangedEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Boxes on this machine's own kernel, started by a real Docker engine without gVisor.
final class DockerRuncIT extends DockerIsolatorContract {
  @Override
  String runtimes() {
    return "{}";
  }

  @Override
  String wall() {
    return "runc";
  }

  @Override
  DockerSettings settings(Engine engine, String instance, TestBoxes boxes) {
    return new DockerSettings(engine, instance, List.of(boxes.top.resolve("mounts")), 65532, false, true);
  }

  @Test
  void endsABoxWhoseLimitsSomebodyChanges() throws Exception {
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    docker("update", "--pids-limit", "4000", containers().getFirst().id());

    assertThat(box.exit().get(30, TimeUnit.SECONDS).reason()).contains("somebody changed its limits");
  }

  @Test
  void readsEachWeaknessThatAnEngineCanGive() throws Exception {
    RootfsImage image = boxes.busybox(List.of("true"));
    isolator.launch(boxes.spec(image)).exit().get(30, TimeUnit.SECONDS);
    Map<String, String> weak = Map.ofEntries(Map.entry("--privileged", "it is privileged"),
        Map.entry("--network host", "its network is host"), Map.entry("--user 1000", "it may write to its own files"),
        Map.entry("--read-only", "it runs as root"), Map.entry("--cap-drop ALL --cap-add CHOWN", "it has capabilities"),
        Map.entry("--cap-drop ALL", "it may gain privileges"), Map.entry("--pid host", "it shares namespaces: [pid"),
        Map.entry("--security-opt seccomp=unconfined", "its system calls are not filtered"),
        Map.entry("--security-opt systempaths=unconfined", "files of the kernel are open to it"),
        Map.entry("--device /dev/null", "it has devices: [/dev/null]"),
        Map.entry("--memory 128m --memory-swap -1", "its swap has no limit"),
        Map.entry("--memory 128m", "its limits should be"),
        Map.entry("--env LD_PRELOAD=/x", "its environment is another"),
        Map.entry("--cgroupns host", "cgroup]"), Map.entry("--volume /etc:/etc", "/etc at /etc to write"));
    String id = daemon.said("images", "--quiet", "--no-trunc").lines().findFirst().orElseThrow();
    ContainerPlan plan = new ContainerPlan("c", id, List.of("/bin/busybox"), List.of("true"), Map.of(), 65532,
        ContainerPlan.Shape.BOX, Map.of(), List.of(), Map.of(), "runc", false, Optional.empty(),
        new ContainerPlan.Limits(128L << 20, 100, 256, 1024));

    for (Map.Entry<String, String> each : weak.entrySet()) {
      List<String> words = new ArrayList<>(List.of("create"));
      words.addAll(List.of(each.getKey().split(" ")));
      words.addAll(List.of(id, "/bin/busybox"));
      String made = daemon.said(words.toArray(String[]::new)).lines().toList().getLast();
      assertThat(String.join("; ", ContainerDrift.differences(plan, asked.inspect(made).orElseThrow())))
          .as(each.getKey()).contains(each.getValue());
      docker("rm", made);
    }
  }

  /// An image that somebody made of ours has the same layers, and may say what its programs find in their environment.
  @Test
  void importsItsImageAnewWhereSomebodyPutWordsIntoIt() throws Exception {
    RootfsImage image = boxes.busybox(List.of("env"));
    isolator.launch(boxes.spec(image)).exit().get(30, TimeUnit.SECONDS);
    Path recipe = Files.createDirectory(boxes.top.resolve("recipe"));
    for (String name : daemon.said("images", "--format", "{{.Repository}}:{{.Tag}}").lines().toList()) {
      Files.writeString(recipe.resolve("Dockerfile"), "FROM " + name + "\nENV LD_PRELOAD=/workspace/x\n");
      docker("build", "--tag", name, recipe.toString());
      assertThat(asked.image(name).orElseThrow().environment()).contains("LD_PRELOAD=/workspace/x");
    }

    Box box = isolator.launch(boxes.spec(image));

    assertThat(box.exit().get(30, TimeUnit.SECONDS).code()).isZero();
    assertThat(box.output()).contains("LANG=").doesNotContain("LD_PRELOAD");
  }

  /// One that does not do the first kill, and does not answer it.
  private static Engine deaf(Engine real) {
    AtomicInteger kills = new AtomicInteger();
    return ChangedEngine.of(real, "kill", given -> {
      if (kills.incrementAndGet() == 1) {
        throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "no answer within 60 s");
      }
      real.kill((String) given[0]);
      return null;
    });
  }

  @Test
  void endsAnOffenderThoughTheKillWasNotAnswered() throws Exception {
    try (DockerIsolator made = new DockerIsolator(settings(deaf(daemon.connect()), boxes.top.toString(), boxes),
        boxes.policy())) {
      Box box = made.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

      docker("exec", containers().getFirst().id(), "/ironclaw/runtime/bin/java", "--version");

      assertThat(box.exit().get(30, TimeUnit.SECONDS).cause()).isEqualTo(Box.Cause.OFFENCE);
    }
  }

  @Test
  void endsWhatItWasToldToStopThoughTheKillWasNotAnswered() throws Exception {
    try (DockerIsolator made = new DockerIsolator(settings(deaf(daemon.connect()), boxes.top.toString(), boxes),
        boxes.policy())) {
      Box box = made.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

      assertThatThrownBy(() -> box.stop(Duration.ZERO)).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));

      assertThat(box.exit().get(30, TimeUnit.SECONDS).reason()).isEqualTo("stopped");
    }
  }

  @Test
  void removesWhatItDoesNotTakeOverThoughTheEngineDidNotAnswerAtFirst() throws Exception {
    String instance = boxes.top.toString();
    isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));
    ((DockerIsolator) isolator).close();
    docker("create", "--label", DockerPlan.INSTANCE + "=" + instance, "--label", DockerPlan.BOX + "=no box's!",
        containers().getFirst().image(), "/nothing");
    assertThat(containers()).hasSize(2);
    Set<String> asked = ConcurrentHashMap.newKeySet();
    CountDownLatch gone = new CountDownLatch(2);
    Engine real = daemon.connect();
    Engine mute = ChangedEngine.of(real, "remove", given -> {
      if (given[0] instanceof String id && asked.add(id)) {
        throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "no answer within 60 s");
      }
      real.remove((String) given[0]);
      gone.countDown();
      return null;
    });

    try (DockerIsolator strict = new DockerIsolator(
        new DockerSettings(mute, instance, List.of(boxes.top.resolve("mounts")), 65532, false, false),
        boxes.policy())) {
      assertThat(strict.recover()).isEmpty();
      assertThat(asked).hasSize(2);
      assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(containers()).isEmpty();
  }

  @Test
  void takesOverNothingBehindAWallThatIsNotAcceptedAnyMore() {
    isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));
    ((DockerIsolator) isolator).close();

    try (DockerIsolator strict = new DockerIsolator(new DockerSettings(daemon.connect(), boxes.top.toString(),
        List.of(boxes.top.resolve("mounts")), 65532, false, false), boxes.policy())) {
      assertThat(strict.recover()).isEmpty();
      assertThat(containers()).isEmpty();
      assertThat(strict.fingerprint().usable()).isFalse();
      assertThat(strict.fingerprint().flag()).as("what an operator would have to say").contains(
          "--accept-degraded-isolation");
    }
    assertThat(isolator.fingerprint().flag()).isEmpty();
  }
}
