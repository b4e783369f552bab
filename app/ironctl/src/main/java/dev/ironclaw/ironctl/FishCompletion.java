package dev.ironclaw.ironctl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A completion script for fish, which picocli has none for.
final class FishCompletion {
  private final CommandSpec root;
  private final Set<String> withValue = new LinkedHashSet<>();
  private final List<String> lines = new ArrayList<>();

  private FishCompletion(CommandSpec root) {
    this.root = root;
  }

  static String of(CommandSpec root) {
    FishCompletion script = new FishCompletion(root);
    script.collect(root);
    script.command(root, "");
    return script.head() + String.join("\n", script.lines) + "\n";
  }

  private void collect(CommandSpec command) {
    command.options().stream().filter(FishCompletion::takesValue)
        .forEach(option -> withValue.addAll(List.of(option.names())));
    CommandText.subcommands(command).forEach(this::collect);
  }

  /// Which command stands on the line, without options and their values.
  private String head() {
    return """
        # Completion of %1$s for fish. Made by: %1$s completion fish
        function __%1$s_words
          set -l skip 0
          set -l words
          for token in (commandline -opc)[2..-1]
            if test $skip = 1
              set skip 0
            else if contains -- $token %2$s
              set skip 1
            else if not string match -q -- '-*' $token
              set -a words $token
            end
          end
          echo "$words"
        end
        function __%1$s_is
          test (__%1$s_words) = "$argv"
        end
        function __%1$s_in
          set -l words (__%1$s_words)
          test "$words" = "$argv"; or string match -q -- "$argv *" "$words"
        end
        complete -c %1$s -f
        """.formatted(root.name(), String.join(" ", withValue));
  }

  private void command(CommandSpec command, String path) {
    for (OptionSpec option : command.options()) {
      if (!option.hidden() && (path.isEmpty() || !option.inherited())) {
        option(option, path);
      }
    }
    if (command.subcommands().isEmpty()) {
      command.positionalParameters().forEach(parameter -> parameter(parameter, path));
    }
    for (CommandSpec spec : CommandText.subcommands(command)) {
      lines.add(complete("is", path) + " -a " + quoted(spec.name()) + " -d "
          + quoted(CommandText.brief(spec.usageMessage().description())));
      command(spec, path.isEmpty() ? spec.name() : path + " " + spec.name());
    }
  }

  private void option(OptionSpec option, String path) {
    StringBuilder line = new StringBuilder(complete("in", path));
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    lines.add(line + values(option) + " -d " + quoted(CommandText.brief(option.description())));
  }

  private void parameter(PositionalParamSpec parameter, String path) {
    String values = values(parameter);
    if (!values.equals(" -x")) {
      lines.add(complete("in", path) + (values.equals(" -r") ? " -F" : values.substring(3)));
    }
  }

  private static String values(ArgSpec arg) {
    if (!takesValue(arg)) {
      return "";
    }
    List<String> candidates = candidates(arg);
    return candidates.isEmpty()
        ? isFile(arg) ? " -r" : " -x"
        : " -x -a " + quoted(String.join(" ", candidates));
  }

  private static List<String> candidates(ArgSpec arg) {
    List<String> found = new ArrayList<>();
    if (arg.completionCandidates() != null) {
      arg.completionCandidates().forEach(found::add);
    }
    return found;
  }

  private static boolean takesValue(ArgSpec arg) {
    return arg.arity().max() > 0;
  }

  private static boolean isFile(ArgSpec arg) {
    return arg.type() == Path.class || Set.of("FILE", "DIR").contains(arg.paramLabel());
  }

  private String complete(String condition, String path) {
    return "complete -c " + root.name() + (path.isEmpty() && condition.equals("in")
        ? ""
        : " -n " + quoted("__" + root.name() + "_" + condition + (path.isEmpty() ? " ''" : " " + quotedPath(path))));
  }

  private static String quotedPath(String path) {
    return "'" + path + "'";
  }

  private static String quoted(String text) {
    return text.lines().collect(Collectors.joining(" ", "\"", "\"")).replace("\\", "\\\\").replace("$", "\\$")
        .replaceAll("(?<!^)\"(?!$)", "\\\\\"");
  }
}
