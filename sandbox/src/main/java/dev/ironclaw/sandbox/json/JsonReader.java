package dev.ironclaw.sandbox.json;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.sandbox.json.JsonValue.Arr;
import dev.ironclaw.sandbox.json.JsonValue.Bool;
import dev.ironclaw.sandbox.json.JsonValue.Null;
import dev.ironclaw.sandbox.json.JsonValue.Num;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonValue.Text;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads one JSON object. Anything else, anything after it, a name given twice, more than 64 levels, 200,000 tokens or
/// 8 Mi chars in one string: `INVALID_PAYLOAD`.
public final class JsonReader {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TOKENS = 200_000;
  private static final int MAX_STRING = 8 << 20;

  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxTokenCount(MAX_TOKENS)
          .maxStringLength(MAX_STRING).maxNumberLength(64).build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonReader() {}

  public static Obj object(String text) {
    return object(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Obj object(byte[] utf8) {
    return object(utf8, 0, utf8.length);
  }

  public static Obj object(byte[] utf8, int offset, int length) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(),
        new ByteArrayInputStream(utf8, offset, length))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "read JSON: the document must be one object");
      }
      Obj object = members(parser);
      if (parser.nextToken() != null) {
        throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "read JSON: something follows the object");
      }
      return object;
    } catch (JacksonException malformed) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "read JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }

  private static Obj members(JsonParser parser) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new Obj(Collections.unmodifiableMap(members));
  }

  private static JsonValue value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> new Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getString());
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_NULL -> new Null();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IronclawException(
          ErrorCode.INVALID_PAYLOAD, "read JSON: a value is missing");
    };
  }

  private static Arr items(JsonParser parser) {
    List<JsonValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new Arr(items);
  }
}
