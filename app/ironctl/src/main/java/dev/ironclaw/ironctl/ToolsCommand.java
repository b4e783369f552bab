package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ToolView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What agents can be given, and what each tool lets out.
@Command(name = "tools", description = "What agents can be given: what each tool does, what it lets out, how risky it is.", synopsisSubcommandLabel = "COMMAND")
final class ToolsCommand implements Callable<Integer> {
  private final Console console;

  ToolsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return list();
  }

  @Command(name = "list", aliases = "ls", description = "The same.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<ToolView> tools = client.tools();
      if (console.json()) {
        console.output().json(tools);
        return ExitCode.OK;
      }
      tools.stream().filter(ToolView::available).forEach(tool -> console.output().line(text(tool)));
      console.output().line("\nNot available yet:");
      tools.stream().filter(tool -> !tool.available()).forEach(
          tool -> console.output().line(QuotedText.hanging("  " + padded(tool) + "  ", tool.description())));
    }
    return ExitCode.OK;
  }

  private static String text(ToolView tool) {
    return padded(tool) + "  " + tool.risk() + ", " + tool.category() + "\n"
        + QuotedText.hanging("    ", tool.description()) + "\n" + QuotedText.hanging("    lets out: ", tool.letsOut());
  }

  private static String padded(ToolView tool) {
    return tool.name() + " ".repeat(Math.max(0, 18 - tool.name().length()));
  }
}
