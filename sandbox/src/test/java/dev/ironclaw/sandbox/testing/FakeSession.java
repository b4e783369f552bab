package dev.ironclaw.sandbox.testing;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;

/// The host's memory of one session, as far as a box can tell: outlives every box that works on it.
public final class FakeSession {
  public final List<MessageIn> inbound = new ArrayList<>();
  public final Map<MessageId, MessageOut> outbound = new LinkedHashMap<>();
  public final Map<MessageId, AckStatus> acks = new LinkedHashMap<>();
  public final Map<String, String> state = new TreeMap<>();
  /// Tool rights that the host refuses.
  public final Set<String> refused = new CopyOnWriteArraySet<>();

  public static BoxConfig config(List<String> tools) {
    return new BoxConfig(3, "ada", "Ada", "anthropic", "mock-1", 1024, BoxConfig.Persona.EMPTY, tools,
        new BoxConfig.Limits(4, 2_000, 60, 100_000));
  }

  /// A row of the person's, the next in seq.
  public synchronized MessageIn says(String text, boolean trigger) {
    return row(MessageKind.CHAT, "{\"text\":\"" + text + "\",\"sender\":{\"id\":\"webchat:owner\",\"name\":\"Owner\"}}",
        trigger);
  }

  /// One that comes with files.
  ///
  /// @param attachments a JSON array
  public synchronized MessageIn saysWith(String text, String attachments) {
    return row(MessageKind.CHAT,
        "{\"text\":\"" + text + "\",\"sender\":{\"name\":\"Owner\"},\"attachments\":" + attachments + "}", true);
  }

  public synchronized MessageIn notice(String text) {
    return row(MessageKind.SYSTEM, "{\"event\":\"change\",\"outcome\":\"applied\",\"text\":\"" + text + "\"}", true);
  }

  /// A scheduled task whose time has come.
  public synchronized MessageIn task(String id, String text) {
    return row(MessageKind.TASK, "{\"task\":\"" + id + "\",\"text\":\"" + text + "\"}", true);
  }

  private MessageIn row(MessageKind kind, String content, boolean trigger) {
    long seq = 2L * (inbound.size() + 1);
    MessageIn row = new MessageIn(new MessageId("in_" + seq), seq, kind, Instant.EPOCH, trigger, "webchat", "main",
        Optional.empty(), content, Optional.empty(), false);
    inbound.add(row);
    return row;
  }

  public synchronized List<MessageIn> unfinished() {
    return inbound.stream().filter(row -> !isFinal(acks.get(row.id()))).toList();
  }

  private static boolean isFinal(AckStatus status) {
    return status == AckStatus.COMPLETED || status == AckStatus.FAILED;
  }

  public synchronized List<BoxCommit.RowResult> commit(BoxCommit commit) {
    for (MessageOut row : commit.rows()) {
      boolean free = row.inReplyTo().map(MessageOut::replyTo).filter(row.id()::equals).isPresent();
      if (!free && (refused.contains("send_message") || refused.contains("request_capability_change"))) {
        throw new IronclawException(ErrorCode.DENIED, "commit row " + row.id() + ": not granted to this agent");
      }
    }
    commit.acks().forEach(ack -> acks.put(ack.messageId(), ack.status()));
    commit.state().forEach(
        entry -> entry.value().ifPresentOrElse(value -> state.put(entry.key(), value),
            () -> state.remove(entry.key())));
    return commit.rows().stream().map(row -> outbound.putIfAbsent(row.id(), row) == null
        ? BoxCommit.RowResult.STORED
        : BoxCommit.RowResult.DUPLICATE).toList();
  }

  public synchronized List<String> words() {
    return outbound.values().stream().map(MessageOut::content).toList();
  }
}
