package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.contract.api.ScopeBody;
import dev.ironclaw.contract.api.UndoBody;
import dev.ironclaw.controlplane.gateway.Answer;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeState;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.grant.GrantScope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Asking for changes, seeing their cards, deciding them. Every rule about them is the gateway's.
final class ChangeRoutes implements Routes {
  private static final int HISTORY = 200;
  private static final int MOST_HISTORY = 2_000;

  private final Gateway gateway;
  private final ChangeViews views;
  private final ApiJson json;

  ChangeRoutes(Gateway gateway, ChangeViews views, ApiJson json) {
    this.gateway = gateway;
    this.views = views;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/v1/changes", this::submit, ApiRole.ADMIN);
    routes.get("/v1/changes/pending", this::pending, ApiRole.READ);
    routes.get("/v1/ui/approvals", this::pending, ApiRole.READ);
    routes.get("/v1/changes/history", this::history, ApiRole.READ);
    routes.get("/v1/changes/{id}", this::show, ApiRole.READ);
    routes.post("/v1/changes/preview", this::preview, ApiRole.ADMIN);
    routes.post("/v1/changes/{id}/undo", this::undo, ApiRole.ADMIN);
    routes.post("/v1/changes/{id}/undo/preview", this::previewUndo, ApiRole.ADMIN);
    routes.post("/v1/changes/{id}/decision", this::decide, ApiRole.APPROVE);
  }

  /// The one route that counts as showing a stored change's card: lists are loaded by every badge that counts.
  private void show(Context ctx) {
    Change change = find(id(ctx));
    gateway.shown(change, ApiGate.operator(ctx));
    ctx.json(views.whole(change));
  }

  private void preview(Context ctx, ChangeSubmission submission) {
    Change draft = gateway.preview(submission);
    gateway.previewed(draft, ApiGate.operator(ctx));
    ctx.json(views.whole(draft));
  }

  private void preview(Context ctx) {
    preview(ctx, submission(json.read(ctx, ChangeSubmitBody.class), ctx));
  }

  private void submit(Context ctx) {
    ChangeSubmitBody body = json.read(ctx, ChangeSubmitBody.class);
    accept(ctx, submission(body, ctx), body.approve());
  }

  private void previewUndo(Context ctx) {
    preview(ctx, gateway.undoOf(id(ctx), ApiGate.operator(ctx)));
  }

  private void undo(Context ctx) {
    UndoBody body = json.read(ctx, UndoBody.class);
    accept(ctx, gateway.undoOf(id(ctx), ApiGate.operator(ctx)), body.approve());
  }

  private void accept(Context ctx, ChangeSubmission submission, Optional<ApproveBody> approve) {
    Change change = approve
        .map(shown -> gateway.submitApproved(submission, shown.cardHash(), shown.confirm(), shown.code()))
        .orElseGet(() -> gateway.submit(submission));
    ctx.status(202).json(new ChangeAccepted(change.id().value(), ChangeViews.word(change.state())));
  }

  private static ChangeSubmission submission(ChangeSubmitBody body, Context ctx) {
    return new ChangeSubmission(body.id().map(ChangeId::new), body.kind(), agentGroup(body),
        ApiJson.tree(body.after()), body.reason(), ApiGate.operator(ctx), Optional.empty());
  }

  /// Empty for a change that is about no one agent, or about one that it creates.
  private static Optional<AgentGroupId> agentGroup(ChangeSubmitBody body) {
    return body.agentGroupId().isEmpty() ? Optional.empty() : Optional.of(new AgentGroupId(body.agentGroupId()));
  }

  private void pending(Context ctx) {
    ctx.json(views.pending(gateway.pending()));
  }

  private void history(Context ctx) {
    int limit = Query.limit(ctx, HISTORY, MOST_HISTORY);
    List<Change> decided = Query.text(ctx, "before").map(id -> gateway.historyBefore(decided(id).id(), limit))
        .orElseGet(() -> gateway.history(limit));
    ctx.json(decided.stream().map(views::decided).map(ChangeRoutes::line).toList());
  }

  /// The change that a page ends before; a pending one has no place in the history.
  private Change decided(String id) {
    Change change = find(id(id));
    if (change.state() == ChangeState.PENDING) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "before: " + id + " is not decided yet");
    }
    return change;
  }

  private static ChangeHistoryView line(ChangeView change) {
    return new ChangeHistoryView(change, change.state(), change.decision());
  }

  private void decide(Context ctx) {
    DecisionBody body = json.read(ctx, DecisionBody.class);
    ChangeId id = id(ctx);
    boolean approve = approves(body.outcome());
    find(id);
    if (approve && body.cardHash().isEmpty()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "approve " + id
          + ": 'cardHash' is missing; read GET /v1/changes/" + id + " and send the hash of the card that was shown");
    }
    Change decided = gateway.decide(id, new Answer(approve, body.cardHash().orElse(""), body.reason(),
        body.scope().map(scope -> scope(scope, id)).orElse(GrantScope.ALWAYS), body.code()), ApiGate.operator(ctx));
    boolean waits = approve && decided.state() != ChangeState.FAILED
        && (decided.state() == ChangeState.APPROVED || decided.error().isPresent());
    ctx.status(waits ? 202 : 200)
        .json(new DecisionResult("recorded", ChangeViews.word(decided.state()), decided.error()));
  }

  private GrantScope scope(ScopeBody body, ChangeId id) {
    Optional<SessionId> session = body.session().filter(only -> only).map(_ -> find(id).origin().map(Origin::session)
        .orElseThrow(() -> new IronclawException(ErrorCode.INVALID_REQUEST,
            "scope: " + id + " was not asked for in a conversation, so there is no session to limit it to")));
    try {
      return new GrantScope(body.until().map(Instant::parse),
          body.uses().map(OptionalInt::of).orElseGet(OptionalInt::empty), session);
    } catch (DateTimeException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "scope: until must be a time as 2026-11-20T10:00:00Z", e);
    }
  }

  private static boolean approves(String outcome) {
    return switch (outcome) {
      case "approve" -> true;
      case "reject" -> false;
      default -> throw new IronclawException(ErrorCode.INVALID_REQUEST, "outcome must be 'approve' or 'reject'");
    };
  }

  private Change find(ChangeId id) {
    return gateway.find(id)
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no change " + id));
  }

  /// What can't be a change's id names no change.
  private static ChangeId id(Context ctx) {
    return id(ctx.pathParam("id"));
  }

  private static ChangeId id(String text) {
    try {
      return new ChangeId(text);
    } catch (IronclawException e) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is no such change: a change's id is chg_ + 32 hex digits",
          e);
    }
  }
}
