package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.MessageId;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The inbound `system` row that tells an agent what became of its request.
///
/// @param rowId the same for the same change, so that telling twice is telling once
/// @param content JSON `{"event":"change","changeId","kind","outcome","text"}`; `outcome` is `applied`, `denied` or
///        `failed`
public record OutcomeNotice(MessageId rowId, String content) {
  /// Only for a change that is decided and, where it was approved, settled.
  public static OutcomeNotice of(Change change) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.put("event", "change");
    content.put("changeId", change.id().value());
    content.put("kind", change.kind().wireName());
    content.put("outcome", outcome(change));
    content.put("text", text(change));
    return new OutcomeNotice(new MessageId("sys_" + change.id()), content.toString());
  }

  private static String outcome(Change change) {
    return switch (change.state()) {
      case APPLIED -> "applied";
      case REJECTED, EXPIRED -> "denied";
      case FAILED -> "failed";
      case PENDING, APPROVED -> throw new IllegalStateException("change " + change.id() + " is not settled");
    };
  }

  private static String text(Change change) {
    String what = "your request " + change.id() + " (" + change.card().title() + ") ";
    String why = change.decision().flatMap(Change.DecisionRecord::reason).map(reason -> ": " + reason).orElse("");
    return switch (change.state()) {
      case APPLIED -> what + "was approved and is applied" + why;
      case REJECTED, EXPIRED -> what + "is denied" + why;
      case FAILED -> what + "was approved but could not be applied" + error(change.error());
      case PENDING, APPROVED -> throw new IllegalStateException("change " + change.id() + " is not settled");
    };
  }

  private static String error(Optional<String> error) {
    return error.map(text -> ": " + text).orElse("");
  }
}
