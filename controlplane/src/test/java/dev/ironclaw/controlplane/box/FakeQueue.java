package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.controlplane.queue.SessionQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A session's queue in memory.
final class FakeQueue implements BoxQueue {
  private final Map<MessageId, MessageIn> inbound = new LinkedHashMap<>();
  private final Set<MessageId> outbound = new HashSet<>();
  private final List<Consumer<MessageIn>> followers = new ArrayList<>();
  private final Map<String, String> state = new LinkedHashMap<>();
  private final List<BoxCommit> commits = new ArrayList<>();
  private Runnable beforeCommit = () -> {};

  synchronized MessageIn push(String id, String content) {
    return push(id, content, "webchat", Optional.empty());
  }

  synchronized MessageIn push(String id, String content, String channelType, Optional<String> threadId) {
    MessageIn row = new MessageIn(new MessageId(id), 2L * (inbound.size() + 1), MessageKind.CHAT,
        Instant.parse("2026-11-20T10:15:30Z"), true, channelType, "main", threadId, content, Optional.empty(), false);
    inbound.put(row.id(), row);
    List.copyOf(followers).forEach(follower -> follower.accept(row));
    return row;
  }

  synchronized void failWith(RuntimeException next) {
    beforeCommit = () -> {
      throw next;
    };
  }

  synchronized void failWith(Error next) {
    beforeCommit = () -> {
      throw next;
    };
  }

  synchronized int followers() {
    return followers.size();
  }

  synchronized List<BoxCommit> commits() {
    return List.copyOf(commits);
  }

  @Override
  public synchronized SessionQueue.Subscription follow(long seq, Consumer<MessageIn> consumer) {
    inbound.values().stream().filter(row -> row.seq() > seq).forEach(consumer);
    followers.add(consumer);
    return () -> {
      synchronized (this) {
        followers.remove(consumer);
      }
    };
  }

  @Override
  public synchronized Optional<MessageIn> inbound(MessageId id) {
    return Optional.ofNullable(inbound.get(id));
  }

  @Override
  public synchronized boolean hasTurnUpTo(long seq) {
    return inbound.values().stream().anyMatch(row -> row.trigger() && row.seq() <= seq && commits.stream()
        .flatMap(commit -> commit.acks().stream())
        .noneMatch(ack -> ack.messageId().equals(row.id()) && ack.status() != AckStatus.PROCESSING));
  }

  @Override
  public synchronized List<BoxCommit.RowResult> commit(BoxCommit commit) {
    beforeCommit.run();
    commits.add(commit);
    commit.state().forEach(entry -> entry.value().ifPresentOrElse(value -> state.put(entry.key(), value),
        () -> state.remove(entry.key())));
    return commit.rows().stream().map(row -> outbound.add(row.id())
        ? BoxCommit.RowResult.STORED
        : BoxCommit.RowResult.DUPLICATE).toList();
  }

  @Override
  public synchronized Map<String, String> state() {
    return Map.copyOf(state);
  }
}
