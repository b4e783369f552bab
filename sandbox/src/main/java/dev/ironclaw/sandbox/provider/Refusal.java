package dev.ironclaw.sandbox.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonReader;
import dev.ironclaw.sandbox.json.JsonValue.Arr;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonValue.Text;
import dev.ironclaw.sandbox.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An upstream's or the host's no, as the failure that says whether another attempt can help. Keeps their words, cut.
final class Refusal {
  private static final int MAX_WORDS = 300;
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  /// How the APIs say that a conversation is too long: none has a status of its own for it.
  private static final List<String> TOO_LONG = List.of("context_length_exceeded", "context length", "context window",
      "context size", "prompt is too long", "input is too long", "input token count",
      "exceeds the maximum number of tokens",
      "too many tokens", "reduce the length");

  private Refusal() {}

  static IronclawException of(int status, byte[] body) {
    Optional<String> words = words(body);
    String message = "call the model: status " + status + words.map(said -> ": " + said).orElse("");
    return new IronclawException(code(status, words.orElse("")), message);
  }

  /// An error that comes where an answer should: as the whole body, or as an event of the stream.
  static IronclawException inAnswer(byte[] body) {
    return new IronclawException(ErrorCode.UPSTREAM_FAILED, "read the model's answer: an error instead of events"
        + words(body).map(said -> ": " + said).orElse(""));
  }

  /// @param kind the dialect's own word for it: a type, a code or a status
  static IronclawException inStream(String kind, Optional<String> message) {
    String said = message.orElse("");
    ErrorCode code = switch (kind.toLowerCase(Locale.ROOT)) {
      case "rate_limit_error", "overloaded_error", "rate_limit_exceeded", "resource_exhausted", "unavailable",
          "server_overloaded", "slow_down", "429", "503", "529" ->
        ErrorCode.RATE_LIMITED;
      case "invalid_request_error", "invalid_prompt", "invalid_argument", "failed_precondition", "not_found_error",
          "400", "404" ->
        isTooLong(said) ? ErrorCode.TOO_LARGE : ErrorCode.INVALID_REQUEST;
      case "context_length_exceeded", "request_too_large" -> ErrorCode.TOO_LARGE;
      case "authentication_error", "permission_error", "billing_error", "insufficient_quota", "permission_denied",
          "unauthenticated", "401", "402", "403" ->
        ErrorCode.DENIED;
      default -> isTooLong(said) ? ErrorCode.TOO_LARGE : ErrorCode.UPSTREAM_FAILED;
    };
    return new IronclawException(code, "call the model: " + cut(said.isBlank() ? "it failed (" + kind + ")" : said));
  }

  private static ErrorCode code(int status, String words) {
    return switch (status) {
      // Money that is used up does not come back by waiting.
      case 429 -> words.contains("insufficient_quota") ? ErrorCode.DENIED : ErrorCode.RATE_LIMITED;
      case 529 -> ErrorCode.RATE_LIMITED;
      case 401, 402, 403 -> ErrorCode.DENIED;
      case 413 -> ErrorCode.TOO_LARGE;
      // The host has restarted and not taken this box up again: it will.
      case 409 -> ErrorCode.NOT_READY;
      case 408 -> ErrorCode.UPSTREAM_FAILED;
      default -> {
        if (isTooLong(words)) {
          yield ErrorCode.TOO_LARGE;
        }
        yield status >= 500 ? ErrorCode.UPSTREAM_FAILED : ErrorCode.INVALID_REQUEST;
      }
    };
  }

  private static boolean isTooLong(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    return TOO_LONG.stream().anyMatch(lower::contains);
  }

  /// Seconds or an HTTP date; empty for anything else. Never more than a day, never negative.
  static Optional<Duration> wait(String header, Instant now) {
    String value = header.strip();
    try {
      Duration wait = !value.isEmpty() && Character.isDigit(value.charAt(0))
          ? Duration.ofMillis((long) (Math.min(Double.parseDouble(value), (double) LONGEST_WAIT.toSeconds()) * 1000))
          : Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      Duration positive = wait.isNegative() ? Duration.ZERO : wait;
      return Optional.of(positive.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : positive);
    } catch (NumberFormatException | DateTimeException | ArithmeticException unreadable) {
      return Optional.empty();
    }
  }

  /// The message of an error body in whichever form: `error.message`, `error` alone, `detail`, `message`, or the same
  /// in an array of one.
  private static Optional<String> words(byte[] body) {
    try {
      return words(JsonReader.object(unwrapped(body))).map(Refusal::cut);
    } catch (IronclawException noProblem) {
      return Optional.empty();
    }
  }

  private static Optional<String> words(Obj problem) {
    if (problem.members().get("error") instanceof Obj error) {
      String code = error.members().get("code") instanceof Text(String word) ? " (" + word + ")" : "";
      return error.optionalText("message").map(said -> said + code);
    }
    for (String name : List.of("error", "detail", "message")) {
      if (problem.members().get(name) instanceof Text(String said)) {
        return Optional.of(said);
      }
    }
    return Optional.empty();
  }

  /// Gemini answers an array where it was not asked for events.
  private static String unwrapped(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.startsWith("[")) {
      Obj wrapped = JsonReader.object("{\"all\":" + text + "}");
      if (wrapped.members().get("all") instanceof Arr(var items) && items.size() == 1
          && items.getFirst() instanceof Obj only) {
        return new JsonWriter().value(only).text();
      }
    }
    return text;
  }

  private static String cut(String words) {
    return Excerpt.of(words.strip(), MAX_WORDS);
  }
}
