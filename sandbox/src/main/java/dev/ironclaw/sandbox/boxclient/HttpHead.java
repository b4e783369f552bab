package dev.ironclaw.sandbox.boxclient;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// Status line and headers of a response, as far as the crossing needs them.
///
/// @param length of the body in bytes; -1 when it is chunked
/// @param retryAfter the header of this name, as it came
record HttpHead(int status, long length, boolean keepAlive, Optional<String> retryAfter) {
  static final long CHUNKED = -1;

  static HttpHead parse(HttpConnection connection) throws IOException {
    int status = status(connection.line());
    long length = 0;
    boolean keepAlive = true;
    Optional<String> retryAfter = Optional.empty();
    for (String line = connection.line(); !line.isEmpty(); line = connection.line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("read from the host: a header without a colon");
      }
      String given = line.substring(colon + 1).strip();
      String value = given.toLowerCase(Locale.ROOT);
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = length(value);
        case "transfer-encoding" -> length = chunked(value);
        case "connection" -> keepAlive = !value.equals("close");
        case "retry-after" -> retryAfter = Optional.of(given);
        default -> {
          // silent-ok: no other header changes how the body is read
        }
      }
    }
    boolean bodiless = status < 200 || status == 204 || status == 304;
    return new HttpHead(status, bodiless ? 0 : length, keepAlive, retryAfter);
  }

  /// A 1xx response: the real one follows.
  boolean isInterim() {
    return status < 200;
  }

  private static int status(String line) throws IOException {
    if (line.length() >= 12 && line.startsWith("HTTP/1.1 ")) {
      int status = 0;
      for (int i = 9; i < 12; i++) {
        status = status * 10 + Character.digit(line.charAt(i), 10);
      }
      if (status >= 100 && status <= 599) {
        return status;
      }
    }
    throw new IOException("read from the host: not an HTTP/1.1 status line");
  }

  private static long length(String value) throws IOException {
    try {
      long length = Long.parseLong(value);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException notANumber) {
      throw new IOException("read from the host: a content-length that is no number", notANumber);
    }
    throw new IOException("read from the host: a negative content-length");
  }

  private static long chunked(String value) throws IOException {
    if (!value.equals("chunked")) {
      throw new IOException("read from the host: unknown transfer-encoding");
    }
    return CHUNKED;
  }
}
