package dev.ironclaw.sandbox.json;

import dev.ironclaw.sandbox.json.JsonValue.Arr;
import dev.ironclaw.sandbox.json.JsonValue.Bool;
import dev.ironclaw.sandbox.json.JsonValue.Null;
import dev.ironclaw.sandbox.json.JsonValue.Num;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.json.JsonValue.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes one JSON document, compact, in the order of the calls. Use once; not for two threads.
public final class JsonWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
  private final JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);

  public JsonWriter object() {
    generator.writeStartObject();
    return this;
  }

  public JsonWriter object(String name) {
    generator.writeName(name);
    return object();
  }

  public JsonWriter array() {
    generator.writeStartArray();
    return this;
  }

  public JsonWriter array(String name) {
    generator.writeName(name);
    return array();
  }

  public JsonWriter endObject() {
    generator.writeEndObject();
    return this;
  }

  public JsonWriter endArray() {
    generator.writeEndArray();
    return this;
  }

  public JsonWriter text(String name, String value) {
    generator.writeName(name);
    generator.writeString(wellFormed(value));
    return this;
  }

  /// Writes nothing when empty: optional members are absent, never null.
  public JsonWriter text(String name, Optional<String> value) {
    value.ifPresent(present -> text(name, present));
    return this;
  }

  public JsonWriter number(String name, long value) {
    generator.writeName(name);
    generator.writeNumber(value);
    return this;
  }

  public JsonWriter flag(String name, boolean value) {
    generator.writeName(name);
    generator.writeBoolean(value);
    return this;
  }

  public JsonWriter texts(String name, List<String> values) {
    array(name);
    for (String value : values) {
      generator.writeString(wellFormed(value));
    }
    return endArray();
  }

  /// An array of objects, each written by `element`.
  public <T> JsonWriter objects(String name, Iterable<T> values, BiConsumer<JsonWriter, T> element) {
    array(name);
    for (T value : values) {
      object();
      element.accept(this, value);
      endObject();
    }
    return endArray();
  }

  public JsonWriter value(String name, JsonValue value) {
    generator.writeName(name);
    return value(value);
  }

  public JsonWriter value(JsonValue value) {
    switch (value) {
      case Text(String text) -> generator.writeString(wellFormed(text));
      case Num(String literal) -> generator.writeNumber(literal);
      case Bool(boolean bool) -> generator.writeBoolean(bool);
      case Null() -> generator.writeNull();
      case Arr(List<JsonValue> items) -> {
        array();
        items.forEach(this::value);
        endArray();
      }
      case Obj object -> {
        object();
        object.members().forEach(this::value);
        endObject();
      }
    }
    return this;
  }

  /// UTF-8 has no half of a pair, which a model or a cut may leave.
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
      }
    }
    return text;
  }

  /// The finished document in UTF-8.
  public byte[] bytes() {
    generator.close();
    return out.toByteArray();
  }

  /// The finished document.
  public String text() {
    generator.close();
    return out.toString(StandardCharsets.UTF_8);
  }
}
