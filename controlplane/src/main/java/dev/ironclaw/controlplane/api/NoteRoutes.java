package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.NoteBody;
import dev.ironclaw.contract.api.NoteRemoved;
import dev.ironclaw.contract.api.NoteView;
import dev.ironclaw.controlplane.note.Note;
import dev.ironclaw.controlplane.note.NoteForm;
import dev.ironclaw.controlplane.note.Notes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/// What agents remember, for the people whom it is about: to read, to correct, to erase. A note that a person writes is
/// something that the agent reads, so it is no more than talking to it.
final class NoteRoutes implements Routes {
  private final Notes notes;
  private final ApiJson json;

  NoteRoutes(Notes notes, ApiJson json) {
    this.notes = notes;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/agents/{id}/notes", this::list, ApiRole.READ);
    routes.get("/v1/agents/{id}/notes/{note}", ctx -> ctx.json(view(notes.find(agent(ctx), ctx.pathParam("note")))),
        ApiRole.READ);
    routes.put("/v1/agents/{id}/notes/{note}", this::change, ApiRole.CHAT);
    routes.delete("/v1/agents/{id}/notes/{note}", this::remove, ApiRole.CHAT);
  }

  private static AgentGroupId agent(Context ctx) {
    return new AgentGroupId(ctx.pathParam("id"));
  }

  private void list(Context ctx) {
    ctx.json(notes.search(agent(ctx), Query.text(ctx, "query").orElse(""),
        Query.limit(ctx, Notes.MAX_NOTES, Notes.MAX_NOTES)).stream().map(NoteRoutes::view).toList());
  }

  private void change(Context ctx) {
    NoteBody body = json.read(ctx, NoteBody.class);
    ctx.json(view(notes.change(agent(ctx), ctx.pathParam("note"),
        NoteForm.of(body.title().orElse(""), body.tags().orElse(List.of()), body.text()),
        body.unchangedSince().map(NoteRoutes::moment),
        ApiGate.operator(ctx))));
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "unchangedSince must be the note's changedAt, as 2026-11-21T10:00:00Z", e);
    }
  }

  private void remove(Context ctx) {
    String id = ctx.pathParam("note");
    boolean removed = notes.remove(agent(ctx), id, ApiGate.operator(ctx));
    ctx.json(new NoteRemoved(removed ? "removed" : "not there", id));
  }

  private static NoteView view(Note note) {
    return new NoteView(note.id(), note.agentGroup().value(), note.form().title(), note.form().tags(),
        note.form().text(), note.changedBy(), note.changedAt().toString());
  }
}
