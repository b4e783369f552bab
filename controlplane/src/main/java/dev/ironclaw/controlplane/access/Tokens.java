package dev.ironclaw.controlplane.access;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.event.Subscription;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every named token. Asking who holds one is a look into memory; making and revoking one is in the audit log before it
/// has an effect, but for revoking, which is a brake and works without.
///
/// Threading: any platform thread. Only this object writes the table.
public final class Tokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final String PREFIX = "ict_";
  private static final int MOST = 1_000;
  private static final int MAX_CHARS = 256;

  private final Database state;
  private final AuditLog audit;
  private final Clock clock;
  private final RandomGenerator random;
  private final TokenStore store = new TokenStore();
  private final TokenUse use;
  private final RevocationBell bell = new RevocationBell();
  private final Object writing = new Object();
  private volatile Map<String, Token> byHash;

  /// @param random source of ids and of the tokens' texts: must be fit for keys
  public Tokens(Database state, AuditLog audit, Clock clock, RandomGenerator random) {
    this.state = state;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
    this.use = new TokenUse(state, store, clock);
    this.byHash = state.read(store::all);
  }

  /// Whose text this is. The look-up is by the text's hash, so its time tells nothing of any other token.
  public Presented present(String text) {
    Token token = text.startsWith(PREFIX) && text.length() <= MAX_CHARS
        ? byHash.get(Sha256.hex(text))
        : null;
    if (token == null) {
      return new Presented.Unknown();
    }
    if (!token.isGood(clock.instant())) {
      return new Presented.Over(token);
    }
    use.note(token.id());
    return new Presented.Good(token);
  }

  /// Oldest first, the revoked and expired ones too.
  public List<Token> all() {
    return byHash.values().stream().map(token -> token.used(use.last(token.id()).or(token::lastUsedAt))).toList();
  }

  public Optional<Token> find(TokenId id) {
    return all().stream().filter(token -> token.id().equals(id)).findFirst();
  }

  /// Makes one and gives its text, once.
  ///
  /// @throws IronclawException `DENIED` where `by` lacks a scope that it would give away, or ends earlier itself;
  ///         `CONFLICT` where the name was used before, `RATE_LIMITED` where there are too many; `AUDIT_UNAVAILABLE` or
  ///         `AUDIT_BROKEN`, and then there is no token
  public Minted create(NewToken wanted, Principal.Operator by) {
    synchronized (writing) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Optional<Instant> expiresAt = wanted.lifetime().map(now::plus);
      refuseMoreThan(by, wanted, expiresAt);
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
      Token token = new Token(new TokenId("tok_" + HexFormat.of().toHexDigits(random.nextLong())), wanted.name(),
          wanted.scopes(), now, by.name(), expiresAt, Optional.empty(), Optional.empty());
      byte[] hash = Sha256.of(text);
      if (!record(token, hash)) {
        throw new IronclawException(ErrorCode.CONFLICT, "create token " + wanted.name()
            + ": there is or was one with this name; choose another, so that the name means one token for ever");
      }
      Map<String, Token> more = new LinkedHashMap<>(byHash);
      more.put(HexFormat.of().formatHex(hash), token);
      byHash = more;
      return new Minted(token, text);
    }
  }

  /// Ends it now, its open streams too. Idempotent. A brake: it works also while the audit log can't be written.
  ///
  /// @throws IronclawException `NOT_FOUND`; `INTERNAL` where it is ended in memory alone, since the database is not
  ///         there: it would be good again after a restart
  public Token revoke(TokenId id, Principal.Operator by) {
    synchronized (writing) {
      Token token = find(id)
          .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no token " + id));
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Token revoked = token.revoked(now);
      Map<String, Token> fewer = new LinkedHashMap<>(byHash);
      fewer.replaceAll((_, other) -> other.id().equals(id) ? revoked : other);
      byHash = fewer;
      bell.ring(id);
      keepRevoked(token, now, by);
      return revoked;
    }
  }

  /// As it was when it was read, at this moment.
  public boolean isGood(Token token) {
    return token.isGood(clock.instant());
  }

  /// Calls `then` once the token is revoked, at once where it is already. Closing the answer forgets it.
  public Subscription onRevoked(TokenId id, Runnable then) {
    Subscription listening = bell.listen(id, then);
    if (find(id).filter(token -> token.revokedAt().isEmpty()).isEmpty()) {
      bell.ring(id);
    }
    return listening;
  }

  private void refuseMoreThan(Principal.Operator by, NewToken wanted, Optional<Instant> expiresAt) {
    List<String> lacking = wanted.scopes().stream().filter(scope -> !by.may(scope)).map(Scope::wireName).sorted()
        .toList();
    if (!lacking.isEmpty()) {
      throw new IronclawException(ErrorCode.DENIED, "create token " + wanted.name()
          + ": your own token lacks the scope " + String.join(", ", lacking));
    }
    Optional<Instant> ownEnd = byHash.values().stream()
        .filter(token -> token.name().value().equals(by.tokenName())).findFirst().flatMap(Token::expiresAt);
    if (ownEnd.isPresent() && expiresAt.filter(end -> !end.isAfter(ownEnd.get())).isEmpty()) {
      throw new IronclawException(ErrorCode.DENIED, "create token " + wanted.name()
          + ": it would outlive your own token, which ends at " + ownEnd.get());
    }
    if (byHash.size() >= MOST) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "create token " + wanted.name() + ": there are " + MOST
          + " tokens already, the revoked ones too");
    }
  }

  private boolean record(Token token, byte[] hash) {
    String scopes = token.scopes().stream().map(Scope::wireName).sorted().collect(Collectors.joining(", "));
    String end = token.expiresAt().map(at -> "until " + at).orElse("without an end");
    AuditEvent event = new AuditEvent("token", token.id().value(), "create", token.createdBy(),
        token.name() + ": " + scopes + ", " + end);
    try {
      return audit.write(transaction -> {
        boolean created = store.create(transaction.connection(), token, hash);
        if (created) {
          transaction.audit(event);
        }
        return created;
      });
    } catch (IronclawException e) {
      // The row may be there although its entry is not in the file: nobody has its text, and its name shall be free.
      forget(token);
      throw e;
    }
  }

  private void forget(Token token) {
    try {
      audit.<Boolean>writeBestEffort(transaction -> {
        boolean there = store.forget(transaction.connection(), token.id());
        if (there) {
          transaction.audit(new AuditEvent("token", token.id().value(), "withdraw", token.createdBy(),
              token.name() + ": its creation could not be recorded, nobody has its text"));
        }
        return there;
      });
    } catch (IronclawException e) {
      LOG.error("token={} step=withdraw: its row stays, and nobody has its text", token.id(), e);
    }
  }

  private void keepRevoked(Token token, Instant now, Principal.Operator by) {
    AuditEvent event = new AuditEvent("token", token.id().value(), "revoke", by.name(), token.name().value());
    try {
      audit.<Boolean>writeBestEffort(transaction -> {
        boolean first = store.revoke(transaction.connection(), token.id(), now);
        if (first) {
          transaction.audit(event);
        }
        return first;
      });
    } catch (IronclawException e) {
      LOG.error("token={} step=revoke: it can't be recorded and is revoked all the same", token.id(), e);
      revokeUnrecorded(token, now, event);
    }
  }

  private void revokeUnrecorded(Token token, Instant now, AuditEvent event) {
    try {
      if (state.write(connection -> store.revoke(connection, token.id(), now))) {
        audit.recordBestEffort(event);
      }
    } catch (IronclawException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "revoke token " + token.name()
          + ": it is refused from now on, but "
          + "the database can't be written, so a restart would let it in again; mend the disk and revoke it once more",
          e);
    }
  }

  /// Writes when tokens were last used.
  @Override
  public void close() {
    use.close();
  }
}
