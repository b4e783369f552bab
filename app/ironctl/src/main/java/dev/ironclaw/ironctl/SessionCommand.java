package dev.ironclaw.ironctl;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.PrivateFiles;
import dev.ironclaw.contract.api.SessionUsageView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.StopResult;
import dev.ironclaw.contract.api.TerminateResult;
import dev.ironclaw.contract.api.TimelineView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Conversations, and the brake on their boxes.
@Command(name = "session", description = "Conversations, and the brake on their boxes.", synopsisSubcommandLabel = "COMMAND")
final class SessionCommand {
  private static final int BRIEF = 80;

  private final Console console;

  SessionCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", aliases = "ls", description = "All conversations, the most recently used first, with what the "
      + "box of each uses now.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<SessionView> sessions = client.sessions();
      Map<String, SessionUsageView> used = client.conversations().usage().stream()
          .collect(Collectors.toMap(SessionUsageView::sessionId, Function.identity(), (one, _) -> one));
      if (console.json()) {
        console.output().json(sessions.stream()
            .map(session -> new Listed(session, Optional.ofNullable(used.get(session.id())))).toList());
      } else {
        console.output().table(List.of("SESSION", "AGENT", "BOX", "MEMORY", "CPU", "SINCE", "LAST ACTIVE", "NOTE"),
            sessions.stream().map(session -> row(session, Optional.ofNullable(used.get(session.id())))).toList());
      }
    }
    return ExitCode.OK;
  }

  /// @param usage of the box that it has now
  private record Listed(@JsonUnwrapped SessionView session, Optional<SessionUsageView> usage) {}

  private static List<String> row(SessionView session, Optional<SessionUsageView> usage) {
    return List.of(session.id(), session.agentGroupId(), session.containerStatus(),
        usage.map(now -> (now.memoryBytes() >> 20) + " MiB").orElse(""),
        usage.map(now -> String.format(Locale.ROOT, "%.1f s", now.processorMillis() / 1_000.0)).orElse(""),
        usage.map(SessionUsageView::startedAt).orElse(""), session.lastActive(), session.note().orElse(""));
  }

  @Command(name = "timeline", description = "What happened in a session, newest first: messages, model calls, approvals, "
      + "its boxes, failures.")
  int timeline(@Parameters(paramLabel = "SESSION") String id,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "How many. Default: "
          + "${DEFAULT-VALUE}.") int limit,
      @Option(names = "--before", paramLabel = "PLACE", description = "Where the page before ended, as it said.") @Nullable String before) {
    try (ControlPlaneClient client = console.connection().open()) {
      TimelineView page = client.conversations().timeline(id, Optional.ofNullable(before), limit);
      if (console.json()) {
        console.output().json(page);
      } else {
        console.output().table(List.of("TIME", "SORT", "WHAT", "WHO", "TEXT"),
            page.events().stream().map(event -> List.of(event.time(), event.sort(), event.kind(), event.actor(),
                brief(event.text()))).toList());
        page.before().ifPresent(place -> console.output().note("older ones: --before " + place));
      }
    }
    return ExitCode.OK;
  }

  private static String brief(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= BRIEF && line.length() == text.length()
        ? line
        : line.substring(0, Math.min(BRIEF, line.length())) + "…";
  }

  @Command(name = "file", description = "Saves a file that came with a message.")
  int file(@Parameters(paramLabel = "SESSION") String session, @Parameters(paramLabel = "ATTACHMENT") String id,
      @Parameters(paramLabel = "FILE", description = "A new file; only you may read it.") Path file) {
    try (ControlPlaneClient client = console.connection().open()) {
      PrivateFiles.create(file);
      try (OutputStream out = Files.newOutputStream(file)) {
        client.conversations().attachment(session, id, out);
      } catch (IOException | ApiException e) {
        Files.deleteIfExists(file);
        throw e;
      }
      console.output().line("saved " + file);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "save " + file + ": " + (Files.exists(file)
          ? "there is such a file already; choose another name"
          : "it can't be written: " + e.getMessage()));
    }
    return ExitCode.OK;
  }

  @Command(name = "stop", description = "Ends what is being answered. What there is of the answer is sent, and the box "
      + "stays.")
  int stop(@Parameters(paramLabel = "SESSION") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      StopResult result = client.conversations().stop(id);
      if (console.json()) {
        console.output().json(result);
      } else {
        console.output().line(result.status().equals(StopResult.STOPPED)
            ? "stopped " + result.id() + ": " + result.messages()
                + (result.messages() == 1 ? " message gets" : " messages get") + " no further answer"
            : "nothing is being answered in " + result.id());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "terminate", description = "Ends the session's box now. Its queue stays; the next message starts a "
      + "new box.")
  int terminate(@Parameters(paramLabel = "SESSION") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      TerminateResult result = client.terminate(id);
      if (console.json()) {
        console.output().json(result);
      } else {
        console.output().line(result.status() + " " + result.id());
      }
    }
    return ExitCode.OK;
  }
}
