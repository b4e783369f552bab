package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
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
  /// Where a request sets none: what models say at most, as 128,000. None is written into the request: a server refuses a
  /// figure that is above its model's own.
  static final long USUAL_OUTPUT = 131_072;
  /// No model says more.
  static final long MOST_OUTPUT = 262_144;
  /// Tokens of common text have three bytes and more; the rarest have two.
  private static final long BYTES_A_TOKEN = 2;
  /// What a model is told beside the request, as how tools are called.
  private static final long FIXED = 2_000;
  private static final JsonFactory JSON = JsonFactory.builder().build();

  /// @throws IronclawException `INVALID_REQUEST` for a request whose most can't be told: one for several answers, or one
  ///         with a limit that is no number
  static Bound of(Dialect dialect, ByteBuffer body) {
    return new Bound(body.remaining() / BYTES_A_TOKEN + FIXED, output(dialect, body));
  }

  /// The largest that is set: which of two a server believes is its own secret. Only what stands where the dialect has it
  /// counts, or one of the same name elsewhere would make it less.
  private static long output(Dialect dialect, ByteBuffer body) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body.array(),
        body.arrayOffset() + body.position(), body.remaining())) {
      Words words = Words.of(dialect);
      long most = 0;
      int places = 0;
      parser.nextToken();
      for (JsonToken token = parser.nextToken(); token == JsonToken.PROPERTY_NAME; token = parser.nextToken()) {
        String field = parser.currentName();
        token = parser.nextToken();
        if (words.below().isEmpty()) {
          most = Math.max(most, most(words, field, parser));
        } else if (words.below().contains(field) && token == JsonToken.START_OBJECT) {
          places++;
          while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String inner = parser.currentName();
            parser.nextToken();
            most = Math.max(most, most(words, inner, parser));
            parser.skipChildren();
          }
        }
        parser.skipChildren();
      }
      return most == 0 || places > 1 ? Math.max(most, USUAL_OUTPUT) : most;
    } catch (JacksonException e) {
      // silent-ok: what is no JSON is refused by whoever sends it on; it is held for the most
      return MOST_OUTPUT;
    }
  }

  /// What the value at hand allows; 0 where it is none of the limits.
  private static long most(Words words, String field, JsonParser parser) {
    if (words.answers().contains(field)) {
      if (parser.currentToken() != JsonToken.VALUE_NULL && number(field, parser) > 1) {
        throw wrong("leave \"" + field + "\" out: it asks for several answers, and one is counted");
      }
    } else if (words.limits().contains(field) && parser.currentToken() != JsonToken.VALUE_NULL) {
      double asked = number(field, parser);
      // What is no limit at all to some servers, as -1, is none here.
      return asked >= 1 ? (long) Math.min(asked, MOST_OUTPUT) : USUAL_OUTPUT;
    }
    return 0;
  }

  /// Some servers take a number as text.
  private static double number(String field, JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING && parser.getString().matches("[0-9]{1,9}")) {
      return Long.parseLong(parser.getString());
    }
    if (token == null || !token.isNumeric()) {
      throw wrong("\"" + field + "\" must be a number");
    }
    return parser.getDoubleValue();
  }

  private static IronclawException wrong(String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "call the model: " + what);
  }

  /// Where a dialect has what bounds an answer.
  ///
  /// @param below under one of these; at the top where there are none
  private record Words(Set<String> below, Set<String> limits, Set<String> answers) {
    static Words of(Dialect dialect) {
      return switch (dialect) {
        case ANTHROPIC -> new Words(Set.of(), Set.of("max_tokens"), Set.of());
        case OPENAI -> new Words(Set.of(), Set.of("max_tokens", "max_completion_tokens"), Set.of("n"));
        case OPENAI_RESPONSES -> new Words(Set.of(), Set.of("max_output_tokens"), Set.of());
        case GEMINI -> new Words(Set.of("generationConfig", "generation_config"),
            Set.of("maxOutputTokens", "max_output_tokens"), Set.of("candidateCount", "candidate_count"));
      };
    }
  }

  Tokens tokens() {
    return new Tokens(input, 0, 0, output);
  }

  long nanos(Price price) {
    return new Price(price.dearestInput(), price.output(), 0, 0, price.known()).of(tokens());
  }
}
