package dev.ironclaw.sandbox.loop;

import java.util.Optional;

/// Commands that the box answers itself, without a model.
enum SlashCommand {
  HELP, STATUS, RESET;

  /// The whole text must be the command.
  static Optional<SlashCommand> of(String text) {
    return switch (text.strip()) {
      case "/help" -> Optional.of(HELP);
      case "/status" -> Optional.of(STATUS);
      case "/reset" -> Optional.of(RESET);
      default -> Optional.empty();
    };
  }
}
