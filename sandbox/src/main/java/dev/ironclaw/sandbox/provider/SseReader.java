package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads server-sent events and gives the data of each, as it arrives. A line over 1 MiB, an event over 1 MiB, or a
/// stream over 32 MiB is `UPSTREAM_FAILED`.
final class SseReader {
  private static final int MAX_EVENT_BYTES = 1 << 20;
  private static final int MAX_STREAM_BYTES = 32 << 20;
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final InputStream in;
  private final byte[] buffer = new byte[8 * 1024];
  private int position;
  private int end;
  private int read;
  private boolean afterReturn;
  private boolean first = true;

  SseReader(InputStream in) {
    this.in = in;
  }

  /// The data of the next event that has any; empty at the end of the stream.
  Optional<String> next() throws IOException {
    StringBuilder data = new StringBuilder();
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      String text = line.get();
      if (text.isEmpty() && !data.isEmpty()) {
        return Optional.of(data.toString());
      }
      if (text.startsWith("data:")) {
        if (!data.isEmpty()) {
          data.append('\n');
        }
        data.append(text, text.startsWith("data: ") ? 6 : 5, text.length());
        check(data.length());
      }
    }
    return Optional.empty();
  }

  /// Lines end with CR, LF or both.
  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    while (true) {
      if (position == end && !fill()) {
        return Optional.empty();
      }
      byte next = buffer[position++];
      boolean continued = afterReturn && next == '\n';
      afterReturn = next == '\r';
      if (!continued && (next == '\n' || next == '\r')) {
        return Optional.of(unmarked(line.toString(StandardCharsets.UTF_8)));
      }
      if (!continued) {
        line.write(next);
        check(line.size());
      }
    }
  }

  private String unmarked(String line) {
    boolean marked = first && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
    first = false;
    return marked ? line.substring(1) : line;
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    read += end;
    if (read > MAX_STREAM_BYTES) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: a stream over 32 MiB");
    }
    return end > 0;
  }

  private static void check(int size) {
    if (size > MAX_EVENT_BYTES) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: an event over 1 MiB");
    }
  }
}
