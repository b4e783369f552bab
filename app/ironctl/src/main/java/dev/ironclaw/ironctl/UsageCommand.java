package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.UsageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What model calls came to.
@Command(name = "usage", description = "What model calls came to, in tokens and US dollars, this month or between two days "
    + "(UTC).")
final class UsageCommand implements Callable<Integer> {
  private static final double MICROS = 1e6;

  private final Console console;

  @Option(names = "--by", paramLabel = "WHAT", defaultValue = "agent", description = "agent, model, day or session. Default: "
      + "${DEFAULT-VALUE}.")
  private String by = "agent";

  @Option(names = "--agent", paramLabel = "AGENT", description = "Only this one's.")
  private @Nullable String agent;

  @Option(names = "--from", paramLabel = "DAY", description = "The first day, as 2026-11-21. Default: the first of the month.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "DAY", description = "The last day. Default: today.")
  private @Nullable String to;

  UsageCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = console.connection().open()) {
      UsageView usage = client.usage().sums(by, Optional.ofNullable(agent), Optional.ofNullable(from),
          Optional.ofNullable(to));
      if (console.json()) {
        console.output().json(usage);
      } else if (usage.rows().isEmpty()) {
        console.output().line("no model was called from " + usage.from() + " to " + usage.to());
      } else {
        show(usage);
      }
    }
    return ExitCode.OK;
  }

  private void show(UsageView usage) {
    List<List<String>> rows = new ArrayList<>();
    usage.rows().forEach(row -> rows.add(cells(row, row.key())));
    rows.add(cells(usage.total(), "all"));
    console.output().table(List.of(usage.group().toUpperCase(Locale.ROOT), "CALLS", "FAILED", "TOKENS IN", "CACHED",
        "TOKENS OUT", "COST"), rows);
    console.output().line("");
    console.output()
        .line("From " + usage.from() + " to " + usage.to() + " (UTC), at the prices of " + usage.pricesAsOf()
            + ".");
    if (usage.total().estimatedCalls() > 0) {
      console.output().line("~ " + usage.total().estimatedCalls() + " calls are estimated: nobody told their tokens.");
    }
    if (usage.total().unpricedCalls() > 0) {
      console.output().line("! " + usage.total().unpricedCalls() + " calls are counted at the highest price of their "
          + "provider: their model's own is not known.");
    }
  }

  private static List<String> cells(UsageView.Row row, String key) {
    String marks = (row.estimatedCalls() > 0 ? " ~" : "") + (row.unpricedCalls() > 0 ? " !" : "");
    return List.of(key, count(row.calls()), count(row.failed()), count(row.inputTokens() + row.cacheWriteTokens()),
        count(row.cacheReadTokens()), count(row.outputTokens()),
        String.format(Locale.ROOT, "$%,.4f", row.costMicros() / MICROS) + marks);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
