package dev.atom.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Derives a schema document from a record. */
final class RecordSchemas {
  private static final Map<Class<?>, String> FORMATS =
      Map.of(
          Instant.class, "date-time",
          OffsetDateTime.class, "date-time",
          ZonedDateTime.class, "date-time",
          LocalDate.class, "date",
          LocalTime.class, "time",
          Duration.class, "duration",
          UUID.class, "uuid");

  private static final Map<Class<?>, Json.Obj> JSON =
      Map.of(
          Json.class, Json.Obj.EMPTY,
          Json.Obj.class, typed("object"),
          Json.Arr.class, typed("array"),
          Json.Str.class, typed("string"),
          Json.Num.class, typed("number"),
          Json.Bool.class, typed("boolean"),
          Json.Null.class, typed("null"));

  private final Deque<Class<?>> open = new ArrayDeque<>();

  private RecordSchemas() {}

  static Json.Obj describe(Class<? extends Record> type) {
    return new RecordSchemas().record(type);
  }

  private Json.Obj record(Class<?> type) {
    if (open.contains(type)) {
      throw new IllegalArgumentException(
          type.getName() + " contains itself; write its schema by hand");
    }
    open.push(type);
    JsonObjectBuilder properties = Json.object();
    List<Json> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      boolean optional = component.getType() == Optional.class;
      Type of = optional ? argument(component.getGenericType(), 0) : component.getGenericType();
      Json.Obj schema = describe(of, component);
      Described described = component.getAnnotation(Described.class);
      properties.put(component.getName(), described(schema, described));
      if (!optional) {
        required.add(Json.of(component.getName()));
      }
    }
    open.pop();
    Json.Obj schema =
        Json.object()
            .put("type", "object")
            .put("properties", properties.build())
            .put("required", required)
            .put("additionalProperties", false)
            .build();
    return described(schema, type.getAnnotation(Described.class));
  }

  private static Json.Obj described(
      Json.Obj schema, @org.jspecify.annotations.Nullable Described described) {
    return described == null
        ? schema
        : schema.toBuilder().put("description", described.value()).build();
  }

  private Json.Obj describe(Type type, RecordComponent component) {
    Class<?> raw = rawClass(type);
    if (raw == String.class || raw == char.class || raw == Character.class) {
      return typed("string");
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return typed("boolean");
    }
    if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
      return typed("integer");
    }
    if (raw == short.class
        || raw == Short.class
        || raw == byte.class
        || raw == Byte.class
        || raw == BigInteger.class) {
      return typed("integer");
    }
    if (raw == double.class || raw == Double.class || raw == float.class || raw == Float.class) {
      return typed("number");
    }
    if (raw == BigDecimal.class) {
      return typed("number");
    }
    if (FORMATS.containsKey(raw)) {
      return Json.object().put("type", "string").put("format", FORMATS.get(raw)).build();
    }
    if (JSON.containsKey(raw)) {
      return JSON.get(raw);
    }
    return container(type, raw, component);
  }

  private Json.Obj container(Type type, Class<?> raw, RecordComponent component) {
    if (raw.isEnum()) {
      List<Json> names = new ArrayList<>();
      for (Object constant : raw.getEnumConstants()) {
        names.add(Json.of(((Enum<?>) constant).name()));
      }
      return Json.object().put("type", "string").put("enum", names).build();
    }
    if (raw.isRecord()) {
      return record(raw);
    }
    if (Collection.class.isAssignableFrom(raw) && ValueReader.readable(raw)) {
      Json.Obj items = describe(argument(type, 0), component);
      return Json.object().put("type", "array").put("items", items).build();
    }
    if (Map.class.isAssignableFrom(raw)
        && ValueReader.readable(raw)
        && argument(type, 0) == String.class) {
      Json.Obj values = describe(argument(type, 1), component);
      return Json.object().put("type", "object").put("additionalProperties", values).build();
    }
    throw new IllegalArgumentException(
        "component \""
            + component.getName()
            + "\" of "
            + component.getDeclaringRecord().getName()
            + " has type "
            + type.getTypeName()
            + ", which a schema can't be derived from; write the schema by hand");
  }

  private static Json.Obj typed(String name) {
    return Json.object().put("type", name).build();
  }

  private static Class<?> rawClass(Type type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : Object.class;
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType p ? p.getActualTypeArguments()[index] : Object.class;
  }
}
