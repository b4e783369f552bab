package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.Asked;
import dev.ironclaw.controlplane.kind.Basis;
import dev.ironclaw.controlplane.kind.ChangeCard;
import dev.ironclaw.controlplane.kind.DecisionPolicy;
import dev.ironclaw.controlplane.kind.VerifierChain;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Turns a request into the change that it would be: parsed, verified, with its card. Stores nothing.
final class Drafts {
  private static final int MAX_REASON_CHARS = 2_000;

  private final Bases bases;
  private final Askings askings;
  private final VerifierChain chain;
  private final Clock clock;
  private final RandomGenerator random;
  private final GatewaySettings settings;

  Drafts(Bases bases, Askings askings, VerifierChain chain, Clock clock, RandomGenerator random,
      GatewaySettings settings) {
    this.bases = bases;
    this.askings = askings;
    this.chain = chain;
    this.clock = clock;
    this.random = random;
    this.settings = settings;
  }

  /// Pending, or rejected by a verifier.
  ///
  /// @throws IronclawException `INVALID_PAYLOAD`, `DENIED` for what only people may ask for, `NOT_FOUND` for the agent group, `NOT_AVAILABLE` for what this version
  ///         could not carry out
  Change draft(ChangeKind kind, ChangeSubmission submission) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Basis.Asking asking = bases.asking(now, submission.origin());
    Asked<?> asked = asked(kind, submission, asking);
    Optional<String> reason = reason(submission);
    String requestedBy = submission.requestedBy().name();
    Optional<Change.DecisionRecord> rejection = chain.verify(asked)
        .map(why -> new Change.DecisionRecord(false, "verifier", now,
            Optional.of(why.verifier() + ": " + why.reason())));
    if (rejection.isEmpty()) {
      refuseUnavailable(asked);
    }
    ChangeCard card = ChangeCards.render(asked, new ChangeCards.Request(requestedBy, reason,
        submission.origin().map(origin -> OriginSentence.of(origin, askings.of(origin)))));
    return new Change(submission.id().orElseGet(this::newId), kind, asked.subject(), asked.base().revision(),
        asked.before(), asked.payload(), reason, requestedBy, submission.origin(), now, now.plus(patience(asked)),
        rejection.isPresent() ? ChangeState.REJECTED : ChangeState.PENDING, rejection, Optional.empty(), card);
  }

  private Duration patience(Asked<?> asked) {
    return asked.base().policy().flatMap(DecisionPolicy::patience).orElse(settings.expiry());
  }

  private Asked<?> asked(ChangeKind kind, ChangeSubmission submission, Basis.Asking asking) {
    if (submission.requestedBy() instanceof Principal.Agent agent && Asked.isForPeopleAlone(kind)) {
      // Before it is read: a slip in the payload must not hide what was asked for.
      throw onlyPeople(kind, agent);
    }
    Asked<?> asked = Asked.parse(kind, submission.after(), bases.of(kind, submission.agentGroup(), asking));
    return switch (submission.requestedBy()) {
      case Principal.Operator _,Principal.ControlPlane _,Principal.ChatUser _ -> asked;
      case Principal.Agent agent -> {
        if (!asked.mayBeAskedByAgents()) {
          throw onlyPeople(kind, agent);
        }
        // An agent asks as itself, but the agent that it wants made is another one.
        yield kind == ChangeKind.CREATE_AGENT
            ? Asked.parse(kind, submission.after(), bases.of(kind, Optional.empty(), asking))
            : asked;
      }
    };
  }

  private static IronclawException onlyPeople(ChangeKind kind, Principal.Agent agent) {
    return new IronclawException(ErrorCode.DENIED, "submit a change of kind " + kind.wireName() + ": " + agent.name()
        + " is an agent, and only people may ask for this");
  }

  private static void refuseUnavailable(Asked<?> asked) {
    asked.unavailable().ifPresent(why -> {
      throw new IronclawException(ErrorCode.NOT_AVAILABLE,
          "submit a change of kind " + asked.kind().wireName() + ": not available yet: " + why);
    });
  }

  private static Optional<String> reason(ChangeSubmission submission) {
    Optional<String> reason = submission.reason().filter(text -> !text.isBlank());
    if (reason.filter(text -> text.length() > MAX_REASON_CHARS).isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD,
          "submit a change: the reason has more than " + MAX_REASON_CHARS + " characters");
    }
    return reason;
  }

  static ChangeKind kind(ChangeSubmission submission) {
    return ChangeKind.ofWireName(submission.kind())
        .orElseThrow(() -> new IronclawException(ErrorCode.UNKNOWN_KIND, "submit a change: unknown kind \""
            + VisibleText.brief(submission.kind()) + "\"; known: " + kinds()));
  }

  private static String kinds() {
    StringBuilder names = new StringBuilder();
    for (ChangeKind kind : ChangeKind.values()) {
      names.append(names.isEmpty() ? "" : ", ").append(kind.wireName());
    }
    return names.toString();
  }

  private ChangeId newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return new ChangeId("chg_" + HexFormat.of().formatHex(bytes));
  }

  /// Who a sentence is about, before the change is read.
  static String about(ChangeSubmission submission) {
    return submission.agentGroup().map(AgentGroupId::value).orElse("no agent");
  }
}
