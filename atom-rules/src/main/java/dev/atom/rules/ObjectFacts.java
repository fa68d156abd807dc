package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Facts that lie in an object. A property is read when a path first leads to it, and never again, so
 * that all rules and the trace see the same. Thread-safe if the object may be read by any thread.
 */
final class ObjectFacts {
  private static final int DEEPEST = 50;
  private static final int MOST_VALUES = 1_000_000;

  private final Function<Class<?>, BeanShape> shapes;
  private final Seen root;

  ObjectFacts(Object object, Function<Class<?>, BeanShape> shapes) {
    this.shapes = shapes;
    Seen seen = seen(object, "", 0);
    boolean members =
        seen instanceof Bean
            || seen instanceof Members
            || (seen instanceof Scalar scalar && scalar.json() instanceof Json.Obj);
    if (seen == null || !members) {
      throw new UnreadableFact(
          "", "facts are an object with members, not a " + object.getClass().getName(), null);
    }
    this.root = seen;
  }

  /** A value as far as it has been looked at. */
  private sealed interface Seen {}

  private record Scalar(Json json) implements Seen {}

  private record Items(List<@Nullable Seen> items) implements Seen {}

  private record Members(Map<String, @Nullable Seen> members) implements Seen {}

  /** An object whose properties are read one by one; those that have been are kept. */
  private record Bean(Object target, BeanShape shape, AtomicReferenceArray<@Nullable Read> read)
      implements Seen {}

  private record Read(@Nullable Seen seen) {}

  /** The value at a path, or null if a step finds nothing. */
  @Nullable Json find(FieldPath path) {
    Seen at = root;
    for (int i = 0; i < path.length(); i++) {
      if (at instanceof Scalar scalar) {
        return path.find(scalar.json(), i);
      }
      Seen next = step(at, path, i);
      if (next == null) {
        return null;
      }
      at = next;
    }
    return new Whole(path.text()).json(at, path.text(), 0);
  }

  private @Nullable Seen step(Seen at, FieldPath path, int i) {
    return switch (at) {
      case Scalar scalar -> null;
      case Members members -> members.members().get(path.step(i));
      case Items items ->
          path.index(i) >= 0 && path.index(i) < items.items().size()
              ? items.items().get(path.index(i))
              : null;
      case Bean bean -> {
        int place = bean.shape().place(path.step(i));
        yield place < 0 ? null : property(bean, place, path.upTo(i));
      }
    };
  }

  /** All of the object. */
  Json.Obj all() {
    return (Json.Obj) new Whole("").json(root, "", 0);
  }

  private @Nullable Seen property(Bean bean, int place, String path) {
    Read known = bean.read().get(place);
    if (known == null) {
      // If two threads come here at once, both see what the first of them read.
      bean.read().compareAndSet(place, null, new Read(seen(read(bean, place, path), path, 0)));
      known = Objects.requireNonNull(bean.read().get(place));
    }
    return known.seen();
  }

  private static @Nullable Object read(Bean bean, int place, String path) {
    try {
      return bean.shape().read(place, bean.target());
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      // Its message may hold anything, and is left to the cause.
      throw new UnreadableFact(
          path, bean.target().getClass().getName() + " failed with " + e.getClass().getName(), e);
    }
  }

  /** Null only for what is left out: an empty Optional. */
  private @Nullable Seen seen(@Nullable Object value, String path, int depth) {
    if (depth > DEEPEST) {
      throw new UnreadableFact(path, "it has more than " + DEEPEST + " levels", null);
    }
    return switch (value) {
      case null -> new Scalar(Json.NULL);
      case Json json -> new Scalar(json);
      case Optional<?> optional -> optional.isEmpty() ? null : seen(optional.get(), path, depth);
      case OptionalInt number -> number.isEmpty() ? null : seen(number.getAsInt(), path, depth);
      case OptionalLong number -> number.isEmpty() ? null : seen(number.getAsLong(), path, depth);
      case OptionalDouble number ->
          number.isEmpty() ? null : seen(number.getAsDouble(), path, depth);
      case Map<?, ?> map -> members(map, path, depth + 1);
      case Iterable<?> items when !(value instanceof java.nio.file.Path) ->
          items(items, path, depth + 1);
      case Date date -> new Scalar(Json.of(text(date)));
      case Object array when array.getClass().isArray() -> array(array, path, depth + 1);
      default -> scalarOrBean(value, path);
    };
  }

