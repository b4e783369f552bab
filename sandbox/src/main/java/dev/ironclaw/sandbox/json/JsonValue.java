package dev.ironclaw.sandbox.json;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One JSON value. Numbers keep their text, so that nothing is lost between reading and writing.
public sealed interface JsonValue {
  /// A string.
  record Text(String value) implements JsonValue {}

  /// A number, as written.
  record Num(String literal) implements JsonValue {}

  /// `true` or `false`.
  record Bool(boolean value) implements JsonValue {}

  /// `null`.
  record Null() implements JsonValue {}

  /// An array.
  record Arr(List<JsonValue> items) implements JsonValue {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /// An object, its members in the order read. Each accessor throws `INVALID_PAYLOAD` naming the member when it is
  /// missing or of another type.
  record Obj(Map<String, JsonValue> members) implements JsonValue {
    public Optional<JsonValue> member(String name) {
      return Optional.ofNullable(members.get(name));
    }

    public String text(String name) {
      return optionalText(name).orElseThrow(() -> wrong(name, "a string"));
    }

    /// Empty when absent or null, which models and their servers write for absent.
    public Optional<String> optionalText(String name) {
      JsonValue found = members.get(name);
      if (found == null || found instanceof Null) {
        return Optional.empty();
      }
      if (found instanceof Text text) {
        return Optional.of(text.value());
      }
      throw wrong(name, "a string");
    }

    /// Empty when absent or null.
    public Optional<Obj> optionalObject(String name) {
      JsonValue found = members.get(name);
      return found == null || found instanceof Null ? Optional.empty() : Optional.of(object(name));
    }

    /// The objects of an array; none when it is absent or null.
    public List<Obj> objects(String name) {
      JsonValue found = members.get(name);
      if (found == null || found instanceof Null) {
        return List.of();
      }
      return array(name).stream().map(item -> {
        if (item instanceof Obj object) {
          return object;
        }
        throw wrong(name, "an array of objects");
      }).toList();
    }

    public long number(String name) {
      if (members.get(name) instanceof Num num) {
        try {
          return Long.parseLong(num.literal());
        } catch (NumberFormatException notWhole) {
          throw wrong(name, "a whole number", notWhole);
        }
      }
      throw wrong(name, "a whole number");
    }

    public int smallNumber(String name) {
      long number = number(name);
      if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
        throw wrong(name, "a number of 32 bits");
      }
      return (int) number;
    }

    public boolean flag(String name) {
      if (members.get(name) instanceof Bool bool) {
        return bool.value();
      }
      throw wrong(name, "true or false");
    }

    public Obj object(String name) {
      if (members.get(name) instanceof Obj object) {
        return object;
      }
      throw wrong(name, "an object");
    }

    public List<JsonValue> array(String name) {
      if (members.get(name) instanceof Arr array) {
        return array.items();
      }
      throw wrong(name, "an array");
    }

    private static IronclawException wrong(String name, String expected) {
      return new IronclawException(ErrorCode.INVALID_PAYLOAD, "read JSON: \"" + name + "\" must be " + expected);
    }

    private static IronclawException wrong(String name, String expected, Throwable cause) {
      return new IronclawException(ErrorCode.INVALID_PAYLOAD, "read JSON: \"" + name + "\" must be " + expected, cause);
    }
  }
}
