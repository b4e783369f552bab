package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Serves every dialect at its own path. Runs on a thread of its own for each call and may wait.
final class MockHandler extends Handler.Abstract {
  private static final List<MockDialect> DIALECTS = List.of(new AnthropicMock(), new OpenAiMock(), new ResponsesMock(),
      new GeminiMock());
  private static final int REMEMBERED_PROMPTS = 1000;

  private final JsonMapper mapper = new JsonMapper();
  private final MockScript script = new MockScript(mapper);
  /// How often a prompt was answered with an error, the oldest forgotten first.
  private final Map<String, Integer> failures = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
      return size() > REMEMBERED_PROMPTS;
    }
  };

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getPath();
    Optional<MockDialect> found = DIALECTS.stream().filter(dialect -> dialect.dialect().isPath(path)).findFirst();
    if (!request.getMethod().equals("POST") || found.isEmpty()) {
      error(found.orElse(DIALECTS.getFirst()), response, callback, 404, "the mock serves POST of "
          + DIALECTS.stream().map(dialect -> dialect.dialect().wireName()).toList());
      return true;
    }
    answer(found.get(), request, response, callback);
    return true;
  }

  private void answer(MockDialect dialect, Request request, Response response, Callback callback)
      throws IOException, InterruptedException {
    ByteBuffer buffer = Content.Source.asByteBuffer(request);
    byte[] body = new byte[buffer.remaining()];
    buffer.get(body);
    Optional<MockAsked> asked;
    try {
      asked = dialect.read(request.getHttpURI().getPath(), Optional.ofNullable(request.getHttpURI().getQuery()),
          mapper.readTree(body));
    } catch (JacksonException e) {
      error(dialect, response, callback, 400, "the body is not JSON");
      return;
    }
    if (asked.isEmpty()) {
      error(dialect, response, callback, 400, "model and messages are needed");
      return;
    }
    MockAnswer answer = afterFailures(script.answer(asked.get()));
    MockReply reply = new MockReply(mapper, digest(body), asked.get().model(), Math.max(1, body.length / 4),
        tokens(answer));
    answer(dialect, response, callback, answer, reply, asked.get().streamed());
  }

  private void answer(MockDialect dialect, Response response, Callback callback, MockAnswer answer, MockReply reply,
      boolean streamed) throws IOException, InterruptedException {
    if (answer instanceof MockAnswer.Failure(var status, var times, var prompt)) {
      error(dialect, response, callback, status, "mock failure " + status);
    } else if (streamed) {
      stream(dialect, response, callback, answer, reply);
    } else {
      whole(dialect, response, callback, answer, reply);
    }
  }

  private void stream(MockDialect dialect, Response response, Callback callback, MockAnswer answer, MockReply reply)
      throws IOException, InterruptedException {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    response.getHeaders().put("request-id", "req_" + reply.digest());
    OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response));
    MockStream events = new MockStream(dialect, out, reply);
    switch (answer) {
      case MockAnswer.Text(var text, var pause) -> events.text(text, pause);
      case MockAnswer.ToolCalls(var calls) -> events.toolCalls(calls);
      case MockAnswer.Garbage() -> events.garbage();
      case MockAnswer.Drip(var text, var bytes) ->
        new MockStream(dialect, new MockDrip(out, bytes), reply).text(text, Duration.ZERO);
      case MockAnswer.Break _ -> {
        events.half();
        callback.failed(new IOException("the mock breaks the stream as told"));
        return;
      }
      case MockAnswer.Failure failure -> throw new IllegalStateException("a failure is no stream");
    }
    out.flush();
    callback.succeeded();
  }

  private void whole(MockDialect dialect, Response response, Callback callback, MockAnswer answer, MockReply reply) {
    switch (answer) {
      case MockAnswer.Words words -> json(response, callback, 200, dialect.whole(reply, words));
      case MockAnswer.Garbage() -> bytes(response, callback, 200, "{\"type\":\"message\",,".getBytes(
          StandardCharsets.UTF_8));
      case MockAnswer.Drip(var text, var _) -> json(response, callback, 200,
          dialect.whole(reply, new MockAnswer.Text(text, Duration.ZERO)));
      case MockAnswer.Break _ -> {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 1000);
        response.write(false, ByteBuffer.wrap(new byte[]{'{'}),
            Callback.from(() -> callback.failed(new IOException("the mock breaks the answer as told")),
                callback::failed));
      }
      case MockAnswer.Failure failure -> throw new IllegalStateException("a failure has its own answer");
    }
  }

  /// A prompt that has failed as often as it asked for is answered as any other.
  private MockAnswer afterFailures(MockAnswer answer) {
    if (!(answer instanceof MockAnswer.Trouble trouble) || trouble.times() == 0) {
      return answer;
    }
    synchronized (failures) {
      int before = failures.getOrDefault(trouble.prompt(), 0);
      if (before >= trouble.times()) {
        return new MockAnswer.Text(MockScript.RECEIVED + trouble.prompt(), Duration.ZERO);
      }
      failures.put(trouble.prompt(), before + 1);
      return answer;
    }
  }

  private void error(MockDialect dialect, Response response, Callback callback, int status, String message) {
    if (status == 429 || status == 529) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    }
    json(response, callback, status, dialect.error(mapper, status, message));
  }

  private void json(Response response, Callback callback, int status, JsonNode body) {
    bytes(response, callback, status, mapper.writeValueAsBytes(body));
  }

  private static void bytes(Response response, Callback callback, int status, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static int tokens(MockAnswer answer) {
    return switch (answer) {
      case MockAnswer.Text(var text, var pause) -> Math.max(1, text.length() / 4);
      case MockAnswer.ToolCalls(var calls) -> 16 * calls.size();
      case MockAnswer.Failure failure -> 0;
      case MockAnswer.Drip(var text, var _) -> Math.max(1, text.length() / 4);
      case MockAnswer.Break _ -> 0;
      case MockAnswer.Garbage() -> 0;
    };
  }

  private static String digest(byte[] body) {
    return HexFormat.of().formatHex(Sha256.of(body), 0, 12);
  }
}
