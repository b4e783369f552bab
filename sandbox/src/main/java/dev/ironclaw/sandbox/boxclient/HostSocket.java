package dev.ironclaw.sandbox.boxclient;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Whole exchanges with a host over its unix socket, each within its time; an answer's body is bounded. Keeps a few
/// connections for the next exchange. Threading: any thread.
public final class HostSocket implements Closeable {
  private static final int MAX_IDLE = 2;

  private final Path socket;
  private final String headers;
  private final int maxAnswerBytes;
  private final Deadlines deadlines = new Deadlines();
  private final Deque<HttpConnection> idle = new ArrayDeque<>();
  private boolean closed;

  /// @param headers whole lines with their ends, sent with every request
  /// @param maxAnswerBytes a longer answer is an `IOException`
  public HostSocket(Path socket, String headers, int maxAnswerBytes) {
    this.socket = socket;
    this.headers = headers;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  /// One exchange, on a connection of its own where it must not be sent twice: a kept one may have been closed by the host
  /// before it read anything, and then the request is sent again.
  ///
  /// @param twice whether it may be sent again
  /// @param cancellation ends it with an `IOException`
  public HostAnswer exchange(String method, String target, byte[] body, Duration limit, boolean twice,
      Cancellation cancellation) throws IOException {
    Optional<HttpConnection> kept = twice ? takeIdle() : Optional.empty();
    if (kept.isPresent()) {
      try {
        return on(kept.get(), method, target, body, limit, cancellation);
      } catch (IOException stale) {
        if (cancellation.isCancelled()) {
          throw stale;
        }
      }
    }
    return on(new HttpConnection(socket), method, target, body, limit, cancellation);
  }

  private HostAnswer on(HttpConnection connection, String method, String target, byte[] body, Duration limit,
      Cancellation cancellation) throws IOException {
    cancellation.bind(connection);
    Deadlines.Deadline deadline = deadlines.close(connection, limit);
    boolean whole = false;
    try {
      HttpResponse response = connection.exchange(method, target, headers, body);
      byte[] answer = response.body().readNBytes(maxAnswerBytes);
      if (response.body().read() >= 0) {
        throw new IOException("read from the host: an answer of more than " + maxAnswerBytes + " bytes");
      }
      whole = response.body().leavesConnectionUsable();
      return new HostAnswer(response.status(), response.retryAfter(), answer);
    } finally {
      boolean inTime = deadline.cancel();
      if (!cancellation.release() || !inTime || !whole || !keep(connection)) {
        connection.close();
      }
    }
  }

  private synchronized Optional<HttpConnection> takeIdle() {
    return Optional.ofNullable(idle.pollFirst());
  }

  private synchronized boolean keep(HttpConnection connection) {
    if (closed || idle.size() >= MAX_IDLE) {
      return false;
    }
    idle.addFirst(connection);
    return true;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (HttpConnection connection : idle) {
      connection.close();
    }
    idle.clear();
  }
}
