package dev.atom.json;

import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns Java values into JSON. */
final class ValueWriter {
  private ValueWriter() {}

  /**
   * Writes a value.
   *
   * @throws JsonException with a path, if a value has no JSON form, or nests too deep, as one does
   *     that contains itself
   */
  static Json write(@Nullable Object value) {
    return write(value, 0);
  }

  /** Depth counts the objects and arrays around the value. */
  private static Json write(@Nullable Object value, int depth) {
    return switch (value) {
      case null -> Json.NULL;
      case Json json -> json;
      case String text -> Json.of(text);
      case Character character -> Json.of(character.toString());
      case Boolean bool -> Json.of(bool);
      case Number number -> number(number);
      case Enum<?> constant -> Json.of(constant.name());
      case Optional<?> optional -> write(optional.orElse(null), depth);
      case Record record -> record(record, deeper(depth));
      case Map<?, ?> map -> map(map, deeper(depth));
      case Iterable<?> items when !(value instanceof java.nio.file.Path) ->
          array(items, deeper(depth));
      case Object[] items -> array(Arrays.asList(items), deeper(depth));
      default -> Json.of(ScalarForms.text(value).orElseThrow(ValueWriter::formless));
    };
  }

  private static int deeper(int depth) {
    if (depth == JsonText.MAX_DEPTH) {
      throw new JsonException(
          "it has more than " + JsonText.MAX_DEPTH + " levels, or contains itself", "", 0, 0);
    }
    return depth + 1;
  }

  private static JsonException formless() {
    return new JsonException("a value in it has no JSON form", "", 0, 0);
  }

  private static Json number(Number number) {
    return switch (number) {
      case Integer whole -> Json.of(whole.longValue());
      case Long whole -> Json.of(whole);
      case Short whole -> Json.of(whole.longValue());
      case Byte whole -> Json.of(whole.longValue());
      case BigInteger whole -> Json.of(new BigDecimal(whole));
      case BigDecimal exact -> Json.of(exact);
      // JSON has no infinity and no not-a-number.
      case Double floating when Double.isFinite(floating) ->
          Json.of(new BigDecimal(floating.toString()));
      case Float floating when Float.isFinite(floating) ->
          Json.of(new BigDecimal(floating.toString()));
      default -> throw formless();
    };
  }

  private static Json record(Record record, int depth) {
    JsonObjectBuilder object = Json.object();
    for (RecordShape.Component component : RecordShape.of(record.getClass()).components()) {
      try {
        Object value = RecordShape.value(component, record);
        if (!(value instanceof Optional<?> optional) || optional.isPresent()) {
          object.put(component.name(), write(value, depth));
        }
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw formless().under(step(component.name()));
      } catch (JsonException e) {
        throw e.under(step(component.name()));
      }
    }
    return object.build();
  }

  private static Json map(Map<?, ?> map, int depth) {
    Map<String, Json> members = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = name(key);
          try {
            if (members.put(name, write(value, depth)) != null) {
              throw new JsonException("two keys have this same name in JSON", "", 0, 0);
            }
          } catch (JsonException e) {
            throw e.under(step(name));
          }
        });
    return new Json.Obj(members);
  }

  private static String name(@Nullable Object key) {
    return switch (key) {
      case String text -> text;
      case Enum<?> constant -> constant.name();
      case Integer whole -> whole.toString();
      case Long whole -> whole.toString();
      case null -> throw formless();
      default -> ScalarForms.text(key).orElseThrow(ValueWriter::formless);
    };
  }

  private static Json array(Iterable<?> items, int depth) {
    List<Json> array = new ArrayList<>();
    for (Object item : items) {
      try {
        array.add(write(item, depth));
      } catch (JsonException e) {
        throw e.under(step("" + array.size()));
      }
    }
    return Json.array(array);
  }

  static String step(String name) {
    return "/" + JsonPointer.escape(name);
  }
}
