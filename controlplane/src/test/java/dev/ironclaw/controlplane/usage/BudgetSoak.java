package dev.ironclaw.controlplane.usage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/// The budget race at full length, with a report. Arguments: the report's file, a folder (best in memory), runs, kills,
/// seed.
public final class BudgetSoak {
  private BudgetSoak() {}

  public static void main(String... arguments) throws Exception {
    Path report = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    int runs = Integer.parseInt(arguments[2]);
    int kills = Integer.parseInt(arguments[3]);
    long seed = Long.parseLong(arguments[4]);
    // What is said of each disk that goes away would fill the terminal.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    Clock clock = Clock.systemUTC();
    System.out.println("Budget race in " + folder + ", seed " + seed + ": " + runs + " runs, " + kills + " kills.");

    Instant start = clock.instant();
    BudgetRace.Report race = new BudgetRace(folder).run(seed, runs, done -> {
      if (done % 100 == 0) {
        System.out.println(done + " runs");
      }
    });
    Duration raced = Duration.between(start, clock.instant());
    BudgetKills.Report killed = BudgetKills.run(folder, kills, seed);
    List<String> failures = new ArrayList<>(race.failures());
    failures.addAll(killed.failures());
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report, String.format(Locale.ROOT,
        """
            # The budget race

            Written by `./ironclaw soak` on %s, seed %d, Java %s, %d processors.

            | Scenario | Figures | Held |
            |---|---|---|
            | %d runs in %d s, %d calls at a time under one limit, by tokens or by cents, a day or a month; in %d of them \
            the disk is gone in their midst and a second start goes on | %d calls: %d admitted, %d refused; %d \
            reservations left by the crashes, all settled by the next start; the highest bill was %d.%d %% of its limit | %s |
            | `kill -9` of a process with %d calls under way, %d times over one state | %d calls that were admitted; %d \
            reservations left, all settled by the next start | %s |

            What counts is what the model's company bills: calls end with a count, without one, broken off or without an
            answer. After each run: the bill and what was counted are not above the limit, what was counted is not below the bill, nothing
            is reserved any more, a call of exactly what is left is admitted and one of a little more is not.

            %s
            """,
        LocalDate.now(clock.withZone(ZoneOffset.UTC)), seed, System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(), race.runs(), raced.toSeconds(), BudgetRace.AT_A_TIME,
        race.crashes(), race.calls(), race.admitted(), race.refused(), race.caught(), race.worstPermille() / 10,
        race.worstPermille() % 10, race.failures().isEmpty() ? "yes" : "**no**", BudgetRace.AT_A_TIME, killed.kills(),
        killed.billed(), killed.leftBehind(), killed.failures().isEmpty() ? "yes" : "**no**",
        failures.isEmpty() ? "No failure." : "Failures:\n\n- " + String.join("\n- ", failures)));
    System.out.println((failures.isEmpty() ? "Held. " : "NOT HELD. ") + "Report: " + report);
    System.exit(failures.isEmpty() ? 0 : 1);
  }
}
