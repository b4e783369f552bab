package dev.ironclaw.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Reads `text/event-stream` (WHATWG HTML, server-sent events), as far as this API uses it.
final class SseParser {
  private static final int MAX_LINE_BYTES = 4 << 20;

  private final InputStream in;
  private String id = "";
  private boolean skipLineFeed;

  SseParser(InputStream in) {
    this.in = in;
  }

  /// The next event; empty at the end of the stream. An event that is cut by the end is dropped.
  Optional<StreamEvent> next() throws IOException {
    String type = "message";
    StringBuilder data = new StringBuilder();
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      String text = line.get();
      if (text.isEmpty()) {
        if (!data.isEmpty()) {
          return Optional.of(new StreamEvent(id, type, parse(data.substring(0, data.length() - 1))));
        }
        type = "message";
        continue;
      }
      int colon = text.indexOf(':');
      String field = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "" : text.substring(colon + 1);
      String content = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "event" -> type = content;
        case "id" -> id = content;
        case "data" -> append(data, content);
        default -> {
          // A comment has an empty field name; fields that are not known are skipped, as the standard says.
        }
      }
    }
    return Optional.empty();
  }

  private static void append(StringBuilder data, String content) throws IOException {
    if (data.length() + content.length() > MAX_LINE_BYTES) {
      throw new IOException("an event is larger than " + MAX_LINE_BYTES);
    }
    data.append(content).append('\n');
  }

  @SuppressWarnings("unchecked") // A JSON object read as plain values has string keys.
  private static Map<String, Object> parse(String json) throws IOException {
    try {
      return Wire.readPlain(json) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    } catch (JacksonException e) {
      throw new IOException("an event's data is not JSON", e);
    }
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      boolean second = skipLineFeed && b == '\n';
      skipLineFeed = false;
      if (second) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        skipLineFeed = b == '\r';
        return Optional.of(line.toString(StandardCharsets.UTF_8));
      }
      if (line.size() >= MAX_LINE_BYTES) {
        throw new IOException("a line is longer than " + MAX_LINE_BYTES);
      }
      line.write(b);
    }
    return Optional.empty();
  }
}
