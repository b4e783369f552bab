package dev.ironclaw.controlplane.modelproxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Writes one answer as a dialect's events. What is ready at the same moment leaves in one piece, as from an upstream
/// whose words come faster than the network takes them.
final class MockStream {
  /// A word with the blanks before it: joined again they are the text, blanks and line ends included.
  private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+");
  private static final int MOST_UNPACED_PIECES = 16;

  private final MockDialect dialect;
  private final OutputStream out;
  private final MockReply reply;

  MockStream(MockDialect dialect, OutputStream out, MockReply reply) {
    this.dialect = dialect;
    this.out = out;
    this.reply = reply;
  }

  void text(String text, Duration pause) throws IOException, InterruptedException {
    send(dialect.begin(reply));
    List<String> pieces = pieces(text, pause);
    for (int i = 0; i < pieces.size(); i++) {
      if (i > 0 && pause.isPositive()) {
        out.flush();
        Thread.sleep(pause);
      }
      send(dialect.piece(reply, pieces.get(i)));
    }
    send(dialect.end(reply, text));
  }

  void toolCalls(List<MockAnswer.ToolCall> calls) throws IOException {
    send(dialect.calls(reply, calls));
  }

  /// Some words, and then the connection is gone: the caller must not end the response.
  void half() throws IOException {
    send(dialect.begin(reply));
    send(dialect.piece(reply, "mock-agent will not fin"));
    out.flush();
  }

  void garbage() throws IOException {
    send(dialect.begin(reply));
    send(List.of("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":}{ not json\n\n",
        "data: \n\n: \u0001\nevent: nonsense\ndata: [1,2\n\n"));
  }

  private void send(List<String> events) throws IOException {
    for (String event : events) {
      out.write(event.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static List<String> pieces(String text, Duration pause) {
    List<String> words = WORD.matcher(text).results().map(result -> result.group()).toList();
    if (pause.isPositive() || words.size() <= MOST_UNPACED_PIECES) {
      return words;
    }
    int size = Math.ceilDiv(words.size(), MOST_UNPACED_PIECES);
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < words.size(); i += size) {
      pieces.add(String.join("", words.subList(i, Math.min(words.size(), i + size))));
    }
    return pieces;
  }
}
