package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageOut;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Sends messages to one agent and waits for the answers. The events only say when to look: the messages themselves are
/// read from the conversation, so a lost event costs a moment and never an answer.
///
/// Threading: one caller; one thread of its own reads the stream.
final class ChatLine implements AutoCloseable {
  private static final int PAGE = 200;

  private final ControlPlaneClient client;
  private final String agent;
  private final Duration timeout;
  private final EventStream events;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

  /// Listens from now on.
  ChatLine(ControlPlaneClient client, String agent, Duration timeout) {
    this.client = client;
    this.agent = agent;
    this.timeout = timeout;
    this.events = client.events(Optional.empty());
    Thread.ofVirtual().name("chat-events").start(this::pump);
  }

  /// Sends one message and waits for its answer.
  ///
  /// @param id makes asking twice asking once
  /// @param files in the agent's workspace that go with it
  /// @return the answer
  MessageView ask(String text, Optional<String> id, List<String> files, Listener listener) {
    ChatSendResult sent = client.send(new ChatSendBody(agent, text, id).with(files));
    if (!sent.engaged()) {
      throw new CommandFailure(ExitCode.DENIED, "chat with " + agent + ": the message was not taken ("
          + sent.outcomes().stream().map(ChatSendResult.OutcomeView::reason).findFirst().orElse("no reason") + ")");
    }
    return new Turn(sent, listener).await();
  }

  /// How to get the file that came with a message.
  static Optional<String> file(MessageView message) {
    return message.attachment().map(file -> "file " + file.name() + ", " + file.size()
        + " bytes: ironctl session file " + message.conversationId() + " " + file.id() + " FILE");
  }

  @Override
  public void close() {
    events.close();
  }

  private void pump() {
    try {
      for (Optional<StreamEvent> event = events.next(); event.isPresent(); event = events.next()) {
        signals.add(new Signal.Event(event.get()));
      }
    } catch (ApiException e) {
      signals.add(new Signal.Failed(e));
    }
  }

  /// What is told while the answer is not there yet.
  interface Listener {
    /// The answer so far, whole.
    void partial(String soFar);

    /// A message that the agent sent before its answer.
    void message(MessageView between);

    /// What may explain a wait.
    void note(String text);
  }

  private sealed interface Signal {
    record Event(StreamEvent event) implements Signal {}

    record Failed(ApiException why) implements Signal {}
  }

  /// One question until its answer.
  private final class Turn {
    private final ChatSendResult sent;
    private final Listener listener;
    private final String answerId;
    private final Set<String> seen = new HashSet<>();
    private final long deadline = System.nanoTime() + timeout.toNanos();
    private String cursor;
    private String soFar = "";

    Turn(ChatSendResult sent, Listener listener) {
      this.sent = sent;
      this.listener = listener;
      this.answerId = MessageOut.replyTo(new MessageId(sent.messageId())).value();
      this.cursor = sent.messageId();
    }

    MessageView await() {
      // A repeated question may have its answer already.
      Optional<MessageView> answer = look();
      while (answer.isEmpty()) {
        answer = switch (next()) {
          case Signal.Event event -> on(event.event());
          case Signal.Failed failed -> throw failed.why();
        };
      }
      return answer.get();
    }

    private Optional<MessageView> on(StreamEvent event) {
      switch (event.type()) {
        case "chat.message" -> {
          return isOurs(event) ? look() : Optional.empty();
        }
        case StreamEvent.RESYNC -> {
          return look();
        }
        case "chat.partial" -> {
          if (event.text("inReplyTo").equals(sent.messageId())) {
            partial(event);
          }
        }
        case "session.state" -> {
          if (isOurs(event) && Set.of("parked", "backing_off").contains(event.text("state"))) {
            listener.note("the agent's box is " + event.text("state") + ": " + event.text("note"));
          }
        }
        default -> {
          // Not about this conversation.
        }
      }
      return Optional.empty();
    }

    private Optional<MessageView> look() {
      while (true) {
        if (System.nanoTime() - deadline >= 0) {
          throw late();
        }
        MessagesView page = client.messages(agent, Optional.of(cursor), PAGE, false);
        for (MessageView message : page.messages()) {
          cursor = message.id();
          if (message.id().equals(answerId)) {
            return Optional.of(message);
          }
          if (seen.add(message.id())) {
            listener.message(message);
          }
        }
        if (!page.goesOn(PAGE)) {
          return Optional.empty();
        }
      }
    }

    private void partial(StreamEvent event) {
      int offset = event.data().get("offset") instanceof Number number ? number.intValue() : 0;
      if (offset >= 0 && offset <= soFar.length()) {
        soFar = soFar.substring(0, offset) + event.text("text");
        listener.partial(soFar);
      }
    }

    private boolean isOurs(StreamEvent event) {
      return sent.conversationId().filter(event.text("sessionId")::equals).isPresent();
    }

    private CommandFailure late() {
      return new CommandFailure(ExitCode.FAILED, "chat with " + agent + ": no answer within "
          + timeout.toSeconds() + " s; see ironctl status, or give a longer --timeout");
    }

    private Signal next() {
      try {
        Signal signal = signals.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (signal == null) {
          throw late();
        }
        return signal;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(ExitCode.FAILED, "chat with " + agent + ": interrupted");
      }
    }
  }
}
