package dev.ironclaw.sandbox.boxclient;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxCommit;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.contract.box.BoxEvent;
import dev.ironclaw.contract.box.BoxHello;
import dev.ironclaw.contract.box.Heartbeat;
import dev.ironclaw.contract.box.PartialText;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The host over its socket, or over frames. Posts are repeated until answered, over kept connections, as model calls do; the stream
/// has a connection of its own. Threading: any thread; [#follow] keeps the thread that calls it.
public final class HostConnection implements BoxClient {
  private static final int MAX_ANSWER_BYTES = 8 << 20;
  private static final int MAX_IDLE_CONNECTIONS = 4;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final Dial dial;
  private final HostSilence silence;
  private final Deadlines deadlines = new Deadlines();
  private final Deque<HttpConnection> idle = new ArrayDeque<>();

  /// @param whenGone runs on whichever thread notices that the host has not answered for `patience`; must not return
  ///        to a box that goes on
  public HostConnection(Path socket, Duration patience, Runnable whenGone) {
    this(() -> SocketWire.to(socket), patience, whenGone);
  }

  /// Over this program's own input and output, which nothing else may use from now on.
  ///
  /// @param whenGone also runs where the host gives no sign of life for `patience`
  public static HostConnection stdio(InputStream in, OutputStream out, Duration patience, Runnable whenGone) {
    return new HostConnection(StdioCrossing.over(in, out, patience, whenGone)::open, patience, whenGone);
  }

  private HostConnection(Dial dial, Duration patience, Runnable whenGone) {
    this.dial = dial;
    this.silence = new HostSilence(patience, whenGone);
  }

  @Override
  public void hello(BoxHello hello) {
    untilAnswered("POST", BoxApi.HELLO, WireWriter.hello(hello));
  }

  @Override
  public List<BoxCommit.RowResult> commit(BoxCommit commit) {
    byte[] body = bounded("commit", WireWriter.commit(commit), BoxApi.MAX_COMMIT_BYTES);
    return WireReader.results(untilAnswered("POST", BoxApi.COMMIT, body));
  }

  @Override
  public Map<String, String> state() {
    return WireReader.state(untilAnswered("GET", BoxApi.STATE, new byte[0]));
  }

  @Override
  public Persona persona() {
    return WireReader.persona(untilAnswered("GET", BoxApi.PERSONA, new byte[0]));
  }

  @Override
  public void partial(PartialText text) throws IOException {
    once("POST", BoxApi.PARTIAL, WireWriter.partial(text));
  }

  @Override
  public void heartbeat(Heartbeat beat) throws IOException {
    once("POST", BoxApi.HEARTBEAT, WireWriter.heartbeat(beat));
  }

  @Override
  public ModelReply model(String path, byte[] body, Duration limit, Cancellation cancellation) throws IOException {
    bounded("call the model", body, BoxApi.MAX_MODEL_REQUEST_BYTES);
    long start = System.nanoTime();
    Optional<HttpConnection> kept = takeIdle();
    if (kept.isPresent()) {
      try {
        return model(kept.get(), path, body, limit, cancellation);
      } catch (IOException stale) {
        // The host closes idle connections, and has not answered a byte. A call that was cancelled, or that our own
        // deadline ended, is not made again.
        if (cancellation.isCancelled() || !left(limit, start).isPositive()) {
          throw stale;
        }
      }
    }
    return model(connected(cancellation), path, body, left(limit, start), cancellation);
  }

  private static Duration left(Duration limit, long startNanos) {
    return limit.minusNanos(System.nanoTime() - startNanos);
  }

  private ModelReply model(HttpConnection connection, String path, byte[] body, Duration limit,
      Cancellation cancellation) throws IOException {
    cancellation.bind(connection);
    Deadlines.Deadline deadline = deadlines.close(connection, limit);
    try {
      HttpResponse response = connection.exchange("POST", BoxApi.MODEL + path, body);
      return new ModelReply(response.status(), response.retryAfter(), new OwnedBody(response.body(), () -> {
        // A call that was cancelled or ran out of time has closed the connection, or is about to.
        boolean inTime = deadline.cancel();
        boolean wanted = cancellation.release();
        if (!inTime || !wanted || !response.body().leavesConnectionUsable() || !keep(connection)) {
          connection.close();
        }
      }));
    } catch (IOException | RuntimeException failed) {
      deadline.cancel();
      connection.close();
      throw failed;
    }
  }

