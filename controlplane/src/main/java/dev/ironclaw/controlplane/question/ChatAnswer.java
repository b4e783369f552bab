package dev.ironclaw.controlplane.question;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether a message in a chat answers a question. Only two forms do, so that ordinary talk is never swallowed:
/// `/answer [ID] words`, and, while exactly one question is open there, a message that is nothing but one of its options
/// or an option's number.
///
/// @param question that it answers
/// @param answer the option, or the words
record ChatAnswer(Question question, String answer) {
  private static final String COMMAND = "/answer";
  private static final String ID = "qst_";

  /// @param open the open questions of this conversation in this place
  static Optional<ChatAnswer> of(String text, List<Question> open) {
    String words = text.strip();
    if (!words.toLowerCase(Locale.ROOT).startsWith(COMMAND)) {
      return open.size() == 1 ? choice(open.getFirst(), words) : Optional.empty();
    }
    String rest = words.substring(COMMAND.length());
    if (!rest.isEmpty() && !Character.isWhitespace(rest.charAt(0))) {
      return Optional.empty();
    }
    return command(rest.strip(), open);
  }

  private static Optional<ChatAnswer> choice(Question question, String words) {
    return question.form().choice(words).map(option -> new ChatAnswer(question, option));
  }

  private static Optional<ChatAnswer> command(String rest, List<Question> open) {
    String[] parts = rest.split("\\s+", 2);
    Optional<Question> named = open.stream().filter(question -> question.id().equals(parts[0])).findFirst();
    if (named.isPresent()) {
      return named.flatMap(question -> answer(question, parts.length > 1 ? parts[1] : ""));
    }
    // What was meant for another question is no answer to this one.
    return open.size() == 1 && !parts[0].startsWith(ID) ? answer(open.getFirst(), rest) : Optional.empty();
  }

  private static Optional<ChatAnswer> answer(Question question, String words) {
    return question.form().answer(words).map(found -> new ChatAnswer(question, found));
  }
}
