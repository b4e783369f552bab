package dev.ironclaw.controlplane.leak;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A text that comes in pieces, and goes on without its secrets, whose parts may be in two pieces. A line goes on at its
/// end. Of one that is not at its end, the last bytes are held back: as many as the longest secret of this host may take,
/// whatever they are. Whoever has his guesses come back would otherwise see in what is held that he is on the way. What
/// could be the beginning of a form that everybody knows, as a key's block, is held back too; never more than
/// [#MOST_HELD] bytes.
///
/// Not thread-safe.
public final class LeakStream {
  static final int MOST_HELD = 24 * 1024;
  /// Bytes that have gone on and say what stands before a secret.
  private static final int CONTEXT = 16;
  /// How long the secrets of this host are is told no nearer than this.
  private static final int STEP = 1_024;
  private static final byte[] REDACTED = Leaks.REDACTED.getBytes(StandardCharsets.US_ASCII);

  private final Scanner scanner;
  private final int margin;
  private final BiConsumer<String, LeakAction> listener;
  private byte[] kept = new byte[0];
  private int context;
  private @Nullable Form open;

  LeakStream(Scanner scanner, BiConsumer<String, LeakAction> listener) {
    this.scanner = scanner;
    margin = Math.min(MOST_HELD, (scanner.longestKnown() / STEP + 1) * STEP);
    this.listener = listener;
  }

  /// Takes the next piece.
  ///
  /// @return what may go on now
  public ByteBuffer next(byte[] piece) {
    return pass(piece, false);
  }

  /// The text has ended.
  ///
  /// @return what was held back
  public ByteBuffer rest() {
    return pass(new byte[0], true);
  }

  private ByteBuffer pass(byte[] piece, boolean whole) {
    int skipped = swallowed(piece);
    if (skipped == piece.length && !whole) {
      return ByteBuffer.allocate(0);
    }
    byte[] text = Arrays.copyOf(kept, kept.length + piece.length - skipped);
    System.arraycopy(piece, skipped, text, kept.length, piece.length - skipped);
    List<Finding> found = new ArrayList<>();
    int limit = whole ? text.length : limit(text);
    Scanner.Seen seen = scanner.scan(text, context, limit, text.length, whole, found);
    if (text.length - seen.hold() > MOST_HELD) {
      // Longer than any secret that is looked for.
      found.clear();
      seen = scanner.scan(text, context, limit, text.length, true, found);
    }
    open = seen.open();
    ByteBuffer out = without(text, context, seen.hold(), found);
    int from = Math.max(0, Math.min(seen.hold(), seen.hold() - CONTEXT));
    kept = Arrays.copyOfRange(text, from, text.length);
    context = seen.hold() - from;
    return out;
  }

  /// Behind the last line, or so far from the end that what begins before it is there as a whole.
  private int limit(byte[] text) {
    int limit = Math.max(context, text.length - margin);
    for (int i = text.length; i > limit; i--) {
      if (text[i - 1] == '\n' || text[i - 1] == '\r') {
        return i;
      }
    }
    return limit;
  }

  /// The rest of a secret whose beginning has been taken out already.
  private int swallowed(byte[] piece) {
    Form form = open;
    int skipped = 0;
    if (form != null) {
      while (skipped < piece.length && form.goesOn(piece[skipped])) {
        skipped++;
      }
    }
    return skipped;
  }

  private ByteBuffer without(byte[] text, int from, int to, List<Finding> found) {
    if (found.isEmpty()) {
      return ByteBuffer.wrap(text, from, to - from);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + REDACTED.length);
    int at = from;
    for (Finding finding : found) {
      listener.accept(finding.pattern(), finding.action());
      out.write(text, at, finding.from() - at);
      out.writeBytes(finding.action() == LeakAction.WARN
          ? Arrays.copyOfRange(text, finding.from(), finding.to())
          : REDACTED);
      at = finding.to();
    }
    out.write(text, at, to - at);
    return ByteBuffer.wrap(out.toByteArray());
  }
}
