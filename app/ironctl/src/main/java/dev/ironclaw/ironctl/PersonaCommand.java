package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.AgentPutBody.PersonaBody;
import dev.ironclaw.contract.api.AgentView.PersonaView;
import dev.ironclaw.contract.api.PersonaSectionView;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The three documents that say who an agent is.
@Command(name = "persona", description = "The documents that say who an agent is: identity, soul, instructions.", synopsisSubcommandLabel = "COMMAND")
final class PersonaCommand {
  private final Console console;

  PersonaCommand(Console console) {
    this.console = console;
  }

  @Command(name = "edit", description = "Opens a document in $VISUAL or $EDITOR, or takes a file; then shows the card, "
      + "asks, and changes it.")
  int edit(@Parameters(paramLabel = "AGENT") String id,
      @Parameters(paramLabel = "SECTION", defaultValue = "instructions", description = "identity, soul or instructions. "
          + "Default: ${DEFAULT-VALUE}.") String section,
      @Option(names = "--file", paramLabel = "FILE", description = "The new text, instead of an editor.") @Nullable Path file,
      @Mixin ActOptions act) {
    String text;
    try (ControlPlaneClient client = console.connection().open()) {
      PersonaSectionView known = section(client, section);
      String present = of(client.agent(id).personaDocs(), known.key());
      text = file == null
          ? Editor.edit(console.surroundings(), known.filename(), present)
          : TextFile.read("--file", file);
    }
    PersonaBody document = new PersonaBody(only("identity", section, text), only("soul", section, text),
        only("instructions", section, text));
    return new RegistryAct(console).run(RegistryWrite.putAgent(id, AgentPutBody.of(Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.of(document), Optional.empty())), act);
  }

  @Command(name = "show", description = "An agent's documents, or one of them.")
  int show(@Parameters(paramLabel = "AGENT") String id,
      @Parameters(paramLabel = "SECTION", arity = "0..1", description = "identity, soul or instructions.") @Nullable String section) {
    try (ControlPlaneClient client = console.connection().open()) {
      PersonaView persona = client.agent(id).personaDocs();
      if (section != null) {
        String text = of(persona, section(client, section).key());
        if (console.json()) {
          console.output().json(Map.of(section, text));
        } else {
          console.output().line(text);
        }
      } else if (console.json()) {
        console.output().json(persona);
      } else {
        print(console.output()::line, persona);
      }
    }
    return ExitCode.OK;
  }

  /// Each document behind its bar.
  static void print(Consumer<String> out, PersonaView persona) {
    for (String section : List.of("identity", "soul", "instructions")) {
      String text = of(persona, section);
      out.accept(section + (text.isEmpty() ? ": not written" : ":\n" + QuotedText.whole(text)));
    }
  }

  private static Optional<String> only(String name, String wanted, String text) {
    return name.equals(wanted) ? Optional.of(text) : Optional.empty();
  }

  private static PersonaSectionView section(ControlPlaneClient client, String name) {
    List<PersonaSectionView> all = client.personaSections();
    return all.stream().filter(section -> section.key().equals(name)).findFirst()
        .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "there is no section " + name + "; there are "
            + String.join(", ", all.stream().map(PersonaSectionView::key).toList())));
  }

  static String of(PersonaView persona, String section) {
    return switch (section) {
      case "identity" -> persona.identity();
      case "soul" -> persona.soul();
      default -> persona.instructions();
    };
  }
}
