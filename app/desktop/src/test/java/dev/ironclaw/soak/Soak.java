package dev.ironclaw.soak;

import dev.ironclaw.system.CrashScenario;
import dev.ironclaw.system.Leftovers;
import dev.ironclaw.system.TrafficScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// Runs the kill and traffic scenarios at full length and writes a report. Arguments: the report's file, kill rounds,
/// seconds of traffic, seed.
public final class Soak {
  private Soak() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    Path report = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Duration traffic = Duration.ofSeconds(Long.parseLong(arguments[2]));
    long seed = Long.parseLong(arguments[3]);
    Clock clock = Clock.systemUTC();
    Path folder = Files.createTempDirectory("ironclaw-soak-");
    System.out.println("Soak in " + folder + ", seed " + seed + ": " + rounds + " kills, " + traffic.toSeconds()
        + " s of traffic.");

    Instant start = clock.instant();
    CrashScenario.Report crash = new CrashScenario(folder.resolve("c"), rounds, seed, List.of()).run();
    Duration crashTime = Duration.between(start, clock.instant());
    System.out.println(crash);
    TrafficScenario.Report flow = TrafficScenario.run(folder.resolve("t"), traffic, TrafficScenario.FULL_SPEED);
    List<String> left = Leftovers.of(folder.resolve("t"));
    System.out.println(flow);

    boolean held = crash.failures().isEmpty() && flow.lost() == 0 && flow.duplicated() == 0 && flow.outOfOrder() == 0
        && flow.malformed() == 0 && left.isEmpty();
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report, String.format(Locale.ROOT, """
        # Soak report

        Written by `./ironclaw soak` on %s, seed %d, runtime runsc, Java %s, %d processors.

        | Scenario | Figures | Held |
        |---|---|---|
        | `kill -9` at random points, %d rounds in %d s | %d control planes and %d boxes killed; %d messages, each \
        answered exactly once; %d requests of the agent, each one card; %d changes applied, each exactly once; audit \
        log intact; nothing left running | %s |
        | Traffic both ways through one gVisor box, %d s | %d messages, %d answers; %d lost, %d duplicated, %d out of \
        order, %d malformed | %s |

        %s
        """, LocalDate.now(clock.withZone(ZoneOffset.UTC)), seed, System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(), crash.rounds(), crashTime.toSeconds(), crash.killedControlPlanes(),
        crash.killedBoxes(), crash.messages(), crash.agentRequests(), crash.appliedChanges(),
        crash.failures().isEmpty() ? "yes" : "**no**", traffic.toSeconds(), flow.sent(), flow.answered(), flow.lost(),
        flow.duplicated(), flow.outOfOrder(), flow.malformed(), held ? "yes" : "**no**",
        crash.failures().isEmpty() ? "No failure." : "Failures:\n\n- " + String.join("\n- ", crash.failures())));
    System.out.println((held ? "Held. " : "NOT HELD. ") + "Report: " + report);
    System.exit(held ? 0 : 1);
  }
}
