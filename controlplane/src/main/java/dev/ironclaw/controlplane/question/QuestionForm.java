package dev.ironclaw.controlplane.question;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What is asked, with everything invisible in it made visible: an agent chose these words.
///
/// @param options that a person can choose from; none means that words are asked for
/// @param allowFreeform whether other words than an option answer it
public record QuestionForm(String question, List<String> options, boolean allowFreeform) {
  static final int MAX_QUESTION = 2_000;
  static final int MAX_OPTION = 200;
  static final int MAX_OPTIONS = 10;
  /// Longest answer in a person's own words, in chars.
  static final int MAX_ANSWER = 8_000;

  public QuestionForm {
    options = List.copyOf(options);
  }

  /// Reads the payload of a request.
  ///
  /// @throws IronclawException `INVALID_PAYLOAD` in words for the agent
  static QuestionForm parse(JsonNode payload) {
    String question = words(payload.path("question"), "question", MAX_QUESTION, true);
    List<String> options = options(payload.path("options"));
    JsonNode freeform = payload.path("allow_freeform");
    if (!freeform.isMissingNode() && !freeform.isBoolean()) {
      throw invalid("\"allow_freeform\" must be true or false");
    }
    // Without a choice there would be no way to answer.
    return new QuestionForm(question, options, options.isEmpty() || freeform.asBoolean(false));
  }

  private static List<String> options(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return List.of();
    }
    if (!given.isArray() || given.size() > MAX_OPTIONS) {
      throw invalid("\"options\" must be an array of at most " + MAX_OPTIONS + " texts");
    }
    List<String> options = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode option : given) {
      String words = words(option, "options", MAX_OPTION, false);
      if (!seen.add(words.toLowerCase(Locale.ROOT))) {
        throw invalid("two options are the same");
      }
      options.add(words);
    }
    return options;
  }

  private static String words(JsonNode given, String name, int most, boolean lines) {
    String raw = given.isString() ? given.asString().strip() : "";
    if (raw.isEmpty() || raw.length() > most) {
      throw invalid("\"" + name + "\" must have 1 to " + most + " chars");
    }
    return lines ? VisibleText.text(raw) : VisibleText.line(raw);
  }

  /// What the words of a person say here: an option by its number or its words, else the words where they are asked for.
  Optional<String> answer(String given) {
    String words = given.strip();
    return choice(words).or(() -> Optional.of(words).filter(_ -> allowFreeform)
        .filter(text -> !text.isEmpty() && text.length() <= MAX_ANSWER));
  }

  /// An option by its number, `2`, `2.` or `2)`, or else by its words, in any case.
  Optional<String> choice(String given) {
    String words = given.strip();
    for (int i = 0; i < options.size(); i++) {
      String number = Integer.toString(i + 1);
      if (words.equals(number) || words.equals(number + ".") || words.equals(number + ")")) {
        return Optional.of(options.get(i));
      }
    }
    return options.stream().filter(words::equalsIgnoreCase).findFirst();
  }

  /// As a message for a chat that shows plain text.
  String message(String agent) {
    StringBuilder message = new StringBuilder(agent).append(" asks: ").append(question);
    for (int i = 0; i < options.size(); i++) {
      message.append('\n').append(i + 1).append(". ").append(options.get(i));
    }
    message.append("\n\n");
    if (options.isEmpty()) {
      return message.append("To answer, write: /answer and your words").toString();
    }
    return message.append("To answer, reply with a number")
        .append(allowFreeform ? ", or write: /answer and your words" : "").toString();
  }

  private static IronclawException invalid(String problem) {
    return new IronclawException(ErrorCode.INVALID_PAYLOAD, problem);
  }
}
