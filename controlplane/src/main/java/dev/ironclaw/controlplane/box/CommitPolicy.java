package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.ToolName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Decides whether a commit may be stored; one bad row refuses it whole. The one reply to an inbound row, to where that
/// row came from, is free; everything else that goes out needs a right.
final class CommitPolicy {
  private final BoxRequests requests;

  CommitPolicy(BoxRequests requests) {
    this.requests = requests;
  }

  /// @param inbound looks up a row of the box's own session
  /// @throws IronclawException naming the first row that may not be stored
  void check(BoxCommit commit, Set<String> rights, Function<MessageId, Optional<MessageIn>> inbound) {
    Set<MessageId> ids = new HashSet<>();
    for (MessageOut row : commit.rows()) {
      if (!ids.add(row.id())) {
        throw refuse(ErrorCode.INVALID_REQUEST, row, "comes twice");
      }
      switch (row.kind()) {
        case CHAT -> chat(row, rights, inbound);
        case SYSTEM -> system(row, rights);
        case TASK, WEBHOOK -> throw refuse(ErrorCode.INVALID_REQUEST, row, "a box sends chat and system rows only");
      }
    }
    for (BoxCommit.Ack ack : commit.acks()) {
      if (inbound.apply(ack.messageId()).isEmpty()) {
        throw new IronclawException(ErrorCode.DENIED,
            "commit ack " + ack.messageId() + ": this session has no such inbound row");
      }
    }
  }

  private static void chat(MessageOut row, Set<String> rights, Function<MessageId, Optional<MessageIn>> inbound) {
    boolean free = row.inReplyTo().filter(to -> MessageOut.replyTo(to).equals(row.id())).flatMap(inbound)
        .filter(origin -> goesBackTo(origin, row)).isPresent();
    if (!free) {
      need(row, rights, ToolName.SEND_MESSAGE);
    }
  }

  private static boolean goesBackTo(MessageIn origin, MessageOut row) {
    return origin.channelType().equals(row.channelType()) && origin.platformId().equals(row.platformId())
        && origin.threadId().equals(row.threadId());
  }

  /// An action that is no tool of ours is stored: the outbound side refuses it, audits it and tells the agent.
  private void system(MessageOut row, Set<String> rights) {
    String action = requests.action(row.content())
        .orElseThrow(() -> refuse(ErrorCode.INVALID_PAYLOAD, row, "content must be JSON with an action"));
    if (ToolName.ALL.contains(action)) {
      need(row, rights, action);
    }
  }

  private static void need(MessageOut row, Set<String> rights, String right) {
    if (!rights.contains(right)) {
      throw refuse(ErrorCode.DENIED, row, right + " is not granted to this agent; request the capability first");
    }
  }

  private static IronclawException refuse(ErrorCode code, MessageOut row, String why) {
    return new IronclawException(code, "commit row " + row.id() + ": " + why);
  }
}
