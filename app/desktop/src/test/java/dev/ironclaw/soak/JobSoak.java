package dev.ironclaw.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Kills what jobs stand on, at full length, and writes a report. Arguments: the report's file, a short folder to work in,
/// kills, seed, and minutes after which no other kill begins. Needs root, docker.io and runsc.
public final class JobSoak {
  private JobSoak() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    Path report = Path.of(arguments[0]);
    int kills = Integer.parseInt(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    Duration most = Duration.ofMinutes(Long.parseLong(arguments[4]));
    double load = load();
    Clock clock = Clock.systemUTC();
    Instant start = clock.instant();
    JobKills.Report run = new JobKills(Path.of(arguments[1]), kills, seed, most).run();
    Duration time = Duration.between(start, clock.instant());
    boolean held = run.failures().isEmpty();
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report,
        String.format(Locale.ROOT,
            """
                # Jobs under kill -9

                Written by `./ironclaw soak` on %s, seed %d, dockerd with gVisor (runsc), Java %s, %d processors; load of the machine %.0f at the
                beginning, %.0f at the end.

                | What | Figure |
                |---|---|
                | Kills in %d s | %d of %d |
                %s
                | Jobs, three at once, the others waiting | %d |
                %s
                | Jobs whose asker was never answered, cancelled when found | %d |
                | Events followed | %d |
                | Connections that broke and went on by the last event's id | %d |
                | Longest until every container and every job was right again, after both were back | %.1f s |
                | Shims with nothing in them that the killed engine forgot | %d |
                | Held | %s |

                A real control plane over one state folder and a dockerd of its own are killed with signal 9 at random moments and started
                again up to 1.5 s later; so are the processes of jobs' containers, from outside, and the shims beside them. Meanwhile jobs are asked
                for over HTTP: short ones, ones of several seconds, ones that wait for prompts and get them, ones that are cancelled. Each is followed from its
                first event over one stream, which connects again by itself.

                What is held against it: ten seconds after both are back no container without a job that runs and no running job without its
                container; the engine's networks are those of the beginning; each job takes each state once and ends once; `failed` only where
                its process was killed, `interrupted` only where the engine, the shim or the control plane was, the last only while the container was made; all others
                go on over the death of the control plane and complete; ids of events go up, the stream has exactly the events that are kept, each step of a job was told once and done
                once; at the end no container, no process of one and no mount is left.

                %s
                """,
            LocalDate.now(clock.withZone(ZoneOffset.UTC)), seed, System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors(), load, load(), time.toSeconds(),
            run.kills().values().stream().mapToInt(Integer::intValue).sum(), kills, kills(run), run.jobs(),
            ends(run.ends()),
            run.unanswered(), run.events(), run.reconnects(), run.slowest().toMillis() / 1e3, run.shims(),
            held ? "yes" : "**no**",
            held ? "No failure." : "Failures:\n\n- " + String.join("\n- ", run.failures())));
    System.out.println((held ? "Held. " : "NOT HELD. ") + "Report: " + report);
    System.exit(held ? 0 : 1);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String kills(JobKills.Report run) {
    return Arrays.stream(Kill.values())
        .map(kill -> "| – of " + kill.words() + " | " + run.kills().getOrDefault(kill, 0) + " |")
        .collect(Collectors.joining("\n"));
  }

  private static String ends(Map<String, Integer> ends) {
    return ends.entrySet().stream().map(end -> "| – " + end.getKey() + " | " + end.getValue() + " |")
        .collect(Collectors.joining("\n"));
  }
}
