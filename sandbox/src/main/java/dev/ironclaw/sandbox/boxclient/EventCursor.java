package dev.ironclaw.sandbox.boxclient;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/// Where the box is in the event stream: cuts the bytes into lines, hands each event on at once, remembers the last
/// seq. A row that was already seen is not handed on again.
final class EventCursor {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final Consumer<BoxEvent> sink;
  private long after;
  private long heard;

  EventCursor(Consumer<BoxEvent> sink) {
    this.sink = sink;
  }

  String target() {
    return BoxApi.EVENTS + "?after=" + after;
  }

  /// Events heard so far.
  long heard() {
    return heard;
  }

  /// Reads to the end of the stream. A line over [BoxApi#MAX_EVENT_BYTES] breaks it off.
  void read(InputStream stream) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int filled = 0;
    for (int count = stream.read(buffer, 0, buffer.length); count >= 0; count = stream.read(buffer, filled,
        buffer.length - filled)) {
      filled = handOn(buffer, filled, filled + count);
      if (filled == buffer.length) {
        if (filled >= BoxApi.MAX_EVENT_BYTES) {
          throw new IOException("read events: a line over " + BoxApi.MAX_EVENT_BYTES + " bytes");
        }
        buffer = Arrays.copyOf(buffer, Math.min(BoxApi.MAX_EVENT_BYTES, filled * 2));
      }
    }
  }

  /// Hands on every whole line and moves the rest to the front; returns the length of the rest.
  private int handOn(byte[] buffer, int from, int end) {
    int start = 0;
    for (int i = from; i < end; i++) {
      if (buffer[i] == '\n') {
        if (i > start) {
          event(WireReader.event(buffer, start, i - start));
        }
        start = i + 1;
      }
    }
    System.arraycopy(buffer, start, buffer, 0, end - start);
    return end - start;
  }

  private void event(BoxEvent event) {
    heard++;
    if (event instanceof BoxEvent.Message row) {
      if (row.message().seq() <= after) {
        return;
      }
      after = row.message().seq();
    }
    sink.accept(event);
  }
}
