package dev.ironclaw.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The event stream, without a gap: when the connection breaks it connects again and goes on after the last event. What
/// the control plane does not keep any more is told by one event of type `resync`.
///
/// Threading: [#next] by one thread; [#close] by any, which ends a waiting [#next].
public final class EventStream implements AutoCloseable {
  private final Http http;
  private final Source source;
  private final Backoff backoff;
  private final Consumer<Boolean> connection;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object waiting = new Object();
  private @Nullable Thread reader;
  private Optional<String> lastSeen;
  private volatile Http.Stream stream;
  private SseParser parser;
  /// As was told.
  private boolean connected = true;

  private EventStream(Http http, Source source, Optional<String> lastSeen, Backoff backoff,
      Consumer<Boolean> connection,
      Http.Stream first) {
    this.http = http;
    this.source = source;
    this.connection = connection;
    this.lastSeen = lastSeen;
    this.backoff = backoff;
    this.stream = first;
    this.parser = parser(first);
  }

  /// Connected when it returns: every event from now on will be seen.
  ///
  /// @param connection told by [#next] that the connection was lost (false) and that it is back (true)
  static EventStream open(Http http, Optional<String> lastSeen, Backoff backoff, Consumer<Boolean> connection) {
    return open(http, new Source("/v1/events", "none"), lastSeen, backoff, connection);
  }

  /// As above, of another stream.
  static EventStream open(Http http, Source source, Optional<String> lastSeen, Backoff backoff,
      Consumer<Boolean> connection) {
    return new EventStream(http, source, lastSeen, backoff, connection, http.open(source.path(), lastSeen));
  }

  /// A stream of the API.
  ///
  /// @param fromNothing the id to go on from where nothing was seen
  record Source(String path, String fromNothing) {}

  /// Waits for the next event; empty once closed.
  ///
  /// @throws ApiException where the control plane refuses, for example after the token was changed; a broken connection
  ///         is no error
  public Optional<StreamEvent> next() {
    synchronized (waiting) {
      reader = Thread.currentThread();
    }
    try {
      return read();
    } finally {
      synchronized (waiting) {
        reader = null;
        if (closed.getCount() == 0) {
          // It was for this call alone.
          Thread.interrupted();
        }
      }
    }
  }

  private Optional<StreamEvent> read() {
    int failures = 0;
    while (closed.getCount() > 0) {
      try {
        Optional<StreamEvent> event = parser.next();
        if (event.isPresent()) {
          lastSeen = event.map(StreamEvent::id).filter(id -> !id.isEmpty()).or(() -> lastSeen);
          return event;
        }
      } catch (IOException _) {
        // silent-ok: the connection broke; the loop connects again.
      }
      // It may have come back, told nothing, and gone again.
      if (connected && closed.getCount() > 0) {
        connected = false;
        connection.accept(false);
      }
      failures = reconnect(failures);
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    closed.countDown();
    stream.close();
    synchronized (waiting) {
      if (reader != null) {
        reader.interrupt();
      }
    }
  }

  /// One try. A stream that never saw an event has no id to go on from, so its reader must load anew: without an id the
  /// server sends no `resync`, and an id that is unknown to it asks for one.
  private int reconnect(int failures) {
    stream.close();
    if (isClosedWithin(backoff.after(failures + 1))) {
      return failures;
    }
    try {
      Http.Stream next = http.open(source.path(), Optional.of(lastSeen.orElse(source.fromNothing())));
      stream = next;
      parser = parser(next);
      if (closed.getCount() == 0) {
        next.close();
      } else {
        connected = true;
        connection.accept(true);
      }
      return failures + 1;
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.DENIED) {
        throw e;
      }
      return failures + 1;
    }
  }

  private boolean isClosedWithin(Duration wait) {
    try {
      return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closed.countDown();
      return true;
    }
  }

  private static SseParser parser(Http.Stream stream) {
    return new SseParser(new BufferedInputStream(stream.in()));
  }
}
