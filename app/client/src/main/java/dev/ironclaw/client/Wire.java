package dev.ironclaw.client;

import dev.ironclaw.contract.api.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The contract's words as JSON. What a newer control plane adds is skipped.
final class Wire {
  private Wire() {}

  static String write(Object value) {
    return Json.write(value);
  }

  static <T> T read(byte[] json, Class<T> type) {
    try {
      return of(Json.read(json), type);
    } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
      throw unexpected(e);
    }
  }

  static <T> List<T> readList(byte[] json, Class<T> type) {
    try {
      if (Json.read(json) instanceof List<?> list) {
        return list.stream().map(one -> of(one, type)).toList();
      }
      throw new IllegalArgumentException("it is no list");
    } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
      throw unexpected(e);
    }
  }

  static @Nullable Object readPlain(String json) {
    return Json.read(json);
  }

  static Problem problem(byte[] json, int status) {
    try {
      Problem problem = of(Json.read(json), Problem.class);
      if (problem.status() == status && problem.detail() != null && problem.code() != null) {
        return problem;
      }
    } catch (JacksonException | IllegalArgumentException | ArithmeticException _) {
      // Not a problem of ours: something else listens there.
    }
    return new Problem("about:blank", "", status, "the server answered " + status + " without a problem body; "
        + "is this the address of a control plane?", "BROKEN", Optional.empty());
  }

  private static <T> T of(@Nullable Object value, Class<T> type) {
    Object made = Records.of(value, type);
    if (made == null) {
      throw new IllegalArgumentException("null is no " + type.getSimpleName());
    }
    return type.cast(made);
  }

  private static ApiException unexpected(RuntimeException e) {
    return ApiException.broken("the answer is not what this version expects; compare the versions of this program and "
        + "of the control plane", e);
  }

  /// One part of a path or a query.
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
