package dev.ironclaw.desktop.testing;

import dev.ironclaw.contract.api.ApprovalsView;
import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.CardView.DifferenceView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.contract.api.SimilarView;
import java.util.List;
import java.util.Optional;

/// Changes as the control plane shows them.
public final class Changes {
  private Changes() {}

  public static ChangeView green(String id) {
    return change(id, new CardView("Give Researcher the tool read_file", "green",
        List.of("read any file in its own workspace"), List.of(),
        List.of(new DifferenceView("Tools", "send_message", "send_message\nread_file")),
        Optional.of("“I need to read the notes that you left for me.” (the agent's own words, unchecked)"),
        "sandbox:sess_4f2a",
        Optional.of("conversation sess_4f2a in chat \"Home\", after: \"Please sum up my notes.\""), hash(id)));
  }

  public static ChangeView amber(String id) {
    return change(id, new CardView("Change who Researcher is", "amber",
        List.of("follow the instructions below from its next message on"),
        List.of("follow the instructions that are struck out below"),
        List.of(new DifferenceView("AGENTS.md",
            "# Instructions\n\nBe brief.\nAsk before you write a file.\nAnswer in English.",
            "# Instructions\n\nBe brief and kind.\nAnswer in English.\nSign every letter with your name.")),
        Optional.of(
            "“You asked me to be kinder. The rule on files is not needed any more.” (the agent's own words, unchecked)"),
        "sandbox:sess_4f2a",
        Optional.of("conversation sess_4f2a in chat \"Home\", after: \"Be a bit kinder, please.\""), hash(id)));
  }

  public static ChangeView red(String id) {
    return change(id, new CardView("Mount /home/ada/Documents in Researcher's box, writable", "red",
        List.of("read, change and remove every file below /home/ada/Documents (1,204 files, 3.1 GB)",
            "see new files there as soon as they appear"),
        List.of(),
        List.of(new DifferenceView("Mounts", "", "documents  /home/ada/Documents  →  /mnt/documents  read-write")),
        Optional.of("“So that I can sort your papers.” (the agent's own words, unchecked)"), "sandbox:sess_4f2a",
        Optional.empty(), hash(id)));
  }

  /// A job that an agent wants, as the kind `job` shows it.
  public static ChangeView job(String id) {
    return change(id, new CardView("Let Researcher have a job done: Weekly report of the open points", "red",
        List.of(
            "start one container job, once: an agent with a shell works there by itself, without a network but to the"
                + " model and to approved hosts, within the limits that are set for jobs",
            "read, change and delete everything in the project notes",
            "use the credential github of the vault there, as the variable GH_TOKEN of every program that it starts"),
        List.of(),
        List.of(new DifferenceView("task", "(none)",
            "Read the project and write a report of what is open.\nOpen no issue and answer none."),
            new DifferenceView("job", "(none)", "title: Weekly report of the open points\nmode: worker\n"
                + "project: notes\ncredential: GH_TOKEN = github")),
        Optional.of("“You asked for the report every Friday.” (the agent's own words, unchecked)"), "sandbox:sess_4f2a",
        Optional.of("conversation sess_4f2a in chat \"Home\", after: \"Do the report, please.\""), hash(id)));
  }

  /// The right to run one-off commands, as the kind `command` shows it.
  public static ChangeView command(String id) {
    return ofNoAgent(change(id, new CardView("Let one-off commands be run by whoever holds the token tok_editor", "red",
        List.of("run any command in a container, unasked, that reads the projects notes, site",
            "run any command in a container, unasked, that reads, changes and deletes what is in the projects notes, site",
            "let its commands send anything that they read to registry.npmjs.org"),
        List.of(),
        List.of(new DifferenceView("one-off commands", "(none)", "policy read_only\npolicy workspace_write\n"
            + "project notes\nproject site\nhost registry.npmjs.org")),
        Optional.empty(), "operator:local", Optional.empty(), hash(id))));
  }

  private static ChangeView ofNoAgent(ChangeView change) {
    return new ChangeView(change.id(), "command", "", Optional.empty(), change.card().requestedBy(), change.reason(),
        Optional.empty(), change.createdAt(), change.expiresAt(), change.state(), change.decision(), change.error(),
        change.before(), change.after(), change.card(), change.cardHash(), List.of(), change.approvals(),
        change.stepUp(), List.of());
  }

  /// With a code and of two people.
  public static ChangeView guarded(String id) {
    ChangeView red = red(id);
    return new ChangeView(red.id(), red.kind(), red.agentGroupId(), red.agentGroupName(), red.requestedBy(),
        red.reason(), red.sessionId(), red.createdAt(), red.expiresAt(), red.state(), red.decision(), red.error(),
        red.before(), red.after(), red.card(), red.cardHash(), red.limits(),
        Optional.of(new ApprovalsView(2, List.of("grace"))), Optional.of(true), red.similar());
  }

  /// One that somebody decided.
  public static ChangeView decided(ChangeView change, String state, DecisionView decision) {
    return new ChangeView(change.id(), change.kind(), change.agentGroupId(), change.agentGroupName(),
        change.requestedBy(), change.reason(), change.sessionId(), change.createdAt(), change.expiresAt(), state,
        Optional.of(decision), change.error(), change.before(), change.after(), change.card(), change.cardHash(),
        change.limits(), change.approvals(), change.stepUp(), change.similar());
  }

  public static GrantView grant(String id, String tool) {
    return new GrantView(id, "chg_older1", "researcher", "tool", tool, "without limit", Optional.empty(),
        Optional.empty(), Optional.empty(), "2026-11-20T10:00:00Z", "local", 3, Optional.of("2026-11-21T09:00:00Z"),
        false, Optional.empty(), Optional.empty());
  }

  private static ChangeView change(String id, CardView card) {
    return new ChangeView(id, "enabled_tools", "researcher", Optional.of("Researcher"), "sandbox:sess_4f2a",
        card.quotedReason(), Optional.of("sess_4f2a"), "2026-11-21T09:52:00Z", "2026-11-22T09:52:00Z", "pending",
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), card, card.hash(),
        List.of("until", "uses", "session"), Optional.empty(), Optional.empty(),
        List.of(new SimilarView("chg_older1", "rejected", Optional.of("local"), Optional.of("2026-11-18T08:00:00Z"))));
  }

  private static String hash(String id) {
    return "%064x".formatted(id.hashCode() & 0xffffffffL);
  }
}
