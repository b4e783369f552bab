package dev.ironclaw.client.diagnostics;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The last lines of the app's log, with what varies in them masked: a line is put together of the program's own words,
/// which stay, and of values between `⟨` and `⟩`, of which our ids, our words for states, durations, and numbers behind the
/// names of what we count stay. So nothing that anybody wrote, and no path, gets out of it.
final class LogExcerpt {
  /// Where the app keeps its log, below the state folder.
  private static final Path FILE = Path.of("desktop", "app.log");
  private static final int MOST_LINES = 400;
  private static final int MOST_BYTES = 256 << 10;
  private static final Pattern LINE = Pattern.compile(
      "(\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,20}Z) (ERROR|WARN|INFO|DEBUG) +([\\w.$]{1,120}) (.*)");
  private static final Pattern VALUE = Pattern.compile("(?:\\b([a-z-]{1,24})=)?⟨([^⟩]*)⟩?");
  private static final Pattern SAFE = Pattern.compile("(?:ses|box|chg|tok|gr|mg|wr|in|out|msg|sys)_[0-9a-f_]{16,40}"
      + "|PT(?:[0-9]{1,4}H)?(?:[0-9]{1,2}M)?(?:[0-9]{1,2}(?:\\.[0-9]{1,3})?S)?|true|false");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
  /// What numbers stand for that the program counts or measures itself.
  private static final Set<String> COUNTED = Set.of("count", "ms", "port", "adopted", "frozen", "printed", "seq",
      "status",
      "code", "bytes", "tries");
  /// States of boxes and of changes, why a box ended, and signals.
  private static final Set<String> STATES = Set.of("STARTING", "POOLED", "RUNNING", "STOPPING", "BACKING_OFF", "PARKED",
      "OWN", "OFFENCE", "FULL", "PENDING", "APPROVED", "REJECTED", "APPLIED", "EXPIRED", "FAILED", "TERM", "KILL");
  private static final String MASKED = "⟨…⟩";

  private LogExcerpt() {}

  /// What is left of the last lines; one sentence where there is none.
  static String of(Path stateFolder) {
    Path file = stateFolder.resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "there is no log of the app in this state folder\n";
    }
    try {
      List<String> lines = tail(file).lines().toList();
      StringBuilder kept = new StringBuilder();
      int left = 0;
      for (String line : lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())) {
        Matcher parts = LINE.matcher(line);
        if (parts.matches()) {
          kept.append(parts.group(1)).append(' ').append(parts.group(2)).append(' ').append(parts.group(3)).append(' ')
              .append(masked(parts.group(4))).append('\n');
        } else {
          left++;
        }
      }
      return left == 0 ? kept.toString() : kept.append(left).append(" lines of another form left out\n").toString();
    } catch (IOException e) {
      return "the log can't be read\n";
    }
  }

  private static String masked(String words) {
    return VALUE.matcher(words).replaceAll(value -> {
      String key = value.group(1) == null ? "" : value.group(1);
      return Matcher.quoteReplacement(
          stays(key, value.group(2)) ? value.group() : (key.isEmpty() ? "" : key + "=") + MASKED);
    });
  }

  private static boolean stays(String key, String value) {
    return SAFE.matcher(value).matches() || STATES.contains(value)
        || (COUNTED.contains(key) && NUMBER.matcher(value).matches());
  }

  /// Whole lines at its end.
  private static String tail(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long from = Math.max(0, channel.size() - MOST_BYTES);
      ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - from));
      channel.position(from);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Until it is full or the file ends.
      }
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
    }
  }
}
