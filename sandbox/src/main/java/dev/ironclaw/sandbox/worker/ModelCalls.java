package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.sandbox.boxclient.Backoff;
import dev.ironclaw.sandbox.boxclient.HostAnswer;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Gets one whole answer of the model: tries again where that can help, and says that it does. A transcript that the model
/// takes for too long is made shorter. Only the loop's thread.
final class ModelCalls {
  private static final int ATTEMPTS = 6;
  private static final int SHORTER = 4;
  private static final int MAX_OUTPUT_TOKENS = 16_000;
  private static final long FIRST_WAIT_MILLIS = 1_000;
  private static final long LAST_WAIT_MILLIS = 30_000;
  /// How the servers of models say that they were given too much.
  private static final List<String> TOO_LONG = List.of("too long", "context length", "context_length",
      "maximum context", "TOO_LARGE");
  private static final Duration LONGEST_CALL = Duration.ofMinutes(10);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final Asking host;
  private final JobEvents events;
  private final String model;
  private final JobTools tools;
  private final LongConsumer pause;

  /// One attempt to reach the model.
  interface Asking {
    HostAnswer ask(byte[] body, Duration limit) throws IOException;
  }

  /// @param model empty for the host's choice
  /// @param pause waits these milliseconds
  ModelCalls(Asking host, JobEvents events, String model, JobTools tools, LongConsumer pause) {
    this.host = host;
    this.events = events;
    this.model = model;
    this.tools = tools;
    this.pause = pause;
  }

  /// @param offersTools whether the model may ask for tools
  ModelAnswer answer(Transcript transcript, boolean offersTools, Deadline deadline) {
    Backoff backoff = new Backoff(FIRST_WAIT_MILLIS, LAST_WAIT_MILLIS);
    int shorter = 0;
    for (int attempt = 1; true; attempt++) {
      byte[] body = request(transcript, offersTools);
      if (body.length > WorkerApi.MAX_MODEL_REQUEST_BYTES && transcript.shrink()) {
        continue;
      }
      Optional<HostAnswer> answer = once(body, deadline);
      if (answer.isPresent() && answer.get().status() == 200) {
        return ModelAnswer.read(answer.get().body());
      }
      if (answer.isPresent() && isTooLong(answer.get()) && shorter++ < SHORTER && transcript.shrink()) {
        events.status("The conversation was too long for the model; what is oldest was dropped.");
        continue;
      }
      IronclawException failed = answer.map(OrchestratorClient::refusal)
          .orElseGet(() -> new IronclawException(ErrorCode.UPSTREAM_FAILED, "the host did not answer"));
      if (attempt >= ATTEMPTS || answer.filter(given -> !OrchestratorClient.mayPass(given)).isPresent()) {
        throw new IronclawException(failed.code(), "call the model: " + failed.getMessage(), failed);
      }
      wait(failed, answer.flatMap(HostAnswer::retryAfter), backoff.nextMillis(), deadline);
    }
  }

  private byte[] request(Transcript transcript, boolean offersTools) {
    JsonWriter json = new JsonWriter().object();
    transcript.write(json);
    json.text("model", Optional.of(model).filter(name -> !name.isBlank())).number("max_tokens", MAX_OUTPUT_TOKENS);
    json.array("tools");
    tools.all().forEach(tool -> json.object().text("name", tool.name()).text("description", tool.description())
        .value("parameters", JsonReader.object(tool.schema())).endObject());
    return json.endArray().text("tool_choice", offersTools ? "auto" : "none").endObject().bytes();
  }

  private Optional<HostAnswer> once(byte[] body, Deadline deadline) {
    Duration limit = deadline.left().compareTo(LONGEST_CALL) < 0 ? deadline.left() : LONGEST_CALL;
    deadline.check();
    try {
      return Optional.of(host.ask(body, limit));
    } catch (IOException away) {
      deadline.check();
      return Optional.empty(); // silent-ok: told as a status when it is tried again, or as the job's end
    }
  }

  private void wait(IronclawException failed, Optional<String> asked, long usual, Deadline deadline) {
    long millis = Math.max(usual, asked.map(ModelCalls::millis).orElse(0L));
    if (millis > LONGEST_WAIT.toMillis() || millis > deadline.left().toMillis()) {
      throw new IronclawException(failed.code(), "call the model: " + failed.getMessage() + "; it asks to wait "
          + Math.ceilDiv(millis, 1_000) + " s, which is too long", failed);
    }
    events.status("The model could not be reached (" + failed.getMessage() + "). Trying again in "
        + Math.ceilDiv(millis, 1_000) + " s.");
    pause.accept(millis);
  }

  private static long millis(String seconds) {
    try {
      return Math.multiplyExact(Math.max(0, Long.parseLong(seconds.strip())), 1_000L);
    } catch (ArithmeticException | NumberFormatException aDate) {
      return 0; // silent-ok: the usual wait it is
    }
  }

  private static boolean isTooLong(HostAnswer answer) {
    String words = String.valueOf(OrchestratorClient.refusal(answer).getMessage());
    return answer.status() == 413 || (answer.status() >= 400 && TOO_LONG.stream().anyMatch(words::contains));
  }
}
