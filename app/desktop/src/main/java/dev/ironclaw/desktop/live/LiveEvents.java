package dev.ironclaw.desktop.live;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.Backoff;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Reads the event stream on a thread of its own, and connects for as long as it takes: also where the control plane is
/// not there yet. Who listens goes on listening where the connection becomes another one.
public final class LiveEvents implements Events, AutoCloseable {
  private final Executor ui;
  private final List<Consumer<StreamEvent>> listeners = new CopyOnWriteArrayList<>();
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");
  private Reader reader;

  public LiveEvents(ControlPlaneClient client, Executor ui) {
    this.ui = ui;
    this.reader = new Reader(client);
    reader.begin();
  }

  @Override
  public Subscription listen(Consumer<StreamEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public ReadOnlyBooleanProperty connected() {
    return connected.getReadOnlyProperty();
  }

  @Override
  public ReadOnlyStringProperty refusal() {
    return refusal.getReadOnlyProperty();
  }

  /// Reads from another one from now on.
  public void connect(ControlPlaneClient client) {
    leave();
    reader = new Reader(client);
    reader.begin();
  }

  /// Nothing more arrives until [#connect].
  public void leave() {
    reader.close();
    connected.set(false);
    refusal.set("");
  }

  @Override
  public void close() {
    reader.close();
  }

  /// One connection. What it still has to say once it was left is not heard.
  private final class Reader {
    private final ControlPlaneClient client;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable EventStream stream;

    Reader(ControlPlaneClient client) {
      this.client = client;
    }

    void begin() {
      Thread.ofPlatform().daemon().name("events").start(this::run);
    }

    private void run() {
      int failures = 0;
      while (isOpen()) {
        try (EventStream open = client.events(Optional.empty(), this::tell)) {
          stream = open;
          failures = 0;
          // It may have been closed while it connected.
          if (isOpen()) {
            tell(true);
            // What happened before it was connected was not seen.
            deliver(new StreamEvent("", StreamEvent.RESYNC, Map.of()));
            read(open);
          }
        } catch (ApiException e) {
          // Said by connected() and refusal(), and tried again.
          lost(e);
          pause(++failures);
        } catch (RuntimeException e) {
          lost(ApiException.unexpected(e));
          pause(++failures);
        }
      }
    }

    private boolean isOpen() {
      return closed.getCount() > 0;
    }

    private void read(EventStream open) {
      Optional<StreamEvent> event = open.next();
      while (event.isPresent()) {
        deliver(event.get());
        event = open.next();
      }
    }

    private void publish(Runnable news) {
      ui.execute(() -> {
        if (isOpen()) {
          news.run();
        }
      });
    }

    private void deliver(StreamEvent event) {
      publish(() -> listeners.forEach(listener -> listener.accept(event)));
    }

    private void tell(boolean isConnected) {
      publish(() -> {
        connected.set(isConnected);
        refusal.set("");
      });
    }

    private void lost(ApiException why) {
      publish(() -> {
        connected.set(false);
        refusal.set(why.kind() == ApiException.Kind.DENIED ? why.words() : "");
      });
    }

    private void pause(int failures) {
      try {
        closed.await(Backoff.DEFAULT.after(failures).toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        closed.countDown();
      }
    }

    void close() {
      closed.countDown();
      EventStream open = stream;
      if (open != null) {
        open.close();
      }
    }
  }
}
