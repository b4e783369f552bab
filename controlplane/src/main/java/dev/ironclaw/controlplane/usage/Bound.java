package dev.ironclaw.controlplane.usage;

import dev.ironclaw.controlplane.modelproxy.Dialect;
import java.nio.ByteBuffer;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The most that a call may take, as its request has it. Everything that a model is shown stands in the request, so its
/// bytes bound the input; the output by what the request sets, or else by what models say at most.
///
/// @param input tokens
/// @param output tokens
record Bound(long input, long output) {
  /// Where a request sets none.
  static final long USUAL_OUTPUT = 32_768;
  /// No model says more.
  static final long MOST_OUTPUT = 262_144;
  /// Tokens of common text have three bytes and more; the rarest have two.
  private static final long BYTES_A_TOKEN = 2;
  /// What a model is told beside the request, as how tools are called.
  private static final long FIXED = 2_000;
  private static final JsonFactory JSON = JsonFactory.builder().build();

  static Bound of(Dialect dialect, ByteBuffer body) {
    long asked = output(dialect, body);
    return new Bound(body.remaining() / BYTES_A_TOKEN + FIXED,
        asked <= 0 ? USUAL_OUTPUT : Math.min(MOST_OUTPUT, asked));
  }

  /// The largest that is set anywhere: which of two a server believes is its own secret.
  private static long output(Dialect dialect, ByteBuffer body) {
    Set<String> names = switch (dialect) {
      case ANTHROPIC -> Set.of("max_tokens");
      case OPENAI -> Set.of("max_tokens", "max_completion_tokens");
      case OPENAI_RESPONSES -> Set.of("max_output_tokens");
      case GEMINI -> Set.of("maxOutputTokens", "max_output_tokens");
    };
    long most = 0;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body.array(),
        body.arrayOffset() + body.position(), body.remaining())) {
      int depth = 0;
      String field = "";
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.PROPERTY_NAME) {
          field = parser.currentName();
        } else if (token.isNumeric() && depth <= 2 && names.contains(field)) {
          most = Math.max(most, (long) Math.min(parser.getDoubleValue(), MOST_OUTPUT));
        }
      }
    } catch (JacksonException e) {
      // silent-ok: what is no JSON is refused by whoever sends it on; it is held for the usual most
      return USUAL_OUTPUT;
    }
    return most;
  }

  Tokens tokens() {
    return new Tokens(input, 0, 0, output);
  }

  long nanos(Price price) {
    return new Price(price.dearestInput(), price.output(), 0, 0, price.known()).of(tokens());
  }
}
