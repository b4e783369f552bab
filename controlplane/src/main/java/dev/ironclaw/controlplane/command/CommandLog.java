package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.registry.Principal;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the audit log says of commands: each before it runs, whole, and how it ended. Of what it prints the size alone, of
/// its variables the names.
final class CommandLog {
  private static final String STAGE = "command";
  private static final int PART_CHARS = 6_000;
  private static final int FIRST_CHARS = 80;
  private static final int PRINTED_CHARS = 500;
  private static final int REFUSALS = 30;

  private final Ledger ledger;
  private final Leaks leaks;
  private final Map<String, Bucket> refusals = new ConcurrentHashMap<>();

  CommandLog(Ledger ledger, Leaks leaks) {
    this.ledger = ledger;
    this.leaks = leaks;
  }

  /// Durable when it returns. A long command has several entries, all or none.
  void runs(String id, CommandRequest request, Principal.Operator by) {
    String whole = String.join(" ", request.argv());
    String shown = leaks.unsaid(whole);
    List<AuditEvent> entries = new ArrayList<>();
    entries.add(event(id, "run", by, request.policy().wireName() + " in " + request.project() + ", "
        + request.timeout().toSeconds() + " s"
        + (request.hosts().isEmpty() ? "" : ", reaches " + request.hosts())
        + (request.environment().isEmpty() ? "" : ", sets " + request.environment().keySet().stream().sorted().toList())
        + ", sha256:" + Sha256.hex(whole) + ": " + Excerpt.of(shown, FIRST_CHARS)));
    for (String rest = shown; !rest.isEmpty();) {
      String part = Excerpt.start(rest, PART_CHARS);
      entries.add(event(id, "text", by, part));
      rest = rest.substring(part.length());
    }
    boolean _ = ledger.<Boolean>audited(transaction -> {
      for (AuditEvent entry : entries) {
        transaction.audit(entry);
      }
      return true;
    });
  }

  void ended(String id, Principal.Operator by, String how) {
    ledger.recordBestEffort(event(id, "end", by, leaks.unsaid(how)));
  }

  /// The first of an hour: nobody fills the log with what is refused.
  void refused(Principal.Operator by, String why) {
    Bucket room = refusals.computeIfAbsent(by.tokenName(), _ -> Bucket.builder()
        .addLimit(limit -> limit.capacity(REFUSALS).refillGreedy(REFUSALS, Duration.ofHours(1))).build());
    if (!room.tryConsume(1)) {
      return;
    }
    ledger.recordBestEffort(event("", "refused", by, leaks.unsaid(why)));
  }

  void box(String id, String what) {
    ledger.recordBestEffort(new AuditEvent(STAGE, id, "container", "system", leaks.unsaid(what)));
  }

  /// The beginning of what a container's program printed, which may be anything, for one line of the program's own log.
  String brief(String printed) {
    return Excerpt.of(VisibleText.line(leaks.unsaid(printed.strip())), PRINTED_CHARS);
  }

  private static AuditEvent event(String id, String kind, Principal.Operator by, String detail) {
    return new AuditEvent(STAGE, id, kind, by.name(), detail);
  }
}
