package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.Warning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An object of a request that is read member by member. It knows where it stands, for messages, and
 * which members were read, so that none is lost unseen. A member that is null counts as absent.
 */
final class RequestObject {
  private final Json.Obj json;
  private final String path;
  private final Set<String> read = new HashSet<>();

  RequestObject(Json.Obj json, String path) {
    this.json = json;
    this.path = path;
  }

  Json.Obj json() {
    return json;
  }

  Optional<Json> value(String name) {
    read.add(name);
    return json.get(name).filter(value -> !(value instanceof Json.Null));
  }

  boolean has(String name) {
    return value(name).isPresent();
  }

  Optional<String> text(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof Json.Str text) {
                return text.value();
              }
              throw wrong(name, "must be a string");
            });
  }

  String needText(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  Optional<Boolean> flag(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof Json.Bool flag) {
                return flag.value();
              }
              throw wrong(name, "must be true or false");
            });
  }

  Optional<Integer> whole(String name, int low) {
    return value(name)
        .map(
            value -> {
              try {
                if (value instanceof Json.Num number && number.value().intValueExact() >= low) {
                  return number.value().intValueExact();
                }
              } catch (ArithmeticException e) {
                // Said below.
              }
              throw wrong(name, "must be a whole number, at least " + low);
            });
  }

  Optional<Double> number(String name, int low, int high) {
    return value(name)
        .map(
            value -> {
              double number = value instanceof Json.Num n ? n.value().doubleValue() : Double.NaN;
              if (number >= low && number <= high) {
                return number;
              }
              throw wrong(name, "must be a number from " + low + " to " + high);
            });
  }

  Optional<RequestObject> object(String name) {
    return value(name).map(value -> object(value, at(name)));
  }

  RequestObject needObject(String name) {
    return object(name).orElseThrow(() -> missing(name));
  }

  /** Reads an array of objects; empty if the member is absent. */
  List<RequestObject> objects(String name) {
    List<RequestObject> objects = new ArrayList<>();
    for (Json item : items(name)) {
      objects.add(object(item, at(name) + "[" + objects.size() + "]"));
    }
    return objects;
  }

  List<Json> items(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof Json.Arr array) {
                return array.items();
              }
              throw wrong(name, "must be an array");
            })
        .orElse(List.of());
  }

  private static RequestObject object(Json value, String path) {
    if (value instanceof Json.Obj object) {
      return new RequestObject(object, path);
    }
    throw RequestRefused.invalid(path, "invalid_type", "'" + path + "' must be an object.");
  }

  /** Returns the members that were not read. */
  Json.Obj rest() {
    JsonObjectBuilder rest = Json.object();
    json.members()
        .forEach(
            (name, value) -> {
              if (!read.contains(name) && !(value instanceof Json.Null)) {
                rest.put(name, value);
              }
            });
    return rest.build();
  }

  /** Tells of the members that were not read, which no model hears of. */
  void warnOfRest(List<Warning> warnings) {
    rest().members().keySet().forEach(name -> warnings.add(ignored(at(name))));
  }

  static Warning ignored(String path) {
    return new Warning("ignored_parameter", "'" + path + "' is not handed on to the model");
  }

  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  RequestRefused missing(String name) {
    return RequestRefused.invalid(
        at(name), "missing_required_parameter", "'" + at(name) + "' is missing.");
  }

  RequestRefused wrong(String name, String problem) {
    return RequestRefused.invalid(at(name), "invalid_value", "'" + at(name) + "' " + problem + ".");
  }

  RequestRefused unsupported(String name, String problem) {
    return RequestRefused.invalid(
        at(name), "unsupported_parameter", "'" + at(name) + "' " + problem + ".");
  }
}
