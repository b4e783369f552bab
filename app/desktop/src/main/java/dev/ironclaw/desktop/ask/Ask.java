package dev.ironclaw.desktop.ask;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.contract.api.ScheduleView;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// One thing that waits for a person, and where it is answered.
public sealed interface Ask {
  /// Of no other one.
  String id();

  String agentId();

  /// What it is, in a line; may hold words of agents, with everything visible that hides and never at length.
  String title(Texts texts);

  /// Screen on which it is answered.
  String screen();

  /// What is shown on that screen.
  String item();

  /// Since when it waits; empty where nobody knows.
  Optional<Instant> since();

  /// When it ends by itself.
  Optional<Instant> expires();

  /// An agent asks people of its conversation.
  record Question(QuestionView view) implements Ask {
    @Override
    public String id() {
      return view.id();
    }

    @Override
    public String agentId() {
      return view.agentGroupId();
    }

    @Override
    public String title(Texts texts) {
      return texts.of("ask.question", brief(view.question()));
    }

    @Override
    public String screen() {
      return "chat";
    }

    @Override
    public String item() {
      return view.agentGroupId();
    }

    @Override
    public Optional<Instant> since() {
      return moment(view.askedAt());
    }

    @Override
    public Optional<Instant> expires() {
      return moment(view.expiresAt());
    }
  }

  /// An agent has come to the soft limit of its budget.
  record Budget(BudgetQuestionView view) implements Ask {
    @Override
    public String id() {
      return view.id();
    }

    @Override
    public String agentId() {
      return view.agentGroupId();
    }

    @Override
    public String title(Texts texts) {
      return texts.of("ask.budget", brief(view.question()));
    }

    @Override
    public String screen() {
      return "agents";
    }

    @Override
    public String item() {
      return view.agentGroupId();
    }

    @Override
    public Optional<Instant> since() {
      return moment(view.askedAt());
    }

    @Override
    public Optional<Instant> expires() {
      return moment(view.expiresAt());
    }
  }

  /// A schedule came to its time without its right.
  record Blocked(ScheduleView view) implements Ask {
    @Override
    public String id() {
      return view.id();
    }

    @Override
    public String agentId() {
      return view.agentGroupId();
    }

    @Override
    public String title(Texts texts) {
      return texts.of("ask.blocked", brief(view.prompt()));
    }

    /// The right that is missing, as [#title].
    public String missing() {
      return brief(view.blocked().orElse(""));
    }

    @Override
    public String screen() {
      return "schedules";
    }

    @Override
    public String item() {
      return view.id();
    }

    @Override
    public Optional<Instant> since() {
      return Optional.empty();
    }

    @Override
    public Optional<Instant> expires() {
      return Optional.empty();
    }
  }

  private static String brief(String words) {
    int most = 200;
    return VisibleText.line(Excerpt.of(words, most));
  }

  private static Optional<Instant> moment(String at) {
    try {
      return Optional.of(Instant.parse(at));
    } catch (DateTimeParseException _) {
      // silent-ok: what can't be read is shown without its time, and the control plane ends it anyway.
      return Optional.empty();
    }
  }
}
