package dev.ironclaw.controlplane.tunnel;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.leak.Leaks;
import java.net.InetAddress;

/// What the audit log says of tunnels: each before it is opened, how it ended, and what was refused.
final class TunnelLog {
  private static final String STAGE = "tunnel";
  private static final int MAX_CHARS = 640;

  private final Ledger ledger;
  private final Leaks leaks;

  TunnelLog(Ledger ledger, Leaks leaks) {
    this.ledger = ledger;
    this.leaks = leaks;
  }

  /// Durable when it returns.
  void opens(TunnelGuest guest, TunnelTarget target, InetAddress address) {
    ledger.record(event(guest, "open", target + " at " + address.getHostAddress()));
  }

  void ended(TunnelGuest guest, String how) {
    ledger.recordBestEffort(event(guest, "end", how));
  }

  /// The first of each container; the rest of them fill no log.
  void refused(TunnelGuest guest, String what, IronclawException why) {
    if (guest.countRefusal()) {
      ledger.recordBestEffort(event(guest, "refused", what + ": " + why.code() + ", " + why.getMessage()));
    }
  }

  private AuditEvent event(TunnelGuest guest, String kind, String detail) {
    return new AuditEvent(STAGE, guest.subject(), kind, guest.actor(), Excerpt.of(leaks.unsaid(detail), MAX_CHARS));
  }
}
