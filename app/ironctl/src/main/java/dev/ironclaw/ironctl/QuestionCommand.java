package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.QuestionView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What agents ask people.
@Command(name = "question", description = "What agents ask you: look at it, answer it.", synopsisSubcommandLabel = "COMMAND")
final class QuestionCommand {
  private final Console console;

  QuestionCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", description = "Questions that wait for an answer, with their choices.")
  int list(
      @Option(names = "--ended", paramLabel = "N", defaultValue = "0", description = "Also the last N that ended.") int ended) {
    try (ControlPlaneClient client = console.connection().open()) {
      List<QuestionView> questions = client.questions().list(ended);
      if (console.json()) {
        console.output().json(questions);
      } else if (questions.isEmpty()) {
        console.output().line("no agent waits for an answer");
      } else {
        questions.forEach(this::print);
      }
    }
    return ExitCode.OK;
  }

  private void print(QuestionView question) {
    Output output = console.output();
    output.line(question.id() + "  " + question.agentGroupId() + " in " + question.channelType() + "/"
        + question.platformId() + ", " + state(question));
    question.question().lines().forEach(line -> output.line("  " + line));
    for (int i = 0; i < question.options().size(); i++) {
      output.line("  " + (i + 1) + ". " + question.options().get(i));
    }
    if (question.state().equals("open")) {
      output.line("  ironctl question answer " + question.id() + (question.options().isEmpty()
          ? " 'your words'"
          : question.allowFreeform() ? " NUMBER, or 'your words'" : " NUMBER"));
    }
    output.line("");
  }

  private static String state(QuestionView question) {
    return question.state().equals("open")
        ? "open until " + question.expiresAt()
        : question.state() + question.settledBy().map(by -> " by " + by).orElse("")
            + question.answer().map(answer -> ": " + answer).orElse("");
  }

  @Command(name = "answer", description = "Answers with a number, an option's words, or your own where they are allowed.")
  int answer(@Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "ANSWER", arity = "1..*", description = "Several words are one answer.") List<String> words) {
    try (ControlPlaneClient client = console.connection().open()) {
      return ended(client.questions().answer(id, String.join(" ", words)));
    }
  }

  @Command(name = "dismiss", description = "Ends it without an answer; the agent is told.")
  int dismiss(@Parameters(paramLabel = "ID") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      return ended(client.questions().dismiss(id));
    }
  }

  private int ended(QuestionView question) {
    if (console.json()) {
      console.output().json(question);
    } else {
      console.output().line(question.id() + " " + state(question));
    }
    return ExitCode.OK;
  }
}
