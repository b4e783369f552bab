package dev.ironclaw.contract.audit;

import dev.ironclaw.contract.audit.AuditVerdict.Broken;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Hands over one line of a segment after the other from a bounded buffer.
final class LineSplitter {
  /// Our payloads are a few hundred bytes: a longer line is not ours.
  static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private final ChainCheck check;
  private byte[] buffer = new byte[1 << 18];
  private int filled;
  private long line;

  LineSplitter(InputStream in, ChainCheck check) {
    this.in = in;
    this.check = check;
  }

  /// Gives each line, until the first that is broken.
  Optional<Broken> read() throws IOException {
    int read;
    while ((read = in.read(buffer, filled, buffer.length - filled)) > 0) {
      int scanned = filled;
      filled += read;
      int start = 0;
      for (int i = scanned; i < filled; i++) {
        if (buffer[i] == '\n') {
          Optional<Broken> broken = check.line(++line, buffer, start, i);
          if (broken.isPresent()) {
            return broken;
          }
          start = i + 1;
        }
      }
      keepFrom(start);
      if (filled > MAX_LINE) {
        return broken("the line is too long", "at most " + MAX_LINE + " bytes", "more");
      }
    }
    return filled == 0
        ? Optional.empty()
        : broken("the last line is not ended", "a line feed", "the end of the file after " + filled + " bytes");
  }

  private void keepFrom(int start) {
    int rest = filled - start;
    byte[] next = rest > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
    System.arraycopy(buffer, start, next, 0, rest);
    buffer = next;
    filled = rest;
  }

  private Optional<Broken> broken(String what, String expected, String actual) {
    return Optional.of(check.unended(line + 1, what, expected, actual));
  }
}
