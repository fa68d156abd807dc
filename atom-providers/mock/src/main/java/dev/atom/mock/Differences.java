package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** In what a request differs from a recorded one. */
final class Differences {
  private static final int SHOWN = 60;

  private final List<String> found = new ArrayList<>();
  private int weight;

  private Differences() {}

  static Differences between(Exchange.Request recorded, ReceivedRequest asked, Matching matching) {
    Differences differences = new Differences();
    if (!recorded.method().equals(asked.method())) {
      differences.add(1000, "method", recorded.method(), asked.method());
    }
    if (!samePath(recorded.path(), asked.path())) {
      differences.add(500, "path", Redaction.path(recorded.path()), Redaction.path(asked.path()));
    }
    if (matching == Matching.BODY) {
      differences.compareBody(recorded.body(), asked);
    }
    return differences;
  }

  boolean none() {
    return found.isEmpty();
  }

  /** Returns how far apart the requests are: another path counts more than any body. */
  int weight() {
    return weight;
  }

  List<String> found() {
    return List.copyOf(found);
  }

  private static boolean samePath(String recorded, String asked) {
    String[] left = recorded.split("\\?", 2);
    String[] right = asked.split("\\?", 2);
    return left[0].equals(right[0])
        && sameQuery(left.length > 1 ? left[1] : "", right.length > 1 ? right[1] : "");
  }

  private static boolean sameQuery(String recorded, String asked) {
    List<String> left = new ArrayList<>(List.of(recorded.split("&")));
    List<String> right = new ArrayList<>(List.of(asked.split("&")));
    for (String parameter : List.copyOf(left)) {
      String name = parameter.split("=", 2)[0];
      boolean anyValue = parameter.equals(name + "=" + Redaction.MARK);
      boolean met =
          anyValue
              ? right.removeIf(other -> other.startsWith(name + "="))
              : right.remove(parameter);
      if (met) {
        left.remove(parameter);
      }
    }
    return left.isEmpty() && right.isEmpty();
  }

  private void compareBody(Optional<Json> recorded, ReceivedRequest asked) {
    Optional<Json> json = json(asked);
    if (recorded.isEmpty()) {
      if (asked.body().length > 0) {
        add(1, "body", "none", asked.body().length + " bytes");
      }
    } else if (described(recorded.get())) {
      if (json.isPresent()) {
        add(1, "body", "no JSON", "JSON");
      }
    } else if (recorded.get() instanceof Json.Str text) {
      if (!text.value().equals(asked.text())) {
        add(1, "body", text.toString(), Json.of(asked.text()).toString());
      }
    } else if (json.isEmpty()) {
      add(1, "body", "JSON", asked.body().length == 0 ? "none" : "no JSON");
    } else {
      compare("", recorded.get(), json.get());
    }
  }

  private static Optional<Json> json(ReceivedRequest asked) {
    try {
      return Optional.of(asked.json());
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static boolean described(Json body) {
    return body instanceof Json.Obj object
        && object.members().size() == 1
        && (object.get("multipart").isPresent() || object.get("binary").isPresent());
  }

  private void compare(String at, Json recorded, Json asked) {
    if (recorded.equals(asked)) {
      return;
    }
    if (recorded instanceof Json.Obj left && asked instanceof Json.Obj right) {
      Set<String> names = new LinkedHashSet<>(left.members().keySet());
      names.addAll(right.members().keySet());
      for (String name : names) {
        compare(at + "/" + name, left.get(name), right.get(name));
      }
    } else if (recorded instanceof Json.Arr left && asked instanceof Json.Arr right) {
      for (int i = 0; i < Math.max(left.items().size(), right.items().size()); i++) {
        compare(at + "/" + i, item(left, i), item(right, i));
      }
    } else {
      add(1, "body at " + at, recorded.toString(), asked.toString());
    }
  }

  private void compare(String at, Optional<Json> recorded, Optional<Json> asked) {
    if (recorded.isPresent() && asked.isPresent()) {
      compare(at, recorded.get(), asked.get());
    } else {
      add(
          1,
          "body at " + at,
          recorded.map(Json::toString).orElse("none"),
          asked.map(Json::toString).orElse("none"));
    }
  }

  private static Optional<Json> item(Json.Arr array, int index) {
    return index < array.items().size() ? Optional.of(array.items().get(index)) : Optional.empty();
  }

  private void add(int weight, String what, String recorded, String asked) {
    this.weight += weight;
    found.add(what + ": recorded " + shorten(recorded) + ", asked " + shorten(asked));
  }

  private static String shorten(String value) {
    return value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
  }
}
