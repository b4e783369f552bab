package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Refusal;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.kind.CanonicalJson;
import dev.ironclaw.controlplane.kind.PayloadObjection;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Takes requests in: parse, verify, render the card, store. Nothing takes effect here.
final class Intake {
  private static final Duration HOUR = Duration.ofHours(1);
  /// Of an objection, in the log.
  private static final int MAX_WORDS = 200;

  private final ChangeStore store;
  private final Ledger ledger;
  private final Registry registry;
  private final Drafts drafts;
  private final AutoApproval auto;
  private final GatewaySettings settings;
  private final RefusalLimit refusals;

  Intake(ChangeStore store, Ledger ledger, Registry registry, Drafts drafts, AutoApproval auto,
      GatewaySettings settings, RefusalLimit refusals) {
    this.store = store;
    this.ledger = ledger;
    this.registry = registry;
    this.drafts = drafts;
    this.auto = auto;
    this.settings = settings;
    this.refusals = refusals;
  }

  /// What would be stored.
  Change preview(ChangeSubmission submission) {
    ChangeKind kind = Drafts.kind(submission);
    requireAgent(submission);
    asker(submission);
    return drafts.draft(kind, submission);
  }

  /// @param mayBeAutomatic false where a human is about to decide it
  Admission admit(ChangeSubmission submission, boolean mayBeAutomatic) {
    requireAgent(submission);
    Optional<AgentGroupId> askedFor = asker(submission);
    ChangeKind kind = recorded(submission, askedFor, () -> Drafts.kind(submission));
    String digest = digest(kind, submission);
    Optional<Admission> repeated = submission.id()
        .flatMap(id -> ledger.read(connection -> store.find(connection, id)))
        .map(row -> repeated(row, digest));
    return repeated
        .orElseGet(
            () -> store(
                new StoredChange(recorded(submission, askedFor, () -> drafts.draft(kind, submission)), digest, false,
                    askedFor),
                mayBeAutomatic));
  }

  private void requireAgent(ChangeSubmission submission) {
    submission.agentGroup().filter(id -> registry.agentGroup(id).isEmpty()).ifPresent(id -> {
      throw new IronclawException(ErrorCode.NOT_FOUND, "submit a change: there is no agent group " + id);
    });
  }

  /// An agent asks for itself alone, whatever its request says; who only talks in a chat asks for nobody.
  ///
  /// @return the agent group whose agent asks
  private Optional<AgentGroupId> asker(ChangeSubmission submission) {
    Optional<AgentGroupId> agent = switch (submission.requestedBy()) {
      case Principal.Agent(SessionId session) -> registry.session(session).map(Session::agentGroup);
      case Principal.Operator _,Principal.ControlPlane _,Principal.ChatUser _ -> Optional.empty();
    };
    boolean allowed = switch (submission.requestedBy()) {
      case Principal.Operator _,Principal.ControlPlane _ -> true;
      case Principal.Agent(SessionId session) -> agent.isPresent() && submission.agentGroup().equals(agent)
          && submission.origin().filter(origin -> !origin.session().equals(session)).isEmpty();
      case Principal.ChatUser _ -> false;
    };
    if (!allowed) {
      String asker = submission.requestedBy().name();
      refused(submission, agent, ErrorCode.DENIED, " of another agent", "may not ask for this agent group");
      throw new IronclawException(ErrorCode.DENIED,
          "submit a change for " + Drafts.about(submission) + ": " + asker + " may not ask for it");
    }
    return agent;
  }

  /// What is hostile counts as denied, whatever code its answer has. The slips of people are theirs alone.
  private <T> T recorded(ChangeSubmission submission, Optional<AgentGroupId> agent, Supplier<T> step) {
    try {
      return step.get();
    } catch (IronclawException e) {
      Optional<PayloadObjection> objection = PayloadObjection.behind(e);
      if (objection.filter(PayloadObjection::isHostile).isPresent()) {
        refused(submission, agent, ErrorCode.DENIED, " hostile payload", words(objection.get()));
      } else if (e.code() == ErrorCode.DENIED) {
        refused(submission, agent, e.code(), "", "only people may ask for this");
      } else if (e.code() == ErrorCode.NOT_AVAILABLE) {
        refused(submission, agent, e.code(), "", "not available yet");
      } else if (agent.isPresent() && e.code().type() == ErrorCode.Type.USER) {
        refused(submission, agent, e.code(), "", words(objection.<RuntimeException>map(it -> it).orElse(e)));
      }
      throw e;
    }
  }

  /// The agent chose some of them.
  private static String words(RuntimeException reason) {
    return Excerpt.of(VisibleText.line(String.valueOf(reason.getMessage())), MAX_WORDS);
  }

