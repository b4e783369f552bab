package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import java.time.Clock;
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
    boolean[] full = {false};
    Optional<StoredChange> existing = ledger.audited(transaction -> {
      Optional<StoredChange> sameId = store.find(transaction.connection(), row.change().id());
      if (sameId.isPresent()) {
        return sameId;
      }
      full[0] = row.isPending()
          && store.pendingCount(transaction.connection(), base.id()) >= settings.maxPendingPerGroup();
      if (!full[0]) {
        store.insert(transaction.connection(), row);
        transaction.audit(submitted(row.change()));
        transaction.audit(verdict(row.change()));
      }
      return Optional.empty();
    });
    if (full[0]) {
      throw tooMany(base.id());
    }
    return existing.map(other -> repeated(other, digest)).orElseGet(() -> new Admission(row, true));
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

  private IronclawException tooMany(AgentGroupId group) {
    return new IronclawException(ErrorCode.RATE_LIMITED, "submit a change for " + group + ": "
        + settings.maxPendingPerGroup() + " changes of it wait for a human already; ask again when one is decided");
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

  /// A stored request.
  ///
  /// @param isNew false where the same request was there already
  record Admission(StoredChange row, boolean isNew) {}
}
