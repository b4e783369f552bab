package dev.ironclaw.controlplane.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.engine.ContainerFacts;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.TestEngine;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Boxes of a real engine that have no folder of this machine at all: their crossing is their input and output.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DockerStdioIT {
  @TempDir
  static Path engineFolder;
  @TempDir
  Path folder;
  private TestEngine sealed;
  private TestEngine bare;
  private TestBoxes boxes;
  private final List<DockerIsolator> opened = new ArrayList<>();

  @BeforeAll
  void startEngines() throws IOException {
    sealed = new TestEngine(Files.createDirectory(engineFolder.resolve("sealed")), TestEngine.SEALED);
    bare = new TestEngine(Files.createDirectory(engineFolder.resolve("bare")), "{}");
  }

  @AfterAll
  void endEngines() {
    sealed.close();
    bare.close();
  }

  @BeforeEach
  void start() {
    boxes = new TestBoxes(folder);
  }

  @AfterEach
  void leavesNothingBehind() {
    opened.getLast().recover().forEach(box -> box.stop(Duration.ZERO));
    opened.forEach(DockerIsolator::close);
    opened.clear();
    assertThat(containers(sealed)).isEmpty();
    assertThat(containers(bare)).isEmpty();
  }

  /// @param wall `gVisor` or `runc`
  private DockerIsolator isolator(String wall) {
    Engine engine = (wall.equals("runc") ? bare : sealed).connect();
    DockerIsolator made = new DockerIsolator(
        new DockerSettings(engine, boxes.top.toString(),
            List.of(boxes.top.resolve("mounts")), 65532, false, true, EngineCrossing.STDIO),
        boxes.policy());
    opened.add(made);
    return made;
  }

  private List<ContainerFacts> containers(TestEngine daemon) {
    try (Engine engine = daemon.connect()) {
      return engine.list(DockerPlan.INSTANCE, boxes.top.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gVisor", "runc"})
  void theAgentReachesItsOwnSocketAndAgainAfterARestart(String wall) throws Exception {
    SandboxSpec spec = agent(Optional.of(new SandboxSpec.Workspace(boxes.mount("space"), true)));
    TestEngine daemon = wall.equals("runc") ? bare : sealed;
    try (Host host = new Host(spec)) {
      DockerIsolator first = isolator(wall);
      Box box = first.launch(spec);

      assertThat(host.next()).startsWith("POST /v1/hello");
      assertThat(host.next()).startsWith("GET /v1/events");
      assertThat(containers(daemon)).singleElement().satisfies(found -> {
        assertThat(found.binds()).as("no folder of this machine").singleElement()
            .satisfies(bind -> assertThat(bind.source()).startsWith("volume:ironclaw-"));
        assertThat(found.kept()).as("the engine keeps nothing of what crosses").isFalse();
        assertThat(found.network()).isEqualTo("none");
      });
      first.close();
      DockerIsolator second = isolator(wall);
      List<Box> adopted = second.recover();

      assertThat(adopted).singleElement().satisfies(again -> assertThat(again.id()).isEqualTo(box.id()));
      assertThat(host.next()).as("it follows anew").startsWith("GET /v1/events");
      adopted.getFirst().stop(Duration.ofSeconds(5));
      second.forget(spec.agentGroup());
      assertThat(daemon.said("volume", "ls", "--quiet")).doesNotContain("dev-agent");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gVisor", "runc"})
  void everyProbeHoldsButThoseThatTheReportNames(String wall) {
    DockerIsolator isolator = isolator(wall);

    List<ProbeResult> results = new Selftest(isolator, ImageFolder.load(TestBoxes.imageFolder()).probes(),
        boxes.mount("selftest"), TestBoxes::newId, 65532).run();

    assertThat(results).hasSizeGreaterThan(70);
    assertThat(results).filteredOn(result -> !result.held()).extracting(ProbeResult::name)
        .containsExactlyInAnyOrderElementsOf(isolator.fingerprint().accepted());
  }

  @Test
  void aBoxThatStoodStillOverARestartGoesOn() throws Exception {
    SandboxSpec spec = agent(Optional.empty());
    try (Host host = new Host(spec)) {
      DockerIsolator first = isolator("runc");
      first.launch(spec);
      assertThat(host.next()).startsWith("POST /v1/hello");
      assertThat(host.next()).startsWith("GET /v1/events");
      String container = containers(bare).getFirst().id();
      bare.said("pause", container);
      first.close();

      assertThat(isolator("runc").recoverFrozen()).hasSize(1);
      bare.said("unpause", container);

      assertThat(host.next()).as("it follows anew").startsWith("GET /v1/events");
    }
  }

  @Test
  void endsABoxToWhoseInputSomebodyElseAttaches() throws Exception {
    SandboxSpec spec = agent(Optional.empty());
    try (Host host = new Host(spec)) {
      Box box = isolator("runc").launch(spec);
      assertThat(host.next()).startsWith("POST /v1/hello");

      bare.said("attach", "--no-stdin", containers(bare).getFirst().id());

      assertThat(box.exit().get(30, TimeUnit.SECONDS)).satisfies(exit -> {
        assertThat(exit.cause()).isEqualTo(Box.Cause.OFFENCE);
        assertThat(exit.reason()).contains("somebody else attached");
      });
    }
  }

  @Test
  void theEndOfTheEngineIsTheEndOfItsBoxes() throws Exception {
    SandboxSpec spec = agent(Optional.empty());
    try (Host host = new Host(spec)) {
      Box box = isolator("runc").launch(spec);
      assertThat(host.next()).startsWith("POST /v1/hello");

      bare.kill();
      bare.start();

      assertThat(box.exit().get(60, TimeUnit.SECONDS).code()).isNotZero();
    }
  }

  private SandboxSpec agent(Optional<SandboxSpec.Workspace> workspace) {
    return boxes.spec(ImageFolder.load(TestBoxes.imageFolder()).agent(), workspace, SandboxSpec.Limits.DEFAULT);
  }

  /// A host that answers every request with 204 and every stream of events with silence.
  private static final class Host implements AutoCloseable {
    private final ServerSocketChannel server;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    Host(SandboxSpec spec) throws IOException {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
          .bind(UnixDomainSocketAddress.of(spec.socketFolder().resolve("host.sock")));
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          SocketChannel connection = server.accept();
          Thread.ofVirtual().start(() -> serve(connection));
        }
      } catch (IOException e) {
        // silent-ok: closed
      }
    }

    private void serve(SocketChannel connection) {
      ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
      try (connection) {
        while (connection.read(buffer.clear()) >= 0) {
          String request = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
          if (!request.startsWith("POST /v1/heartbeat")) {
            asked.add(request);
          }
          String answer = request.startsWith("GET /v1/events")
              ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              : "HTTP/1.1 204 No Content\r\n\r\n";
          connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        }
      } catch (IOException e) {
        // silent-ok: the box let go
      }
    }

    String next() throws InterruptedException {
      return String.valueOf(asked.poll(30, TimeUnit.SECONDS));
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
