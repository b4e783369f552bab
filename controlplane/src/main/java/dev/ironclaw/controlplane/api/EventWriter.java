package dev.ironclaw.controlplane.api;

import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.event.HubEvent;
import dev.ironclaw.controlplane.event.Subscription;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One reader's stream. Events and keep-alive comments come from this one thread, so that none lands inside another.
///
/// Threading: [#run] is one thread for the life of the stream; the hub hands events over from its own.
final class EventWriter {
  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
  private static final long HANDOVER_SECONDS = 5;

  private final OutputStream out;
  private final Duration keepAlive;
  private final BooleanSupplier allowed;
  private final LinkedTransferQueue<HubEvent> handover = new LinkedTransferQueue<>();
  private volatile boolean over;

  /// @param allowed asked before each write: whether this reader may still read
  EventWriter(OutputStream out, Duration keepAlive, BooleanSupplier allowed) {
    this.allowed = allowed;
    this.out = out;
    this.keepAlive = keepAlive;
  }

  /// Writes until the reader or the hub ends it.
  void run(EventHub hub, Optional<String> lastSeen) {
    run(sink -> hub.subscribe(lastSeen, sink));
  }

  /// As above, for events of another source.
  ///
  /// @param source hands events to its consumer on a thread of its own, and waits there until each is taken
  void run(Function<Consumer<HubEvent>, Subscription> source) {
    try (Subscription _ = source.apply(this::take)) {
      write(": connected\n\n");
      for (HubEvent event = next(); goesOn(event); event = next()) {
        write(event == null ? ": keep-alive\n\n" : frame(event));
      }
    } catch (IOException e) {
      LOG.debug("an event stream's reader went away", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      over = true;
      closeQuietly();
    }
  }

  /// From any thread: writes nothing more, and lets [#run] return.
  void end() {
    over = true;
    handover.put(new HubEvent("", HubEvent.CLOSED, Map.of()));
  }

  private boolean goesOn(@Nullable HubEvent event) {
    return !over && allowed.getAsBoolean() && (event == null || !event.isClosed());
  }

  /// On the hub's thread for this reader: waits for the writer, and gives up once the stream is over.
  private void take(HubEvent event) {
    try {
      while (!handover.tryTransfer(event, HANDOVER_SECONDS, TimeUnit.SECONDS)) {
        if (over) {
          throw new IllegalStateException("the stream is over");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable HubEvent next() throws InterruptedException {
    return handover.poll(keepAlive.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// JSON has no raw line break, so the data is one line whatever an agent wrote.
  private static String frame(HubEvent event) {
    return "id: " + event.id() + "\nevent: " + event.type() + "\ndata: "
        + ApiJson.MAPPER.writeValueAsString(event.data()) + "\n\n";
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void closeQuietly() {
    try {
      out.close();
    } catch (IOException e) {
      LOG.debug("an event stream's reader went away", e);
    }
  }
}
