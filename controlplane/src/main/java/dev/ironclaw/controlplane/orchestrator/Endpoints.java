package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.crossing.BufferBudget;
import dev.ironclaw.controlplane.leak.LeakJson;
import dev.ironclaw.controlplane.llm.ChatRequest;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.orchestrator.JobDesk.GrantedVariable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;

/// What each endpoint does for a job that may.
final class Endpoints {
  private static final byte[] NOTHING = new byte[0];

  /// How much more room a request takes while it is read and written anew.
  private static final int TREE = 12;

  private final OrchestratorParts parts;
  private final BufferBudget trees;
  private final WorkerModels models;
  private final ClaudeDoor claude;

  Endpoints(OrchestratorParts parts, OrchestratorLimits limits) {
    this.parts = parts;
    trees = new BufferBudget(limits.bufferedBytes());
    models = new WorkerModels(parts.models(), parts.proxy(), parts.leaks(),
        new BufferBudget(limits.bufferedBytes()));
    claude = new ClaudeDoor(parts.models(), parts.leaks());
  }

  /// @param ask how a prompt is asked for
  void act(JobReply reply, JobCrossing crossing, Endpoint found, ByteBuffer body, PromptQuery ask) {
    long room = (long) TREE * body.remaining();
    if (!trees.reserve(room)) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "the host reads too many requests; try again");
    }
    try {
      deed(reply, crossing, found, body, ask);
    } finally {
      trees.release(room);
    }
  }

  private void deed(JobReply reply, JobCrossing crossing, Endpoint found, ByteBuffer body, PromptQuery ask) {
    JobId job = crossing.job();
    JobDesk desk = parts.desk();
    switch (found) {
      case JOB -> reply.answer(JobAnswers.assignment(desk.assignment(job)));
      case STATUS -> {
        JobBodies.Status said = JobBodies.status(body);
        desk.status(job, said.state(), clean(said.message(), "status of job " + job), said.iteration());
        reply.answer(NOTHING);
      }
      case COMPLETE -> {
        JobBodies.Complete said = JobBodies.complete(body);
        desk.complete(job, said.success(), clean(said.message(), "result of job " + job), said.iterations());
        reply.answer(JobAnswers.ok());
      }
      case EVENT -> {
        JobBodies.Event said = JobBodies.event(body);
        crossing.say(body.remaining(), said.type().equals("result"));
        desk.event(job, said.id(), said.type(),
            LeakJson.redact(parts.leaks(), "event of job " + job, said.data()));
        reply.answer(NOTHING);
      }
      case PROMPT -> prompt(reply, job, ask);
      case CREDENTIALS -> {
        List<GrantedVariable> granted = desk.credentials(job);
        if (granted.isEmpty()) {
          reply.nothing();
        } else {
          reply.response().getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
          reply.answer(JobAnswers.credentials(granted));
        }
      }
      case COMPLETE_TEXT -> model(reply, crossing, body, false);
      case COMPLETE_WITH_TOOLS -> model(reply, crossing, body, true);
      case MESSAGES -> messages(reply, crossing, body);
      case HELLO -> throw new IllegalStateException("it needs no token");
    }
  }

  private Optional<String> clean(Optional<String> text, String where) {
    return text.map(words -> parts.leaks().redact(where, words));
  }

  private void prompt(JobReply reply, JobId job, PromptQuery ask) {
    reply.whileItWaits(watch -> {
      CompletableFuture<Optional<JobDesk.Prompt>> next = parts.desk().prompt(job, ask.longest(), ask.ack())
          .toCompletableFuture();
      reply.finish(watch, next,
          prompt -> prompt.map(one -> JobAnswers.prompt(one, ask.ack().isPresent())).ifPresentOrElse(reply::answer,
              reply::nothing));
      return () -> {
        // Taken by nobody: it stays for the next who asks.
        if (next.cancel(false)) {
          reply.callback().failed(new EofException("the job hung up"));
        }
      };
    });
  }

  /// Each mode has its own way to a model: they may lead to different companies.
  private void require(JobCrossing crossing, JobMode mode) {
    JobMode own = crossing.mode(() -> parts.desk().assignment(crossing.job()).mode());
    if (own != mode) {
      throw new IronclawException(ErrorCode.DENIED,
          "call the model: this way is for jobs of the mode " + mode.wireName()
              + ", and this one's is " + own.wireName());
    }
  }

  private void model(JobReply reply, JobCrossing crossing, ByteBuffer body, boolean tools) {
    require(crossing, JobMode.WORKER);
    ChatRequest question = ChatForms.read(body, tools);
    reply.whileItWaits(watch -> {
      WorkerModels.Asked asked = models.ask(crossing, question);
      reply.finish(watch, asked.outcome().toCompletableFuture(), outcome -> {
        switch (outcome) {
          case WorkerModels.Outcome.Said(var completion) -> reply.answer(JobAnswers.completion(completion, tools));
          case WorkerModels.Outcome.Refused(var failure, var retryAfter) -> {
            retryAfter.ifPresent(value -> reply.response().getHeaders().put(HttpHeader.RETRY_AFTER, value));
            reply.tell(failure, failure.code().status());
          }
        }
      });
      return asked.call()::hungUp;
    });
  }

  private void messages(JobReply reply, JobCrossing crossing, ByteBuffer body) {
    require(crossing, JobMode.CLAUDE_CODE);
    ClaudeDoor.Call call = claude.call(crossing, reply.request().getHeaders(), body);
    crossing.callModel();
    reply.whileItWaits(watch -> {
      ModelProxy.Running running = parts.proxy().forward(call.request(), reply.response(), reply.callback(),
          watch::release,
          failure -> {
            watch.release();
            reply.refuse(failure);
          });
      return running::hungUp;
    });
  }
}