  /** The date alone of java.sql.Date, the time alone of java.sql.Time: their toInstant is refused. */
  @SuppressWarnings("JavaUtilDate") // Hosts have it in their objects.
  private static String text(Date date) {
    String type = date.getClass().getName();
    return type.equals("java.sql.Date") || type.equals("java.sql.Time")
        ? date.toString()
        : date.toInstant().toString();
  }

  private Seen members(Map<?, ?> map, String path, int depth) {
    Map<String, @Nullable Seen> members = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          boolean named = key instanceof String || key instanceof Enum<?> || key instanceof Number;
          if (!named) {
            throw new UnreadableFact(path, "a map has keys of text, numbers or enums", null);
          }
          String name = key instanceof Enum<?> constant ? constant.name() : key.toString();
          members.put(name, seen(value, join(path, name), depth));
        });
    return new Members(members);
  }

  private Seen items(Iterable<?> items, String path, int depth) {
    List<@Nullable Seen> seen = new ArrayList<>();
    for (Object item : items) {
      seen.add(seen(item, join(path, "" + seen.size()), depth));
    }
    return new Items(seen);
  }

  private Seen array(Object array, String path, int depth) {
    List<@Nullable Seen> seen = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      seen.add(seen(Array.get(array, i), join(path, "" + i), depth));
    }
    return new Items(seen);
  }

  private Seen scalarOrBean(Object value, String path) {
    Class<?> type = value.getClass();
    boolean scalar =
        value instanceof String
            || value instanceof Number
            || value instanceof Enum<?>
            || type.getName().startsWith("java.");
    if (!scalar) {
      BeanShape shape = shapes.apply(type);
      return new Bean(value, shape, new AtomicReferenceArray<>(shape.size()));
    }
    try {
      return new Scalar(Json.from(value));
    } catch (JsonException e) {
      return value instanceof Number number ? number(number, path) : unreadable(type, path);
    }
  }

  /** AtomicLong and its like. */
  private static Seen number(Number number, String path) {
    try {
      return new Scalar(Json.of(new BigDecimal(number.toString())));
    } catch (NumberFormatException e) {
      return unreadable(number.getClass(), path);
    }
  }

  private static Seen unreadable(Class<?> type, String path) {
    throw new UnreadableFact(path, "a value of " + type.getName() + " has no JSON form", null);
  }

  private static String join(String path, String step) {
    return path.isEmpty() ? step : path + "." + step;
  }

  /** Turns what a path leads to into JSON as a whole. */
  private final class Whole {
    private final IdentityHashMap<Object, Boolean> open = new IdentityHashMap<>();
    private final String asked;
    private int values;

    Whole(String asked) {
      this.asked = asked;
    }

    Json json(Seen seen, String path, int depth) {
      if (depth > DEEPEST || ++values > MOST_VALUES) {
        throw new UnreadableFact(
            asked, "it has more than " + DEEPEST + " levels or " + MOST_VALUES + " values", null);
      }
      return switch (seen) {
        case Scalar scalar -> scalar.json();
        case Items items -> {
          List<Json> list = new ArrayList<>();
          for (int i = 0; i < items.items().size(); i++) {
            Seen item = items.items().get(i);
            Json json = item == null ? null : inner(item, join(path, "" + i), depth);
            list.add(json == null ? Json.NULL : json);
          }
          yield Json.array(list);
        }
        case Members members -> {
          Map<String, Json> object = new LinkedHashMap<>();
          members.members().forEach((name, item) -> put(object, name, item, path, depth));
          yield new Json.Obj(object);
        }
        case Bean bean -> {
          open.put(bean.target(), true);
          Map<String, Json> object = new LinkedHashMap<>();
          for (int i = 0; i < bean.shape().size(); i++) {
            String name = bean.shape().name(i);
            put(object, name, property(bean, i, join(path, name)), path, depth);
          }
          open.remove(bean.target());
          yield new Json.Obj(object);
        }
      };
    }

    private void put(
        Map<String, Json> object, String name, @Nullable Seen item, String path, int depth) {
      Json json = item == null ? null : inner(item, join(path, name), depth);
      if (json != null) {
        object.put(name, json);
      }
    }

    /** Null for an object that lies within itself, such as a line's order: it is left out there. */
    private @Nullable Json inner(Seen seen, String path, int depth) {
      return seen instanceof Bean bean && open.containsKey(bean.target())
          ? null
          : json(seen, path, depth + 1);
    }
  }
}
