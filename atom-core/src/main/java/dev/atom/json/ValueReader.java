package dev.atom.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns JSON into Java values; nothing is converted silently. */
final class ValueReader {
  private static final Map<Class<?>, Function<BigDecimal, Object>> WHOLE =
      Map.of(
          int.class, BigDecimal::intValueExact,
          Integer.class, BigDecimal::intValueExact,
          long.class, BigDecimal::longValueExact,
          Long.class, BigDecimal::longValueExact,
          short.class, BigDecimal::shortValueExact,
          Short.class, BigDecimal::shortValueExact,
          byte.class, BigDecimal::byteValueExact,
          Byte.class, BigDecimal::byteValueExact,
          BigInteger.class, BigDecimal::toBigIntegerExact);

  private ValueReader() {}

  /**
   * Reads a value.
   *
   * @throws JsonException with a path, and without the value, which may be confidential
   */
  static Object read(Json json, Type type) {
    return read(json, type, 0);
  }

  /** Depth counts the objects and arrays around the value. */
  private static Object read(Json json, Type type, int depth) {
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      return optional(Optional.of(json), argument(type, 0), depth);
    }
    if (Json.class.isAssignableFrom(raw)) {
      return fits(raw.isInstance(json), json, raw);
    }
    if (json instanceof Json.Null) {
      throw fault("the value is missing");
    }
    if (raw.isRecord()) {
      return record(json, RecordShape.of(raw), deeper(depth));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return map(json, type, raw, deeper(depth));
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return collection(json, type, raw, deeper(depth));
    }
    return scalar(json, raw);
  }

  private static int deeper(int depth) {
    if (depth == JsonText.MAX_DEPTH) {
      throw fault("the value has more than " + JsonText.MAX_DEPTH + " levels");
    }
    return depth + 1;
  }

  private static Object scalar(Json json, Class<?> raw) {
    return switch (json) {
      case Json.Str text when raw == String.class -> text.value();
      case Json.Str text when raw.isEnum() -> constant(text.value(), raw);
      case Json.Str text when (raw == char.class || raw == Character.class) ->
          character(text.value(), raw);
      case Json.Str text when ScalarForms.has(raw) -> parsed(text.value(), raw);
      case Json.Bool bool when raw == boolean.class || raw == Boolean.class -> bool.value();
      case Json.Num number when WHOLE.containsKey(raw) -> whole(number.value(), raw);
      case Json.Num number when raw == BigDecimal.class || raw == Number.class -> number.value();
      case Json.Num number when raw == double.class || raw == Double.class -> {
        double value = number.value().doubleValue();
        yield fits(Double.isFinite(value), value, raw);
      }
      case Json.Num number when raw == float.class || raw == Float.class -> {
        float value = number.value().floatValue();
        yield fits(Float.isFinite(value), value, raw);
      }
      default -> throw expected(raw);
    };
  }

  private static Object character(String text, Class<?> raw) {
    if (text.length() != 1) {
      throw expected(raw);
    }
    return text.charAt(0);
  }

  private static Object fits(boolean fits, Object value, Class<?> raw) {
    if (!fits) {
      throw expected(raw);
    }
    return value;
  }

  /** 1.0 is a whole number, 1.5 is none and is never cut to 1. */
  private static Object whole(BigDecimal value, Class<?> raw) {
    if (JsonNumbers.small(value) && JsonNumbers.whole(value)) {
      try {
        return java.util.Objects.requireNonNull(WHOLE.get(raw)).apply(value);
      } catch (ArithmeticException e) {
        throw expected(raw);
      }
    }
    throw expected(raw);
  }

  private static Object constant(String name, Class<?> raw) {
    for (Object constant : raw.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw expected(raw);
  }

  private static Object parsed(String text, Class<?> raw) {
    try {
      return ScalarForms.parse(raw, text);
    } catch (RuntimeException e) {
      throw expected(raw);
    }
  }

  private static Object optional(Optional<Json> json, Type of, int depth) {
    // A member that is null stands for none, but for JSON itself, where null is a value.
    boolean none = json.isEmpty() || (json.get().equals(Json.NULL) && !ofJson(of));
    return none ? Optional.empty() : Optional.of(read(json.get(), of, depth));
  }

  private static boolean ofJson(Type type) {
    return Json.class.isAssignableFrom(raw(type));
  }

  private static Object record(Json json, RecordShape shape, int depth) {
    if (!(json instanceof Json.Obj object)) {
      throw expected(shape.type());
    }
    List<RecordShape.Component> components = shape.components();
    @Nullable Object[] values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      RecordShape.Component component = components.get(i);
      try {
        values[i] = component(object.get(component.name()), component.type(), depth);
      } catch (JsonException e) {
        throw e.under(ValueWriter.step(component.name()));
      }
    }
    try {
      return shape.create(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      // The cause stays behind: its message may quote the values.
      throw fault(shape.type().getSimpleName() + " refuses the values");
    }
  }

  private static Object component(Optional<Json> json, Type type, int depth) {
    if (raw(type) == Optional.class) {
      return optional(json, argument(type, 0), depth);
    }
    return read(json.orElseThrow(() -> fault("the value is missing")), type, depth);
  }

  /** Tells whether a list, set or map is of a type that what is read has: an interface, unsorted. */
  static boolean readable(Class<?> raw) {
    return raw.isInterface()
        && (raw.isAssignableFrom(List.class)
            || raw.isAssignableFrom(Set.class)
            || raw.isAssignableFrom(Map.class));
  }

  private static Object map(Json json, Type type, Class<?> raw, int depth) {
    if (!(json instanceof Json.Obj object) || !readable(raw)) {
      throw expected(raw);
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    Type key = argument(type, 0);
    Type of = argument(type, 1);
    object
        .members()
        .forEach(
            (name, value) -> {
              try {
                map.put(
                    key == Object.class ? name : scalar(Json.of(name), raw(key)),
                    read(value, of, depth));
              } catch (JsonException e) {
                throw e.under(ValueWriter.step(name));
              }
            });
    return Collections.unmodifiableMap(map);
  }

  private static Object collection(Json json, Type type, Class<?> raw, int depth) {
    boolean set = Set.class.isAssignableFrom(raw);
    if (!(json instanceof Json.Arr array) || !readable(raw)) {
      throw expected(raw);
    }
    List<Object> items = new ArrayList<>();
    Type of = argument(type, 0);
    for (Json item : array.items()) {
      try {
        items.add(read(item, of, depth));
      } catch (JsonException e) {
        throw e.under("/" + items.size());
      }
    }
    return set
        ? Collections.unmodifiableSet(new LinkedHashSet<>(items))
        : Collections.unmodifiableList(items);
  }

  private static JsonException expected(Class<?> type) {
    return fault("expected " + name(type));
  }

  private static String name(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name())
          .collect(Collectors.joining(", ", "one of [", "]"));
    }
    return type.getSimpleName();
  }

  private static JsonException fault(String problem) {
    return new JsonException(problem, "", 0, 0);
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
      case WildcardType wildcard -> raw(wildcard.getUpperBounds()[0]);
      default -> Object.class;
    };
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType p ? p.getActualTypeArguments()[index] : Object.class;
  }
}
