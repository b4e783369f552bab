package dev.ironclaw.desktop.ask;

import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.contract.api.QuestionView;
import dev.ironclaw.contract.api.ScheduleView;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Optional;

/// What waits besides changes, for tests and pictures.
public final class Asks {
  private Asks() {}

  public static QuestionView question(String id, String words) {
    return new QuestionView(id, "researcher", "ses_1", "webchat", "researcher", words, List.of("The blue one"), true,
        "open", "2026-11-21T09:58:00Z", "2026-11-22T09:58:00Z", Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static BudgetQuestionView budget(String id, String state, boolean stopped) {
    return new BudgetQuestionView(id, "researcher",
        "Researcher has used 80 % of its budget of 2026-11-21, $1.60 of $2.00. May it go on up to $2.00, or stop until "
            + "2026-11-22 at 00:00 UTC?",
        "centsPerDay", "2026-11-21", state, stopped, "2026-11-21T09:40:00Z", "2026-11-22T00:00:00Z",
        stopped ? Optional.of("stop") : Optional.empty(), stopped ? Optional.of("operator:local") : Optional.empty(),
        stopped ? Optional.of("2026-11-21T09:45:00Z") : Optional.empty());
  }

  public static ScheduleView blocked(String id) {
    return new ScheduleView(id, "secretary", "active", "Post the week's open points to the family's chat.",
        "on Friday at 17:00 (Europe/Berlin)", Optional.empty(), Optional.of("0 17 * * FRI"), "Europe/Berlin",
        Optional.empty(), Optional.empty(), 0, "skip", "telegram", "-100200300", "", Optional.empty(),
        Optional.of("2026-11-27T16:00:00Z"), Optional.of("the agent may not write in telegram any more"), 3,
        Optional.empty());
  }

  /// Lays down what is asked for.
  public static void lay(Desk desk, List<QuestionView> questions, List<BudgetQuestionView> budgets,
      List<ScheduleView> schedules) {
    desk.controlPlane().answer("GET /v1/questions?ended=0", questions);
    desk.controlPlane().answer("GET /v1/usage/questions?ended=0", budgets);
    desk.controlPlane().answer("GET /v1/schedules", schedules);
  }
}
