package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RedConfirmation;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.contract.api.ScopeBody;
import dev.ironclaw.contract.api.UndoBody;
import dev.ironclaw.contract.api.DecisionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Approving and rejecting. An approval always names the hash of a card that was shown: here, or to whoever gives it.
final class ChangeDecision {
  private final Console console;
  private final CodeOptions code;

  ChangeDecision(Console console, CodeOptions code) {
    this.console = console;
    this.code = code;
  }

  int approve(String id, Optional<String> cardHash, Optional<String> reason, Optional<ScopeBody> scope, boolean yes) {
    try (ControlPlaneClient client = console.connection().open()) {
      Optional<ChangeView> shown = cardHash.isPresent() ? Optional.empty() : Optional.of(client.change(id));
      String hash = cardHash.orElseGet(() -> show(shown.orElseThrow(), CardText.beforeQuestion(shown.get()), yes,
          waiting -> new RedConfirmation(waiting).shortName(), "it still waits"));
      return report(id, code.with(console, shown.map(ChangeDecision::needsCode).orElse(false),
          digits -> client.decide(id, DecisionBody.approve(hash, reason, scope, digits))));
    }
  }

  /// Shows what undoing would do, asks, and does it in the same act.
  int undo(String id, boolean yes) {
    try (ControlPlaneClient client = console.connection().open()) {
      ChangeView shown = client.previewUndo(id);
      String hash = showPreview(shown, yes);
      return accepted(code.with(console, needsCode(shown),
          digits -> client.undo(id, new UndoBody(Optional.of(approved(shown, hash, digits))))));
    }
  }

  /// Shows what an own change would do, asks, and submits and approves it in one act.
  int submit(ChangeSubmitBody change, boolean yes) {
    try (ControlPlaneClient client = console.connection().open()) {
      return submit(client, change, yes);
    }
  }

  int submit(ControlPlaneClient client, ChangeSubmitBody change, boolean yes) {
    return accepted(act(client, change, yes));
  }

  /// As [#submit], one after the other; the first that is not applied is the last.
  int submitAll(List<ChangeSubmitBody> changes, boolean yes) {
    List<ChangeAccepted> done = new ArrayList<>();
    try (ControlPlaneClient client = console.connection().open()) {
      for (ChangeSubmitBody change : changes) {
        if (changes.size() > 1) {
          console.output().note("Change " + (done.size() + 1) + " of " + changes.size() + ", each by itself:\n");
        }
        done.add(act(client, change, yes));
        if (!isGood(done.getLast())) {
          break;
        }
      }
    } finally {
      report(done);
    }
    return done.stream().allMatch(ChangeDecision::isGood) ? ExitCode.OK : ExitCode.FAILED;
  }

  private void report(List<ChangeAccepted> done) {
    if (console.json()) {
      console.output().json(done);
    } else {
      done.forEach(change -> console.output().line(change.id() + " " + change.state()));
    }
  }

  private ChangeAccepted act(ControlPlaneClient client, ChangeSubmitBody change, boolean yes) {
    ChangeView shown = client.preview(change);
    if (shown.state().equals("rejected")) {
      throw new CommandFailure(ExitCode.FAILED, "submit " + change.kind() + ": "
          + shown.decision().flatMap(DecisionView::reason).orElse("a verifier rejects it"));
    }
    String hash = showPreview(shown, yes);
    return code.with(console, needsCode(shown),
        digits -> client
            .submit(ChangeSubmitBody.of(Optional.of(shown.id()), change.kind(), change.agentGroupId(), change.after(),
                change.reason(), Optional.of(approved(shown, hash, digits)))));
  }

  /// What was only asked for.
  int asked(ChangeAccepted asked) {
    accepted(asked);
    return asked.state().equals("rejected") ? ExitCode.FAILED : ExitCode.OK;
  }

  /// For a red one the agent's name was typed, or `--yes` stands for it.
  private static ApproveBody approved(ChangeView shown, String hash, Optional<String> code) {
    return new ApproveBody(hash, Optional.of(new RedConfirmation(shown).subject()), code);
  }

  private static boolean needsCode(ChangeView change) {
    return change.stepUp().orElse(false);
  }

  private int accepted(ChangeAccepted accepted) {
    if (console.json()) {
      console.output().json(accepted);
    } else {
      console.output().line(accepted.id() + " " + accepted.state());
    }
    return isGood(accepted) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static boolean isGood(ChangeAccepted accepted) {
    return accepted.state().equals("applied") || accepted.state().equals("approved");
  }

  int reject(String id, Optional<String> reason) {
    try (ControlPlaneClient client = console.connection().open()) {
      return report(id, client.decide(id, DecisionBody.reject(Optional.empty(), reason)));
    }
  }

  /// All of it: what is not stored can't be read elsewhere.
  private String showPreview(ChangeView draft, boolean yes) {
    return show(draft, CardText.whole(draft), yes, shown -> new RedConfirmation(shown).subject(),
        "nothing was changed");
  }

  /// Shows the card, and asks.
  ///
  /// @param otherwise what is so where nobody agrees
  /// @return the hash of what was shown and, without `--yes`, agreed to
  private String show(ChangeView change, List<Styled> card, boolean yes, Function<ChangeView, String> name,
      String otherwise) {
    if (!yes && !console.surroundings().terminal()) {
      throw new CommandFailure(ExitCode.USAGE, "approve " + change.id() + ": nobody can be asked here; look at it with "
          + "ironctl change show, then give --card-hash, or --yes to approve what is there");
    }
    Output output = console.output();
    if (console.json()) {
      output.notes(card);
    } else {
      output.lines(card);
      output.line("");
    }
    if (!change.state().equals("pending")) {
      throw new CommandFailure(ExitCode.FAILED, "approve " + change.id() + ": it is " + change.state() + " already");
    }
    if (!yes) {
      ask(change, name.apply(change), otherwise);
    }
    return change.cardHash();
  }

  /// Return alone never approves; a red change must be named, so that no reflex does.
  private void ask(ChangeView change, String name, String otherwise) {
    boolean red = !change.card().risk().equals("green") && !change.card().risk().equals("amber");
    String wanted = red ? name : "y";
    // Again, for the documents may have moved it off the screen.
    console.output().notes(CardText.heading(change));
    console.output().ask(red ? "This is a red change. Type " + wanted + " to approve it: " : "Approve it? [y/N] ");
    String answer = console.surroundings().readLine().map(String::strip).orElse("");
    if (!answer.equalsIgnoreCase(wanted)) {
      throw new CommandFailure(ExitCode.FAILED, "not approved; " + otherwise);
    }
  }

  private int report(String id, DecisionResult result) {
    if (console.json()) {
      console.output().json(result);
    } else {
      console.output().line(id + " " + result.state() + result.error().map(why -> ": " + why).orElse(""));
    }
    return result.state().equals("failed") ? ExitCode.FAILED : ExitCode.OK;
  }
}
