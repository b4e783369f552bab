package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.boxclient.ModelReply;
import dev.ironclaw.sandbox.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// What all dialects share of one call: the post, the refusal, the events one after the other, the end.
public final class ModelDoor {
  private static final int MAX_PROBLEM_BYTES = 16 * 1024;
  private static final int MAX_TAIL_BYTES = 16 * 1024;
  private static final String DONE = "[DONE]";

  private final BoxClient host;
  private final InstantSource clock;

  /// @param clock for an upstream that names the time of the next attempt by its date
  public ModelDoor(BoxClient host, InstantSource clock) {
    this.host = host;
    this.clock = clock;
  }

  /// Returns when the stream has its end. Whatever else comes is an `IronclawException`.
  void call(String path, byte[] body, ModelRequest request, Consumer<ModelEvent> sink, AnswerStream stream) {
    try (ModelReply reply = host.model(path, body, request.limit(), request.cancellation())) {
      if (reply.status() != 200) {
        reply.retryAfter().flatMap(value -> Refusal.wait(value, clock.instant()))
            .ifPresent(wait -> sink.accept(new ModelEvent.RetryAfter(wait)));
        throw Refusal.of(reply.status(), reply.body().readNBytes(MAX_PROBLEM_BYTES));
      }
      read(reply.body(), stream);
    } catch (IOException broken) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "call the model: the connection broke", broken);
    }
  }

  private static void read(InputStream answer, AnswerStream stream) throws IOException {
    InputStream body = new BufferedInputStream(answer);
    refuseOtherForms(body);
    SseReader events = new SseReader(body);
    while (!stream.isStopped()) {
      Optional<String> data = events.next();
      if (data.isEmpty() || data.get().equals(DONE)) {
        stream.ended();
        break;
      }
      read(data.get(), stream);
    }
    // The transfer's own end is read too: a host that is hung up on would take the call for cancelled.
    body.readNBytes(MAX_TAIL_BYTES);
  }

  private static void read(String data, AnswerStream stream) {
    try {
      stream.event(JsonReader.object(data));
    } catch (IronclawException malformed) {
      if (malformed.code() == ErrorCode.INVALID_PAYLOAD) {
        throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: not as its API describes",
            malformed);
      }
      throw malformed;
    }
  }

  /// A server that says 200 and sends an error in JSON, or a page.
  private static void refuseOtherForms(InputStream body) throws IOException {
    body.mark(1);
    int first = body.read();
    body.reset();
    if (first == '{') {
      throw Refusal.inAnswer(body.readNBytes(MAX_PROBLEM_BYTES));
    }
    if (first == '<') {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED,
          "read the model's answer: a page instead of events; is this address a model server's?");
    }
  }
}
