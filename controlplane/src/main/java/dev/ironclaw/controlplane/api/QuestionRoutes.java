package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.QuestionAnswerBody;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.controlplane.question.Question;
import dev.ironclaw.controlplane.question.Question.Settled;
import dev.ironclaw.controlplane.question.Questions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;

/// What agents ask people, and the answers. Answering is talking to the agent, so it needs no more than that.
final class QuestionRoutes implements Routes {
  private static final int MOST_ENDED = 1_000;

  private final Questions questions;
  private final ApiJson json;

  QuestionRoutes(Questions questions, ApiJson json) {
    this.questions = questions;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/questions", this::list, ApiRole.READ);
    routes.post("/v1/questions/{id}/answer", this::answer, ApiRole.CHAT);
    routes.post("/v1/questions/{id}/dismiss",
        ctx -> ctx.json(view(questions.dismiss(ctx.pathParam("id"), ApiGate.operator(ctx)))), ApiRole.CHAT);
  }

  private void list(Context ctx) {
    ctx.json(questions.list(Query.count(ctx, "ended", 0, MOST_ENDED)).stream().map(QuestionRoutes::view).toList());
  }

  private void answer(Context ctx) {
    QuestionAnswerBody body = json.read(ctx, QuestionAnswerBody.class);
    ctx.json(view(questions.answer(ctx.pathParam("id"), body.answer(), ApiGate.operator(ctx))));
  }

  private static QuestionView view(Question question) {
    return new QuestionView(question.id(), question.agentGroup().value(), question.session().value(),
        question.place().channelType(), question.place().platformId(), question.form().question(),
        question.form().options(), question.form().allowFreeform(), question.state().wireName(),
        question.askedAt().toString(), question.expiresAt().toString(), question.settled().flatMap(Settled::answer),
        question.settled().map(Settled::by), question.settled().map(Settled::at).map(Instant::toString));
  }
}
