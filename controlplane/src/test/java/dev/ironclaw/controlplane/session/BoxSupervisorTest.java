package dev.ironclaw.controlplane.session;

import dev.ironclaw.controlplane.registry.Mount;
import dev.ironclaw.controlplane.isolation.Box;
import java.nio.file.Files;
import dev.ironclaw.controlplane.isolation.Quota;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditQuery;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.box.BoxListener;
import dev.ironclaw.controlplane.box.BoxServer;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.isolation.RootfsImage;
import dev.ironclaw.controlplane.isolation.SandboxSpec;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.panic.PanicControl;
import dev.ironclaw.controlplane.panic.PanicSteps;
import dev.ironclaw.controlplane.queue.NewInbound;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Seed;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.session.FakeIsolator.FakeBox;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.store.StateSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BoxSupervisorTest {
  private static final AgentGroupId AGENT = new AgentGroupId("mock-agent");
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final SupervisorSettings CALM = new SupervisorSettings(0, 0, LONG, LONG, LONG, LONG,
      Duration.ofMillis(1), Duration.ofSeconds(3), SandboxSpec.Limits.DEFAULT);
  private static final BoxPosture POSTURE = new BoxPosture("gVisor", List.of("lo"), 65532, 65532,
      List.of("0", "0", "0", "0", "0"), 1, 2, true, -1, -1, -1, 1, List.of());

  @TempDir
  Path folder;

  private final Clock clock = Clock.systemUTC();
  private final LogLines log = LogLines.of("dev.ironclaw.controlplane");
  private final FakeIsolator isolator = new FakeIsolator();
  private final BlockingQueue<BoxStatus> changes = new LinkedBlockingQueue<>();
  private Quota quota = Quota.DEFAULT;
  private final Brake brake = Brake.loose();
  private final CountDownLatch frozen = new CountDownLatch(1);
  private final List<AutoCloseable> open = new ArrayList<>();
  private Database database;
  private AuditLog audit;
  private Registry registry;
  private SessionQueues queues;
  /// Set by [#start].
  @SuppressWarnings("NullAway.Init")
  private BoxListener boxes;
  @SuppressWarnings("NullAway.Init")
  private BoxServer server;
  @SuppressWarnings("NullAway.Init")
  private BoxWorkers workers;
  @SuppressWarnings("NullAway.Init")
  private BoxSupervisor supervisor;
  private Session session;

  @BeforeEach
  void prepare() {
    database = Database.open(folder.resolve("state.db"), new byte[32], StateSchema.current());
    audit = AuditLog.open(database, folder, new byte[32], new byte[32], clock);
    registry = new Registry(database, clock);
    Seed.dev(registry, audit);
    queues = new SessionQueues(folder.resolve("sessions"), Keyring.open(folder), clock);
    session = registry.resolveSession(AGENT, registry.resolveMessagingGroup("webchat", AGENT.value(), "", false).id(),
        Optional.empty(), Wiring.SessionMode.SHARED);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable part : open.reversed()) {
      part.close();
    }
    queues.close();
    audit.close();
    database.close();
    assertThat(log.taken()).noneMatch(line -> line.contains(FakeIsolator.PRINTED));
  }

  private void start(SupervisorSettings settings) {
    AgentLaunch launch = new AgentLaunch(new RootfsImage(folder, "sha256:" + "0".repeat(64), List.of("/agent")),
        folder.resolve("workspaces"), settings.limits(), quota, _ -> Optional.of("anthropic"),
        (agent, _) -> agent.enabledTools());
    ModelProxy models = new ModelProxy(List.of());
    workers = new BoxWorkers(isolator, database, audit, clock, new BoxIds(new java.util.Random(7)), brake,
        frozen::countDown, new RefusalLimit(audit::recordBestEffort, clock, (_, _) -> {}));
    supervisor = new BoxSupervisor(registry, queues, launch,
        workers,
        new SessionEvents() {
          @Override
          public void bound(SessionId bound) {}

          @Override
          public void released(SessionId released) {}

          @Override
          public void committed(SessionId committed) {}

          @Override
          public void partial(AgentGroupId group, SessionId written, PartialText text) {}

          @Override
          public void changed(BoxStatus status) {
            changes.add(status);
          }
        }, settings, clock, listener -> {
          boxes = listener;
          server = new BoxServer(folder.resolve("run"), models, listener, clock);
          return server;
        });
    open.add(models);
    open.add(supervisor);
    supervisor.recover();
  }

  private BoxStatus awaitStatus(Predicate<BoxStatus> wanted) throws InterruptedException {
    while (true) {
      BoxStatus status = changes.poll(60, TimeUnit.SECONDS);
      assertThat(status).as("a status that was waited for").isNotNull();
      if (wanted.test(status)) {
        return status;
      }
    }
  }

  private void hello(BoxId box) {
    boxes.hello(box, new BoxHello(1, POSTURE));
  }

  private void message(String id) {
    queues.of(session.id()).enqueue(new NewInbound(new MessageId(id), MessageKind.CHAT, true, "webchat", "mock-agent",
        Optional.empty(), "{\"text\":\"hi\"}", Optional.empty(), false));
    supervisor.wake(session.id());
  }

  private FakeBox runningBox() throws InterruptedException {
    message("in_1");
    FakeBox box = isolator.next();
    hello(box.id());
    awaitStatus(status -> status.state() == BoxStatus.State.RUNNING);
    return box;
  }

  @Test
  void givesASessionWithWorkABoxAndOnlyOne() throws InterruptedException {
    start(CALM);
    FakeBox box = runningBox();
    supervisor.wake(session.id());
    supervisor.wake(session.id());
    assertThat(supervisor.boxes()).singleElement().satisfies(status -> {
      assertThat(status.box()).contains(box.id());
      assertThat(status.session()).contains(session.id());
      assertThat(status.posture()).contains(POSTURE);
    });
    assertThat(isolator.launchedNothingMore()).isTrue();
  }

  @Test
  void takesAWaitingBoxAndStartsTheNextOneToWait() throws InterruptedException {
    start(CALM.withPool(1, 1));
    FakeBox waiting = isolator.next();
    hello(waiting.id());
    awaitStatus(status -> status.state() == BoxStatus.State.POOLED);
    AgentGroupId group = waiting.spec.agentGroup();
    session = registry.resolveSession(group, registry.resolveMessagingGroup("webchat", group.value(), "", false).id(),
        Optional.empty(),
        Wiring.SessionMode.SHARED);
    message("in_1");
    BoxStatus running = awaitStatus(status -> status.state() == BoxStatus.State.RUNNING);
    assertThat(running.box()).contains(waiting.id());
    assertThat(isolator.next().id()).isNotEqualTo(waiting.id());
  }

  @Test
  void startsACrashedBoxAgainWhileThereIsWorkAndParksTheSessionAfterFiveFailures() throws InterruptedException {
    start(CALM);
    message("in_1");
    for (int failure = 1; failure <= CrashPolicy.PARK_AFTER; failure++) {
      isolator.next().crash();
    }
    BoxStatus parked = awaitStatus(status -> status.state() == BoxStatus.State.PARKED);
    assertThat(log.lines()).anyMatch(line -> line.endsWith("how=killed by the test (code 137) printed=18"));
    assertThat(parked.note()).hasValueSatisfying(note -> assertThat(note).contains("failed 5 times", "terminate"));
    supervisor.wake(session.id());
    assertThat(supervisor.boxes()).singleElement().matches(status -> status.state() == BoxStatus.State.PARKED);
    assertThat(isolator.launchedNothingMore()).isTrue();

    supervisor.terminate(session.id());
    supervisor.wake(session.id());
    assertThat(isolator.next()).isNotNull();
  }

  @Test
  void saysWhyABoxCannotBeStarted() throws InterruptedException {
    start(CALM);
    isolator.breakLaunches();
    message("in_1");
    BoxStatus waiting = awaitStatus(status -> status.state() == BoxStatus.State.BACKING_OFF);
    assertThat(waiting.note()).hasValueSatisfying(note -> assertThat(note).contains("broken by the test"));
  }

  @Test
  void endsABoxThatNeverSaysHello() throws InterruptedException {
    start(new SupervisorSettings(0, 0, LONG, Duration.ofMillis(50), LONG, LONG, LONG, Duration.ofSeconds(3),
        SandboxSpec.Limits.DEFAULT));
    message("in_1");
    assertThat(isolator.next().stopped).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(Duration.ZERO);
  }

  @Test
  void endsABoxThatFallsSilent() throws InterruptedException {
    start(new SupervisorSettings(0, 0, LONG, LONG, Duration.ofMillis(80), LONG, LONG, Duration.ofSeconds(3),
        SandboxSpec.Limits.DEFAULT));
    assertThat(runningBox().stopped).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(Duration.ZERO);
    awaitStatus(status -> status.state() == BoxStatus.State.BACKING_OFF);
  }

  @Test
  void endsABoxThatWorksOnOneMessageForTooLong() throws InterruptedException {
    start(new SupervisorSettings(0, 0, LONG, LONG, Duration.ofMillis(600), Duration.ofMillis(150), LONG,
        Duration.ofSeconds(3), SandboxSpec.Limits.DEFAULT));
    FakeBox box = runningBox();
    while (!box.stopped.isDone()) {
      boxes.heartbeat(box.id(), new Heartbeat(Optional.of(new MessageId("in_1")), Optional.empty(), 0));
      Thread.onSpinWait();
    }
    assertThat(box.stopped).isCompletedWithValue(Duration.ZERO);
  }

  @Test
  void stopsAnIdleBoxWithGraceAndStartsOneForTheNextMessage() throws InterruptedException {
    start(CALM.withIdleAfter(Duration.ofMillis(80)));
    supervisor.wake(session.id());
    FakeBox box = isolator.next();
    hello(box.id());
    assertThat(box.stopped).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(CALM.grace());
    message("in_2");
    assertThat(isolator.next().id()).isNotEqualTo(box.id());
  }

  @Test
  void replacesABoxWhoseMountsNoLongerFitAndUpdatesOneWhoseMountsDo() throws InterruptedException {
    start(CALM);
    FakeBox box = runningBox();
    change(List.of(ToolName.READ_FILE, ToolName.SEND_MESSAGE));
    supervisor.changed(AGENT);
    assertThat(box.stopped).isNotDone();

    change(List.of(ToolName.READ_FILE, ToolName.WRITE_FILE));
    supervisor.changed(AGENT);
    assertThat(box.stopped).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(CALM.grace());
    FakeBox next = isolator.next();
    assertThat(next.spec.workspace()).hasValueSatisfying(workspace -> assertThat(workspace.writable()).isTrue());

    hello(next.id());
    change(List.of());
    supervisor.changed(AGENT);
    assertThat(next.stopped).as("a lost mount ends at once").succeedsWithin(Duration.ofSeconds(60))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void givesABoxTheFoldersOfItsAgentAndReplacesItWhereTheyChange() throws InterruptedException {
    start(CALM);
    FakeBox box = runningBox();
    mounts(new Mount("docs", "/mounts/docs", false));
    supervisor.changed(AGENT);
    assertThat(box.stopped).as("a gained one waits for the turn").succeedsWithin(Duration.ofSeconds(60))
        .isEqualTo(CALM.grace());
    FakeBox next = isolator.next();
    assertThat(next.spec.mounts())
        .containsExactly(new SandboxSpec.Mount("docs", Path.of("/mounts/docs"), false));

    hello(next.id());
    mounts(new Mount("docs", "/mounts/docs", true));
    supervisor.changed(AGENT);
    assertThat(next.stopped).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(CALM.grace());
    FakeBox writer = isolator.next();

    hello(writer.id());
    mounts(new Mount("docs", "/mounts/docs", false));
    supervisor.changed(AGENT);
    assertThat(writer.stopped).as("a lost one ends at once").succeedsWithin(Duration.ofSeconds(60))
        .isEqualTo(Duration.ZERO);
    assertThat(isolator.next().spec.mounts()).extracting(SandboxSpec.Mount::writable).containsExactly(false);
  }

  @Test
  void endsABoxFromAnEarlierRunWhoseFoldersNoLongerFit() throws Exception {
    start(CALM);
    FakeBox running = runningBox();
    open.removeLast();
    mounts(new Mount("docs", "/mounts/docs", false));
    isolator.leftOver.add(running);
    start(CALM);
    assertThat(running.stopped).succeedsWithin(Duration.ofSeconds(60));
  }

  @Test
  void recordsThirtyRefusalsAnHourOfAllBoxesOfAnAgent() throws Exception {
    start(CALM);
    FakeBox box = runningBox();
    for (int i = 0; i < 50; i++) {
      boxes.refused(box.id(), "door", 403, "no " + i, 2);
    }
    open.removeLast().close();
    AuditQuery all = AuditQuery.ALL;
    assertThat(audit.search(new AuditQuery(all.from(), all.to(), Optional.of(AGENT.value()), Optional.of("box"),
        Optional.of("refused"), all.subject(), all.actor(), all.text(), all.before()), 100)).hasSize(30);
    assertThat(audit.newest(100)).filteredOn(entry -> entry.event().kind().equals("limit"))
        .as("at 2, 4, 8, 16 and 32").hasSize(5).anyMatch(entry -> entry.event().detail().contains("; 32 more since"));
  }

  @Test
  void endsItsWorkersAlsoWhereASocketCannotBeRemoved() throws Exception {
    start(CALM);
    Path socket = server.open(new BoxId("box_00000000000000ff")).folder().resolve("host.sock");
    Files.delete(socket);
    Files.createDirectories(socket.resolve("in the way"));
    assertThatThrownBy(open.removeLast()::close).hasMessageContaining("host.sock");
    assertThatThrownBy(() -> workers.parked(session.id(), "late")).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void recordsWhatIsRefusedToABoxThatHasJustEnded() throws Exception {
    start(CALM);
    FakeBox box = runningBox();
    box.crash();
    awaitStatus(status -> status.state() == BoxStatus.State.BACKING_OFF);
    boxes.refused(box.id(), "messages", 403, "not its own", 1);
    open.removeLast().close();
    assertThat(audit.newest(20)).anySatisfy(entry -> {
      assertThat(entry.event().kind()).isEqualTo("refused");
      assertThat(entry.event().subject()).isEqualTo(box.id().value());
      assertThat(entry.event().agent()).isEqualTo(AGENT.value());
      assertThat(entry.event().detail()).isEqualTo("messages 403: not its own");
    });
  }

  @Test
  void parksAtOnceWhoseFolderHoldsADoorUntilSomebodyHasLooked() throws Exception {
    start(CALM);
    FakeBox box = runningBox();
    box.end(Box.Cause.OFFENCE, "/mounts/docs/s appeared in a mounted folder: it is a socket");
    BoxStatus parked = awaitStatus(status -> status.state() == BoxStatus.State.PARKED);
    assertThat(parked.note().orElse("")).contains("it is a socket", "session terminate")
        .doesNotContain("times in a row");
    supervisor.wake(session.id());
    assertThat(supervisor.boxes()).noneMatch(status -> status.box().isPresent());

    isolator.refuseLaunches();
    supervisor.terminate(session.id());
    supervisor.wake(session.id());
    awaitStatus(status -> status.state() == BoxStatus.State.PARKED && status.note().orElse("").contains("refused by"));
    supervisor.close();
    open.removeLast();
    assertThat(audit.newest(30)).anySatisfy(entry -> {
      assertThat(entry.event().kind()).isEqualTo("freeze");
      assertThat(entry.event().detail()).contains("offence: ", "it is a socket");
    });
  }

  @Test
  void letsABoxOnlyReadAFullWorkspaceUntilThereIsRoom() throws Exception {
    quota = new Quota(10, 10);
    change(List.of(ToolName.WRITE_FILE));
    start(CALM);
    FakeBox writer = runningBox();
    assertThat(writer.spec.workspace().orElseThrow().writable()).isTrue();
    Path big = Files.writeString(writer.spec.workspace().orElseThrow().folder().resolve("big"), "more than ten");
    writer.end(Box.Cause.FULL, "its workspace is full: 1 of 1 MiB");

    FakeBox reader = isolator.next();
    assertThat(reader.spec.workspace().orElseThrow().writable()).isFalse();
    assertThat(reader.spec.workspace().orElseThrow().wantedWritable()).isTrue();
    hello(reader.id());
    BoxStatus told = awaitStatus(status -> status.state() == BoxStatus.State.RUNNING && status.note().isPresent());
    assertThat(told.note().orElse("")).contains("its workspace is full", "remove files from");

    Files.delete(big);
    reader.outgrow("its workspace has room again");
    assertThat(reader.stopped).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(CALM.grace());
    assertThat(isolator.next().spec.workspace().orElseThrow().writable()).isTrue();
  }

  private void mounts(Mount... mounts) {
    AgentGroup now = registry.agentGroup(AGENT).orElseThrow();
    audit.write(tx -> registry.replaceAgentGroup(tx.connection(),
        now.withMounts(List.of(mounts)).withRevision(now.revision() + 1)));
  }

  @Test
  void adoptsARunningBoxAndEndsAStrangersAfterARestart() throws Exception {
    start(CALM);
    FakeBox running = runningBox();
    open.removeLast();
    FakeBox stranger = new FakeBox(new BoxId("box_00000000000000ff"), running.spec);
    isolator.leftOver.add(running);
    isolator.leftOver.add(stranger);
    start(CALM);
    assertThat(stranger.stopped).succeedsWithin(Duration.ofSeconds(60));
    assertThat(supervisor.boxes()).singleElement().satisfies(status -> {
      assertThat(status.box()).contains(running.id());
      assertThat(status.state()).isEqualTo(BoxStatus.State.RUNNING);
    });
    assertThat(running.stopped).isNotDone();
  }

  @Test
  void recordsABoxBeforeItStartsAndWhenItHasEnded() throws Exception {
    start(CALM);
    FakeBox box = runningBox();
    supervisor.close();
    open.removeLast();
    assertThat(box.stopped).isDone();
    assertThat(audit.newest(20).stream().filter(entry -> entry.event().subject().equals(box.id().value()))
        .map(entry -> entry.event().kind())).containsExactly("start", "posture", "end");
  }

  private void change(List<String> tools) {
    AgentGroup now = registry.agentGroup(AGENT).orElseThrow();
    audit.write(tx -> registry.replaceAgentGroup(tx.connection(), new AgentGroup(now.id(), now.revision() + 1,
        now.name(), now.folder(), now.provider(), now.model(), now.persona(), tools)));
  }

  @Test
  @Timeout(120)
  void startsAndEndsNothingInAPanicAndGoesOnAfterIt() throws Exception {
    start(new SupervisorSettings(0, 0, LONG, LONG, Duration.ofSeconds(2), LONG, Duration.ofMillis(1),
        Duration.ofSeconds(3), SandboxSpec.Limits.DEFAULT));
    FakeBox running = runningBox();
    PanicControl panic = new PanicControl(brake, new PanicSteps(() -> 0, () -> {}, supervisor::afresh, () -> {},
        () -> {}, () -> supervisor.resume(List.of(session.id()))), audit, new EventHub(new java.util.Random(1)), clock);
    open.add(panic);
    panic.panic("alice", Optional.empty());
    assertThatThrownBy(() -> running.exit().copy().get(3, TimeUnit.SECONDS)).as("it lives although it is silent")
        .isInstanceOf(TimeoutException.class);

    running.crash();
    awaitStatus(status -> status.state() == BoxStatus.State.BACKING_OFF);
    message("in_2");
    assertThat(supervisor.boxes()).noneMatch(status -> status.box().isPresent());
    assertThat(isolator.launchedNothingMore()).isTrue();

    panic.resume("alice");
    assertThat(isolator.next()).isNotNull();
  }

  @Test
  void freezesABoxThatCameUpWhileThePanicBegan() throws InterruptedException {
    start(CALM);
    isolator.whileLaunching = () -> brake.engage(new Panic(clock.instant(), "alice", Optional.empty()));
    message("in_1");
    isolator.next();
    awaitStatus(status -> status.state() == BoxStatus.State.STARTING);
    supervisor.terminate(session.id());
    awaitStatus(status -> status.state() == BoxStatus.State.STOPPING);
    assertThat(frozen.await(60, TimeUnit.SECONDS)).isTrue();
  }
}
