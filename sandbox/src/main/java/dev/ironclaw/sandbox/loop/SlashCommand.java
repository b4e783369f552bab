package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import dev.ironclaw.contract.box.BoxConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Commands that the box answers itself, without a model.
enum SlashCommand {
  HELP, STATUS, RESET, STOP;

  private static final int MAX_CHARS = 4 * 1024;

  /// The command of a person's row.
  static Optional<SlashCommand> of(MessageIn row) {
    boolean mayBe = row.kind() != MessageKind.SYSTEM && row.content().length() <= MAX_CHARS
        && !Inbound.isAnswer(row);
    return mayBe ? of(Inbound.of(row).text()) : Optional.empty();
  }

  /// Whether it ends what was asked before it.
  static boolean isStop(MessageIn row) {
    return row.trigger() && of(row).filter(STOP::equals).isPresent();
  }

  /// The whole text must be the command; a phone's capital letter does no harm.
  private static Optional<SlashCommand> of(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "/help" -> Optional.of(HELP);
      case "/status" -> Optional.of(STATUS);
      case "/reset" -> Optional.of(RESET);
      case "/stop" -> Optional.of(STOP);
      default -> Optional.empty();
    };
  }

  String words(BoxConfig config, Desk desk) {
    return switch (this) {
      case HELP -> """
          /help lists these commands.
          /status says what I am: model, tools, memory of this conversation, limits.
          /reset makes me forget this conversation.
          /stop ends the answer that is being written and keeps what there is of it.
          Everything else goes to the model.""";
      case STATUS -> status(config, desk);
      case RESET -> reset(desk.history());
      case STOP -> "Stopped: nothing that was asked before this is being worked on.";
    };
  }

  private static String status(BoxConfig config, Desk desk) {
    History history = desk.history();
    return config.agentName() + " (" + config.agentGroupId() + ", revision " + config.revision() + ")\nModel: "
        + config.model() + " (" + config.dialect() + "), up to " + config.maxOutputTokens()
        + " tokens each time it is called\nTools: "
        + (config.tools().isEmpty() ? "none" : String.join(", ", config.tools())) + "\nMemory of this conversation: "
        + count(history.turns(), "turn") + (history.summary().isPresent() ? " and a summary of those before" : "")
        + ", about " + history.tokens() + " of " + config.limits().historyTokens() + " tokens\nLimits of one answer: "
        + count(config.limits().maxToolRounds(), "round") + " of tools, " + config.limits().turnTokens() + " tokens, "
        + config.limits().turnSeconds() + " seconds";
  }

  private static String reset(History history) {
    return "Done: I have forgotten this conversation (" + count(history.turns(), "turn")
        + (history.summary().isPresent() ? " and the summary of those before" : "")
        + "). What stays: files in my workspace, the messages in this chat, who I am and what I may do.";
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /// What the command changes in the session's memory.
  List<StateEntry> changes(Desk desk) {
    List<StateEntry> changes = new ArrayList<>();
    if (this == RESET) {
      changes.addAll(desk.history().deletions());
      changes.addAll(desk.memory().deletionsBelow(TurnJournal.PREFIX));
    }
    return changes;
  }
}
