package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.time.DateTimeException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One JSON object read strictly: each field has one type and one bound, and a field that nobody asked for is refused.
/// Errors name the field by its path and never quote a value of the box.
final class JsonForm {
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new HashSet<>();

  private JsonForm(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /// Reads one object and refuses what `read` did not ask for.
  static <T> T read(String path, JsonNode node, Function<JsonForm, T> read) {
    if (!node.isObject()) {
      throw wrong(path, "must be an object");
    }
    JsonForm form = new JsonForm(path, node);
    T value = read.apply(form);
    for (String name : node.propertyNames()) {
      if (!form.asked.contains(name)) {
        throw wrong(path, "has a field that this version does not know; it knows " + form.asked.stream().sorted()
            .toList());
      }
    }
    return value;
  }

  String text(String name, int maxChars) {
    return optionalText(name, maxChars).orElseThrow(() -> wrong(path + "." + name, "is missing"));
  }

  Optional<String> optionalText(String name, int maxChars) {
    JsonNode value = field(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw wrong(path + "." + name, "must be a string");
    }
    return Optional.of(bounded(path + "." + name, value.stringValue(), maxChars));
  }

  long number(String name, long min, long max) {
    JsonNode value = field(name);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < min
        || value.longValue() > max) {
      throw wrong(path + "." + name, "must be a whole number from " + min + " to " + max);
    }
    return value.longValue();
  }

  int integer(String name, int min, int max) {
    return Math.toIntExact(number(name, min, max));
  }

  boolean flag(String name) {
    JsonNode value = field(name);
    if (value == null || !value.isBoolean()) {
      throw wrong(path + "." + name, "must be true or false");
    }
    return value.booleanValue();
  }

  <T> T object(String name, Function<JsonForm, T> read) {
    JsonNode value = field(name);
    if (value == null) {
      throw wrong(path + "." + name, "is missing");
    }
    return read(path + "." + name, value, read);
  }

  /// An object whose fields somebody else reads.
  JsonNode anyObject(String name) {
    JsonNode value = field(name);
    if (value == null || !value.isObject()) {
      throw wrong(path + "." + name, "must be an object");
    }
    return value;
  }

  <T> List<T> objects(String name, int most, Function<JsonForm, T> read) {
    List<JsonNode> values = array(name, most);
    return IntStream.range(0, values.size())
        .mapToObj(i -> read(path + "." + name + "[" + i + "]", values.get(i), read)).toList();
  }

  List<String> texts(String name, int most, int maxChars) {
    return array(name, most).stream().map(value -> {
      if (!value.isString()) {
        throw wrong(path + "." + name, "must hold strings");
      }
      return bounded(path + "." + name, value.stringValue(), maxChars);
    }).toList();
  }

  /// Empty where there is no such field.
  List<String> optionalTexts(String name, int most, int maxChars) {
    return field(name) == null ? List.of() : texts(name, most, maxChars);
  }

  /// Turns a field's text into what it stands for; a failure names the field.
  <T> T as(String name, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IronclawException | DateTimeException e) {
      throw wrong(path + "." + name, "has a malformed value");
    }
  }

  private List<JsonNode> array(String name, int most) {
    JsonNode value = field(name);
    if (value == null || !value.isArray()) {
      throw wrong(path + "." + name, "must be an array");
    }
    if (value.size() > most) {
      throw new IronclawException(ErrorCode.TOO_LARGE, path + "." + name + " may have " + most + " entries");
    }
    return List.copyOf(value.values());
  }

  private @Nullable JsonNode field(String name) {
    asked.add(name);
    return node.get(name);
  }

  private static String bounded(String where, String text, int maxChars) {
    if (text.length() > maxChars) {
      throw new IronclawException(ErrorCode.TOO_LARGE, where + " may have " + maxChars + " chars");
    }
    // Half a surrogate pair has no UTF-8 form: stored, it would come back as another text.
    if (text.codePoints().anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
      throw wrong(where, "holds half a surrogate pair");
    }
    return text;
  }

  private static IronclawException wrong(String where, String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, where + " " + what);
  }
}
