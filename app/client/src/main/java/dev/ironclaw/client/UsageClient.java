package dev.ironclaw.client;

import dev.ironclaw.contract.api.BudgetAnswerBody;
import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.UsageView;
import java.util.List;
import java.util.Optional;

/// What model calls came to, and how far budgets are used up. Every method throws [ApiException].
///
/// Threading: any thread. Ends with the client that gave it.
public final class UsageClient {
  private final Http http;

  UsageClient(Http http) {
    this.http = http;
  }

  /// What calls came to, summed.
  ///
  /// @param group `agent`, `model`, `day` or `session`
  /// @param agent of this one alone; empty for all
  /// @param from the first day, as 2026-11-21; empty for the first of the last one's month
  /// @param to the last day; empty for today, in UTC
  public UsageView sums(String group, Optional<String> agent, Optional<String> from, Optional<String> to) {
    StringBuilder path = new StringBuilder("/v1/usage?group=").append(Wire.part(group));
    agent.ifPresent(id -> path.append("&agent=").append(Wire.part(id)));
    from.ifPresent(day -> path.append("&from=").append(Wire.part(day)));
    to.ifPresent(day -> path.append("&to=").append(Wire.part(day)));
    return Wire.read(http.call("GET", path.toString(), null), UsageView.class);
  }

  /// How far the limits of each agent are used up.
  public List<BudgetView> budgets() {
    return Wire.readList(http.call("GET", "/v1/usage/budgets", null), BudgetView.class);
  }

  /// How far one agent's limits are used up.
  public BudgetView budget(String agent) {
    return Wire.readList(http.call("GET", "/v1/usage/budgets?agent=" + Wire.part(agent), null), BudgetView.class)
        .getFirst();
  }

  /// What people are asked where agents have come to their soft limits, and what stops an agent; oldest first.
  ///
  /// @param ended how many of those that ended last come after them
  public List<BudgetQuestionView> questions(int ended) {
    return Wire.readList(http.call("GET", "/v1/usage/questions?ended=" + ended, null), BudgetQuestionView.class);
  }

  /// Lets an agent go on beyond its soft limit, or stops it until its period is over.
  ///
  /// @param answer `go-on` or `stop`
  public BudgetQuestionView answer(String id, String answer) {
    return Wire.read(http.call("POST", "/v1/usage/questions/" + Wire.part(id) + "/answer",
        new BudgetAnswerBody(answer)), BudgetQuestionView.class);
  }
}
