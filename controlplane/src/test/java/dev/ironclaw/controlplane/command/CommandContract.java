package dev.ironclaw.controlplane.command;

import static dev.ironclaw.contract.job.CommandPolicy.READ_ONLY;
import static dev.ironclaw.contract.job.CommandPolicy.WORKSPACE_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.TestEngine;
import dev.ironclaw.controlplane.isolation.DockerSettings;
import dev.ironclaw.controlplane.jobbox.DockerJobBoxes;
import dev.ironclaw.controlplane.project.Projects;
import dev.ironclaw.controlplane.project.Workplace;
import dev.ironclaw.controlplane.testing.TestWeb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What commands do and can't do in containers of a real engine, whatever their wall.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CommandContract {
  private static final String HOST = "api.example.org";

  @TempDir
  static Path engineFolder;
  @TempDir
  static Path folder;
  private TestEngine daemon;
  private Engine engine;
  private DockerJobBoxes boxes;
  private TestWeb web;
  private CommandRig rig;

  /// What the engine knows beside runc.
  abstract String runtimes();

  @BeforeAll
  void start() throws Exception {
    Path top = folder.toRealPath();
    Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx--x--x"));
    daemon = new TestEngine(engineFolder, runtimes());
    engine = daemon.connect();
    String image = CommandImage.load(daemon, top);
    Files.createDirectory(top.resolve("rig"));
    web = new TestWeb(HOST, "other.example.org").page(HOST + "/", "text/plain", "hello from outside");
    boxes = new DockerJobBoxes(new DockerSettings(engine, "commands", List.of(top), 65532, false, true),
        Clock.systemUTC(), () -> {});
    Projects projects = new Projects(top.resolve("projects"), 65532);
    rig = new CommandRig(top.resolve("rig"), boxes, image, web.network(), new RealPlaces(projects),
        SocketModes.OTHER_UID, true);
    rig.allow(List.of(HOST), READ_ONLY, WORKSPACE_WRITE);
  }

  /// As the control plane has them.
  record RealPlaces(Projects projects) implements CommandParts.Places {
    @Override
    public String name(String given) {
      return given;
    }

    @Override
    public void require(String project) {}

    @Override
    public CommandParts.Place open(JobId container, String project) {
      Workplace place = projects.open(container, Optional.of(project), false);
      return new CommandParts.Place(place.workspace(), place.output());
    }

    @Override
    public void forget(JobId container, String project) {
      projects.forget(container, Optional.of(project));
    }
  }

  @AfterAll
  void end() throws Exception {
    rig.close();
    assertThat(daemon.said("ps", "--all", "--quiet", "--filter", "label=ironclaw.instance=commands"))
        .as("no container is left").isEmpty();
    boxes.close();
    engine.close();
    daemon.close();
    web.close();
  }

  private CommandResult read(String line) throws Exception {
    return rig.run(line, READ_ONLY);
  }

  @Test
  void keepsTheExitCodeAndBothStreamsAndTheContainer() throws Exception {
    CommandResult first = read("echo out; echo err >&2; exit 42");
    assertThat(first.exitCode()).isEqualTo(42);
    assertThat(first.out().text()).isEqualTo("out\n");
    assertThat(first.error().text()).isEqualTo("err\n");
    assertThat(read("kill -9 $$").exitCode()).isEqualTo(137);
    assertThat(rig.run(new CommandRequest(List.of("no-such-program"), "site", READ_ONLY, java.util.Map.of("A", "b"),
        Duration.ofSeconds(9), 100, List.of(), false, false)).exitCode()).isEqualTo(127);
    CommandResult last = read("id -u; ls /tmp/trace 2>&1 || touch /tmp/trace");
    assertThat(last.out().text()).startsWith("65532\n");
    assertThat(last.container()).as("it is warm").isEqualTo(first.container());
  }

  @Test
  void cutsOutputAtAWholeCharacter() throws Exception {
    CommandResult result = rig.run(CommandRig.within(
        CommandRig.request("for i in $(seq 2000); do printf 'ä€'; done; yes >&2 | head -c 0", READ_ONLY),
        Duration.ofSeconds(3), 1_000));
    assertThat(result.out().cut()).isTrue();
    assertThat(result.out().text().getBytes(StandardCharsets.UTF_8)).hasSize(500);
    assertThat(result.out().text()).doesNotContain("\uFFFD").startsWith("ä€ä€");
    assertThat(result.out().bytes()).isEqualTo(10_000);
  }

  @Test
  void endsEveryDescendantAtTheTimeLimitAndAtTheEnd() throws Exception {
    String escape = "(setsid sh -c 'trap \"\" TERM HUP; while true; do sleep 1; done' &) ; nohup sleep 987 >/dev/null 2>&1 & "
        + "sh -c '(sleep 986 &) ; sleep 985 &' ; ";
    CommandResult slow = rig.run(CommandRig.within(CommandRig.request(escape + "sleep 984", READ_ONLY),
        Duration.ofSeconds(2), 1_000));
    assertThat(slow.timedOut()).isTrue();
    assertThat(slow.millis()).isLessThan(30_000);
    CommandResult next = read("ps | grep -c '[s]leep'");
    assertThat(next.out().text()).isEqualTo("0\n");
    assertThat(next.container()).as("nothing was left, so it goes on there").isEqualTo(slow.container());
    assertThat(read(escape + "echo done").out().text()).isEqualTo("done\n");
    assertThat(read("ps | grep -c '[s]leep'").out().text()).isEqualTo("0\n");
  }

  @Test
  void writesTheProjectWithTheRightAlone() throws Exception {
    assertThat(rig.run("echo kept > note", WORKSPACE_WRITE).exitCode()).isZero();
    assertThat(read("cat note").out().text()).isEqualTo("kept\n");
    for (String wrong : List.of("echo x > note", "rm note", "touch /workspace/x", "touch /bin/x", "touch /x",
        "touch /run/ironclaw/x")) {
      assertThat(read(wrong).exitCode()).as(wrong).isNotZero();
    }
    assertThat(read("cat note").out().text()).isEqualTo("kept\n");
  }

  @Test
  void reachesTheApprovedHostThroughTheProxyAndNothingElse() throws Exception {
    String connect = "printf 'CONNECT %s:443 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' | nc -w 5 127.0.0.1 50052 | head -n 1";
    assertThat(rig.run(connect.formatted(HOST), READ_ONLY, HOST).out().text()).startsWith("HTTP/1.1 200");
    assertThat(rig.run(connect.formatted("other.example.org"), READ_ONLY, HOST).out().text())
        .startsWith("HTTP/1.1 403");
    assertThat(read(connect.formatted(HOST)).out().text()).as("it was not asked for").startsWith("HTTP/1.1 403");
    try (ServerSocket ours = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String way : List.of("nc -w 2 127.0.0.1 " + ours.getLocalPort(), "nc -w 2 169.254.169.254 80",
          "nc -w 2 172.17.0.1 22", "nc -w 2 1.1.1.1 443", "nslookup example.org 1.1.1.1",
          "wget -T 2 -O - http://169.254.169.254/latest")) {
        assertThat(rig.run(way + " </dev/null", READ_ONLY, HOST).exitCode()).as(way).isNotZero();
      }
    }
    assertThat(read("ls /sys/class/net 2>/dev/null | grep -v '^lo$'; cat /proc/net/dev | grep -c eth").out().text())
        .isEqualTo("0\n");
  }

  @Test
  void goesOnWhenSomebodyKillsTheContainerBetweenCommands() throws Exception {
    CommandResult before = rig.run("true", WORKSPACE_WRITE);
    kill(before.container());
    CommandResult after = rig.run("echo again", WORKSPACE_WRITE);
    assertThat(after.out().text()).isEqualTo("again\n");
    assertThat(after.container()).isNotEqualTo(before.container());
  }

  private void kill(String container) throws IOException {
    daemon.said("kill", "ironclaw-job-" + container);
    daemon.said("wait", "ironclaw-job-" + container);
  }
}
