package dev.ironclaw.client;

import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import java.util.Map;
import java.util.Optional;

/// The card of a change that nobody asked for yet, as a preview showed it, and the way to ask for exactly that.
public record ShownDraft(ChangeView card) {
  /// To preview once more, or to ask for as something new.
  public ChangeSubmitBody request(Optional<String> reason) {
    return ChangeSubmitBody.of(Optional.empty(), card.kind(), subject(), card.after().orElseThrow(), reason);
  }

  /// Only asked for: it waits for a decision. Sending it twice is asking once.
  public ChangeSubmitBody asked(Optional<String> reason) {
    return ChangeSubmitBody.of(Optional.of(card.id()), card.kind(), subject(), card.after().orElseThrow(), reason);
  }

  /// Asked for and approved in one act. Sending it twice is asking once.
  public ChangeSubmitBody approved(Optional<String> reason, ApproveBody consent) {
    return ChangeSubmitBody.of(Optional.of(card.id()), card.kind(), subject(), card.after().orElseThrow(), reason,
        Optional.of(consent));
  }

  /// A change that makes an agent is about none that exists, though its card names it.
  private String subject() {
    boolean makes = card.kind().equals("create_agent") && card.after().orElseThrow() instanceof Map<?, ?> fields
        && !fields.containsKey("remove");
    return makes ? "" : card.agentGroupId();
  }
}
