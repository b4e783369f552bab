package dev.ironclaw.sandbox.testing;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.boxclient.ModelReply;
import dev.ironclaw.sandbox.boxclient.ToolAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// One box's view of a [FakeSession]; can die just before or just after any of its calls takes effect.
public final class FakeBoxClient implements BoxClient {
  /// Not an exception of ours: nothing in the agent may catch it.
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  public final Deque<String> modelRequests = new ArrayDeque<>();
  public final Deque<String> modelPaths = new ArrayDeque<>();
  public final Deque<ModelReply> modelReplies = new ArrayDeque<>();
  public final BlockingQueue<Heartbeat> beats = new LinkedBlockingQueue<>();
  /// What the host was asked to do: name, origin, call and input.
  public final Deque<String> toolCalls = new ArrayDeque<>();
  private final FakeSession session;
  private int stepsToLive = Integer.MAX_VALUE;
  private Runnable allAnswered = () -> {};

  public FakeBoxClient(FakeSession session) {
    this.session = session;
  }

  /// Dies at the n-th step; each call has two, one before its effect and one after.
  public FakeBoxClient dyingAt(int step) {
    stepsToLive = step;
    return this;
  }

  /// Told when no row is left without a final ack; at once when there is none now.
  public void whenAllAnswered(Runnable listener) {
    allAnswered = listener;
    if (session.unfinished().isEmpty()) {
      listener.run();
    }
  }

  private void step() {
    if (--stepsToLive < 0) {
      throw new Killed();
    }
  }

  public FakeBoxClient answering(int status, String body) {
    modelReplies
        .add(new ModelReply(status, Optional.empty(), new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
    return this;
  }

  @Override
  public List<BoxCommit.RowResult> commit(BoxCommit commit) {
    step();
    List<BoxCommit.RowResult> results = session.commit(commit);
    step();
    if (session.unfinished().isEmpty()) {
      allAnswered.run();
    }
    return results;
  }

  @Override
  public Map<String, String> state() {
    return new TreeMap<>(session.state);
  }

  @Override
  public Persona persona() {
    if (session.refused.contains("read_persona")) {
      throw new IronclawException(ErrorCode.DENIED, "read the persona: not granted to this agent");
    }
    return new Persona("I am Ada.", "", "");
  }

  @Override
  public ModelReply model(String path, byte[] body, Duration limit, Cancellation cancellation) throws IOException {
    modelPaths.add(path);
    modelRequests.add(new String(body, StandardCharsets.UTF_8));
    ModelReply reply = modelReplies.poll();
    if (reply == null) {
      throw new IOException("no more replies");
    }
    return reply;
  }

  @Override
  public ToolAnswer tool(String name, MessageId origin, MessageId call, String inputJson, Duration limit,
      Cancellation cancellation) {
    if (session.refused.contains(name)) {
      throw new IronclawException(ErrorCode.DENIED, name + ": not granted to this agent");
    }
    step();
    toolCalls.add(name + " " + origin + " " + call + " " + inputJson);
    step();
    return new ToolAnswer("done by the host: " + name, false);
  }

  @Override
  public void hello(BoxHello hello) {}

  @Override
  public void follow(Consumer<BoxEvent> sink) {}

  @Override
  public void partial(PartialText text) {}

  @Override
  public void heartbeat(Heartbeat beat) {
    beats.add(beat);
  }
}
