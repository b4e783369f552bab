package dev.ironclaw.controlplane.api;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/// JSON whose keys stay in the order in which they were given, so that the file's differences are small.
final class OpenApiJson {
  private OpenApiJson() {}

  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  static String text(Object document) {
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    return new JsonMapper().writer()
        .with(new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent))
        .writeValueAsString(document) + "\n";
  }
}
