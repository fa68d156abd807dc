package dev.atom.rules.convert;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Reading of documents of other formats. */
final class Source {
  private static final Pattern NUMBER =
      Pattern.compile(
          "\\s*+[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]{1,3})?\\s*+");
  private static final int LONGEST_NUMBER = 100;

  private Source() {}

  static boolean scalar(Json value) {
    return value instanceof Json.Str || value instanceof Json.Num || value instanceof Json.Bool;
  }

  static Optional<Json> number(String text) {
    return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches()
        ? Optional.of(Json.of(new BigDecimal(text.strip())))
        : Optional.empty();
  }

  static Json operation(String name, Json... arguments) {
    return Json.object().put(name, Json.array(List.of(arguments))).build();
  }

  static Json variable(String path) {
    return Json.object().put("var", path).build();
  }

  /** Converts the items of a list; empty if there are none or one can't be converted. */
  static Optional<List<Condition>> all(
      Json list, String path, Losses losses, BiFunction<Json, String, Optional<Condition>> each) {
    if (!(list instanceof Json.Arr array)) {
      return losses.refuse(path, "a list of conditions is expected");
    }
    if (array.items().isEmpty()) {
      return losses.refuse(path, "an empty list of conditions has no agreed meaning");
    }
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < array.items().size() && !losses.full(); i++) {
      each.apply(array.items().get(i), path + "/" + i).ifPresent(conditions::add);
    }
    return conditions.size() == array.items().size() ? Optional.of(conditions) : Optional.empty();
  }
}
