package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.NoteBody;
import dev.ironclaw.contract.api.NoteRemoved;
import dev.ironclaw.contract.api.NoteView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What agents remember.
@Command(name = "note", description = "What an agent remembers: read it, correct it, erase it.", synopsisSubcommandLabel = "COMMAND")
final class NoteCommand {
  private final Console console;

  NoteCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", description = "Its notes, changed last first; with --query the best first.")
  int list(@Parameters(paramLabel = "AGENT") String agent,
      @Option(names = "--query", paramLabel = "WORDS") @Nullable String query) {
    try (ControlPlaneClient client = console.connection().open()) {
      List<NoteView> notes = client.notes().list(agent, Optional.ofNullable(query));
      if (console.json()) {
        console.output().json(notes);
      } else if (notes.isEmpty()) {
        console.output().line(query == null ? agent + " remembers nothing" : "no note fits");
      } else {
        console.output().table(List.of("NOTE", "CHANGED", "BY", "TITLE", "TAGS"),
            notes.stream().map(note -> List.of(note.id(), note.changedAt(), note.changedBy(), note.title(),
                String.join(", ", note.tags()))).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "show", description = "One note in full.")
  int show(@Parameters(paramLabel = "AGENT") String agent, @Parameters(paramLabel = "NOTE") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      print(client.notes().find(agent, id));
    }
    return ExitCode.OK;
  }

  private void print(NoteView note) {
    if (console.json()) {
      console.output().json(note);
      return;
    }
    console.output().line(note.id() + "  " + note.title());
    console.output().line("changed " + note.changedAt() + " by " + note.changedBy()
        + (note.tags().isEmpty() ? "" : "; " + String.join(", ", note.tags())));
    console.output().line("");
    note.text().lines().forEach(console.output()::line);
  }

  @Command(name = "edit", description = "Puts other words in a note; its title and tags stay unless they are given.")
  int edit(@Parameters(paramLabel = "AGENT") String agent, @Parameters(paramLabel = "NOTE") String id,
      @Option(names = "--text", paramLabel = "WORDS", required = true) String text,
      @Option(names = "--title", paramLabel = "TITLE") @Nullable String title,
      @Option(names = "--tag", paramLabel = "TAG", description = "May be given several times.") @Nullable List<String> tags) {
    try (ControlPlaneClient client = console.connection().open()) {
      NoteView old = client.notes().find(agent, id);
      print(client.notes().change(agent, id, new NoteBody(Optional.of(title == null ? old.title() : title),
          Optional.of(tags == null ? old.tags() : tags), text, Optional.of(old.changedAt()))));
    }
    return ExitCode.OK;
  }

  @Command(name = "remove", description = "Erases a note for good.")
  int remove(@Parameters(paramLabel = "AGENT") String agent, @Parameters(paramLabel = "NOTE") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      NoteRemoved removed = client.notes().remove(agent, id);
      if (console.json()) {
        console.output().json(removed);
      } else {
        console.output().line(removed.id() + " " + removed.status());
      }
    }
    return ExitCode.OK;
  }
}
