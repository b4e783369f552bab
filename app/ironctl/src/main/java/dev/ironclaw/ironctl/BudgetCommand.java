package dev.ironclaw.ironctl;

import dev.ironclaw.client.BudgetAmount;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.contract.api.BudgetView.LimitView;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How much agents may spend on model calls. Setting it is a change as any other: its card is shown and approved.
@Command(name = "budget", description = "How much agents may spend on model calls, a day and a month (UTC). Held before "
    + "each call, by what it may cost at most.", synopsisSubcommandLabel = "COMMAND")
final class BudgetCommand {
  private static final String NONE = "none";
  private static final int CENTS_A_DOLLAR = 100;

  private final Console console;

  BudgetCommand(Console console) {
    this.console = console;
  }

  @Command(name = "show", description = "The limits in force, and how far they are used up.")
  int show(
      @Parameters(paramLabel = "AGENT", arity = "0..1", description = "Default: every agent.") @Nullable String agent) {
    try (ControlPlaneClient client = console.connection().open()) {
      List<BudgetView> budgets = agent == null ? client.usage().budgets() : List.of(client.usage().budget(agent));
      if (console.json()) {
        console.output().json(budgets);
        return ExitCode.OK;
      }
      console.output().table(List.of("AGENT", "LIMIT", "USED", "RUNNING", "WARNS AT", "ENDS AT", "PERIOD"),
          budgets.stream().flatMap(budget -> budget.limits().stream().map(limit -> cells(budget, limit))).toList());
    }
    return ExitCode.OK;
  }

  private static List<String> cells(BudgetView budget, LimitView limit) {
    String span = limit.span();
    return List.of(budget.agentGroupId(), span.startsWith("cents") ? span.replace("cents", "usd") : span,
        amount(span, limit.used()), amount(span, limit.reserved()),
        limit.warnsAt().map(at -> amount(span, at)).orElse("-"),
        limit.hard().map(at -> amount(span, at)).orElse("no limit"), limit.period());
  }

  private static String amount(String span, long amount) {
    return span.startsWith("cents")
        ? String.format(Locale.ROOT, "$%,d.%02d", amount / CENTS_A_DOLLAR, amount % CENTS_A_DOLLAR)
        : String.format(Locale.ROOT, "%,d", amount);
  }

  @Command(name = "questions", description = "Agents that have come to their soft limit, and those that were stopped there.")
  int questions(
      @Option(names = "--ended", paramLabel = "N", defaultValue = "0", description = "Also the last N that ended.") int ended) {
    try (ControlPlaneClient client = console.connection().open()) {
      List<BudgetQuestionView> questions = client.usage().questions(ended);
      if (console.json()) {
        console.output().json(questions);
      } else if (questions.isEmpty()) {
        console.output().line("no agent has come to its soft limit");
      } else {
        questions.forEach(this::print);
      }
    }
    return ExitCode.OK;
  }

  private void print(BudgetQuestionView question) {
    Output output = console.output();
    output.line(question.id() + "  " + question.agentGroupId() + ", " + state(question));
    output.line("  " + question.question());
    if (question.state().equals("open")) {
      output.line("  ironctl budget answer " + question.id() + " go-on, or stop");
    } else if (question.stopped()) {
      output.line("  ironctl budget answer " + question.id() + " go-on");
    }
    if (question.state().equals("open") || question.stopped()) {
      output.line("  more than its limit: ironctl budget set " + question.agentGroupId());
    }
    output.line("");
  }

  private static String state(BudgetQuestionView question) {
    return switch (question.state()) {
      case "open" -> "open until " + question.expiresAt();
      case "answered" -> (question.stopped() ? "stopped" : "goes on")
          + question.settledBy().map(by -> " by " + by).orElse("");
      case "withdrawn" -> "withdrawn: its limit was changed, or the agent is gone";
      default -> "its time is over";
    };
  }

  @Command(name = "answer", description = "Lets an agent go on beyond its soft limit, or stops it until the day or month is over.")
  int answer(@Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "ANSWER", description = "go-on or stop") String answer) {
    try (ControlPlaneClient client = console.connection().open()) {
      BudgetQuestionView question = client.usage().answer(id, answer);
      if (console.json()) {
        console.output().json(question);
      } else {
        console.output().line(question.id() + " " + question.agentGroupId() + ": " + state(question));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "set", description = "Sets limits; those that are not named stay. It shows the card and asks.")
  int set(@Parameters(paramLabel = "AGENT") String agent,
      @Option(names = "--usd-per-day", paramLabel = "USD", description = "For example 2 or 2.50; none takes the limit away.") @Nullable String usdPerDay,
      @Option(names = "--usd-per-month", paramLabel = "USD", description = "The same for a month.") @Nullable String usdPerMonth,
      @Option(names = "--tokens-per-day", paramLabel = "N", description = "For example 500000, 500k or 2m; none takes the limit away.") @Nullable String tokensPerDay,
      @Option(names = "--tokens-per-month", paramLabel = "N", description = "The same for a month.") @Nullable String tokensPerMonth,
      @Mixin ActOptions options) {
    Map<String, Optional<Long>> asked = new LinkedHashMap<>();
    put(asked, "centsPerDay", "--usd-per-day", usdPerDay);
    put(asked, "centsPerMonth", "--usd-per-month", usdPerMonth);
    put(asked, "tokensPerDay", "--tokens-per-day", tokensPerDay);
    put(asked, "tokensPerMonth", "--tokens-per-month", tokensPerMonth);
    if (asked.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "budget set: say which limit, for example --usd-per-day 2");
    }
    try (ControlPlaneClient client = console.connection().open()) {
      Map<String, Object> after = new LinkedHashMap<>();
      for (LimitView limit : client.usage().budget(agent).limits()) {
        Map<String, Long> kept = new LinkedHashMap<>();
        Optional<Long> hard = asked.getOrDefault(limit.span(), limit.hard());
        boolean stays = !asked.containsKey(limit.span());
        limit.soft().filter(_ -> stays).ifPresent(soft -> kept.put("soft", soft));
        hard.ifPresent(most -> kept.put("hard", most));
        if (!kept.isEmpty()) {
          after.put(limit.span(), kept);
        }
      }
      ChangeSubmitBody change = ChangeSubmitBody.of(Optional.empty(), "budget", agent, after, options.reason());
      ChangeDecision decision = new ChangeDecision(console, options.code);
      return options.ask
          ? decision.asked(client.submit(change))
          : decision.submit(client, change, options.yes);
    }
  }

  private static void put(Map<String, Optional<Long>> asked, String span, String option, @Nullable String text) {
    if (text != null) {
      asked.put(span, text.equalsIgnoreCase(NONE) ? Optional.empty() : Optional.of(number(span, option, text)));
    }
  }

  private static long number(String span, String option, String text) {
    return BudgetAmount.parse(span, text).orElseThrow(() -> new CommandFailure(ExitCode.USAGE, option + ": '" + text
        + "' is no " + (BudgetAmount.isMoney(span)
            ? "amount such as 2 or 2.50"
            : "number such as 500000, 500k or 2m")
        + ", nor none"));
  }
}
