package dev.ironclaw.ironctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page in roff with the macros of `man(7)`: what no command says of itself stands here.
final class ManPage {
  private final List<String> lines = new ArrayList<>();

  private ManPage() {}

  static String of(CommandSpec root) {
    ManPage page = new ManPage();
    page.write(root);
    return String.join("\n", page.lines) + "\n";
  }

  private void write(CommandSpec root) {
    lines.add(".TH " + root.name().toUpperCase(Locale.ROOT) + " 1 \"\" \"IronClaw\" \"IronClaw\"");
    lines.add(".nh");
    lines.add(".ad l");
    section("NAME");
    text(root.name() + " - control IronClaw from the command line");
    section("SYNOPSIS");
    lines.add(".B " + escaped(root.name()));
    lines.add("[\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...");
    section("DESCRIPTION");
    CommandText.paragraphs(root.usageMessage().description()).stream().filter(line -> !line.startsWith("Exit codes"))
        .forEach(this::paragraph);
    section("OPTIONS");
    paragraph("These stand anywhere on the line.");
    root.options().forEach(this::option);
    section("COMMANDS");
    commands(root);
    section("ENVIRONMENT");
    environment();
    section("FILES");
    item("api.sock, api-token",
        "In the state folder: the control plane's socket and its own token. The state folder is "
            + "$XDG_DATA_HOME/ironclaw, ~/.local/share/ironclaw without it; on macOS ~/Library/Application Support/IronClaw; "
            + "on Windows %LOCALAPPDATA%\\IronClaw.");
    item("ironctl.properties", "This program's own settings; see ironctl config path.");
    section("EXIT STATUS");
    item("0", "ok");
    item("1", "failed, refused, not approved, or the audit log is not intact");
    item("2", "wrong usage");
    item("3", "denied: wrong or missing token, or no access");
    item("4", "the control plane is not running");
  }

  private void environment() {
    item("IRONCLAW_CONTROLPLANE_URL", "Address of the control plane, where --addr is not given.");
    item("IRONCLAW_API_TOKEN", "The token, where --token is not given.");
    item("IRONCLAW_CA, IRONCLAW_TLS_FINGERPRINT", "Which certificate is trusted, as --ca and --tls-fingerprint.");
    item("IRONCLAW_PROFILE", "Which profile of ironctl config is used, where --profile is not given.");
    item("NO_COLOR", "Where it is set and not empty, nothing is printed in colour.");
  }

  private void commands(CommandSpec command) {
    for (CommandSpec spec : CommandText.subcommands(command)) {
      if (spec.subcommands().isEmpty() || isCallable(spec)) {
        lines.add(".SS " + quoted(synopsis(spec)));
        CommandText.paragraphs(spec.usageMessage().description()).forEach(this::paragraph);
        spec.positionalParameters().stream().filter(parameter -> parameter.description().length > 0)
            .forEach(parameter -> item(parameter.paramLabel(), CommandText.whole(parameter)));
        spec.options().stream().filter(option -> !option.inherited()).forEach(this::option);
      }
      commands(spec);
    }
  }

  private static boolean isCallable(CommandSpec spec) {
    return spec.userObject() instanceof Callable;
  }

  private static String synopsis(CommandSpec spec) {
    String arguments = spec.positionalParameters().stream().map(ManPage::argument).collect(Collectors.joining(" "));
    boolean hasOptions = spec.options().stream().anyMatch(option -> !option.inherited() && !option.hidden());
    return spec.qualifiedName() + (hasOptions ? " [OPTION]..." : "") + (arguments.isEmpty() ? "" : " " + arguments);
  }

  private static String argument(PositionalParamSpec parameter) {
    String many = parameter.arity().max() > 1 ? "..." : "";
    return parameter.required() ? parameter.paramLabel() + many : "[" + parameter.paramLabel() + "]" + many;
  }

  private void option(OptionSpec option) {
    if (!option.hidden()) {
      String value = option.arity().max() > 0 ? "\\fR \\fI" + escaped(option.paramLabel()) : "";
      tagged("\\fB" + escaped(String.join(", ", option.names())) + value + "\\fR", CommandText.whole(option));
    }
  }

  private void item(String name, String words) {
    tagged("\\fB" + escaped(name) + "\\fR", words);
  }

  private void tagged(String head, String words) {
    lines.add(".TP");
    lines.add(head);
    text(words);
  }

  private void section(String name) {
    lines.add(".SH " + name);
  }

  private void paragraph(String words) {
    lines.add(".PP");
    text(words);
  }

  private void text(String words) {
    String escaped = escaped(words);
    lines.add(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
  }

  private static String quoted(String words) {
    return "\"" + escaped(words).replace("\"", "\\(dq") + "\"";
  }

  /// What roff would act on, and what is not ASCII.
  private static String escaped(String words) {
    StringBuilder out = new StringBuilder();
    words.codePoints().forEach(c -> {
      switch (c) {
        case '\\' -> out.append("\\e");
        case '-' -> out.append("\\-");
        case '~' -> out.append("\\(ti");
        case '^' -> out.append("\\(ha");
        case '`' -> out.append("\\(ga");
        case '\'' -> out.append("\\(aq");
        default -> {
          if (c < 0x80) {
            out.append((char) c);
          } else {
            out.append("\\[u%04X]".formatted(c));
          }
        }
      }
    });
    return out.toString();
  }
}
