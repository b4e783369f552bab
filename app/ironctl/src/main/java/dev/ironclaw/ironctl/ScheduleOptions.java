package dev.ironclaw.ironctl;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a new schedule says. What is missing or wrong, the control plane says in its own words.
final class ScheduleOptions {
  @Option(names = "--prompt", paramLabel = "TEXT", required = true, description = "What the agent is told when it is time.")
  private String prompt = "";

  @Option(names = "--at", paramLabel = "TIME", description = "Once, or for the first time: 2026-12-01T09:00:00+01:00.")
  private @Nullable String at;

  @Option(names = "--every", paramLabel = "RULE", description = "hourly, daily, weekly, PT90M, P2D, or five cron fields: '0 9 * * 1-5'.")
  private @Nullable String every;

  @Option(names = "--timezone", paramLabel = "NAME", description = "IANA name, such as Europe/Berlin; else the control plane's.")
  private @Nullable String timezone;

  @Option(names = "--until", paramLabel = "TIME", description = "Nothing runs after it.")
  private @Nullable String until;

  @Option(names = "--times", paramLabel = "N", description = "How often it runs at most.")
  private @Nullable Integer times;

  @Option(names = "--jitter", paramLabel = "SECONDS", description = "Each run is late by up to so much.")
  private @Nullable Integer jitter;

  @Option(names = "--missed", paramLabel = "skip|once", description = "What becomes of times that passed while nothing ran.")
  private @Nullable String missed;

  @Option(names = "--in", paramLabel = "CHANNEL/PLACE", description = "Where it answers; else the agent's chat in the app.")
  private @Nullable String place;

  Map<String, Object> payload() {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("prompt", prompt);
    put(payload, "run_at", at);
    put(payload, "recurrence", every);
    put(payload, "timezone", timezone);
    put(payload, "until", until);
    put(payload, "times", times);
    put(payload, "jitter", jitter);
    put(payload, "missed", missed);
    if (place != null) {
      payload.put("answer", answer(place));
    }
    return payload;
  }

  private static void put(Map<String, Object> payload, String name, @Nullable Object value) {
    if (value != null) {
      payload.put(name, value);
    }
  }

  private static Map<String, Object> answer(String place) {
    int slash = place.indexOf('/');
    if (slash < 1 || slash == place.length() - 1) {
      throw new CommandFailure(ExitCode.USAGE, "--in must be CHANNEL/PLACE, such as telegram/-100123");
    }
    return Map.of("channelType", place.substring(0, slash), "platformId", place.substring(slash + 1));
  }
}
