package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.TokenCreateBody;
import dev.ironclaw.contract.api.TokenView;
import dev.ironclaw.controlplane.registry.Scope;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The contract's records as JSON schemas: a component is required unless it is an `Optional`.
final class OpenApiTypes {
  /// Texts that can be one of a few words.
  private static final Map<String, List<String>> WORDS = Map.of(key(DecisionBody.class, "outcome"),
      List.of("approve", "reject"), key(TokenView.class, "state"), List.of("active", "expired", "revoked"),
      key(TokenView.class, "scopes"), scopes(), key(TokenCreateBody.class, "scopes"), scopes());

  private final Map<String, Object> schemas = new TreeMap<>();

  /// A reference to the record's schema, which [#schemas] has from now on.
  Map<String, Object> reference(Class<?> type) {
    if (!schemas.containsKey(type.getSimpleName())) {
      schemas.put(type.getSimpleName(), Map.of());
      schemas.put(type.getSimpleName(), object(type));
    }
    return Map.of("$ref", "#/components/schemas/" + type.getSimpleName());
  }

  Map<String, Object> schemas() {
    return schemas;
  }

  static Map<String, Object> listOf(Map<String, Object> items) {
    return OpenApiJson.map("type", "array", "items", items);
  }

  private Map<String, Object> object(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent part : type.getRecordComponents()) {
      properties.put(part.getName(), schema(key(type, part.getName()), part.getGenericType()));
      if (part.getType() != Optional.class) {
        required.add(part.getName());
      }
    }
    Map<String, Object> schema = OpenApiJson.map("type", "object", "properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private Map<String, Object> schema(String key, Type type) {
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return schema(key, inner);
      }
      if (generic.getRawType() == List.class) {
        return listOf(schema(key, inner));
      }
      if (generic.getRawType() == Map.class && inner == String.class) {
        return OpenApiJson.map("type", "object", "additionalProperties",
            schema(key, generic.getActualTypeArguments()[1]));
      }
    } else if (type instanceof Class<?> plain) {
      if (plain.isRecord()) {
        return reference(plain);
      }
      return scalar(key, plain);
    }
    throw new AssertionError("no schema for " + type + " of " + key + ": say here what its JSON is");
  }

  private static Map<String, Object> scalar(String key, Class<?> type) {
    return switch (type.getName()) {
      case "java.lang.String" ->
        WORDS.containsKey(key)
            ? OpenApiJson.map("type", "string", "enum", WORDS.get(key))
            : OpenApiJson.map("type", "string");
      case "boolean", "java.lang.Boolean" -> OpenApiJson.map("type", "boolean");
      case "int", "java.lang.Integer" -> OpenApiJson.map("type", "integer", "format", "int32");
      case "long", "java.lang.Long" -> OpenApiJson.map("type", "integer", "format", "int64");
      case "double" -> OpenApiJson.map("type", "number", "format", "double");
      // Any JSON value.
      case "java.lang.Object" -> OpenApiJson.map();
      default -> throw new AssertionError("no schema for " + type + " of " + key + ": say here what its JSON is");
    };
  }

  private static List<String> scopes() {
    return Arrays.stream(Scope.values()).map(Scope::wireName).sorted().toList();
  }

  private static String key(Class<?> type, String part) {
    return type.getSimpleName() + "." + part;
  }
}
