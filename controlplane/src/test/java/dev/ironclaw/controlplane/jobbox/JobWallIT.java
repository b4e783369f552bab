package dev.ironclaw.controlplane.jobbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.EngineFacts;
import dev.ironclaw.controlplane.engine.TestEngine;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What a program can't do from inside a job's container: one script of tries, run behind gVisor, on this machine's own
/// kernel, and in a container that is weak on purpose, where each of them succeeds.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JobWallIT {
  private static final int TRIES = 29;
  private static final String MARK = "other-jobs-secret";
  /// On this machine's own kernel a program sees which one it is.
  private static final List<String> NOT_ON_THIS_KERNEL = List.of("broken same-kernel", "broken same-memory");

  @TempDir
  static Path engineFolder;
  @TempDir
  static Path folder;
  private final List<ServerSocketChannel> listeners = new ArrayList<>();
  private TestEngine daemon;
  private Engine engine;
  private TestJobs jobs;
  private String image;
  private Map<String, String> around;

  @BeforeAll
  void startEngine() throws Exception {
    daemon = new TestEngine(engineFolder, TestEngine.SEALED);
    engine = daemon.connect();
    jobs = new TestJobs(folder);
    image = jobs.image(daemon, "/bin/sh\",\"-c");
    around = surroundings();
  }

  @AfterAll
  void endEngine() throws IOException {
    for (ServerSocketChannel listener : listeners) {
      listener.close();
    }
    engine.close();
    daemon.close();
  }

  private Map<String, String> surroundings() throws IOException {
    Path outside = open(Files.createDirectory(jobs.top.resolve("outside")), "rwxrwxrwx");
    Path secret = open(Files.writeString(outside.resolve("secret"), "s"), "rw-r--r--");
    Path service = outside.resolve("service.sock");
    listeners.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(service)));
    InetAddress address = NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(found -> !found.isLoopbackAddress() && found.getAddress().length == 4).findFirst().orElseThrow();
    Map<String, String> words = new TreeMap<>(Map.of("ADDRESS", address.getHostAddress(), "PORT", greeter(address),
        "LOCAL", greeter(InetAddress.getLoopbackAddress()), "ENGINE", engineFolder.resolve("docker.sock").toString(),
        "SERVICE", service.toString(), "OTHER", jobs.folder("other").toString(), "SECRET", secret.toString(), "MARK",
        MARK, "OUTSIDE", outside.toString()));
    Files.writeString(Path.of("/dev/kmsg"), MARK + "\n", StandardOpenOption.WRITE);
    words.put("KERNEL", Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    words.put("MEMORY",
        Files.readString(Path.of("/proc/meminfo")).lines().findFirst().orElseThrow().replaceAll("\\D", ""));
    return words;
  }

  private static Path open(Path path, String rights) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
  }

  /// A service of this machine that greets whoever comes.
  private String greeter(InetAddress address) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(address, 0));
    listeners.add(listener);
    Thread.ofPlatform().daemon().start(() -> {
      while (listener.isOpen()) {
        try (SocketChannel client = listener.accept()) {
          client.write(ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
          // silent-ok: the test closes it
        }
      }
    });
    return Integer.toString(((InetSocketAddress) listener.getLocalAddress()).getPort());
  }

  @Test
  void everyTryFailsBehindGvisor() throws Exception {
    List<String> results = tried(engine);

    assertThat(results).filteredOn(line -> line.startsWith("broken")).isEmpty();
    assertWhole(results);
  }

  @Test
  void onThisMachinesOwnKernelOnlyThatOneIsSeen() throws Exception {
    Engine bare = ChangedEngine.of(engine, "facts", _ -> {
      EngineFacts facts = engine.facts();
      return new EngineFacts(facts.id(), facts.version(), facts.system(), Map.of("runc", facts.runtimes().get("runc")),
          facts.security());
    });

    List<String> results = tried(bare);

    assertThat(results).filteredOn(line -> line.startsWith("broken"))
        .containsExactlyInAnyOrderElementsOf(NOT_ON_THIS_KERNEL);
    assertWhole(results);
  }

  private static void assertWhole(List<String> results) {
    assertThat(results).contains("sees its crossing", "reads its token", "writes its folders",
        "starts programs of its own");
    assertThat(results).filteredOn(line -> line.matches("(held|broken) .*")).hasSize(TRIES);
  }

  private List<String> tried(Engine behind) throws Exception {
    JobBoxPlan other = jobs.plan(image, "sleep 100");
    JobBoxPlan plan = jobs.plan(image, script("/output/results"));
    JobBoxPlan marked = new JobBoxPlan(other.id(), image, other.command(), Map.of("THEIRS", MARK + "!"),
        other.crossing(), other.workspace(), true, other.output(), other.limits());
    prepare(plan.crossing());
    try (DockerJobBoxes boxes = new DockerJobBoxes(new DockerSettings(behind, "wall",
        List.of(jobs.top.resolve("jobs")), 65532, false, true), Clock.systemUTC(), () -> {})) {
      boxes.listen(jobs::told);
      boxes.start(marked);
      boxes.start(plan);
      assertThat(jobs.awaitEnd(plan.id())).isEqualTo(new JobExit(0, JobExit.Cause.ENDED, "its program ended with 0"));
      boxes.stop(other.id(), Duration.ZERO);
    }
    return Files.readAllLines(plan.output().resolve("results"));
  }

  private void prepare(Path crossing) throws IOException {
    listeners.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(crossing.resolve("host.sock"))));
    Files.writeString(crossing.resolve("token"), "its-token");
  }

  /// What it is told of its surroundings is in its words: an environment would be found in `/proc`.
  private String script(String results) throws IOException {
    try (InputStream in = JobWallIT.class.getResourceAsStream("wall.sh")) {
      StringBuilder all = new StringBuilder("exec >" + results + " 2>/dev/null\n");
      around.forEach((name, value) -> all.append(name).append("='").append(value).append("'\n"));
      return all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append("exit 0\n").toString();
    }
  }

  @Test
  void everyTrySucceedsInAContainerThatIsWeakOnPurpose() throws Exception {
    JobBoxPlan plan = jobs.plan(image, "");
    prepare(plan.crossing());

    String said = daemon.said("run", "--rm", "--cap-add", "SYS_ADMIN", "--cap-add", "SYSLOG", "--cap-add",
        "SYS_PTRACE", "--security-opt", "systempaths=unconfined", "--user", "0", "--network", "host", "--pid", "host",
        "--security-opt", "seccomp=unconfined", "--env", "TMPDIR=/tmp", "--env", "THEIRS=" + MARK + "!", "--volume",
        plan.crossing() + ":/run/ironclaw", "--volume", plan.workspace() + ":/workspace", "--volume",
        plan.output() + ":/output", "--volume", jobs.top + ":" + jobs.top, "--volume",
        engineFolder + ":" + engineFolder,
        image, script("/output/results"));

    assertThat(said).isEmpty();
    List<String> results = Files.readAllLines(plan.output().resolve("results"));
    assertThat(results).filteredOn(line -> line.startsWith("held")).isEmpty();
    assertWhole(results);
  }
}
