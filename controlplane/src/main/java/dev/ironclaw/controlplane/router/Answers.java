package dev.ironclaw.controlplane.router;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.controlplane.registry.Session;
import java.util.Optional;

/// Takes a message that answers a question of an agent.
@FunctionalInterface
public interface Answers {
  /// True where the message was an answer: it is stored and on its way to the agent, in a row with this id.
  boolean take(Session session, Said said);

  /// A message that may reach the agent of a session.
  ///
  /// @param row the id that its row would have
  /// @param name of the sender, as people see it
  record Said(MessageId row, String channelType, String platformId, Optional<String> threadId, UserId sender,
      String name, String text) {}
}
