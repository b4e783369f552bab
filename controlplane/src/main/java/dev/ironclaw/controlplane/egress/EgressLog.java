package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.Refusal;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.registry.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// What the audit log says of requests: each before it leaves, how it ended, and what was refused. Of a query, which may hold
/// a secret, the digest alone; of headers and bodies their size. No secret stands in what is left.
final class EgressLog {
  private static final String STAGE = "egress";
  private static final Set<String> WITHOUT_EFFECT = Set.of("GET", "HEAD");
  private static final int MAX_PATH_CHARS = 200;
  private static final int MAX_CHARS = 640;

  private final Ledger ledger;
  private final RefusalLimit refusals;
  private final Leaks leaks;
  private final EgressEnds ends;
  private final Clock clock;
  private final EgressSentStore sent = new EgressSentStore();

  EgressLog(Ledger ledger, RefusalLimit refusals, Leaks leaks, Clock clock) {
    this.ledger = ledger;
    this.refusals = refusals;
    this.leaks = leaks;
    ends = new EgressEnds(ledger::recordBestEffort, clock);
    this.clock = clock;
  }

  /// Durable when it returns.
  ///
  /// @param first false for what a redirect leads to
  /// @param credential the one that goes with it
  /// @throws IronclawException `CONFLICT` where a request with an effect has left before under this id
  void leaves(EgressRequest request, boolean first, String method, EgressUrl url, Optional<String> credential) {
    boolean fresh = ledger.audited(transaction -> {
      if (first && !WITHOUT_EFFECT.contains(request.method())
          && !sent.put(transaction.connection(), request.session(), request.call(), clock.instant())) {
        return false;
      }
      transaction.audit(event(request, "call", words(method, url)
          + (first
              ? request.body().map(body -> ", " + body.getBytes(StandardCharsets.UTF_8).length + " bytes")
                  .orElse("")
              : ", after a redirect")
          + credential.map(name -> ", with the credential " + name).orElse("")));
      return true;
    });
    if (!fresh) {
      throw new IronclawException(ErrorCode.CONFLICT,
          "this request has left before, when the agent was interrupted, and "
              + "was not sent again; find out whether it had its effect before you repeat it");
    }
  }

  /// Of each agent the first of an hour one by one, the others as sums.
  void ended(EgressRequest request, EgressUrl url, String how, Duration took) {
    ends.ended(request.agentGroup(), event(request, "end", url.host() + ": " + how + " in " + took.toMillis() + " ms"));
  }

  void refused(EgressRequest request, IronclawException why) {
    Refusal refusal = Refusal.of(event(request, "refused", words(request.method(), request.url()) + ": " + why.code()
        + ", " + why.getMessage()), why.code(), request.tool());
    refusals.within(request.agentGroup(), refusal, ruling -> {
      ruling.entries().forEach(ledger::recordBestEffort);
      return ruling;
    });
  }

  private AuditEvent event(EgressRequest request, String kind, String detail) {
    return new AuditEvent(STAGE, request.session().value(), kind, new Principal.Agent(request.session()).name(),
        request.tool() + " " + Excerpt.of(leaks.unsaid(detail), MAX_CHARS),
        request.agentGroup().value());
  }

  /// Records the sums that are left.
  void close() {
    ends.close();
  }

  private String words(String method, EgressUrl url) {
    // Before it is cut: half of a secret is not found any more.
    String shown = leaks.unsaid(url.path());
    String path = shown.length() <= MAX_PATH_CHARS
        ? shown
        : shown.substring(0, MAX_PATH_CHARS) + "… sha256:" + digest(url.path()) + " ";
    return method + " https://" + url.authority() + path + url.query().map(query -> "?sha256:" + digest(query))
        .orElse("");
  }

  private static String digest(String text) {
    return HexFormat.of().formatHex(Sha256.of(text), 0, 8);
  }
}
