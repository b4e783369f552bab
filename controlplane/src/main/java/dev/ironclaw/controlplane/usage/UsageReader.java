package dev.ironclaw.controlplane.usage;

import dev.ironclaw.controlplane.modelproxy.Dialect;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads from an answer as it comes how many tokens it took, by the dialect's own words; as one JSON text, or as one for
/// each event of a stream. Whatever a server sends, its numbers are no more than it can have used.
///
/// Not thread-safe.
final class UsageReader {
  /// No model takes or says more in one call; a server that claims so is not believed further.
  static final long MOST = 20_000_000;

  /// All that is kept: a server may send any number of others.
  private static final Set<String> COUNTED = Set.of("usage.input_tokens", "usage.output_tokens",
      "usage.cache_read_input_tokens", "usage.cache_creation_input_tokens", "usage.prompt_tokens",
      "usage.completion_tokens", "usage.prompt_tokens_details.cached_tokens",
      "usage.input_tokens_details.cached_tokens", "usageMetadata.promptTokenCount",
      "usageMetadata.candidatesTokenCount", "usageMetadata.thoughtsTokenCount",
      "usageMetadata.cachedContentTokenCount");

  private final Dialect dialect;
  private final Map<String, Long> told = new HashMap<>();
  private final NumberPaths numbers = new NumberPaths(this::number);
  private boolean events;
  private int column;
  private boolean data;

  UsageReader(Dialect dialect) {
    this.dialect = dialect;
  }

  /// @param contentType of the response
  void head(String contentType) {
    events = contentType.equals("text/event-stream");
  }

  void next(byte[] text, int from, int to) {
    if (!events) {
      numbers.next(text, from, to);
      return;
    }
    int i = from;
    while (i < to) {
      int end = i;
      while (end < to && text[end] != '\n') {
        end++;
      }
      line(text, i, end);
      if (end < to) {
        column = 0;
        data = false;
        end++;
      }
      i = end;
    }
  }

  /// A part of one line.
  private void line(byte[] text, int from, int to) {
    String field = "data:";
    int at = from;
    while (at < to && column < field.length()) {
      data = (column == 0 || data) && text[at] == field.charAt(column);
      column++;
      at++;
      if (column == field.length() && data) {
        numbers.reset();
      }
    }
    if (data && column == field.length() && at < to) {
      numbers.next(text, at, to);
      // The end of the line ends a number, and no number is at the end of an object.
    }
  }

  /// Counts are of all so far, so the largest is the last; a server that counts down is not believed.
  private void number(String path, long number) {
    String plain = switch (dialect) {
      case ANTHROPIC -> without(path, "message.");
      case OPENAI, GEMINI -> path;
      case OPENAI_RESPONSES -> without(path, "response.");
    };
    String counted = dialect == Dialect.OPENAI ? without(plain, "x_groq.") : plain;
    if (COUNTED.contains(counted)) {
      told.merge(counted, Math.min(number, MOST), Math::max);
    }
  }

  private static String without(String path, String prefix) {
    return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
  }

  /// How many counts are kept; bounded.
  int kept() {
    return told.size();
  }

  /// What was told so far; empty where nothing was of input or of output.
  Optional<Tokens> tokens() {
    return switch (dialect) {
      case ANTHROPIC -> both("usage.input_tokens", "usage.output_tokens", 0,
          of("usage.cache_read_input_tokens"), of("usage.cache_creation_input_tokens"));
      case OPENAI -> inclusive("usage.prompt_tokens", "usage.completion_tokens", 0,
          "usage.prompt_tokens_details.cached_tokens");
      case OPENAI_RESPONSES -> inclusive("usage.input_tokens", "usage.output_tokens", 0,
          "usage.input_tokens_details.cached_tokens");
      case GEMINI -> inclusive("usageMetadata.promptTokenCount", "usageMetadata.candidatesTokenCount",
          of("usageMetadata.thoughtsTokenCount"), "usageMetadata.cachedContentTokenCount");
    };
  }

  private long of(String path) {
    return told.getOrDefault(path, 0L);
  }

  /// Of dialects whose input holds what was read from the cache.
  private Optional<Tokens> inclusive(String input, String output, long moreOutput, String cached) {
    long read = Math.min(of(cached), of(input));
    return both(input, output, moreOutput, read, 0).map(tokens -> new Tokens(tokens.input() - read,
        tokens.cacheRead(), 0, tokens.output()));
  }

  private Optional<Tokens> both(String input, String output, long moreOutput, long read, long written) {
    return told.containsKey(input) && (told.containsKey(output) || moreOutput > 0)
        ? Optional.of(new Tokens(of(input), read, written, Math.min(MOST, of(output) + moreOutput)))
        : Optional.empty();
  }
}
