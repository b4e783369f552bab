package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.audit.StateLedger;
import dev.ironclaw.controlplane.job.Job;
import dev.ironclaw.controlplane.job.JobSpec;
import dev.ironclaw.controlplane.job.JobState;
import dev.ironclaw.controlplane.jobbox.JobLimits;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.TestWeb;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import dev.ironclaw.controlplane.tunnel.TunnelLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which job reaches what, through a real tunnel to a web of the test's own.
@Timeout(60)
class JobTunnelTest {
  private static final JobId ONE = new JobId("00000000-0000-4000-8000-000000000001");
  private static final JobId TWO = new JobId("00000000-0000-4000-8000-000000000002");

  @TempDir
  private Path folder;

  private final Map<JobId, Job> jobs = new ConcurrentHashMap<>();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private dev.ironclaw.controlplane.testing.StateFolder files;
  private TestWeb web;
  private Tunnel tunnel;
  private JobTunnel door;
  private volatile JobId asks = ONE;

  @BeforeEach
  void open() throws Exception {
    files = new dev.ironclaw.controlplane.testing.StateFolder(folder, new FakeClock());
    web = new TestWeb("all.example.org", "own.example.org", "other.example.org");
    tunnel = new Tunnel(web.network(), new Leaks((_, _, _) -> {}), Brake.loose(),
        new StateLedger(files.state, files.audit), TunnelLimits.DEFAULT);
    door = new JobTunnel(tunnel, List.of(HostPattern.of("all.example.org")), this::unfinished);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    server.setHandler(new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback) {
        door.accept(asks, request, response, callback);
        return true;
      }
    });
    server.start();
  }

  @AfterEach
  void close() throws Exception {
    tunnel.close();
    server.stop();
    web.close();
    files.close();
  }

  private Optional<Job> unfinished(JobId id) {
    return Optional.ofNullable(jobs.get(id)).filter(job -> !job.state().isOver());
  }

  private void is(JobId id, JobState state, String... hosts) {
    JobSpec spec = new JobSpec("t", "d", JobMode.WORKER, Optional.empty(), List.of(),
        Stream.of(hosts).map(HostPattern::of).toList(), JobLimits.WORKER, 5, false, false, "operator:ann",
        Optional.empty(), Optional.empty(), Optional.empty());
    jobs.put(id, new Job(id, spec, state, Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty(), 0,
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /// The first line of the answer, or the refusal.
  private String connect(JobId job, String authority) throws IOException {
    asks = job;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII));
      String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return head.endsWith("200")
          ? head
          : head + new String(socket.getInputStream().readAllBytes(),
              StandardCharsets.UTF_8);
    }
  }

  @Test
  void aJobReachesItsOwnHostsAndThoseOfAllAndNothingElse() throws Exception {
    is(ONE, JobState.RUNNING, "own.example.org");
    is(TWO, JobState.RUNNING);

    assertThat(connect(ONE, "own.example.org:443")).isEqualTo("HTTP/1.1 200");
    assertThat(connect(ONE, "all.example.org:443")).isEqualTo("HTTP/1.1 200");
    assertThat(connect(TWO, "all.example.org:443")).isEqualTo("HTTP/1.1 200");
    assertThat(connect(TWO, "own.example.org:443")).startsWith("HTTP/1.1 403").contains("--allow-host");
    assertThat(connect(ONE, "own.example.org:80")).startsWith("HTTP/1.1 403");
    assertThat(connect(ONE, "other.example.org:443")).startsWith("HTTP/1.1 403");
    assertThat(web.lookedUp).doesNotContain("other.example.org");
  }

  @Test
  void aJobThatIsOverOrForgottenReachesNothingAndHindersNobody() throws Exception {
    is(ONE, JobState.RUNNING, "own.example.org");
    assertThat(connect(ONE, "own.example.org:443")).isEqualTo("HTTP/1.1 200");

    is(ONE, JobState.COMPLETED, "own.example.org");
    assertThat(connect(ONE, "own.example.org:443")).startsWith("HTTP/1.1 403");
    assertThat(connect(ONE, "all.example.org:443")).startsWith("HTTP/1.1 403");
    jobs.remove(ONE);
    assertThat(connect(ONE, "all.example.org:443")).startsWith("HTTP/1.1 403");
    is(TWO, JobState.RUNNING);
    assertThat(connect(TWO, "all.example.org:443")).isEqualTo("HTTP/1.1 200");
  }
}
