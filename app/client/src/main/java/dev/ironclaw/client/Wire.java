package dev.ironclaw.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ironclaw.contract.api.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The contract's words as JSON. What a newer control plane adds is skipped.
final class Wire {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT)).build();

  private Wire() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static <T> T read(byte[] json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw unexpected(e);
    }
  }

  static <T> List<T> readList(byte[] json, Class<T> type) {
    try {
      return MAPPER.readerForListOf(type).readValue(json);
    } catch (JacksonException e) {
      throw unexpected(e);
    }
  }

  static Object readPlain(String json) {
    return MAPPER.readValue(json, Object.class);
  }

  static Problem problem(byte[] json, int status) {
    try {
      Problem problem = MAPPER.readValue(json, Problem.class);
      if (problem.status() == status && problem.detail() != null && problem.code() != null) {
        return problem;
      }
    } catch (JacksonException _) {
      // Not a problem of ours: something else listens there.
    }
    return new Problem("about:blank", "", status, "the server answered " + status + " without a problem body; "
        + "is this the address of a control plane?", "BROKEN");
  }

  private static ApiException unexpected(JacksonException e) {
    return ApiException.broken("the answer is not what this version expects; compare the versions of this program and "
        + "of the control plane", e);
  }

  /// One part of a path or a query.
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
