package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.ToolName;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Decides whether a commit may be stored; one bad row refuses it whole. The one reply to an inbound row, to where that
/// row came from, is free; everything else that goes out needs a right.
final class CommitPolicy {
  /// Of no meaning to the host: accepted and not kept.
  private static final Set<String> INFORMATIONAL = Set.of("ack", "noop", "presence", "typing");
  /// Enough for the largest change that can be asked for.
  private static final int MAX_SYSTEM_BYTES = 16 * 1024;
  private static final List<String> HOST_IDS = List.of("in_", "sys_");

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
      ownId(row, inbound);
      switch (row.kind()) {
        case CHAT -> chat(row, rights, inbound);
        case SYSTEM -> system(row, rights, inbound);
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

  /// Whether the row has to be stored; one that only informs has done so.
  boolean isKept(MessageOut row) {
    return row.kind() != MessageKind.SYSTEM || requests.action(row.content()).filter(INFORMATIONAL::contains).isEmpty();
  }

  /// A reader of the conversation goes on after an id: so no row of a box may bear the id of one that the host wrote, or
  /// will write.
  private static void ownId(MessageOut row, Function<MessageId, Optional<MessageIn>> inbound) {
    if (HOST_IDS.stream().anyMatch(row.id().value()::startsWith) || inbound.apply(row.id()).isPresent()) {
      throw refuse(ErrorCode.INVALID_REQUEST, row, "its id is one of the host's; choose another");
    }
  }

  private static void chat(MessageOut row, Set<String> rights, Function<MessageId, Optional<MessageIn>> inbound) {
    boolean free = row.inReplyTo().filter(to -> MessageOut.replyTo(to).equals(row.id())).flatMap(inbound)
        .filter(origin -> goesBackTo(origin, row)).isPresent();
    if (!free) {
      need(row, rights, ToolName.forSendingTo(row.channelType()));
    }
  }

  private static boolean goesBackTo(MessageIn origin, MessageOut row) {
    return origin.channelType().equals(row.channelType()) && origin.platformId().equals(row.platformId())
        && origin.threadId().equals(row.threadId());
  }

  /// An action that is no tool of ours is stored: the outbound side refuses it, audits it and tells the agent.
  private void system(MessageOut row, Set<String> rights, Function<MessageId, Optional<MessageIn>> inbound) {
    int bytes = row.content().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_SYSTEM_BYTES) {
      throw refuse(ErrorCode.TOO_LARGE, row,
          "a request has at most " + MAX_SYSTEM_BYTES + " bytes, this one has " + bytes);
    }
    // A human reads on the card what was being answered.
    if (row.inReplyTo().isPresent() && row.inReplyTo().flatMap(inbound).isEmpty()) {
      throw refuse(ErrorCode.DENIED, row, "it answers a row that this session has not");
    }
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
