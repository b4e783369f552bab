package dev.ironclaw.client;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// JSON as maps, lists, texts, numbers and truths, and back. How deep and how long the parts of a text may be is
/// limited by the parser.
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// @throws JacksonException where it is none, or goes on after its value
  static @Nullable Object read(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      return whole(parser);
    }
  }

  /// As [#read(byte\[\])].
  static @Nullable Object read(String json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      return whole(parser);
    }
  }

  private static @Nullable Object whole(JsonParser parser) {
    parser.nextToken();
    Object value = value(parser);
    if (parser.nextToken() != null) {
      throw new StreamReadException(parser, "something comes after the value");
    }
    return value;
  }

  private static @Nullable Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null -> throw new StreamReadException(parser, "there is nothing to read");
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
        throw new StreamReadException(parser, "no value begins with " + token);
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  /// @param value of the contract's records, and what [#read] makes
  static String write(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(value, generator);
    }
    return text.toString();
  }

  private static void write(@Nullable Object value, JsonGenerator generator) {
    switch (value) {
      case null -> generator.writeNull();
      case String text -> generator.writeString(text);
      case Boolean is -> generator.writeBoolean(is);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      case java.math.BigInteger number -> generator.writeNumber(number);
      case java.math.BigDecimal number -> generator.writeNumber(number);
      case Optional<?> option -> write(option.orElse(null), generator);
      case Record fields -> object(Records.fields(fields), generator);
      case Map<?, ?> map -> object(map, generator);
      case Iterable<?> all -> {
        generator.writeStartArray();
        all.forEach(one -> write(one, generator));
        generator.writeEndArray();
      }
      default -> throw new IllegalArgumentException("a " + value.getClass().getName() + " is no part of the contract");
    }
  }

  private static void object(Map<?, ?> fields, JsonGenerator generator) {
    generator.writeStartObject();
    fields.forEach((name, one) -> {
      generator.writeName(String.valueOf(name));
      write(one, generator);
    });
    generator.writeEndObject();
  }
}
