package dev.ironclaw.desktop.notification;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// One notification, as data.
///
/// @param summary never words of agents
/// @param body plain text; words of agents with everything visible that hides
/// @param offered what can be answered; [Answer#REVIEW] always
/// @param expires when it is of no use any more
public record Notice(Subject subject, String summary, String body, Urgency urgency, Set<Answer> offered,
    Optional<Instant> expires) {
  public Notice {
    offered = Set.copyOf(offered);
  }

  /// What it is about.
  public sealed interface Subject {
    /// One thing.
    sealed interface Single extends Subject {}

    /// A card as it was shown: another card of the same change is another subject.
    record Card(String changeId, String cardHash) implements Single {}

    /// A question or notice. Nothing can be answered at it: it only leads to where it is.
    ///
    /// @param screen where it is answered
    /// @param item what is shown there
    record Ask(String id, String screen, String item) implements Single {}

    /// All that there was no room for.
    record Rest(Set<Single> things) implements Subject {
      public Rest {
        things = Set.copyOf(things);
      }
    }
  }

  /// What a human can say at once. Approving is the most there is.
  public enum Answer {
    REVIEW, DENY, APPROVE
  }

  /// How it should be shown.
  public enum Urgency {
    NORMAL, CRITICAL
  }
}
