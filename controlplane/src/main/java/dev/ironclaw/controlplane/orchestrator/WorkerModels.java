package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.crossing.Allowance;
import dev.ironclaw.controlplane.leak.LeakJson;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.llm.ChatRequest;
import dev.ironclaw.controlplane.llm.Completion;
import dev.ironclaw.controlplane.llm.ModelCodec;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.ModelAnswer;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.modelproxy.ModelRequest;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpFields;
import tools.jackson.databind.json.JsonMapper;

/// Asks the model for a job's own agent, in whatever dialect it is spoken to.
final class WorkerModels {
  private static final int SUCCESS = 2;
  private static final int TOO_MANY = 429;

  private final JobModels models;
  private final ModelProxy proxy;
  private final Leaks leaks;
  private final Allowance room;

  /// @param room what all answers that are kept at a time may take
  WorkerModels(JobModels models, ModelProxy proxy, Leaks leaks, Allowance room) {
    this.room = room;
    this.models = models;
    this.proxy = proxy;
    this.leaks = leaks;
  }

  /// What came of a call.
  sealed interface Outcome {
    record Said(Completion completion) implements Outcome {}

    /// The upstream can't now.
    record Refused(IronclawException failure, Optional<String> retryAfter) implements Outcome {}
  }

  /// A call that runs.
  record Asked(ModelProxy.Running call, CompletionStage<Outcome> outcome) {}

  Asked ask(JobCrossing crossing, ChatRequest question) {
    JobModels.Model model = models.worker(crossing.job());
    String upstream = model.choice().upstream();
    Dialect dialect = proxy.dialect(upstream).orElseThrow(() -> new IronclawException(ErrorCode.UPSTREAM_FAILED,
        "call the model: no upstream is named " + upstream + ", or it lacks its key; connect it with "
            + "`ironctl provider add " + upstream + "`"));
    ModelCodec codec = ModelCodec.of(dialect);
    // Taken out, not refused: what a tool once said stays in the conversation, which would be stuck.
    byte[] body = JsonMapper.shared().writeValueAsBytes(LeakJson.redact(leaks, "model request of " + crossing.session(),
        codec.request(model.choice().model(), question)));
    crossing.callModel();
    ModelProxy.Gathered gathered = proxy.gather(new ModelRequest(crossing.session(), model.payer(), model.choice(),
        codec.path(model.choice().model()), HttpFields.EMPTY, ByteBuffer.wrap(body)),
        OrchestratorLimits.MAX_ANSWER_BYTES, room);
    return new Asked(gathered.call(), gathered.answer().thenApply(answer -> outcome(codec, upstream, answer)));
  }

  private static Outcome outcome(ModelCodec codec, String upstream, ModelAnswer answer) {
    if (answer.status() / 100 == SUCCESS) {
      return new Outcome.Said(codec.answer(answer.body()));
    }
    String words = ModelCodec.words(answer.body());
    String said = "call the model: " + upstream + " answers with status " + answer.status()
        + (words.isEmpty() ? "" : ": " + words);
    return new Outcome.Refused(
        new IronclawException(answer.status() == TOO_MANY ? ErrorCode.RATE_LIMITED : ErrorCode.UPSTREAM_FAILED, said),
        Optional.ofNullable(answer.headers().get("retry-after")));
  }
}
