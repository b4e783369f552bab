package dev.ironclaw.controlplane.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/// The random histories at full length, with a report. Arguments: the report's file, a folder (best in memory), how many,
/// seed.
public final class HistoriesSoak {
  private HistoriesSoak() {}

  public static void main(String... arguments) throws IOException {
    Path report = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    int lives = Integer.parseInt(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    // What is said of each power cut would fill the terminal.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    Clock clock = Clock.systemUTC();
    System.out.println("Random histories in " + folder + ", seed " + seed + ": " + lives + ".");

    Instant start = clock.instant();
    Files.createDirectories(report.toAbsolutePath().getParent());
    Histories.Report held = new Histories(folder).run(seed, lives, so -> {
      System.out.println(so.lives() + " lives, " + so.failures().size() + " failures");
      write(report, seed, so, Duration.between(start, clock.instant()), LocalDate.now(clock.withZone(ZoneOffset.UTC)));
    });
    System.out.println((held.held() ? "Held. " : "NOT HELD. ") + "Report: " + report);
    System.exit(held.held() ? 0 : 1);
  }

  /// After each thousand, so that one that is stopped has its report too.
  private static void write(Path report, long seed, Histories.Report held, Duration took, LocalDate today) {
    String text = String.format(Locale.ROOT,
        """
            # Random histories of the gateway

            Written by `./ironclaw soak` on %s, seeds %d to %d, Java %s, one thread.

            | Histories | Acts | Crashes | Changes applied | Lines of real audit logs verified | Time | Held |
            |---|---|---|---|---|---|---|
            | %d | %d | %d | %d | %d | %d s, %d a second | %s |

            In each one agents and operators ask for changes of eight kinds, the rules of
            deciding among them, people approve (also within limits, also two of
            them), reject, answer twice, act on old cards, undo and revoke, a tool is used up, time passes, everything is
            stopped and let go, and the power fails at any step of the gateway; in every fortieth also between any two calls on
            the files of a real audit log. After each act: no power without a recorded decision on that very card; what was
            applied is byte for byte what was shown; no box is told anything that is not recorded yet; what is decided stays
            decided; nothing is half done; a limited grant goes no further than its limit; and undoing gives back the
            registry as it was, to the letter. `-Dironclaw.model.seed=SEED -Dironclaw.model.lives=1` of `GatewayModelTest`
            repeats one.

            %s
            """,
        today, seed, seed + held.lives() - 1, System.getProperty("java.version"),
        held.lives(), held.steps(), held.crashes(), held.applied(), held.entries(), took.toSeconds(),
        held.lives() / Math.max(1, took.toSeconds()), held.held() ? "yes" : "**no**",
        held.held() ? "No failure." : "Failures:\n\n- " + String.join("\n- ", held.failures()));
    try {
      Files.writeString(report, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
