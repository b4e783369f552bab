package dev.ironclaw.ironctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an agent and the server say to each other.
class McpServerTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String EXEC = "POST /v1/sandbox/exec";
  private final FakeApi api = new FakeApi();

  @AfterEach
  void stop() {
    api.close();
  }

  /// As the official inspector says it, in its order.
  private static final String EXCHANGE = """
      {"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"sampling":{},"elicitation":{},"roots":{"listChanged":true}},"clientInfo":{"name":"inspector-cli","version":"0.16.5"}},"jsonrpc":"2.0","id":0}
      {"method":"notifications/initialized","jsonrpc":"2.0"}
      {"method":"tools/list","params":{},"jsonrpc":"2.0","id":1}
      {"method":"tools/call","params":{"name":"sandbox_exec","arguments":{"command":"echo hi","network":["a.example.org"]}},"jsonrpc":"2.0","id":2}
      """;

  /// The answers to these lines, with the input open until they are there; the end of the input ends what still runs.
  private List<JsonNode> answers(String lines, int count, Optional<String> project, Optional<String> policy)
      throws Exception {
    BlockingQueue<Optional<String>> input = new LinkedBlockingQueue<>();
    BlockingQueue<String> output = new LinkedBlockingQueue<>();
    lines.lines().forEach(line -> input.add(Optional.of(line)));
    List<JsonNode> answers = new ArrayList<>();
    try (McpServer server = new McpServer(() -> taken(input), output::add,
        () -> new ControlPlaneClient(Endpoint.Tcp.parse(api.address()), Optional.of(FakeApi.TOKEN)), project, policy)) {
      Thread reader = Thread.ofVirtual().start(server::serve);
      while (answers.size() < count) {
        answers.add(JSON.readTree(Objects.requireNonNull(output.poll(20, TimeUnit.SECONDS), "no answer")));
      }
      input.add(Optional.empty());
      reader.join();
    }
    assertThat(output).as("nothing else is printed").isEmpty();
    return answers;
  }

  private JsonNode answer(String request) throws Exception {
    return answers(request, 1, Optional.empty(), Optional.empty()).getFirst();
  }

  private static String call(int id, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"sandbox_exec\","
        + "\"arguments\":" + arguments + "}}";
  }

  @Test
  void answersARecordedExchangeAndPrintsNothingElse() throws Exception {
    api.answer(EXEC, 200, SandboxCommandTest.ended(0, false, "hi\\n", ""));
    List<JsonNode> all = answers(EXCHANGE, 3, Optional.of("site"), Optional.of("rw"));
    assertThat(all).extracting(node -> node.get("id").intValue()).containsExactlyInAnyOrder(0, 1, 2);
    JsonNode hello = all.getFirst().get("result");
    assertThat(hello.get("protocolVersion").stringValue()).isEqualTo("2025-06-18");
    assertThat(hello.get("capabilities").has("tools")).isTrue();
    JsonNode tool = all.stream().filter(node -> node.get("id").intValue() == 1).findFirst().orElseThrow().get("result")
        .get("tools").get(0);
    assertThat(tool.get("name").stringValue()).isEqualTo("sandbox_exec");
    assertThat(tool.get("inputSchema").get("type").stringValue()).isEqualTo("object");
    JsonNode result = all.stream().filter(node -> node.get("id").intValue() == 2).findFirst().orElseThrow()
        .get("result");
    assertThat(result.get("content").get(0).get("text").stringValue()).isEqualTo("hi\n[exit code 0]");
    assertThat(result.get("structuredContent").get("exitCode").intValue()).isZero();
    assertThat(result.get("isError").booleanValue()).isFalse();
    assertThat(api.asked().getFirst().body()).contains("\"command\":\"echo hi\"", "\"project\":\"site\"",
        "\"policy\":\"rw\"", "\"network\":[\"a.example.org\"]");
  }

  @Test
  void negotiatesTheVersion() throws Exception {
    for (String known : List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")) {
      assertThat(version(known)).isEqualTo(known);
    }
    assertThat(version("2099-01-01")).isEqualTo("2025-11-25");
  }

  private String version(String asked) throws Exception {
    return answer(
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"" + asked
            + "\"}}")
        .get("result").get("protocolVersion").stringValue();
  }

  @Test
  void givesWhatFailsAsAResultOfTheTool() throws Exception {
    api.answer(EXEC, 200, SandboxCommandTest.ended(3, false, "", "no\\n"));
    JsonNode failed = answer(call(1, "{\"command\":\"x\",\"project\":\"site\"}")).get("result");
    assertThat(failed.get("isError").booleanValue()).isTrue();
    assertThat(failed.get("content").get(0).get("text").stringValue()).isEqualTo("--- stderr ---\nno\n[exit code 3]");
    api.answer(EXEC, 403, "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":403,\"code\":\"DENIED\",\"detail\":"
        + "\"not allowed\"}");
    assertThat(answer(call(2, "{\"command\":\"x\",\"project\":\"site\"}")).get("result"))
        .hasToString("{\"content\":[{\"type\":\"text\",\"text\":\"not allowed\"}],\"isError\":true}");
    for (String wrong : List.of("{\"command\":\"x\"}", "{\"command\":7,\"project\":\"a\"}", "{\"shell\":1}",
        "{\"argv\":\"x\",\"project\":\"a\"}", "{\"command\":\"x\",\"project\":\"a\",\"timeout_seconds\":\"1\"}")) {
      assertThat(answer(call(3, wrong)).get("result").get("isError").booleanValue()).as(wrong).isTrue();
    }
  }

  @Test
  void answersWhatIsNoRequestByTheBook() throws Exception {
    assertThat(answer("{oops").get("error").get("code").intValue()).isEqualTo(-32700);
    assertThat(answer("{\"id\":1,\"method\":\"ping\"}").get("error").get("code").intValue()).isEqualTo(-32600);
    assertThat(
        answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}").get("error").get("code").intValue())
        .isEqualTo(-32601);
    assertThat(
        answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"rm\"}}").get("error")
            .get("code").intValue())
        .isEqualTo(-32602);
    Ran silent = Ran.piped("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/other\"}\n\n", api.line("mcp", "serve"));
    assertThat(silent).isEqualTo(new Ran(0, "", ""));
    assertThat(answer("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]"))
        .hasToString("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}]");
  }

  @Test
  void endsACallThatIsCancelledAndAnswersNothing() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.createContext("/", exchange -> {
      arrived.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    });
    slow.start();
    BlockingQueue<Optional<String>> input = new LinkedBlockingQueue<>();
    BlockingQueue<String> output = new LinkedBlockingQueue<>();
    try (McpServer server = new McpServer(() -> taken(input), output::add,
        () -> new ControlPlaneClient(Endpoint.Tcp.parse("http://127.0.0.1:" + slow.getAddress().getPort()),
            Optional.of(FakeApi.TOKEN)),
        Optional.of("site"), Optional.empty())) {
      Thread reader = Thread.ofVirtual().start(server::serve);
      input.add(Optional.of(call(7, "{\"command\":\"sleep 99\"}")));
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
      input.add(Optional.of(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}"));
      input.add(Optional.of("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}"));
      assertThat(output.poll(20, TimeUnit.SECONDS)).contains("\"id\":8");
      input.add(Optional.empty());
      reader.join();
    } finally {
      go.countDown();
      slow.stop(0);
    }
    assertThat(output).as("nobody waits for an answer to what was cancelled").isEmpty();
  }

  @Test
  void neverAsksForWhatIsCancelledBeforeItBegins() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    BlockingQueue<Optional<String>> input = new LinkedBlockingQueue<>();
    BlockingQueue<String> output = new LinkedBlockingQueue<>();
    api.answer(EXEC, 200, SandboxCommandTest.ended(0, false, "", ""));
    try (McpServer server = new McpServer(() -> taken(input), output::add, () -> {
      try {
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new ControlPlaneClient(Endpoint.Tcp.parse(api.address()), Optional.of(FakeApi.TOKEN));
    }, Optional.of("site"), Optional.empty())) {
      Thread reader = Thread.ofVirtual().start(server::serve);
      input.add(Optional.of(call(7, "{\"command\":\"rm x\"}")));
      input.add(Optional.of(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}"));
      input.add(Optional.of("{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}"));
      assertThat(output.poll(20, TimeUnit.SECONDS)).contains("\"id\":8");
      cancelled.countDown();
      input.add(Optional.empty());
      reader.join();
    }
    assertThat(api.asked()).isEmpty();
    assertThat(output).isEmpty();
  }

  @Test
  void answersAlsoWhereACallFailsInside() throws Exception {
    BlockingQueue<Optional<String>> input = new LinkedBlockingQueue<>();
    BlockingQueue<String> output = new LinkedBlockingQueue<>();
    try (McpServer server = new McpServer(() -> taken(input), output::add, () -> {
      throw new IllegalStateException("no such thing");
    }, Optional.of("site"), Optional.empty())) {
      Thread reader = Thread.ofVirtual().start(server::serve);
      input.add(Optional.of(call(7, "{\"command\":\"x\"}")));
      assertThat(output.poll(20, TimeUnit.SECONDS)).contains("\"id\":7", "-32603").doesNotContain("no such thing");
      input.add(Optional.empty());
      reader.join();
    }
  }

  private static Optional<String> taken(BlockingQueue<Optional<String>> input) {
    try {
      return input.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
