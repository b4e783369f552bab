package dev.ironclaw.desktop.chat;

import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.QuestionView;

/// One row of a conversation.
public sealed interface ChatItem {
  /// A message that is on disk.
  record Said(MessageView message) implements ChatItem {
    public boolean fromAgent() {
      return message.role().equals("agent");
    }
  }

  /// What the agent asked for here.
  ///
  /// @param state of the change, as it is now
  record Asked(ChangeView change, String state) implements ChatItem {
    public boolean waits() {
      return state.equals("pending");
    }
  }

  /// A question of the agent that waits for an answer.
  record Question(QuestionView question) implements ChatItem {}

  /// An answer that is being written.
  record Writing(String text) implements ChatItem {}

  /// A message that has no answer yet, and how it stands.
  record Waiting(Why why, String note) implements ChatItem {
    /// Why there is none.
    public enum Why {
      THINKING, STARTING, TROUBLE, STOPPING, ASLEEP
    }
  }

  /// A message of the person's that the control plane does not have.
  ///
  /// @param id the same however often it is sent
  /// @param problem why it could not be sent; empty while it is on its way
  record Unsent(String id, String text, String problem) implements ChatItem {}

  /// There are older ones.
  record Earlier() implements ChatItem {}
}
