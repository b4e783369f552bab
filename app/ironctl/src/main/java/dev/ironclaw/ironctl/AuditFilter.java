package dev.ironclaw.ironctl;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which audit entries: everything that is given must fit.
final class AuditFilter {
  @Option(names = "--from", paramLabel = "TIME", description = "Not before this time: 2026-11-20 or "
      + "2026-11-20T10:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
  private @Nullable String to;

  @Option(names = "--agent", paramLabel = "AGENT", description = "About this agent.")
  private @Nullable String agent;

  @Option(names = "--stage", paramLabel = "STAGE", description = "For example submit, decision, box, auth.")
  private @Nullable String stage;

  @Option(names = "--kind", paramLabel = "KIND", description = "For example enabled_tools, start.")
  private @Nullable String kind;

  @Option(names = "--subject", paramLabel = "ID", description = "About this change, session or box.")
  private @Nullable String subject;

  @Option(names = "--actor", paramLabel = "NAME", description = "Done by this principal.")
  private @Nullable String actor;

  @Option(names = "--before", paramLabel = "SEQ", description = "Go back: the entries before this one.")
  private @Nullable Long before;

  /// Query parameters of the API.
  Map<String, String> parameters(List<String> words) {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "from", time("--from", from));
    put(parameters, "to", time("--to", to));
    put(parameters, "agent", agent);
    put(parameters, "stage", stage);
    put(parameters, "kind", kind);
    put(parameters, "subject", subject);
    put(parameters, "actor", actor);
    put(parameters, "before", before == null ? null : before.toString());
    put(parameters, "text", words.isEmpty() ? null : String.join(" ", words));
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private static @Nullable String time(String option, @Nullable String given) {
    if (given == null) {
      return null;
    }
    try {
      return given.length() == 10
          ? LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant().toString()
          : Instant.parse(given).toString();
    } catch (DateTimeException e) {
      throw new CommandFailure(ExitCode.USAGE, option + ": give a time as 2026-11-20 or 2026-11-20T10:00:00Z (UTC)");
    }
  }
}
