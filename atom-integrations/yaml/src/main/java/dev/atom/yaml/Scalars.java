package dev.atom.yaml;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** What a plain word means, by YAML's core schema without what is easily misread. */
final class Scalars {
  private static final String PREFIX = "tag:yaml.org,2002:";
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(0|[1-9][0-9]*)?(\\.[0-9]*)?([eE][-+]?[0-9]{1,9})?");
  private static final Pattern MISREAD =
      Pattern.compile("[-+]?0[0-9_]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?|0[oxb][0-9a-fA-F_]+");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final int LONGEST_NUMBER = 1_000;

  private Scalars() {}

  static Json read(ScalarEvent event) {
    String text = event.getValue();
    Optional<String> tag = event.getTag();
    if (tag.isEmpty()) {
      return event.isPlain() ? plain(event, text) : Json.of(text);
    }
    Json value =
        switch (tag.get()) {
          case "!", PREFIX + "str" -> Json.of(text);
          case PREFIX + "null", PREFIX + "bool", PREFIX + "int", PREFIX + "float" ->
              plain(event, text);
          default -> throw YamlReader.wrong(event, "this tag is not allowed; leave it out");
        };
    if (!fits(tag.get(), value)) {
      throw YamlReader.wrong(event, "this value is not what its tag says");
    }
    return value;
  }

  private static boolean fits(String tag, Json value) {
    return switch (tag) {
      case PREFIX + "null" -> value.equals(Json.NULL);
      case PREFIX + "bool" -> value instanceof Json.Bool;
      case PREFIX + "int" -> value instanceof Json.Num number && number.value().scale() <= 0;
      case PREFIX + "float" -> value instanceof Json.Num;
      default -> true;
    };
  }

  private static Json plain(ScalarEvent event, String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Json.NULL;
      case "true", "True", "TRUE" -> Json.of(true);
      case "false", "False", "FALSE" -> Json.of(false);
      default -> number(event, text);
    };
  }

  private static Json number(ScalarEvent event, String text) {
    if (MISREAD.matcher(text).matches()) {
      throw YamlReader.wrong(
          event,
          "a number with a leading zero could be meant in two ways; write it in decimal without, or in"
              + " quotes if it is a text");
    }
    if (NO_NUMBER.matcher(text).matches()) {
      throw YamlReader.wrong(event, "JSON has no such number; write it in quotes if it is a text");
    }
    boolean digit = text.chars().anyMatch(c -> c >= '0' && c <= '9');
    if (!digit || text.startsWith("e") || text.startsWith("E") || !NUMBER.matcher(text).matches()) {
      return Json.of(text);
    }
    if (text.length() > LONGEST_NUMBER) {
      throw YamlReader.wrong(event, "a number has up to " + LONGEST_NUMBER + " digits");
    }
    return decimal(text);
  }

  /** A text such as {@code .e5} or {@code +e5} has digits and is no number. */
  private static Json decimal(String text) {
    try {
      return Json.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Json.of(text);
    }
  }
}
