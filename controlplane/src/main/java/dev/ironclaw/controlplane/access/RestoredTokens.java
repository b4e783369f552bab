package dev.ironclaw.controlplane.access;

import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// The named tokens that a backup brings back: one that was revoked after the backup was taken would be good again.
public final class RestoredTokens {
  private RestoredTokens() {}

  /// Revokes every one, with an entry for each. Belongs to a restore, while nothing runs over these rows.
  ///
  /// @return how many were not revoked before
  public static int revokeAll(AuditLog.Transaction transaction, Clock clock, String by) throws SQLException {
    TokenStore store = new TokenStore();
    Instant now = clock.instant();
    List<Token> good = store.all(transaction.connection()).values().stream()
        .filter(token -> token.revokedAt().isEmpty()).toList();
    for (Token token : good) {
      store.revoke(transaction.connection(), token.id(), now);
      transaction.audit(new AuditEvent("token", token.id().value(), "revoke", by,
          token.name() + ": it came back with a backup, and may have been revoked since"));
    }
    return good.size();
  }
}
