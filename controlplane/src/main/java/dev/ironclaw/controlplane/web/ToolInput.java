package dev.ironclaw.controlplane.web;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads what an agent wrote for a tool: each field of one type and bound; one that the tool does not know is an error that
/// names those that it does. Read every field, then call [#end].
final class ToolInput {
  private final JsonNode input;
  private final Set<String> known = new LinkedHashSet<>();

  ToolInput(JsonNode input) {
    this.input = input;
  }

  private Optional<JsonNode> take(String name) {
    known.add(name);
    return input.optional(name).filter(value -> !value.isNull());
  }

  Optional<String> text(String name, int most) {
    return take(name).map(value -> text(name, value, most));
  }

  String required(String name, int most) {
    return text(name, most).filter(value -> !value.isBlank())
        .orElseThrow(() -> wrong("\"" + name + "\" is missing"));
  }

  private static String text(String name, JsonNode value, int most) {
    if (!value.isString()) {
      throw wrong("\"" + name + "\" must be a text");
    }
    String text = value.stringValue();
    if (text.length() > most) {
      throw wrong("\"" + name + "\" may have " + most + " characters");
    }
    if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
      throw wrong("\"" + name + "\" holds half a surrogate pair");
    }
    return text;
  }

  int number(String name, int least, int most, int otherwise) {
    return take(name).map(value -> {
      if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least
          || value.intValue() > most) {
        throw wrong("\"" + name + "\" must be a whole number from " + least + " to " + most);
      }
      return value.intValue();
    }).orElse(otherwise);
  }

  /// An object of texts.
  Map<String, String> texts(String name, int most, int mostChars) {
    Map<String, String> texts = new LinkedHashMap<>();
    take(name).ifPresent(value -> {
      if (!value.isObject() || value.size() > most) {
        throw wrong("\"" + name + "\" must be an object of at most " + most + " texts");
      }
      value.properties().forEach(entry -> texts.put(entry.getKey(), text(name, entry.getValue(), mostChars)));
    });
    return texts;
  }

  /// A list of texts, at least one.
  List<String> list(String name, int most, int mostChars) {
    JsonNode list = take(name).filter(value -> value.isArray() && !value.isEmpty() && value.size() <= most)
        .orElseThrow(() -> wrong("\"" + name + "\" must be a list of 1 to " + most + " texts"));
    return list.values().stream().map(value -> text(name, value, mostChars)).toList();
  }

  /// Nothing may be left.
  void end() {
    input.propertyNames().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
      throw wrong("unknown field \"" + VisibleText.brief(name) + "\"; known: " + String.join(", ", known));
    });
  }

  private static IronclawException wrong(String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, what);
  }
}
