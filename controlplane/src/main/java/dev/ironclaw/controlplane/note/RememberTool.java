package dev.ironclaw.controlplane.note;

import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.outbound.DerivedId;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Writes a note of the agent that asks.
public final class RememberTool implements HostTool {
  private final Notes notes;

  public RememberTool(Notes notes) {
    this.notes = notes;
  }

  @Override
  public String name() {
    return ToolName.REMEMBER;
  }

  @Override
  public CompletionStage<HostToolAnswer> call(HostToolCall call) {
    NoteForm form = NoteForm.parse(call.input());
    notes.add("note_" + DerivedId.of("note", call.session(), call.id()), call.agentGroup(), form,
        new Principal.Agent(call.session()));
    return CompletableFuture.completedStage(HostToolAnswer.done("remembered as “" + form.title() + "”"));
  }
}
