package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxCommit.Ack;
import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import java.util.List;
import java.util.Optional;

/// Rows for tests.
final class QueueRows {
  private QueueRows() {}

  static NewInbound chat(String id) {
    return chat(id, "words of " + id);
  }

  static NewInbound chat(String id, String text) {
    return new NewInbound(new MessageId(id), MessageKind.CHAT, true, "app", "owner", Optional.empty(),
        "{\"text\":\"" + text + "\",\"sender\":{\"id\":\"app:owner\",\"name\":\"Owner\"}}", Optional.empty(), false);
  }

  static NewInbound context(String id) {
    NewInbound row = chat(id);
    return new NewInbound(row.id(), row.kind(), false, row.channelType(), row.platformId(), row.threadId(),
        row.content(), row.sourceSessionId(), row.onWake());
  }

  static MessageOut reply(String id) {
    return new MessageOut(MessageOut.replyTo(new MessageId(id)), Optional.of(new MessageId(id)), MessageKind.CHAT,
        "app",
        "owner", Optional.empty(), "reply to " + id, Optional.empty());
  }

  static BoxCommit rows(MessageOut... rows) {
    return new BoxCommit(List.of(rows), List.of(), List.of());
  }

  static BoxCommit ack(String id, AckStatus status) {
    return new BoxCommit(List.of(), List.of(new Ack(new MessageId(id), status)), List.of());
  }

  static BoxCommit state(String key, String value) {
    return new BoxCommit(List.of(), List.of(), List.of(new StateEntry(key, Optional.of(value))));
  }

  /// One whole step: the reply, the end of the turn and the memory of it.
  static BoxCommit step(String id) {
    return new BoxCommit(List.of(reply(id)), List.of(new Ack(new MessageId(id), AckStatus.COMPLETED)),
        List.of(new StateEntry("last", Optional.of(id))));
  }
}
