package dev.ironclaw.client;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The contract's records from JSON's values and back. A library that can bind anything to anything takes longer to
/// get ready than a command takes to run; the contract holds records, lists, options and scalars alone.
final class Records {
  private Records() {}

  /// What a newer control plane adds is skipped. What is absent is empty, zero, or null, which the record may refuse.
  ///
  /// @param value of JSON, as [Json] reads it
  /// @throws IllegalArgumentException where the value is none of that type
  static @Nullable Object of(@Nullable Object value, Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(value, generic);
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException("no JSON is a " + type);
    }
    if (plain.isRecord()) {
      return value == null ? null : record(value, plain);
    }
    return scalar(value, plain);
  }

  private static @Nullable Object ofGeneric(@Nullable Object value, ParameterizedType type) {
    if (type.getRawType() == Optional.class) {
      return Optional.ofNullable(of(value, type.getActualTypeArguments()[0]));
    }
    if (value == null) {
      return null;
    }
    if (type.getRawType() == List.class && value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>(list.size());
      for (Object one : list) {
        all.add(of(one, type.getActualTypeArguments()[0]));
      }
      return all;
    }
    if (type.getRawType() == Map.class && value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> all = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        all.put(entry.getKey(), of(entry.getValue(), type.getActualTypeArguments()[1]));
      }
      return all;
    }
    throw wrong(value, type);
  }

  private static Object record(Object value, Class<?> type) {
    if (!(value instanceof Map<?, ?> fields)) {
      throw wrong(value, type);
    }
    RecordComponent[] components = type.getRecordComponents();
    @Nullable
    Object[] arguments = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      arguments[i] = fields.containsKey(name) || !components[i].getType().isPrimitive()
          ? of(fields.get(name), components[i].getGenericType())
          : nothing(components[i].getType());
    }
    return made(type, components, arguments);
  }

  private static Object made(Class<?> type, RecordComponent[] components, @Nullable Object[] arguments) {
    try {
      Constructor<?> canonical = type
          .getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return canonical.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not open to the client", e);
    }
  }

  private static Object nothing(Class<?> primitive) {
    return primitive == boolean.class ? (Object) false : number(0, primitive);
  }

  private static @Nullable Object scalar(@Nullable Object value, Class<?> type) {
    if ((value == null && !type.isPrimitive()) || type == Object.class) {
      return value;
    }
    boolean truth = type == boolean.class || type == Boolean.class;
    if ((value instanceof String && type == String.class) || (value instanceof Boolean && truth)) {
      return value;
    }
    if (value instanceof Number number && !truth && type != String.class) {
      return number(number, type);
    }
    throw wrong(value, type);
  }

  private static Number number(Number value, Class<?> type) {
    if (type == double.class || type == Double.class) {
      return value.doubleValue();
    }
    boolean whole = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
    long exact = value instanceof BigInteger big ? big.longValueExact() : value.longValue();
    if (whole && (type == long.class || type == Long.class)) {
      return exact;
    }
    if (whole && (type == int.class || type == Integer.class)) {
      return Math.toIntExact(exact);
    }
    throw wrong(value, type);
  }

  /// What is in it, by name, without what is absent.
  static Map<String, Object> fields(Record record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    try {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        Object value = component.getAccessor().invoke(record);
        Object present = value instanceof Optional<?> option ? option.orElse(null) : value;
        if (present != null) {
          fields.put(component.getName(), present);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.getClass() + " is not open to the client", e);
    }
    return fields;
  }

  private static IllegalArgumentException wrong(@Nullable Object value, Type type) {
    return new IllegalArgumentException(
        (value == null ? "null" : value.getClass().getSimpleName()) + " is no " + type.getTypeName());
  }
}
