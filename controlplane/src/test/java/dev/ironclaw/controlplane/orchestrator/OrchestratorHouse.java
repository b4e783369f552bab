package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.box.RawClient;
import dev.ironclaw.controlplane.box.RawClient.Answer;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener.ModelCall;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.modelproxy.ProxyParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// An orchestrator with a desk that is written down, and the mock models behind it.
final class OrchestratorHouse implements AutoCloseable {
  static final JobId JOB = new JobId("0b5bdf4e-3a52-4b8f-9a59-0f2c1d5e6a70");
  static final JobId OTHER = new JobId("7c0e8a11-95d4-4e6c-8f0d-2b7a3c4d5e6f");
  static final JobToken TOKEN = new JobToken("ab".repeat(32));
  static final JobToken OTHER_TOKEN = new JobToken("cd".repeat(32));
  static final OrchestratorLimits LIMITS = new OrchestratorLimits(100_000, 100_000, 100_000, 100_000, 4, 8, 16,
      Duration.ofSeconds(2), 256L << 20, 1_000, 1_000_000, 1L << 30);

  final FakeDesk desk = new FakeDesk();
  final List<String> refused = new CopyOnWriteArrayList<>();
  final List<ModelCall> calls = new CopyOnWriteArrayList<>();
  final List<String> connects = new CopyOnWriteArrayList<>();
  final Leaks leaks = new Leaks((_, _, _) -> {});
  final Path run;
  final Orchestrator orchestrator;
  volatile String upstream = "mock";
  private final MockUpstream mock = new MockUpstream();
  private final ModelProxy proxy;

  OrchestratorHouse() {
    this(LIMITS, UnaryOperator.identity());
  }

  OrchestratorHouse(OrchestratorLimits limits, UnaryOperator<ProxyParts> parts) {
    run = folder();
    proxy = new ModelProxy(parts.apply(ProxyParts.of(mock.upstreams()).withListener(calls::add)));
    orchestrator = orchestrator(limits);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("orch");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One more on the same folder, as after a restart.
  Orchestrator orchestrator(OrchestratorLimits limits) {
    JobModels models = new JobModels() {
      @Override
      public Model worker(JobId job) {
        return new Model(new AgentGroupId("ada"), new ModelChoice(upstream, "mock-1"));
      }

      @Override
      public Model claude(JobId job, String asked) {
        return new Model(new AgentGroupId("ada"), new ModelChoice("mock", "mock-1"));
      }
    };
    return new Orchestrator(run, SocketModes.SAME_UID, limits, new OrchestratorParts(desk, models, proxy, leaks,
        (job, endpoint, status, why, times) -> refused
            .add(job + " " + endpoint + " " + status + " " + why + " " + times),
        (job, request, response, callback) -> {
          connects.add(job + " " + request.getHttpURI().getAuthority());
          response.setStatus(403);
          callback.succeeded();
        }, Clock.systemUTC()));
  }

  RawClient open() throws IOException {
    return new RawClient(orchestrator.open(JOB, TOKEN));
  }

  static String path(String tail) {
    return "/worker/" + JOB + "/" + tail;
  }

  static Answer get(RawClient client, String path, JobToken token) throws IOException {
    return client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token.value() + "\r\n\r\n")
        .answer();
  }

  static Answer get(RawClient client, String tail) throws IOException {
    return get(client, path(tail), TOKEN);
  }

  static Answer post(RawClient client, String tail, String body) throws IOException {
    return post(client, tail, body, Map.of());
  }

  static Answer post(RawClient client, String tail, String body, Map<String, String> headers) throws IOException {
    return send(client, tail, body, headers).answer();
  }

  static RawClient send(RawClient client, String tail, String body, Map<String, String> headers) throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/json", "Authorization",
        "Bearer " + TOKEN.value()));
    all.putAll(headers);
    StringBuilder head = new StringBuilder("POST " + path(tail) + " HTTP/1.1\r\nHost: h\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
    all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return client.send(head + "\r\n" + body);
  }

  @Override
  public void close() {
    orchestrator.close();
    proxy.close();
    mock.close();
    try (Stream<Path> all = Files.walk(run)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
