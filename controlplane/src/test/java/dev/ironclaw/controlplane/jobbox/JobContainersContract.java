package dev.ironclaw.controlplane.jobbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.engine.ContainerPlan;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.EngineFacts;
import dev.ironclaw.controlplane.engine.TestEngine;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import dev.ironclaw.controlplane.isolation.DockerWall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What containers of jobs of a real engine are and do, whatever their wall.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JobContainersContract {
  private static final String LIVES = "trap 'exit 7' TERM; echo up > /output/up; while true; do sleep 1 & wait $!; done";

  @TempDir
  static Path engineFolder;
  @TempDir
  static Path folder;
  TestEngine daemon;
  Engine engine;
  String image;
  TestJobs jobs;
  DockerJobBoxes boxes;

  /// What the engine knows beside runc.
  abstract String runtimes();

  /// The engine's name for the wall.
  abstract String wall();

  @BeforeAll
  void startEngine() throws Exception {
    daemon = new TestEngine(engineFolder, runtimes());
    engine = daemon.connect();
    jobs = new TestJobs(folder);
    image = jobs.image(daemon, "/bin/sh\",\"-c");
  }

  @BeforeEach
  void open() {
    boxes = open("one");
  }

  DockerJobBoxes open(String instance) {
    return open(engine, instance);
  }

  private DockerJobBoxes open(Engine behind, String instance) {
    DockerJobBoxes opened = new DockerJobBoxes(new DockerSettings(behind, instance, List.of(jobs.top.resolve("jobs")),
        65532, false, true), Clock.systemUTC(), () -> {});
    opened.listen(jobs::told);
    return opened;
  }

  @AfterEach
  void leaveNothing() throws IOException {
    boxes.adopt(Set.of());
    boxes.close();
    try (DockerJobBoxes later = open("one")) {
      later.adopt(Set.of());
    }
    assertThat(daemon.said("ps", "--all", "--quiet", "--filter", "label=ironclaw.instance=one")).isEmpty();
  }

  @AfterAll
  void endEngine() {
    engine.close();
    daemon.close();
  }

  private JobId start(String script) {
    return start(jobs.plan(image, script));
  }

  private JobId start(JobBoxPlan plan) {
    boxes.start(plan);
    return plan.id();
  }

  private String inspected(JobId job, String template) throws IOException {
    return daemon.said("inspect", "--format", template, JobContainerPlan.name(job)).strip();
  }

  @Test
  void eachContainerIsWhatTheTableSays() throws Exception {
    JobId job = start(LIVES);

    String crossing = jobs.folder(job + "/crossing").toString();
    Map<String, String> table = Map.ofEntries(
        Map.entry("{{.HostConfig.Runtime}}", wall()), Map.entry("{{.Image}}", image),
        Map.entry("{{.HostConfig.NetworkMode}}", "none"), Map.entry("{{.Config.NetworkDisabled}}", "true"),
        Map.entry("{{len .NetworkSettings.Networks}} {{len .HostConfig.GroupAdd}}", "0 0"),
        Map.entry("{{if .HostConfig.MaskedPaths}}some{{end}} {{if .HostConfig.ReadonlyPaths}}some{{end}}", "some some"),
        Map.entry("{{.HostConfig.ReadonlyRootfs}}", "true"), Map.entry("{{.HostConfig.Privileged}}", "false"),
        Map.entry("{{.HostConfig.CapDrop}}", "[ALL]"), Map.entry("{{len .HostConfig.CapAdd}}", "0"),
        Map.entry("{{index .HostConfig.SecurityOpt 0}}", "no-new-privileges:true"),
        Map.entry("{{len .HostConfig.SecurityOpt}}", "2"),
        Map.entry("{{.Config.User}}", "65532:65532"), Map.entry("{{.Config.WorkingDir}}", "/workspace"),
        Map.entry("{{.Config.Env}}", "[GREETING=hello HOME=/tmp TMPDIR=/tmp PATH=/bin]"),
        Map.entry("{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}", "134217728 134217728"),
        Map.entry("{{.HostConfig.CpuQuota}}/{{.HostConfig.CpuPeriod}} {{.HostConfig.CpuShares}}", "100000/100000 1024"),
        Map.entry("{{.HostConfig.PidsLimit}}", "128"),
        Map.entry("{{range .HostConfig.Ulimits}}{{.Name}}={{.Hard}} {{end}}",
            "nofile=16384 core=0 memlock=0 fsize=8388608" + (wall().equals("runc") ? "" : " nproc=128")),
        Map.entry("{{.HostConfig.Tmpfs}}", "map["
            + "/tmp:rw,exec,nosuid,nodev,mode=1777,uid=65532,gid=65532,size=536870912]"),
        Map.entry("{{len .Mounts}}", "3"),
        Map.entry(
            "{{range .Mounts}}{{if eq .Destination \"/run/ironclaw\"}}{{.Source}} {{.RW}} {{.Propagation}}{{end}}{{end}}",
            crossing + " false rprivate"),
        Map.entry("{{range .Mounts}}{{if eq .Destination \"/workspace\"}}{{.RW}}{{end}}{{end}}", "true"),
        Map.entry("{{range .Mounts}}{{if eq .Destination \"/output\"}}{{.RW}}{{end}}{{end}}", "true"),
        Map.entry("{{.HostConfig.LogConfig}}", "{json-file map[max-file:1 max-size:1m]}"),
        Map.entry("{{.HostConfig.IpcMode}}", "none"), Map.entry("{{.HostConfig.PidMode}}", ""),
        Map.entry("{{.HostConfig.CgroupnsMode}}", "private"), Map.entry("{{.HostConfig.UsernsMode}}", ""),
        Map.entry("{{len .HostConfig.Devices}}", "0"), Map.entry("{{.HostConfig.RestartPolicy.Name}}", ""),
        Map.entry("{{.HostConfig.AutoRemove}}", "false"), Map.entry("{{.HostConfig.OomKillDisable}}", "false"),
        Map.entry("{{index .Config.Labels \"ironclaw.job_id\"}}", job.value()),
        Map.entry("{{index .Config.Labels \"ironclaw.instance\"}}", "one"),
        Map.entry("{{printf \"%.2s\" (index .Config.Labels \"ironclaw.created_at\")}}", "20"),
        Map.entry("{{.Config.OpenStdin}} {{.Config.Tty}} {{len .HostConfig.PortBindings}}", "false false 0"));
    for (Map.Entry<String, String> row : table.entrySet()) {
      assertThat(inspected(job, row.getKey())).as(row.getKey()).isEqualTo(row.getValue());
    }
    assertThat(inspected(job, "{{index .HostConfig.SecurityOpt 1}}"))
        .isEqualTo(("seccomp=" + JobContainerPlan.filter(wall().equals("runc") ? DockerWall.RUNC : DockerWall.GVISOR))
            .strip());
    assertThat(jobs.written(job, "up")).isEqualTo("up\n");
  }

  @Test
  void endsWhatIsToldToEndAndTellsHow() throws Exception {
    JobId gentle = start(LIVES);
    JobId deaf = start("trap '' TERM; echo up > /output/up; while true; do sleep 1; done");
    JobId own = start("echo why; echo not >&2; exit 3");
    jobs.written(gentle, "up");
    jobs.written(deaf, "up");

    boxes.stop(gentle, Duration.ofSeconds(20));
    boxes.stop(deaf, Duration.ofMillis(200));
    boxes.stop(TestJobs.newId(), Duration.ZERO);

    assertThat(jobs.awaitEnd(gentle)).isEqualTo(new JobExit(7, JobExit.Cause.STOPPED, "stopped"));
    assertThat(jobs.awaitEnd(deaf)).isEqualTo(new JobExit(137, JobExit.Cause.STOPPED, "stopped"));
    assertThat(jobs.awaitEnd(own)).satisfies(exit -> {
      assertThat(exit.code()).isEqualTo(3);
      assertThat(exit.cause()).isEqualTo(JobExit.Cause.ENDED);
      assertThat(exit.words()).isEqualTo("its program ended with 3");
      assertThat(exit.printed().lines()).containsExactlyInAnyOrder("why", "not");
    });
  }

  @Test
  void standsStillUnderTheBrakeAndEndsOutOfIt() throws Exception {
    JobId job = start(LIVES);
    jobs.written(job, "up");

    boxes.freeze();
    assertThat(inspected(job, "{{.State.Paused}}")).isEqualTo("true");
    boxes.thaw();
    assertThat(inspected(job, "{{.State.Paused}}")).isEqualTo("false");
    ProcessHandle first = ProcessHandle.of(Long.parseLong(inspected(job, "{{.State.Pid}}"))).orElseThrow();
    ProcessHandle keeper = first.parent().orElseThrow();
    boxes.freeze();
    boxes.stop(job, Duration.ofSeconds(20));

    assertThat(jobs.awaitEnd(job)).as("it is not let go to end by itself")
        .isEqualTo(new JobExit(137, JobExit.Cause.STOPPED, "stopped"));
    first.onExit().get(30, TimeUnit.SECONDS);
    keeper.onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void namesWhatWentOverALimit() throws Exception {
    JobId memory = start("exec dd if=/dev/zero of=/dev/null bs=300M count=1");
    JobId disk = start("i=0; while true; do i=$((i+1)); dd if=/dev/zero of=/output/$i bs=1M count=1; done");
    JobId held = start(
        "exec 5>/output/f; rm /output/f; exec 6>/output/g; rm /output/g; dd if=/dev/zero bs=1M count=7 >&5;"
            + "dd if=/dev/zero bs=1M count=7 >&6; sleep 60");
    JobId socket = start("mkfifo /workspace/pipe || echo refused > /output/up; sleep 60");
    JobId linked = start("touch /workspace/a; ln /workspace/a /workspace/b; echo up > /output/up; exit 0");

    assertThat(jobs.awaitEnd(memory)).isEqualTo(new JobExit(137, JobExit.Cause.OUT_OF_MEMORY, "the kernel ended it: "
        + "its memory limit of 128 MiB was reached; start it again with more"));
    assertThat(jobs.awaitEnd(disk)).satisfies(exit -> {
      assertThat(exit.cause()).isEqualTo(JobExit.Cause.OFFENCE);
      assertThat(exit.words()).contains("more than it may leave", "of 8 MiB");
    });
    assertThat(jobs.awaitEnd(held).words()).contains("more than it may leave");
    assertThat(jobs.written(socket, "up")).as("it can make no FIFO itself").isEqualTo("refused\n");
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(jobs.folder(socket + "/workspace").resolve("door")));
    }
    assertThat(jobs.awaitEnd(socket)).satisfies(exit -> {
      assertThat(exit.cause()).isEqualTo(JobExit.Cause.OFFENCE);
      assertThat(exit.words()).contains("door", "socket");
    });
    assertThat(jobs.awaitEnd(linked).cause()).as("names within its project").isEqualTo(JobExit.Cause.ENDED);
  }

  @Test
  void aForkBombHurtsNobodyElse() throws Exception {
    JobId other = start(LIVES);
    jobs.written(other, "up");
    JobId bomb = start("i=0; while [ $i -lt 300 ]; do sleep 60 & i=$((i+1)); echo $i > /output/made; done");

    jobs.awaitEnd(bomb);

    int made = Integer.parseInt(Files.readString(jobs.folder(bomb + "/output").resolve("made")).strip());
    assertThat(made).as("processes").isBetween(1, 128);
    assertThat(jobs.hasEnded(other)).isFalse();
  }

  @Test
  void twentyAtOnceEndEachForItself() throws Exception {
    List<JobBoxPlan> plans = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      plans.add(jobs.plan(image, "exit " + i));
    }
    try (ExecutorService each = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Callable<JobId>> starts = plans.stream().map(plan -> (Callable<JobId>) () -> start(plan)).toList();
      for (Future<JobId> started : each.invokeAll(starts)) {
        started.get();
      }
    }

    for (int i = 0; i < 20; i++) {
      assertThat(jobs.awaitEnd(plans.get(i).id())).isEqualTo(
          new JobExit(i, JobExit.Cause.ENDED, "its program ended with " + i));
    }
  }

  @Test
  void seesWhatSomebodyDoesAtTheEngine() throws Exception {
    JobId killed = start(LIVES);
    JobId removed = start(LIVES);
    JobId entered = start(LIVES);
    for (JobId job : List.of(killed, removed, entered)) {
      jobs.written(job, "up");
    }

    daemon.said("kill", JobContainerPlan.name(killed));
    daemon.said("rm", "--force", JobContainerPlan.name(removed));
    daemon.said("exec", JobContainerPlan.name(entered), "/bin/true");

    assertThat(jobs.awaitEnd(killed)).isEqualTo(
        new JobExit(137, JobExit.Cause.OUTSIDE, "somebody ended it at the engine"));
    assertThat(jobs.awaitEnd(removed).cause()).isEqualTo(JobExit.Cause.OUTSIDE);
    assertThat(jobs.awaitEnd(entered)).satisfies(exit -> {
      assertThat(exit.cause()).isEqualTo(JobExit.Cause.OUTSIDE);
      assertThat(exit.words()).contains("somebody started another program in it", "no longer what was approved");
    });
  }

  @Test
  void adoptsWhatSomebodyWaitsForAndRemovesTheRestOfItsOwn() throws Exception {
    JobId wanted = start(LIVES);
    JobId forgotten = start(LIVES);
    JobId over = TestJobs.newId();
    boxes.close();
    JobBoxPlan never = jobs.plan(image, "true");
    daemon.said("create", "--name", JobContainerPlan.name(never.id()), "--label", "ironclaw.instance=one", "--label",
        "ironclaw.job_id=" + never.id(), image, "true");
    DockerJobBoxes stranger = open("two");
    JobBoxPlan others = jobs.plan(image, LIVES);
    stranger.start(others);

    DockerJobBoxes later = open("one");
    assertThat(later.adopt(Set.of(wanted, over))).containsExactly(wanted);

    assertThat(daemon.said("ps", "--all", "--format", "{{.Names}}").lines()).containsExactlyInAnyOrder(
        JobContainerPlan.name(wanted), JobContainerPlan.name(others.id()));
    assertThat(jobs.hasEnded(forgotten)).isFalse();
    Files.writeString(jobs.folder(wanted + "/workspace").resolve("big"), "x".repeat(9 << 20));
    assertThat(jobs.awaitEnd(wanted).cause()).as("its folders are watched again").isEqualTo(JobExit.Cause.OFFENCE);
    stranger.stop(others.id(), Duration.ZERO);
    stranger.close();
    later.close();
  }

  @Test
  void takesTheNameThatAnEarlierStartLeft() throws Exception {
    JobBoxPlan plan = jobs.plan(image, "exit 4");
    daemon.said("create", "--name", JobContainerPlan.name(plan.id()), "--label", "ironclaw.instance=one", "--label",
        "ironclaw.job_id=" + plan.id(), image, "true");

    start(plan);

    assertThat(jobs.awaitEnd(plan.id()).code()).isEqualTo(4);
  }

  @Test
  void leavesNothingWhereItCantStart() throws Exception {
    JobBoxPlan plan = jobs.plan(image, "true");
    JobBoxPlan unknown = new JobBoxPlan(plan.id(), "sha256:" + "0".repeat(64), plan.command(), Map.of(),
        plan.crossing(), plan.workspace(), true, plan.output(), plan.limits());
    JobBoxPlan lame = jobs.plan(jobs.image(daemon, "/bin/none"), "true");
    JobBoxPlan named = new JobBoxPlan(plan.id(), "busybox:latest", plan.command(), Map.of(), plan.crossing(),
        plan.workspace(), true, plan.output(), plan.limits());

    refused(unknown, ErrorCode.NOT_FOUND);
    refused(named, ErrorCode.WEAK_SPEC);
    assertThatThrownBy(() -> boxes.start(lame)).isInstanceOf(IronclawException.class).hasMessageContaining("/bin/none");
    assertThat(daemon.said("ps", "--all", "--quiet")).isEmpty();
  }

  private void refused(JobBoxPlan plan, ErrorCode code) {
    assertThatThrownBy(() -> boxes.start(plan)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void refusesFoldersThatWouldBeDoors() throws Exception {
    JobBoxPlan plan = jobs.plan(image, "true");
    Path real = jobs.folder("real");
    Path link = Files.createSymbolicLink(jobs.folder("links").resolve("project"), real);
    Path outside = Files.createDirectory(jobs.top.resolve("outside-" + plan.id()));
    Path file = Files.writeString(outside.resolve("secret"), "s");
    Files.createLink(jobs.folder("hard").resolve("name"), file);

    refused(in(plan, link), ErrorCode.WEAK_SPEC);
    refused(in(plan, outside), ErrorCode.WEAK_SPEC);
    refused(in(plan, jobs.folder("hard")), ErrorCode.WEAK_SPEC);
    refused(in(plan, real.resolve("../real")), ErrorCode.WEAK_SPEC);
    Files.delete(jobs.folder("hard").resolve("name"));
    boxes.start(in(plan, jobs.folder("hard")));
    assertThat(jobs.awaitEnd(plan.id()).code()).isZero();
  }

  /// Whoever may rename in the folder of projects does it between the look at it and the binding.
  @Test
  void endsAJobWhoseFolderWasReplacedWhileItStarted() throws Exception {
    JobBoxPlan plan = jobs.plan(image, LIVES);
    Engine racing = ChangedEngine.of(engine, "start", given -> {
      try {
        Files.move(plan.workspace(), plan.workspace().resolveSibling("aside"));
        Files.createDirectory(plan.workspace());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      engine.start((String) given[0]);
      return null;
    });

    try (DockerJobBoxes raced = open(racing, "one")) {
      assertThatThrownBy(() -> raced.start(plan)).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.WEAK_SPEC))
          .hasMessageContaining("another folder at /workspace").hasMessageNotContaining("/output");
    }
    assertThat(daemon.said("ps", "--all", "--quiet")).isEmpty();
    assertThat(jobs.hasEnded(plan.id())).isFalse();
  }

  @Test
  void startsNothingThatTheEngineMadeWeaker() throws Exception {
    Engine loose = ChangedEngine.of(engine, "create", given -> {
      ContainerPlan asked = (ContainerPlan) given[0];
      return engine.create(new ContainerPlan(asked.name(), asked.image(), asked.entrypoint(), asked.command(),
          asked.environment(), asked.user(), asked.shape(), asked.labels(), asked.binds(), asked.temporary(),
          asked.runtime(), asked.ownKernel(), Optional.of("unconfined"), new ContainerPlan.Limits(1L << 30, 300, 4096,
              16_384)));
    });

    try (DockerJobBoxes weak = open(loose, "one")) {
      assertThatThrownBy(() -> weak.start(jobs.plan(image, LIVES))).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.WEAK_SPEC))
          .hasMessageContaining("system calls are not filtered").hasMessageContaining("its limits should be");
    }
    assertThat(daemon.said("ps", "--all", "--quiet")).isEmpty();
  }

  @Test
  void refusesAnEngineWhoseUsersAreNobodyHere() throws IOException {
    Engine remapping = ChangedEngine.of(engine, "facts", _ -> {
      EngineFacts facts = engine.facts();
      return new EngineFacts(facts.id(), facts.version(), facts.system(), facts.runtimes(), List.of("name=userns"));
    });

    try (DockerJobBoxes other = open(remapping, "one")) {
      assertThatThrownBy(() -> other.start(jobs.plan(image, LIVES))).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE)).hasMessageContaining("userns-remap");
      assertThat(other.report().usable()).isFalse();
    }
    assertThat(daemon.said("ps", "--all", "--quiet")).isEmpty();
  }

  @Test
  void isNoWeakerThanTheOperatorAccepted() throws IOException {
    Engine bare = ChangedEngine.of(engine, "facts", _ -> new EngineFacts("id", "28", "Linux",
        Map.of("runc", new EngineFacts.OciRuntime("runc", List.of())), List.of()));

    try (DockerJobBoxes strict = new DockerJobBoxes(new DockerSettings(bare, "one", List.of(jobs.top.resolve("jobs")),
        65532, false, false), Clock.systemUTC(), () -> {})) {
      assertThatThrownBy(() -> strict.start(jobs.plan(image, LIVES))).isInstanceOfSatisfying(IronclawException.class,
          e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE))
          .hasMessageContaining("--accept-degraded-isolation");
      assertThat(strict.report().usable()).isFalse();
    }
    assertThat(boxes.report().usable()).isTrue();
    assertThat(daemon.said("ps", "--all", "--quiet")).isEmpty();
  }

  private static JobBoxPlan in(JobBoxPlan plan, Path workspace) {
    return new JobBoxPlan(plan.id(), plan.image(), plan.command(), Map.of(), plan.crossing(), workspace, true,
        plan.output(), plan.limits());
  }

  @Test
  void endsWithAnEngineThatDiesAndComesBack() throws Exception {
    // As at every start of a control plane: before, a container may be an earlier one's.
    boxes.adopt(Set.of());
    JobId job = start(LIVES);
    jobs.written(job, "up");

    // As one that the engine made on its way out, and whose maker got no answer.
    String unknown = daemon.said("create", "--label", "ironclaw.instance=one", "--label",
        "ironclaw.job_id=" + TestJobs.newId(), image, "true").strip();

    daemon.kill();
    assertThatThrownBy(() -> boxes.start(jobs.plan(image, "true"))).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE));
    daemon.start();

    assertThat(jobs.awaitEnd(job)).satisfies(exit -> {
      assertThat(exit.cause()).isEqualTo(JobExit.Cause.ENGINE_LOST);
      assertThat(exit.words()).contains("engine");
    });
    JobId next = start("exit 5");
    assertThat(jobs.awaitEnd(next).code()).isEqualTo(5);
    while (daemon.said("ps", "--all", "--quiet", "--no-trunc").contains(unknown)) {
      Thread.onSpinWait(); // Each question takes the engine a while; the class has a time limit.
    }
  }
}
