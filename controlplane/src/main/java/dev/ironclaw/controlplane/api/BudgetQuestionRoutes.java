package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BudgetAnswerBody;
import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.usage.BudgetQuestion;
import dev.ironclaw.controlplane.usage.BudgetQuestion.Answer;
import dev.ironclaw.controlplane.usage.BudgetQuestion.Settled;
import dev.ironclaw.controlplane.usage.BudgetQuestions;
import dev.ironclaw.controlplane.usage.BudgetWords;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;

/// What people are asked about budgets. To stop an agent, and to let it go on, is for those who decide.
final class BudgetQuestionRoutes implements Routes {
  private static final int MOST_ENDED = 1_000;

  private final BudgetQuestions questions;
  private final Registry registry;
  private final Clock clock;
  private final ApiJson json;

  BudgetQuestionRoutes(BudgetQuestions questions, Registry registry, Clock clock, ApiJson json) {
    this.questions = questions;
    this.registry = registry;
    this.clock = clock;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/usage/questions", this::list, ApiRole.READ);
    routes.post("/v1/usage/questions/{id}/answer", this::answer, ApiRole.APPROVE);
  }

  private void list(Context ctx) {
    ctx.json(questions.list(Query.count(ctx, "ended", 0, MOST_ENDED)).stream().map(this::view).toList());
  }

  private void answer(Context ctx) {
    String words = json.read(ctx, BudgetAnswerBody.class).answer();
    Answer answer = Arrays.stream(Answer.values()).filter(one -> one.wireName().equals(words)).findFirst()
        .orElseThrow(() -> new IronclawException(ErrorCode.INVALID_REQUEST, "answer \"" + VisibleText.brief(words)
            + "\" is neither go-on nor stop; to let the agent spend more, ask for a change of its budget"));
    ctx.json(view(questions.answer(ctx.pathParam("id"), answer, ApiGate.operator(ctx))));
  }

  private BudgetQuestionView view(BudgetQuestion question) {
    String agent = registry.agentGroup(question.agentGroup()).map(AgentGroup::name)
        .orElse(question.agentGroup().value());
    return new BudgetQuestionView(question.id(), question.agentGroup().value(),
        BudgetWords.question(question, VisibleText.brief(agent)), question.span().wireName(), question.period(),
        question.state().wireName(), question.stops(clock.instant()), question.askedAt().toString(),
        question.expiresAt().toString(), question.settled().flatMap(Settled::answer).map(Answer::wireName),
        question.settled().map(Settled::by), question.settled().map(Settled::at).map(Instant::toString));
  }
}
