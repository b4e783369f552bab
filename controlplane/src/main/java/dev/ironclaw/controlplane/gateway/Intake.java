package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Takes requests in: parse, verify, render the card, store. Nothing takes effect here.
final class Intake {
  private static final int MAX_REASON_CHARS = 2_000;

  private final ChangeStore store;
  private final Ledger ledger;
  private final Registry registry;
  private final VerifierChain chain;
  private final Clock clock;
  private final RandomGenerator random;
  private final GatewaySettings settings;

  Intake(ChangeStore store, Ledger ledger, Registry registry, VerifierChain chain, Clock clock,
      RandomGenerator random, GatewaySettings settings) {
    this.store = store;
    this.ledger = ledger;
    this.registry = registry;
    this.chain = chain;
    this.clock = clock;
    this.random = random;
    this.settings = settings;
  }

  Admission admit(ChangeSubmission submission) {
    ChangeKind kind = ChangeKind.ofWireName(submission.kind())
        .orElseThrow(() -> new IronclawException(ErrorCode.UNKNOWN_KIND, "submit a change: unknown kind \""
            + VisibleText.brief(submission.kind()) + "\"; known: " + kinds()));
    AgentGroup base = registry.agentGroup(submission.agentGroup())
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND,
            "submit a change: there is no agent group " + submission.agentGroup()));
    mayAsk(submission);
    String digest = digest(kind, submission);
    Optional<Admission> repeated = submission.id()
        .flatMap(id -> ledger.read(connection -> store.find(connection, id)))
        .map(row -> repeated(row, digest));
    return repeated.orElseGet(() -> store(kind, submission, base, digest));
  }

  /// An agent asks for itself alone, whatever its request says; who only talks in a chat asks for nobody.
  private void mayAsk(ChangeSubmission submission) {
    boolean allowed = switch (submission.requestedBy()) {
      case Principal.Operator _,Principal.ControlPlane _ -> true;
      case Principal.Agent agent -> registry.session(agent.session())
          .filter(session -> session.agentGroup().equals(submission.agentGroup())).isPresent()
          && submission.origin().filter(origin -> !origin.session().equals(agent.session())).isEmpty();
      case Principal.ChatUser _ -> false;
    };
    if (!allowed) {
      String asker = submission.requestedBy().name();
      ledger.recordBestEffort(new AuditEvent("submit", submission.agentGroup().value(),
          VisibleText.brief(submission.kind()), asker, "refused: may not ask for this agent group"));
      throw new IronclawException(ErrorCode.DENIED,
          "submit a change for " + submission.agentGroup() + ": " + asker + " may not ask for it");
    }
  }

  private Admission store(ChangeKind kind, ChangeSubmission submission, AgentGroup base, String digest) {
    Payload payload = Payload.parse(kind, submission.after(), base);
    StoredChange row = row(kind, submission, base, payload, digest);
    boolean byAgent = submission.requestedBy() instanceof Principal.Agent;
    Written written;
    try {
      written = ledger.audited(transaction -> write(transaction, row, byAgent));
    } catch (IronclawException e) {
      // Where it is committed and only the file lacks its entries, the human has to see it: it is there.
      if (!isStored(row.change())) {
        throw e;
      }
      written = new Written.Inserted();
    }
    return switch (written) {
      case Written.Inserted _ -> new Admission(row, true);
      case Written.There(StoredChange other) -> repeated(other, digest);
      case Written.TooMany(String why) -> throw new IronclawException(ErrorCode.RATE_LIMITED,
          "submit a change for " + base.id() + ": " + why);
    };
  }

  private Written write(AuditLog.Transaction transaction, StoredChange row, boolean byAgent) throws SQLException {
    Optional<StoredChange> sameId = store.find(transaction.connection(), row.change().id());
    if (sameId.isPresent()) {
      return new Written.There(sameId.get());
    }
    Optional<String> tooMany = byAgent ? tooMany(transaction.connection(), row) : Optional.empty();
    if (tooMany.isPresent()) {
      return new Written.TooMany(tooMany.get());
    }
    store.insert(transaction.connection(), row);
    transaction.audit(submitted(row.change()));
    transaction.audit(verdict(row.change()));
    return new Written.Inserted();
  }

  /// Only what agents ask for is limited: no operator is kept out by what an agent did.
  private Optional<String> tooMany(Connection connection, StoredChange row) throws SQLException {
    AgentGroupId group = row.change().agentGroup();
    if (row.isPending() && store.pendingOfAgents(connection, group) >= settings.maxPendingPerGroup()) {
      return Optional.of(settings.maxPendingPerGroup()
          + " changes of it wait for a human already; ask again when one is decided");
    }
    Instant hourAgo = row.change().createdAt().minus(Duration.ofHours(1));
    return store.askedByAgents(connection, group, hourAgo) >= settings.maxRequestsPerHour()
        ? Optional.of("it has asked " + settings.maxRequestsPerHour() + " times within an hour; ask again later")
        : Optional.empty();
  }

  private boolean isStored(Change change) {
    return ledger.read(connection -> store.find(connection, change.id()))
        .filter(row -> row.change().createdAt().equals(change.createdAt())).isPresent();
  }

  private StoredChange row(ChangeKind kind, ChangeSubmission submission, AgentGroup base, Payload payload,
      String digest) {
    Optional<String> reason = submission.reason().filter(text -> !text.isBlank());
    if (reason.filter(text -> text.length() > MAX_REASON_CHARS).isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD,
          "submit a change: the reason has more than " + MAX_REASON_CHARS + " characters");
    }
    String requestedBy = submission.requestedBy().name();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Optional<Change.DecisionRecord> rejection = chain.verify(payload, base)
        .map(why -> new Change.DecisionRecord(false, "verifier", now,
            Optional.of(why.verifier() + ": " + why.reason())));
    ChangeCard card = ChangeCards.render(kind, payload, base,
        new ChangeCards.Request(requestedBy, reason, submission.origin()));
    Change change = new Change(submission.id().orElseGet(this::newId), kind, base.id(), base.revision(),
        Applier.undone(base, payload), payload.toJson(), reason, requestedBy, submission.origin(), now,
        now.plus(settings.expiry()), rejection.isPresent() ? ChangeState.REJECTED : ChangeState.PENDING, rejection,
        Optional.empty(), card);
    return new StoredChange(change, digest, false);
  }

  private static Admission repeated(StoredChange row, String digest) {
    if (!row.requestDigest().equals(digest)) {
      throw new IronclawException(ErrorCode.CONFLICT, "submit change " + row.change().id()
          + ": this id stands for another request; use a new id");
    }
    return new Admission(row, false);
  }

  private static String digest(ChangeKind kind, ChangeSubmission submission) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("kind", kind.wireName());
    request.put("agentGroup", submission.agentGroup().value());
    request.put("requestedBy", submission.requestedBy().name());
    request.set("after", submission.after());
    return CanonicalJson.digest(request);
  }

  private static AuditEvent submitted(Change change) {
    return new AuditEvent("submit", change.id().value(), change.kind().wireName(), change.requestedBy(),
        "for " + change.agentGroup() + " at revision " + change.baseRevision() + ", payload sha256 "
            + CanonicalJson.digest(change.after()));
  }

  private static AuditEvent verdict(Change change) {
    return new AuditEvent("verdict", change.id().value(), change.kind().wireName(), "verifier",
        change.decision().flatMap(Change.DecisionRecord::reason).map(reason -> "rejected, " + reason)
            .orElse("a human decides, card " + change.card().hash()));
  }

  private ChangeId newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return new ChangeId("chg_" + HexFormat.of().formatHex(bytes));
  }

  private static String kinds() {
    StringBuilder names = new StringBuilder();
    for (ChangeKind kind : ChangeKind.values()) {
      names.append(names.isEmpty() ? "" : ", ").append(kind.wireName());
    }
    return names.toString();
  }

  /// What the transaction came to.
  private sealed interface Written {
    record Inserted() implements Written {}

    record There(StoredChange other) implements Written {}

    record TooMany(String why) implements Written {}
  }

  /// A stored request.
  ///
  /// @param isNew false where the same request was there already
  record Admission(StoredChange row, boolean isNew) {}
}
