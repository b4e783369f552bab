package dev.ironclaw.ironctl;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What scripts read. By itself, because the library takes longer to get ready than most commands take to run.
final class JsonText {
  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
      .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
      .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT)).build();

  private JsonText() {}

  /// Indented. What is not ASCII is escaped.
  static String of(Object value) {
    return JSON.writeValueAsString(value);
  }
}
