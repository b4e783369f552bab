package dev.ironclaw.ironctl;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// What the model of the commands says, as plain text.
final class CommandText {
  private static final int BRIEF_CHARS = 90;

  private CommandText() {}

  /// Those that the help lists, each once: one with an alias is there under both names.
  static List<CommandSpec> subcommands(CommandSpec command) {
    return command.subcommands().values().stream().map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden()).distinct().toList();
  }

  /// The first sentence.
  static String brief(String[] description) {
    String text = paragraphs(description).stream().findFirst().orElse("");
    int end = text.indexOf(". ");
    String sentence = end < 0 ? text.replaceFirst("\\.$", "") : text.substring(0, end);
    return sentence.length() <= BRIEF_CHARS ? sentence : sentence.substring(0, BRIEF_CHARS - 1) + "…";
  }

  static List<String> paragraphs(String[] description) {
    return Arrays.stream(description).flatMap(part -> part.replace("%n", "\n").replace("%%", "%").lines())
        .filter(line -> !line.isBlank()).toList();
  }

  /// All that is said of an option or a parameter, in one.
  static String whole(ArgSpec arg) {
    String text = String.join(" ", paragraphs(arg.description()));
    return text.replace("${DEFAULT-VALUE}", String.valueOf(arg.defaultValueString()));
  }
}
