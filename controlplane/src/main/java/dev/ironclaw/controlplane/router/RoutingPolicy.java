package dev.ironclaw.controlplane.router;

import dev.ironclaw.controlplane.registry.Access;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.Wiring;
import dev.ironclaw.controlplane.registry.Wiring.SenderScope;
import java.util.function.BooleanSupplier;

/// Decides what a message means to a wiring. Pure but for what it asks through [Facts].
///
/// Somebody without access is treated by the place's policy: `strict` drops, `request_approval` holds what would have
/// engaged (and nothing else: what was not said to the agent is nobody's to keep), `public` goes on as a guest. The scope
/// `known` then wants a registered user, whatever the policy let through.
final class RoutingPolicy {
  static final String DENIED = "access-denied: ";
  static final String OUT_OF_SCOPE = "sender-scope: known users only";
  static final String NOT_ENGAGED = "not-engaged: dropped";

  private final EngagePattern patterns = new EngagePattern();

  /// What is known of the sender, the place and the message.
  ///
  /// @param registered true where the sender has a user record
  /// @param addressedBefore whether the session that the message would go to was addressed once; asked only if needed
  record Facts(Access access, boolean registered, UnknownSenderPolicy policy, String text, boolean mentioned,
      BooleanSupplier addressedBefore) {}

  Decision decide(Wiring wiring, Facts facts) {
    if (!facts.access().allowed()) {
      switch (facts.policy()) {
        case STRICT -> {
          return new Decision.Drop(wiring, DENIED + facts.access().reason());
        }
        case REQUEST_APPROVAL -> {
          return engages(wiring, facts) ? new Decision.Hold(wiring) : new Decision.Drop(wiring, NOT_ENGAGED);
        }
        case PUBLIC -> {
          // Goes on as a guest.
        }
      }
    }
    if (wiring.senderScope() == SenderScope.KNOWN && !facts.registered()) {
      return new Decision.Drop(wiring, OUT_OF_SCOPE);
    }
    if (engages(wiring, facts)) {
      return new Decision.Engage(wiring);
    }
    return switch (wiring.ignoredMessagePolicy()) {
      case DROP -> new Decision.Drop(wiring, NOT_ENGAGED);
      case ACCUMULATE -> new Decision.Accumulate(wiring);
    };
  }

  private boolean engages(Wiring wiring, Facts facts) {
    return switch (wiring.engageMode()) {
      case PATTERN -> patterns.matches(wiring.engagePattern(), facts.text());
      case MENTION -> facts.mentioned();
      case MENTION_STICKY -> facts.mentioned() || facts.addressedBefore().getAsBoolean();
    };
  }
}
