package dev.ironclaw.contract.box;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageOut;
import java.util.List;
import java.util.Optional;

/// Everything that one step of the agent wants to make durable, in one transaction: all of it or nothing. Sending the
/// same commit again changes nothing.
public record BoxCommit(List<MessageOut> rows, List<Ack> acks, List<StateEntry> state) {
  public BoxCommit {
    rows = List.copyOf(rows);
    acks = List.copyOf(acks);
    state = List.copyOf(state);
  }

  /// How far the agent is with an inbound row.
  public record Ack(MessageId messageId, AckStatus status) {}

  /// One key of the session's memory; an empty value deletes it.
  public record StateEntry(String key, Optional<String> value) {}

  /// What became of one row.
  public enum RowResult {
    STORED, DUPLICATE
  }
}
