package dev.ironclaw.system;

import dev.ironclaw.contract.AckStatus;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.MessageKind;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import dev.ironclaw.sandbox.boxclient.BoxClient;
import dev.ironclaw.sandbox.boxclient.Cancellation;
import dev.ironclaw.sandbox.boxclient.ModelReply;
import dev.ironclaw.sandbox.boxclient.ToolAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// A session's host for an agent in this process: its model is a server on loopback, its rows are the test's.
final class MockedBox implements BoxClient, AutoCloseable {
  final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI model;
  private final Consumer<PartialText> partials;
  private final Map<String, String> state = new TreeMap<>();
  private long seq;

  /// @param partials hears what is said while it is written
  MockedBox(URI model, Consumer<PartialText> partials) {
    this.model = model;
    this.partials = partials;
  }

  BoxEvent.Message says(String text) {
    seq += 2;
    return new BoxEvent.Message(new MessageIn(new MessageId("in_" + seq), seq, MessageKind.CHAT, Instant.EPOCH, true,
        "webchat", "main", Optional.empty(), text, Optional.empty(), false));
  }

  @Override
  public synchronized List<BoxCommit.RowResult> commit(BoxCommit commit) {
    commit.state().forEach(entry -> entry.value().ifPresentOrElse(value -> state.put(entry.key(), value),
        () -> state.remove(entry.key())));
    boolean ends = commit.acks().stream().anyMatch(ack -> ack.status() != AckStatus.PROCESSING);
    if (ends) {
      commit.rows().forEach(row -> replies.add(row.content()));
    }
    return commit.rows().stream().map(_ -> BoxCommit.RowResult.STORED).toList();
  }

  @Override
  public synchronized Map<String, String> state() {
    return new TreeMap<>(state);
  }

  @Override
  public ModelReply model(String path, byte[] body, Duration limit, Cancellation cancellation) throws IOException {
    // As the host does: Gemini's events have to be asked for.
    String query = path.startsWith("/v1beta/") ? "?alt=sse" : "";
    HttpRequest request = HttpRequest.newBuilder(model.resolve(path + query)).timeout(limit)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    try {
      HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      cancellation.bind(response.body());
      return new ModelReply(response.statusCode(), response.headers().firstValue("retry-after"), response.body());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
  }

  @Override
  public void partial(PartialText text) {
    partials.accept(text);
  }

  @Override
  public BoxConfig.Persona persona() {
    return BoxConfig.Persona.EMPTY;
  }

  @Override
  public ToolAnswer tool(String tool, MessageId turn, MessageId call, String input, Duration limit,
      Cancellation cancellation) {
    throw new IllegalStateException("no tool of these is the host's");
  }

  @Override
  public void hello(BoxHello hello) {}

  @Override
  public void follow(Consumer<BoxEvent> sink) {}

  @Override
  public void heartbeat(Heartbeat beat) {}

  @Override
  public void close() {
    http.shutdownNow();
  }
}