  /// @param of what sets it apart where it is counted
  /// @throws IronclawException `RATE_LIMITED` instead of the reason, where too much was refused to this agent
  private void refused(ChangeSubmission submission, Optional<AgentGroupId> agent, ErrorCode code, String of,
      String why) {
    // The agent chooses the names of kinds that do not exist.
    String kind = ChangeKind.ofWireName(submission.kind()).map(ChangeKind::wireName).orElse("unknown kind");
    AuditEvent entry = new AuditEvent("submit", Drafts.about(submission), kind, submission.requestedBy().name(),
        "refused: " + why);
    if (agent.isEmpty()) {
      ledger.recordBestEffort(entry);
      return;
    }
    record(agent.get(), Refusal.of(entry, code, kind + of)).ifPresent(until -> {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "submit a change for " + Drafts.about(submission) + ": " + why
          + "; " + RefusalLimit.PER_HOUR + " of its requests were refused within an hour, ask again after " + until);
    });
  }

  /// @return where it has no entry: when the next one has
  private Optional<Instant> record(AgentGroupId agent, Refusal refusal) {
    return refusals.within(agent, refusal, ruling -> {
      ruling.entries().forEach(ledger::recordBestEffort);
      return ruling.fullUntil();
    });
  }

  private Admission store(StoredChange row, boolean mayBeAutomatic) {
    Written written;
    try {
      written = ledger.audited(transaction -> write(transaction, row, mayBeAutomatic));
    } catch (IronclawException e) {
      // Where it is committed and only the file lacks its entries, the human has to see it: it is there.
      written = new Written.Inserted(stored(row.change()).orElseThrow(() -> e));
    }
    return switch (written) {
      case Written.Inserted(StoredChange stored) -> new Admission(stored, true);
      case Written.There(StoredChange other) -> repeated(other, row.requestDigest());
      case Written.TooMany(String why) -> throw tooMany(row, why);
    };
  }

  /// What a verifier would have rejected is no mere excess: it counts as denied.
  private IronclawException tooMany(StoredChange row, String why) {
    Change change = row.change();
    Optional<String> rejection = change.decision().flatMap(Change.DecisionRecord::reason);
    AuditEvent entry = new AuditEvent("submit", change.about(), change.kind().wireName(), change.requestedBy(),
        "refused: " + why + rejection.map(reason -> "; a verifier would reject it, " + reason).orElse(""));
    row.askedFor().ifPresent(agent -> record(agent, rejection.isPresent()
        ? Refusal.of(entry, ErrorCode.DENIED, change.kind().wireName() + " rejected")
        : Refusal.of(entry, ErrorCode.RATE_LIMITED, change.kind().wireName())));
    return new IronclawException(ErrorCode.RATE_LIMITED, "submit a change for " + change.about() + ": " + why);
  }

  private Written write(AuditLog.Transaction transaction, StoredChange row, boolean mayBeAutomatic)
      throws SQLException {
    Optional<StoredChange> sameId = store.find(transaction.connection(), row.change().id());
    if (sameId.isPresent()) {
      return new Written.There(sameId.get());
    }
    Optional<String> tooMany = tooMany(transaction.connection(), row);
    if (tooMany.isPresent()) {
      return new Written.TooMany(tooMany.get());
    }
    store.insert(transaction.connection(), row);
    transaction.audit(submitted(row.change()));
    Optional<Change.DecisionRecord> rule = row.isPending() && mayBeAutomatic
        ? auto.of(transaction.connection(), row.change())
        : Optional.empty();
    if (rule.isEmpty()) {
      transaction.audit(verdict(row.change()));
      return new Written.Inserted(row);
    }
    return approve(transaction, row.change(), rule.get());
  }

  /// A rule of the policy, so that the same transaction has the request and its decision: nobody sees it pending.
  private Written approve(AuditLog.Transaction transaction, Change change, Change.DecisionRecord rule)
      throws SQLException {
    String why = rule.reason().orElseThrow();
    store.approve(transaction.connection(), change, rule);
    transaction.audit(new AuditEvent("verdict", change.id().value(), change.kind().wireName(), rule.decidedBy(),
        "no human is asked, " + why));
    transaction.audit(new AuditEvent("decision", change.id().value(), change.kind().wireName(), rule.decidedBy(),
        why + ", card " + change.card().hash()));
    return new Written.Inserted(store.find(transaction.connection(), change.id()).orElseThrow());
  }

  /// Only what agents ask for is limited: no operator is kept out by what an agent did.
  private Optional<String> tooMany(Connection connection, StoredChange row) throws SQLException {
    if (row.askedFor().isEmpty()) {
      return Optional.empty();
    }
    AgentGroupId group = row.askedFor().get();
    if (row.isPending() && store.pendingOfAgents(connection, group) >= settings.maxPendingPerGroup()) {
      return Optional.of(settings.maxPendingPerGroup()
          + " changes of it wait for a human already; ask again when one is decided");
    }
    Instant now = row.change().createdAt();
    return store.askedByAgents(connection, group, now.minus(HOUR)) >= settings.maxRequestsPerHour()
        ? Optional.of("it has asked " + settings.maxRequestsPerHour() + " times within an hour; ask again after "
            + now.plus(HOUR) + " at the latest")
        : Optional.empty();
  }

  private Optional<StoredChange> stored(Change change) {
    return ledger.read(connection -> store.find(connection, change.id()))
        .filter(row -> row.change().createdAt().equals(change.createdAt()));
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
    request.put("agentGroup", submission.agentGroup().map(AgentGroupId::value).orElse(""));
    request.put("requestedBy", submission.requestedBy().name());
    request.set("after", submission.after());
    return CanonicalJson.digest(request);
  }

  private static AuditEvent submitted(Change change) {
    return new AuditEvent("submit", change.id().value(), change.kind().wireName(), change.requestedBy(),
        "for " + change.about() + " at revision " + change.baseRevision() + ", payload sha256 "
            + CanonicalJson.digest(change.after()));
  }

  private static AuditEvent verdict(Change change) {
    return new AuditEvent("verdict", change.id().value(), change.kind().wireName(), "verifier",
        change.decision().flatMap(Change.DecisionRecord::reason).map(reason -> "rejected, " + reason)
            .orElse("a human decides, card " + change.card().hash()));
  }

  /// What the transaction came to.
  private sealed interface Written {
    record Inserted(StoredChange stored) implements Written {}

    record There(StoredChange other) implements Written {}

    record TooMany(String why) implements Written {}
  }

  /// A stored request.
  ///
  /// @param isNew false where the same request was there already
  record Admission(StoredChange row, boolean isNew) {}
}
