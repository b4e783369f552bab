package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.MessageView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A conversation with one agent.
@Command(name = "chat", description = {"Talks to an agent: line by line, or once with --message.",
    "What the agent is writing appears while it writes. Ctrl-D ends the conversation."})
final class ChatCommand implements Callable<Integer> {
  private static final long MAX_FILE = 10 << 20;

  private final Console console;

  @Parameters(paramLabel = "AGENT", description = "Which agent; see ironctl agent list.")
  private String agent = "";

  @Option(names = "--id", paramLabel = "ID", description = "Name of the one message: sending it again sends nothing and "
      + "waits for the same answer.")
  @Nullable
  private String id;

  @Option(names = "--message", paramLabel = "TEXT", description = "Send this, print the whole answer and end.")
  @Nullable
  private String message;

  @Option(names = "--file", paramLabel = "FILE", description = "With --message: a file for the agent, at most 10 MiB; may be "
      + "given several times.")
  private List<Path> files = List.of();

  @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "120", description = "How long to wait for an "
      + "answer. Default: ${DEFAULT-VALUE}.")
  private int timeout;

  ChatCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (timeout < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--timeout must be at least 1");
    }
    if (message == null && console.json()) {
      throw new CommandFailure(ExitCode.USAGE, "chat --json needs --message");
    }
    if (message == null && !files.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "chat --file needs --message");
    }
    if (files.size() > ChatSendBody.MAX_ATTACHMENTS) {
      throw new CommandFailure(ExitCode.USAGE,
          "chat --file: at most " + ChatSendBody.MAX_ATTACHMENTS + " files go with one message; send it in parts");
    }
    try (ControlPlaneClient client = console.connection().open();
        ChatLine line = new ChatLine(client, agent, Duration.ofSeconds(timeout))) {
      return message == null
          ? converse(line)
          : once(line, message,
              files.stream().map(file -> send(client, file)).toList());
    }
  }

  private String send(ControlPlaneClient client, Path file) {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new CommandFailure(ExitCode.USAGE, "send " + file + ": it has over 10 MiB");
      }
      return client.conversations().sendFile(agent, String.valueOf(file.getFileName()), Files.readAllBytes(file))
          .path();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "send " + file + ": it can't be read: " + e.getMessage());
    }
  }

  private int once(ChatLine line, String text, List<String> sent) {
    // The conversation shows words alone.
    StringBuilder words = new StringBuilder(text);
    sent.forEach(path -> words.append("\n[file in your workspace: ").append(path).append(']'));
    MessageView answer = line.ask(words.toString(), Optional.ofNullable(id), sent, new ChatLine.Listener() {
      @Override
      public void partial(String soFar) {
        // The whole answer is printed once it is complete.
      }

      @Override
      public void message(MessageView between) {
        if (!console.json()) {
          show(between);
        }
      }

      @Override
      public void note(String text) {
        console.output().note(text);
      }
    });
    if (console.json()) {
      console.output().json(answer);
    } else {
      show(answer);
    }
    return ExitCode.OK;
  }

  private void show(MessageView message) {
    console.output().line(message.content());
    ChatLine.file(message).ifPresent(console.output()::note);
  }

  private int converse(ChatLine line) {
    boolean person = console.surroundings().terminal();
    while (true) {
      if (person) {
        console.output().ask("you> ");
      }
      Optional<String> text = console.surroundings().readLine();
      if (text.isEmpty()) {
        return ExitCode.OK;
      }
      if (!text.get().isBlank()) {
        StreamingText printer = new StreamingText(console.output(), person ? agent + "> " : "");
        printer.complete(line.ask(text.get(), Optional.empty(), List.of(), printer).content());
      }
    }
  }
}
