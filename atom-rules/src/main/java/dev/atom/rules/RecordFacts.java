package dev.atom.rules;

import dev.atom.json.Described;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Describes the facts that lie in the objects of a record class. */
final class RecordFacts {
  private static final Map<Class<?>, FactType> TYPES =
      Map.of(
          String.class, FactType.TEXT,
          Character.class, FactType.TEXT,
          Boolean.class, FactType.BOOLEAN,
          LocalDate.class, FactType.DATE,
          LocalTime.class, FactType.TIME,
          Instant.class, FactType.INSTANT,
          OffsetDateTime.class, FactType.INSTANT,
          ZonedDateTime.class, FactType.INSTANT,
          Date.class, FactType.INSTANT);

  private final Consumer<FactDescription> declare;
  private final Deque<Class<?>> open = new ArrayDeque<>();

  RecordFacts(Consumer<FactDescription> declare) {
    this.declare = declare;
  }

  void record(String prefix, Class<?> type) {
    open.push(type);
    for (RecordComponent component : type.getRecordComponents()) {
      Described described = component.getAnnotation(Described.class);
      String description = described == null ? "" : described.value();
      declare(prefix + component.getName(), component.getGenericType(), description);
    }
    open.pop();
  }

  private void declare(String path, Type type, String description) {
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      declare(path, argument(type), description);
      return;
    }
    if (raw.isRecord() && !open.contains(raw)) {
      record(path + ".", raw);
      return;
    }
    FactDescription.Builder fact =
        FactDescription.newBuilder(path, type(raw)).description(description);
    if (raw.isEnum()) {
      for (Object constant : raw.getEnumConstants()) {
        String name = ((Enum<?>) constant).name();
        fact.choice(name, name);
      }
    }
    declare.accept(fact.build());
    if (Collection.class.isAssignableFrom(raw)) {
      declare(path + "[]", argument(type), "");
    } else if (raw.isArray()) {
      declare(path + "[]", raw.getComponentType(), "");
    }
  }

  private static FactType type(Class<?> raw) {
    Class<?> boxed = java.lang.invoke.MethodType.methodType(raw).wrap().returnType();
    if (raw.isEnum()) {
      return FactType.TEXT;
    }
    if (Number.class.isAssignableFrom(boxed)) {
      return FactType.NUMBER;
    }
    if (Collection.class.isAssignableFrom(raw) || raw.isArray()) {
      return FactType.LIST;
    }
    return TYPES.getOrDefault(boxed, FactType.ANY);
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : Object.class;
  }

  private static Type argument(Type type) {
    return type instanceof ParameterizedType p ? p.getActualTypeArguments()[0] : Object.class;
  }
}
