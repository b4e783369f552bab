package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.engine.ContainerDrift;
import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.TestEngine;
import dev.ironclaw.controlplane.jobbox.ChangedEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  TestEngine daemon;
  Engine asked;
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

  /// The engine's name for the wall.
  abstract String wall();

  @Test
  void eachContainerIsWhatTheTableSays() throws Exception {
    SandboxSpec spec = boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent(),
        Optional.of(new SandboxSpec.Workspace(boxes.mount("space"), true)), SandboxSpec.Limits.DEFAULT);
    Box box = isolator.launch(spec);

    Map<String, String> table = Map.ofEntries(
        Map.entry("{{.HostConfig.Runtime}}", wall()), Map.entry("{{.HostConfig.NetworkMode}}", "none"),
        Map.entry("{{.Config.NetworkDisabled}} {{len .NetworkSettings.Networks}}", "true 0"),
        Map.entry("{{.HostConfig.ReadonlyRootfs}}", "true"), Map.entry("{{.HostConfig.Privileged}}", "false"),
        Map.entry("{{.HostConfig.CapDrop}} {{len .HostConfig.CapAdd}}", "[ALL] 0"),
        Map.entry("{{index .HostConfig.SecurityOpt 0}}", "no-new-privileges:true"),
        Map.entry("{{index .HostConfig.SecurityOpt 1}}",
            "seccomp=" + DockerSeccomp.json(wall().equals("runc") ? DockerWall.RUNC : DockerWall.GVISOR)),
        Map.entry("{{len .HostConfig.SecurityOpt}}", "2"),
        Map.entry("{{if .HostConfig.MaskedPaths}}some{{end}} {{if .HostConfig.ReadonlyPaths}}some{{end}}", "some some"),
        Map.entry("{{.Config.User}} {{len .HostConfig.GroupAdd}}", "65532:65532 0"),
        Map.entry("{{.Config.Env}}",
            "[" + String.join(" ", OciConfigBuilder.ENVIRONMENT.stream().sorted().toList()) + "]"),
        Map.entry("{{.Config.Entrypoint}} {{.Config.Cmd}}",
            spec.image().entrypoint().toString().replace(",", "") + " []"),
        Map.entry("{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}", "536870912 536870912"),
        Map.entry("{{.HostConfig.CpuQuota}}/{{.HostConfig.CpuPeriod}} {{.HostConfig.CpuShares}}", "100000/100000 1024"),
        Map.entry("{{.HostConfig.PidsLimit}} {{.HostConfig.OomKillDisable}}", "256 false"),
        Map.entry("{{range .HostConfig.Ulimits}}{{.Name}}={{.Hard}} {{end}}",
            "nofile=1024 core=0 memlock=0 fsize=1073741824" + (wall().equals("runc") ? "" : " nproc=256")),
        Map.entry("{{.HostConfig.Tmpfs}}",
            "map[/tmp:rw,noexec,nosuid,nodev,mode=1777,uid=65532,gid=65532,size=67108864]"),
        Map.entry(
            "{{range .Mounts}}{{if eq .Destination \"/run/ironclaw\"}}{{.Source}} {{.RW}} {{.Propagation}}{{end}}{{end}}",
            spec.socketFolder() + " false rprivate"),
        Map.entry(
            "{{range .Mounts}}{{if eq .Destination \"/workspace\"}}{{.Source}} {{.RW}} {{.Propagation}}{{end}}{{end}}",
            boxes.mount("space") + " true rprivate"),
        Map.entry("{{len .Mounts}} {{len .HostConfig.Devices}} {{len .HostConfig.PortBindings}}", "2 0 0"),
        Map.entry("{{.HostConfig.IpcMode}} {{.HostConfig.CgroupnsMode}}", "none private"),
        Map.entry("[{{.HostConfig.PidMode}}{{.HostConfig.UTSMode}}{{.HostConfig.UsernsMode}}]", "[]"),
        Map.entry("{{.HostConfig.LogConfig}}", "{json-file map[max-file:1 max-size:1m]}"),
        Map.entry("[{{.HostConfig.RestartPolicy.Name}}] {{.HostConfig.AutoRemove}}", "[] false"),
        Map.entry("{{.Config.OpenStdin}} {{.Config.Tty}}", "false false"),
        Map.entry("{{index .Config.Labels \"ironclaw.instance\"}} {{index .Config.Labels \"ironclaw.box\"}}",
            boxes.top + " " + spec.id()));
    for (Map.Entry<String, String> row : table.entrySet()) {
      assertThat(daemon.said("inspect", "--format", row.getKey(), containers().getFirst().id()).strip())
          .as(row.getKey()).isEqualTo(row.getValue());
    }
    box.stop(Duration.ZERO);
  }

  /// What has the number of its first process here need not be that process: an engine may have a kernel of its own.
  @Test
  void showsNothingOfAProcessThatIsNotItsOwn() {
    Engine real = daemon.connect();
    Engine far = ChangedEngine.of(real, "inspect",
        given -> real.inspect((String) given[0]).map(DockerIsolatorContract::withOurPid));
    DockerIsolator made = new DockerIsolator(settings(far, boxes.top.toString(), boxes), boxes.policy());
    opened.add(made);
    Box box = made.launch(boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent()));

    Box.OutsidePosture posture = box.outside();

    assertThat(posture.networkNamespace()).isEqualTo("engine: none");
    assertThat(posture.uid()).isEqualTo(-1);
    assertThat(posture.limits()).isEqualTo("engine: memory 512 MiB, 256 processes, 1.00 CPU");
    assertThat(box.usage()).isEmpty();
    box.stop(Duration.ZERO);
  }

  private static ContainerFacts withOurPid(ContainerFacts found) {
    ContainerFacts.State state = new ContainerFacts.State(found.state().running(), found.state().paused(),
        (int) ProcessHandle.current().pid(), found.state().exitCode(), false, found.state().startedAt());
    return new ContainerFacts(found.id(), found.image(), found.name(), found.labels(), found.environment(),
        found.runtime(), found.network(), found.user(), found.privileged(), found.writableRoot(), found.dropsAll(),
        found.capabilities(), found.newPrivileges(), found.filter(), found.openKernel(), found.networks(),
        found.shared(), found.devices(), found.binds(), found.limits(), state, found.attached(), found.kept());
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
