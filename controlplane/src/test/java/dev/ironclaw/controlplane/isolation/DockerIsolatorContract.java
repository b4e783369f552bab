package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.engine.ContainerDrift;
import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What boxes of a real Docker engine do, whatever their wall.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DockerIsolatorContract extends IsolatorContract {
  @TempDir
  static Path engineFolder;
  private TestEngine daemon;
  private Engine asked;
  private DockerImages images;
  private final List<DockerIsolator> opened = new ArrayList<>();

  @BeforeAll
  void startEngine() {
    daemon = new TestEngine(engineFolder, runtimes());
    asked = daemon.connect();
    images = new DockerImages(asked);
  }

  /// What the engine knows beside runc.
  String runtimes() {
    return TestEngine.SEALED;
  }

  @AfterAll
  void endEngine() {
    asked.close();
    daemon.close();
  }

  abstract DockerSettings settings(Engine engine, String instance, TestBoxes boxes);

  @Override
  Isolator isolator(TestBoxes boxes) {
    DockerIsolator made = new DockerIsolator(settings(daemon.connect(), boxes.top.toString(), boxes), boxes.policy(),
        images);
    opened.add(made);
    return made;
  }

  /// After those of the kit, which asks once more.
  @AfterEach
  void closeIsolators() {
    opened.forEach(DockerIsolator::close);
    opened.clear();
  }

  @Override
  List<String> traces(TestBoxes boxes) {
    return containers().stream().map(ContainerFacts::name).toList();
  }

  List<ContainerFacts> containers() {
    return asked.list(DockerPlan.INSTANCE, boxes.top.toString());
  }

  @Test
  void endsABoxThatTakesMoreMemoryThanItsLimit() throws Exception {
    RootfsImage dd = boxes.busybox(List.of("dd", "if=/dev/zero", "of=/dev/null", "bs=400M", "count=1"));
    Box box = isolator.launch(boxes.spec(dd, Optional.empty(), new SandboxSpec.Limits(128L << 20, 100, 256)));

    Box.BoxExit exit = box.exit().get(60, TimeUnit.SECONDS);

    assertThat(box.output()).doesNotContain("records out");
    assertThat(exit.code()).isNotZero();
  }

  @Test
  void showsFromOutsideWhatTheKernelHolds() {
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    Box.OutsidePosture posture = box.outside();

    assertThat(posture.runtime()).isEqualTo("docker");
    assertThat(posture.networkNamespace()).startsWith("net:[").doesNotContain("host");
    assertThat(posture.limits()).contains("memory 512 MiB, 256 processes, 1.00 CPU");
    assertThat(posture.memoryBytes()).isBetween(10L << 20, 500L << 20);
    assertThat(containers()).singleElement().satisfies(found -> assertThat(ContainerDrift.weaknesses(found)).isEmpty());
    box.stop(Duration.ZERO);
    assertThat(box.usage()).as("it is gone").isEmpty();
  }

  @Test
  void everyProbeHoldsButThoseThatTheReportNames() {
    List<ProbeResult> results = new Selftest(isolator, ImageFolder.load(TestBoxes.imageFolder()).probes(),
        boxes.mount("selftest"), TestBoxes::newId).run();

    assertThat(results).hasSizeGreaterThan(70);
    assertThat(results).filteredOn(result -> !result.held()).extracting(ProbeResult::name)
        .containsExactlyInAnyOrderElementsOf(isolator.fingerprint().accepted());
  }

  @Test
  void adoptsABoxThatAnEarlierControlPlaneBegan() throws Exception {
    Box before = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));
    ((DockerIsolator) isolator).close();

    Isolator later = isolator(boxes);
    List<Box> adopted = later.recover();

    assertThat(adopted).singleElement().satisfies(box -> assertThat(box.id()).isEqualTo(before.id()));
    adopted.getFirst().stop(Duration.ofSeconds(5));
    assertThat(adopted.getFirst().exit().get(30, TimeUnit.SECONDS).reason()).isEqualTo("stopped");
  }

  @Test
  void endsABoxInWhichSomebodyStartsAnotherProgram() throws Exception {
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    docker("exec", containers().getFirst().id(), "/ironclaw/runtime/bin/java", "--version");

    assertThat(box.exit().get(30, TimeUnit.SECONDS)).satisfies(exit -> {
      assertThat(exit.cause()).isEqualTo(Box.Cause.OFFENCE);
      assertThat(exit.reason()).contains("somebody started another program in it", "no longer what was approved");
    });
    assertThat(traces(boxes)).isEmpty();
  }

  @Test
  void endsABoxThatStandsStill() throws Exception {
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));
    ContainerFacts container = containers().getFirst();
    ProcessHandle keeper = ProcessHandle.of(container.state().pid()).flatMap(ProcessHandle::parent).orElseThrow();

    docker("pause", container.id());
    box.stop(Duration.ofSeconds(20));

    assertThat(box.exit().get(30, TimeUnit.SECONDS)).satisfies(exit -> {
      assertThat(exit.code()).as("it is not let go to end by itself").isEqualTo(137);
      assertThat(exit.reason()).isEqualTo("stopped");
    });
    keeper.onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void seesThatABoxWasRemovedFromOutside() throws Exception {
    Box box = isolator.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    docker("rm", "--force", containers().getFirst().id());

    assertThat(box.exit().get(30, TimeUnit.SECONDS).reason()).containsAnyOf("from outside");
  }

  void docker(String... words) throws IOException {
    daemon.said(words);
  }
}
