package dev.ironclaw.desktop.demo;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.MessageView;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One chat with one agent: says something and waits for the answer to just that.
///
/// Threading: one reader thread follows the event stream; it only signals that there is something to fetch.
final class Conversation implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ControlPlaneClient client;
  private final String agent;
  private final EventStream stream;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Map<String, String> replies = new HashMap<>();
  private Optional<String> seen = Optional.empty();
  private boolean fresh;

  Conversation(ControlPlaneClient client, String agent) {
    this.client = client;
    this.agent = agent;
    this.stream = client.events(Optional.empty());
    Thread.ofPlatform().name("demo-events").daemon().start(this::follow);
  }

  private void follow() {
    Optional<StreamEvent> event = stream.next();
    while (event.isPresent()) {
      lock.lock();
      try {
        fresh = true;
        news.signalAll();
      } finally {
        lock.unlock();
      }
      event = stream.next();
    }
  }

  /// Says it and returns the agent's answer.
  String say(String text) {
    String id = client.send(new ChatSendBody(agent, text, Optional.of(UUID.randomUUID().toString()))).messageId();
    return awaitReply(id);
  }

  private String awaitReply(String messageId) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    lock.lock();
    try {
      while (true) {
        fresh = false;
        fetch();
        String reply = replies.remove(messageId);
        if (reply != null) {
          return reply;
        }
        awaitNews(deadline);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the agent says something that nobody asked for now, such as after a decision.
  String next() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    lock.lock();
    try {
      while (true) {
        fresh = false;
        fetch();
        Iterator<String> waiting = replies.values().iterator();
        if (waiting.hasNext()) {
          String reply = waiting.next();
          waiting.remove();
          return reply;
        }
        awaitNews(deadline);
      }
    } finally {
      lock.unlock();
    }
  }

  private void fetch() {
    List<MessageView> messages = client.messages(agent, seen, 100, false).messages();
    for (MessageView message : messages) {
      seen = Optional.of(message.id());
      replies.put(message.inReplyTo().orElse(message.id()), message.content());
    }
  }

  private void awaitNews(long deadline) {
    try {
      while (!fresh) {
        long left = deadline - System.nanoTime();
        boolean called = left > 0 && news.await(left, TimeUnit.NANOSECONDS);
        if (!called && !fresh) {
          throw new DemoFailure("the agent did not answer within " + PATIENCE.toSeconds() + " s");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