  @Override
  public ToolAnswer tool(String name, MessageId origin, MessageId call, String inputJson, Duration limit,
      Cancellation cancellation) {
    byte[] body = bounded("tool " + name, WireWriter.tool(origin, call, inputJson), BoxApi.MAX_TOOL_CALL_BYTES);
    long start = System.nanoTime();
    Backoff backoff = Backoff.forHost();
    while (!cancellation.isCancelled() && left(limit, start).isPositive()) {
      try {
        Answer answer = once("POST", BoxApi.TOOLS + "/" + name, body, left(limit, start), cancellation);
        silence.answered();
        if (!answer.isTransient()) {
          return WireReader.tool(answer.accepted());
        }
      } catch (IOException broken) {
        // silent-ok: the host restarts; the same call goes out again
        silence.failed();
      }
      cancellation.pause(backoff.nextMillis());
    }
    throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "tool " + name + ": "
        + (cancellation.isCancelled() ? "the turn was cancelled" : "no answer within " + limit.toSeconds() + " s")
        + "; whether it had an effect is not known");
  }

  /// Waits for a host that restarts: nothing was sent yet, so this is no failure of the model's.
  private HttpConnection connected(Cancellation cancellation) throws IOException {
    Backoff backoff = Backoff.forHost();
    while (true) {
      try {
        return new HttpConnection(dial.open());
      } catch (IOException away) {
        if (cancellation.isCancelled()) {
          throw away;
        }
        silence.failed();
        pause(backoff);
      }
    }
  }

  @Override
  public void follow(Consumer<BoxEvent> sink) {
    EventCursor cursor = new EventCursor(sink);
    Backoff backoff = Backoff.forHost();
    while (true) {
      long heardBefore = cursor.heard();
      try (HttpConnection connection = new HttpConnection(dial.open())) {
        HttpResponse response = connection.exchange("GET", cursor.target(), new byte[0]);
        if (response.status() == 200) {
          silence.answered();
          cursor.read(response.body());
        }
      } catch (IOException broken) {
        // silent-ok: the host restarts or cut us off; come back and resume
      }
      if (cursor.heard() > heardBefore) {
        backoff = Backoff.forHost();
      }
      silence.failed();
      pause(backoff);
    }
  }

  /// The host cuts off what is too large, which looks like a restart: better not to send it.
  private static byte[] bounded(String operation, byte[] body, int limit) {
    if (body.length > limit) {
      throw new IronclawException(ErrorCode.TOO_LARGE,
          operation + ": " + body.length + " bytes, over the " + limit + " that the host takes");
    }
    return body;
  }

  private byte[] untilAnswered(String method, String target, byte[] body) {
    Backoff backoff = Backoff.forHost();
    while (true) {
      try {
        Answer answer = once(method, target, body);
        if (!answer.isTransient()) {
          silence.answered();
          return answer.accepted();
        }
      } catch (IOException broken) {
        // silent-ok: the host restarts; the same request goes out again
      }
      silence.failed();
      pause(backoff);
    }
  }

  private static void pause(Backoff backoff) {
    try {
      TimeUnit.MILLISECONDS.sleep(backoff.nextMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.INTERNAL, "wait for the host: interrupted", stopped);
    }
  }

  private Answer once(String method, String target, byte[] body) throws IOException {
    return once(method, target, body, ANSWER_LIMIT, new Cancellation());
  }

  private Answer once(String method, String target, byte[] body, Duration limit, Cancellation cancellation)
      throws IOException {
    Optional<HttpConnection> kept = takeIdle();
    if (kept.isPresent()) {
      try {
        return exchange(kept.get(), method, target, body, limit, cancellation);
      } catch (IOException stale) {
        // The host closes idle connections; every request here may be sent again.
        if (cancellation.isCancelled()) {
          throw stale;
        }
      }
    }
    return exchange(new HttpConnection(dial.open()), method, target, body, limit, cancellation);
  }

  private Answer exchange(HttpConnection connection, String method, String target, byte[] body, Duration limit,
      Cancellation cancellation) throws IOException {
    cancellation.bind(connection);
    Deadlines.Deadline deadline = deadlines.close(connection, limit);
    boolean usable = false;
    try {
      HttpResponse response = connection.exchange(method, target, body);
      byte[] answer = response.body().readNBytes(MAX_ANSWER_BYTES + 1);
      if (answer.length > MAX_ANSWER_BYTES) {
        throw new IronclawException(ErrorCode.TOO_LARGE, "read from the host: an answer over " + MAX_ANSWER_BYTES);
      }
      usable = response.body().leavesConnectionUsable();
      return new Answer(response.status(), answer);
    } finally {
      usable &= deadline.cancel();
      usable &= cancellation.release();
      if (!usable || !keep(connection)) {
        connection.close();
      }
    }
  }

  private synchronized Optional<HttpConnection> takeIdle() {
    return Optional.ofNullable(idle.pollFirst());
  }

  private synchronized boolean keep(HttpConnection connection) {
    return idle.size() < MAX_IDLE_CONNECTIONS && idle.offerFirst(connection);
  }

  /// What ends together with a body.
  interface End extends Closeable {}
}
