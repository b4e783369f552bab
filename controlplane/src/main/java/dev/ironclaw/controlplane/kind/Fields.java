package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Reads one object of a payload strictly: keys in any case, none twice, none that the schema does not know, each value
/// of its type. Read every field, then call [#end].
final class Fields {
  private static final int MAX_ITEMS = 256;
  private static final int MAX_ID_BYTES = 512;

  private final Schema schema;
  private final String where;
  private final Map<String, JsonNode> left = new LinkedHashMap<>();

  private Fields(Schema schema, String where, JsonNode object) {
    this.schema = schema;
    this.where = where;
    if (!object.isObject()) {
      throw schema.invalid(where + " must be an object");
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (left.put(key(field.getKey()), field.getValue()) != null) {
        throw schema.invalid("two fields name \"" + VisibleText.brief(field.getKey()) + "\"");
      }
    }
  }

  /// The kind and the form that every refusal names.
  record Schema(ChangeKind kind, String form) {
    IronclawException invalid(String problem) {
      return refusal(problem, false);
    }

    /// For what no slip explains: see [PayloadObjection#isHostile].
    IronclawException hostile(String problem) {
      return refusal(problem, true);
    }

    /// For a name that is none of those it must be: hostile where it looks like one.
    IronclawException unknown(String problem, String name) {
      return refusal(problem, !VisibleText.line(name).equals(name) || Scripts.objection(name).isPresent()
          || Scripts.looksLatin(name));
    }

    private IronclawException refusal(String problem, boolean hostile) {
      return new IronclawException(ErrorCode.INVALID_PAYLOAD,
          "submit a change of kind " + kind.wireName() + ": " + problem + "; accepted: " + form,
          new PayloadObjection(problem, hostile));
    }

    Fields object(JsonNode object) {
      return new Fields(this, "it", object);
    }

    /// Each item of a list, read by `reader`.
    <T> List<T> items(String where, JsonNode list, Function<JsonNode, T> reader) {
      if (!list.isArray()) {
        throw invalid(where + " must be a list");
      }
      if (list.size() > MAX_ITEMS) {
        throw invalid(where + " has more than " + MAX_ITEMS + " items");
      }
      List<T> items = new ArrayList<>();
      list.values().forEach(item -> items.add(reader.apply(item)));
      return List.copyOf(items);
    }

    /// A text that survives storage as it is: no NUL, no half of a surrogate pair, at most so many bytes of UTF-8.
    String text(String where, JsonNode value, int mostBytes) {
      if (!value.isString()) {
        throw invalid(where + " must be a text");
      }
      String text = value.stringValue();
      if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw hostile(where + " holds a NUL or half of a surrogate pair");
      }
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > mostBytes) {
        throw invalid(where + " has " + bytes + " bytes, more than " + mostBytes);
      }
      return text;
    }

    /// A text that names something: nothing in it may be invisible, nor look like something else by its blanks.
    String name(String where, JsonNode value, int mostBytes) {
      String name = text(where, value, mostBytes);
      boolean hidden = !VisibleText.line(name).equals(name);
      if (hidden || name.isBlank() || !name.strip().equals(name)) {
        throw refusal(where + " is empty, has blanks around it or holds invisible characters: \""
            + VisibleText.brief(name) + "\"", hidden);
      }
      return name;
    }

    /// A name that is compared with others: it must not look like another one.
    String identifier(String where, JsonNode value, int mostBytes) {
      String name = name(where, value, mostBytes);
      Scripts.objection(name).ifPresent(why -> {
        throw hostile(where + " " + why + ": \"" + VisibleText.brief(name) + "\"");
      });
      return name;
    }

    /// A person; only the handle is a word of somebody's choice.
    UserId user(String where, JsonNode value) {
      UserId user = checked(where, name(where, value, MAX_ID_BYTES), UserId::new);
      Scripts.objection(user.value().substring(user.value().indexOf(':') + 1)).ifPresent(why -> {
        throw hostile(where + " " + why + ": \"" + VisibleText.brief(user.value()) + "\"");
      });
      return user;
    }

    /// A typed id, which checks itself.
    <T> T id(String where, JsonNode value, Function<String, T> type) {
      return checked(where, identifier(where, value, MAX_ID_BYTES), type);
    }

    private <T> T checked(String where, String text, Function<String, T> type) {
      try {
        return type.apply(text);
      } catch (IronclawException notAnId) {
        throw invalid(where + " is " + notAnId.getMessage());
      }
    }
  }

  /// `EnabledTools`, `enabled_tools` and `enabledTools` are one field.
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }

  private Optional<JsonNode> take(String name) {
    return Optional.ofNullable(left.remove(key(name))).filter(value -> !value.isNull());
  }

  boolean has(String name) {
    return left.containsKey(key(name));
  }

  Set<String> names() {
    return Set.copyOf(left.keySet());
  }

  Optional<JsonNode> any(String name) {
    return take(name);
  }

  Optional<Fields> object(String name) {
    return take(name).map(value -> new Fields(schema, quoted(name), value));
  }

  Optional<String> text(String name, int mostBytes) {
    return take(name).map(value -> schema.text(quoted(name), value, mostBytes));
  }

  Optional<String> name(String name, int mostBytes) {
    return take(name).map(value -> schema.name(quoted(name), value, mostBytes));
  }

  String requiredName(String name, int mostBytes) {
    return name(name, mostBytes).orElseThrow(() -> schema.invalid(quoted(name) + " is missing"));
  }

  Optional<String> identifier(String name, int mostBytes) {
    return take(name).map(value -> schema.identifier(quoted(name), value, mostBytes));
  }

  String requiredIdentifier(String name, int mostBytes) {
    return identifier(name, mostBytes).orElseThrow(() -> schema.invalid(quoted(name) + " is missing"));
  }

  <T> Optional<T> id(String name, Function<String, T> type) {
    return take(name).map(value -> schema.id(quoted(name), value, type));
  }

  Optional<Boolean> flag(String name) {
    return take(name).map(value -> {
      if (!value.isBoolean()) {
        throw schema.invalid(quoted(name) + " must be true or false");
      }
      return value.booleanValue();
    });
  }

  Optional<Long> number(String name, long least, long most) {
    return take(name).map(value -> {
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least
          || value.longValue() > most) {
        throw schema.invalid(quoted(name) + " must be a whole number from " + least + " to " + most);
      }
      return value.longValue();
    });
  }

  <T> Optional<T> oneOf(String name, T[] values, Function<T, String> wireName) {
    return take(name).map(value -> {
      for (T known : values) {
        if (value.isString() && wireName.apply(known).equals(value.stringValue())) {
          return known;
        }
      }
      List<String> names = new ArrayList<>();
      for (T known : values) {
        names.add(wireName.apply(known));
      }
      throw schema.invalid(quoted(name) + " must be one of " + String.join(", ", names));
    });
  }

  <T> Optional<List<T>> items(String name, Function<JsonNode, T> reader) {
    return take(name).map(value -> schema.items(quoted(name), value, reader));
  }

  /// Nothing may be left.
  void end() {
    if (!left.isEmpty()) {
      String name = left.keySet().iterator().next();
      throw schema.unknown("unknown field \"" + VisibleText.brief(name) + "\""
          + (where.equals("it") ? "" : " in " + where), name);
    }
  }

  private String quoted(String name) {
    return "\"" + name + "\"" + (where.equals("it") ? "" : " in " + where);
  }
}
