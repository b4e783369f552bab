package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.Wiring.IgnoredMessagePolicy;
import java.util.ArrayList;
import java.util.List;

/// What a wiring means, in words, as the router enforces it.
final class WiringSentences {
  private WiringSentences() {}

  static List<String> gains(WiringSpec spec, Basis base) {
    String at = spec.place().shown();
    List<String> gains = new ArrayList<>();
    gains.add("hear at " + at + ": " + who(spec, base));
    gains.add("answer there: " + when(spec));
    gains.add(switch (spec.sessionMode()) {
      case SHARED -> "hold one conversation there that everybody at " + at + " shares";
      case PER_THREAD -> "hold a conversation of its own in each thread there";
      case AGENT_SHARED -> "carry what is said there into one conversation that all its places share, and out again";
    });
    if (spec.ignoredMessagePolicy() == IgnoredMessagePolicy.ACCUMULATE) {
      gains.add("read later what was said there and did not call for an answer");
    }
    if (spec.policyAfter(base) != spec.policyNow(base)) {
      gains.add(strangers(spec.policyAfter(base), at));
    }
    return gains;
  }

  private static String who(WiringSpec spec, Basis base) {
    String known = switch (spec.senderScope()) {
      case ALL -> "";
      case KNOWN -> " who is registered here";
    };
    return switch (spec.policyAfter(base)) {
      case STRICT, REQUEST_APPROVAL -> "everybody" + known + " with access to it (owners, admins, its members)";
      case PUBLIC -> "anybody at all" + known + ", strangers included";
    };
  }

  private static String when(WiringSpec spec) {
    return switch (spec.engageMode()) {
      case PATTERN -> spec.engagePattern().equals(".")
          ? "every message"
          : "messages in which " + VisibleText.line(spec.engagePattern()) + " is found";
      case MENTION -> "messages that name it";
      case MENTION_STICKY -> "messages that name it, and from then on every message of that conversation";
    };
  }

  /// It holds for the place, so for every agent that is wired to it.
  static String strangers(UnknownSenderPolicy policy, String at) {
    String what = switch (policy) {
      case STRICT -> "dropped";
      case REQUEST_APPROVAL -> "held until an operator lets them in";
      case PUBLIC -> "let in";
    };
    return "strangers at " + at + " are " + what + ", by every agent there";
  }

  /// All of it, a line each.
  static String table(WiringSpec spec) {
    return String.join("\n", "place: " + spec.place().shown() + (spec.isGroup() ? ", a group" : ", direct"),
        "engages on: " + spec.engageMode().wireName() + ", pattern " + VisibleText.line(spec.engagePattern()),
        "senders: " + spec.senderScope().wireName(), "other messages: " + spec.ignoredMessagePolicy().wireName(),
        "sessions: " + spec.sessionMode().wireName(), "priority: " + spec.priority());
  }
}
