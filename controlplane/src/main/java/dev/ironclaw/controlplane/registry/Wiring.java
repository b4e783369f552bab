package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.WiringId;
import java.util.Locale;

/// Connects a messaging group to an agent group.
///
/// @param engagePattern regular expression for `PATTERN`; `.` engages on everything
/// @param priority higher first
public record Wiring(WiringId id, MessagingGroupId messagingGroup, AgentGroupId agentGroup, EngageMode engageMode,
    String engagePattern, SenderScope senderScope, IgnoredMessagePolicy ignoredMessagePolicy, SessionMode sessionMode,
    int priority) {

  /// When a message starts a turn.
  public enum EngageMode {
    PATTERN, MENTION, MENTION_STICKY;

    /// `pattern`, `mention`, `mention-sticky`.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Who may engage: anybody with access, or registered users only.
  public enum SenderScope {
    ALL, KNOWN;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What happens to a message that does not engage.
  public enum IgnoredMessagePolicy {
    DROP, ACCUMULATE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Which messages share one session.
  public enum SessionMode {
    SHARED, PER_THREAD, AGENT_SHARED;

    /// `shared`, `per-thread`, `agent-shared`.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
