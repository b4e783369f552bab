package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.kind.Risk;
import dev.ironclaw.controlplane.registry.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// What an operator asks for and approves in one act. It goes through the gateway's two doors like any other change; what
/// is saved is the second look, and only for who has had the first one at this very card.
final class OwnChanges {
  private static final String NO_AGENT = "control-plane";

  private final Gateway gateway;

  OwnChanges(Gateway gateway) {
    this.gateway = gateway;
  }

  Change submit(ChangeSubmission submission, String cardHash, Optional<String> confirmation, Optional<String> code) {
    if (!(submission.requestedBy() instanceof Principal.Operator operator)) {
      throw new IronclawException(ErrorCode.DENIED, "submit and approve in one act: only an operator may");
    }
    Change draft = gateway.preview(submission);
    if (draft.state() == ChangeState.REJECTED) {
      return gateway.submit(submission);
    }
    requireOnePerson(draft);
    requireShown(draft, cardHash);
    requireConfirmed(draft, confirmation);
    requireLet(draft, operator, code);
    Change stored = gateway.submit(submission, false);
    if (stored.state() != ChangeState.PENDING) {
      return stored;
    }
    try {
      return gateway.decide(stored.id(), new Answer(true, cardHash, Optional.empty(), GrantScope.ALWAYS, code),
          operator);
    } catch (IronclawException e) {
      withdraw(stored, e, operator);
      throw e;
    }
  }

  private void requireOnePerson(Change draft) {
    if (gateway.approvals(draft).twoNeeded()) {
      throw new IronclawException(ErrorCode.DENIED, "submit and approve in one act: this change ("
          + draft.card().title() + ") needs two people: submit it, and let both approve it");
    }
  }

  private static void requireShown(Change draft, String cardHash) {
    String live = draft.card().hash();
    if (!MessageDigest.isEqual(live.getBytes(StandardCharsets.UTF_8), cardHash.getBytes(StandardCharsets.UTF_8))) {
      throw new IronclawException(ErrorCode.CHANGE_CARD_STALE,
          "submit and approve in one act: changed since you looked: "
              + "the card shown (" + VisibleText.brief(cardHash) + ") is not the live card (" + live
              + "); preview it again");
    }
  }

  private static void requireConfirmed(Change draft, Optional<String> confirmation) {
    String name = draft.agentGroup().map(AgentGroupId::value).orElse(NO_AGENT);
    if (draft.card().risk() == Risk.RED && confirmation.filter(name::equals).isEmpty()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "submit and approve in one act: this change is red ("
          + draft.card().title() + "): confirm it with the name " + name);
    }
  }

  private void requireLet(Change draft, Principal.Operator operator, Optional<String> code) {
    gateway.refusal(draft, operator, code.isPresent()).ifPresent(no -> {
      throw new IronclawException(no.code(), "submit and approve in one act: " + no.why());
    });
  }

  /// What could not be approved as it was meant to does not wait for anybody: something else was applied between the look
  /// and the act, so that nobody has seen this card, or the operator could not show who they are.
  private void withdraw(Change stored, IronclawException why, Principal.Operator operator) {
    Optional<String> reason = switch (why.code()) {
      case CHANGE_CARD_STALE -> Optional.of("withdrawn: changed since it was shown");
      case STEP_UP_REQUIRED, STEP_UP_REFUSED, DENIED -> Optional.of("withdrawn: its approval was refused");
      default -> Optional.empty();
    };
    reason.ifPresent(text -> gateway.decide(stored.id(), false, "", Optional.of(text), operator));
  }
}
