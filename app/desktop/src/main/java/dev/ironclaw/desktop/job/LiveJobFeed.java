package dev.ironclaw.desktop.job;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.JobsClient;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.desktop.shell.Backend;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Reads a job's own stream on a thread of its own, which goes on by itself after a lost connection. What the UI thread has not
/// taken yet is bounded: of a job that talks faster than anybody reads, the oldest rows go.
public final class LiveJobFeed implements JobFeed {
  /// Rows that wait for the UI thread.
  static final int MOST_WAITING = JobLog.MOST;

  private final Backend backend;

  public LiveJobFeed(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Subscription follow(String job, long after, Listener listener) {
    Reader reader = new Reader(job, after, listener);
    Thread.ofPlatform().daemon().name("job-log").start(reader::run);
    return reader::close;
  }

  private final class Reader {
    private final String job;
    private final long after;
    private final Listener listener;
    private final Deque<LogRow> waiting = new ArrayDeque<>();
    private boolean gap;
    private boolean due;
    private boolean closed;
    private @Nullable EventStream stream;

    Reader(String job, long after, Listener listener) {
      this.job = job;
      this.after = after;
      this.listener = listener;
    }

    void run() {
      try (EventStream open = backend.client().jobs().follow(job, after,
          now -> publish(() -> listener.connected(now)))) {
        if (opened(open)) {
          read(open);
        }
      } catch (ApiException e) {
        publish(() -> listener.failed(e));
      } catch (RuntimeException e) {
        publish(() -> listener.failed(ApiException.unexpected(e)));
      }
    }

    /// @return false where it was given up meanwhile
    private synchronized boolean opened(EventStream open) {
      stream = open;
      return !closed;
    }

    private void read(EventStream open) {
      for (Optional<StreamEvent> event = open.next(); event.isPresent(); event = open.next()) {
        if (event.get().type().equals(JobsClient.END)) {
          publish(listener::ended);
          return;
        }
        add(LogRow.of(event.get()));
      }
    }

    private synchronized void add(LogRow row) {
      waiting.add(row);
      if (waiting.size() > MOST_WAITING) {
        waiting.remove();
        gap = true;
      }
      if (!due) {
        due = true;
        publish(this::deliver);
      }
    }

    private void deliver() {
      List<LogRow> rows;
      boolean missing;
      synchronized (this) {
        rows = List.copyOf(waiting);
        missing = gap;
        waiting.clear();
        gap = false;
        due = false;
      }
      listener.happened(rows, missing);
    }

    private void publish(Runnable news) {
      backend.ui().execute(() -> {
        if (isOpen()) {
          news.run();
        }
      });
    }

    private synchronized boolean isOpen() {
      return !closed;
    }

    void close() {
      EventStream open;
      synchronized (this) {
        closed = true;
        open = stream;
      }
      if (open != null) {
        open.close();
      }
    }
  }
}
