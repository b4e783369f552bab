package dev.ironclaw.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The hostile boxes and the hostile model at full length, with a report. Arguments: the report's file, a short folder,
/// the runtime, requests, boxes,
/// minutes at most, seed.
public final class HostileSoak {
  private HostileSoak() {}

  public static void main(String... arguments) throws Exception {
    Path report = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    String runtime = arguments[2];
    long requests = Long.parseLong(arguments[3]);
    int boxes = Integer.parseInt(arguments[4]);
    Duration most = Duration.ofMinutes(Long.parseLong(arguments[5]));
    long seed = Long.parseLong(arguments[6]);
    System.out.println("Hostile boxes in " + folder + ", seed " + seed + ": " + requests + " requests, " + boxes
        + " boxes, runtime " + runtime + ".");

    HostileRun.Report held = new HostileRun().run(folder.resolve("s"), runtime, requests, boxes, most,
        seed);
    System.out.println(held);
    Files.createDirectories(report.toAbsolutePath().getParent());
    Files.writeString(report,
        String.format(Locale.ROOT,
            """
                # Hostile boxes and a hostile model

                Written by `./ironclaw soak` on %s, seed %d, runtime %s, Java %s, %d processors; the control plane with %d MiB of heap, \
                in one process with those who knock.

                | What | Figure |
                |---|---|
                | Requests of %d hostile boxes, half of them with every right, half with none | %d in %d s, %d a second |
                | Turns of an agent whose model does whatever a text says, with every right | %d |
                | A well-behaved agent's answer with nobody else there | p50 %d ms, p99 %d ms, most %d ms |
                | The same during all of it, %d answers, from words to words | p50 %d ms, p99 %d ms, most %d ms |
                | Heap after a full collection, before and after | %d MiB, %d MiB |
                | Threads before; how many more of which name after | %d; %s |
                | Audit entries added; the whole log | %d; %d KiB |
                | The whole state folder | %d MiB |
                | Names looked up for agents; connections to public addresses that were tried | %d; %d |
                | Addresses of this machine or its network that were called | %s |
                | Lines of the log, by level and class | %s |
                | Held | %s |

                The agents run in boxes of that runtime; those who knock speak to the socket of a hostile box, on six connections each and as fast as
                they are answered, with what a box can say: heartbeats, rows and acks, state, partial words, persona, every tool, model calls,
                forged ids of other sessions, doors that are none, and bytes that are no HTTP. Names lead to this machine, its network, metadata addresses and their
                disguises. Afterwards agents, wirings, users, roles, members, destinations, grants, credentials, providers, tokens, policy, decided
                changes, and the notes, schedules, questions and words of the well-behaved agent are as they were; no answer held a secret; nothing failed
                inside.

                Threads that stay afterwards are those of pools with a bound, such as 64 for the doors of boxes, 32 for models, 16 for the way out and 8
                for tools; they end one by one where there is nothing to do. That one has more, any other name more than a few, or the heap 48 MiB more than before,
                counts as a failure.

                | Door and status (0: closed unheard) | Answers |
                |---|---|
                %s

                %s
                """,
            LocalDate.now(Clock.systemUTC().withZone(ZoneOffset.UTC)), seed, runtime,
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(),
            Runtime.getRuntime().maxMemory() >> 20, boxes, held.requests(), held.took().toSeconds(),
            held.requests() / Math.max(1, held.took().toSeconds()), held.turns(), held.before().get(0),
            held.before().get(1), held.before().get(2), held.answered(), held.during().get(0), held.during().get(1),
            held.during().get(2), held.heapBefore(), held.heapAfter(), held.threadsBefore(), held.moreThreads(),
            held.auditEntries(), held.auditBytes() >> 10, held.stateBytes() >> 20, held.lookedUp(), held.outside(),
            held.failures().stream().anyMatch(one -> one.startsWith("inside addresses")) ? "**some**" : "none",
            rows(held.logged(), ": ", "; "), held.failures().isEmpty() ? "yes" : "**no**",
            "| " + rows(held.answers(), " | ", " |\n| ") + " |",
            held.failures().isEmpty()
                ? "No failure."
                : "Failures:\n\n- " + String.join("\n- ", List.copyOf(held.failures()))));
    System.out.println((held.failures().isEmpty() ? "Held. " : "NOT HELD. ") + "Report: " + report);
    System.exit(held.failures().isEmpty() ? 0 : 1);
  }

  private static String rows(Map<String, Long> counts, String between, String after) {
    return counts.entrySet().stream().map(entry -> entry.getKey() + between + entry.getValue())
        .collect(Collectors.joining(after));
  }
}
