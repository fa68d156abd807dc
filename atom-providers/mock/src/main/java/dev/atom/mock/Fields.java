package dev.atom.mock;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The members of an object in a script, each read with a check; what nobody asked for is refused. */
final class Fields {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private final String file;
  private final String at;
  private final Json.Obj json;
  private final Set<String> known = new LinkedHashSet<>();

  Fields(String file, String at, Json json) {
    this.file = file;
    this.at = at;
    if (!(json instanceof Json.Obj object)) {
      throw new InvalidScript(file, at, "must be an object in braces");
    }
    this.json = object;
  }

  Optional<Json> get(String name) {
    known.add(name);
    return json.get(name);
  }

  private Json required(String name) {
    return get(name).orElseThrow(() -> invalid(name, "is missing; add it"));
  }

  Optional<String> optionalText(String name) {
    return get(name).map(value -> text(name, value));
  }

  String text(String name) {
    return text(name, required(name));
  }

  private String text(String name, Json value) {
    if (value instanceof Json.Str text) {
      return text.value();
    }
    throw invalid(name, "must be a text in quotes");
  }

  int whole(String name, int least, int most) {
    return whole(name, required(name), least, most);
  }

  int whole(String name, int least, int most, int otherwise) {
    return get(name).map(value -> whole(name, value, least, most)).orElse(otherwise);
  }

  private int whole(String name, Json value, int least, int most) {
    if (value instanceof Json.Num number
        && number.value().stripTrailingZeros().scale() <= 0
        && number.value().compareTo(BigDecimal.valueOf(least)) >= 0
        && number.value().compareTo(BigDecimal.valueOf(most)) <= 0) {
      return number.value().intValueExact();
    }
    String range = most == Integer.MAX_VALUE ? " or more" : " to " + most;
    throw invalid(name, "must be a whole number of " + least + range);
  }

  long seed(String name) {
    return whole(name, 0, Integer.MAX_VALUE, 0);
  }

  double chance(String name) {
    Json value = get(name).orElse(Json.of(1));
    if (value instanceof Json.Num number
        && number.value().signum() > 0
        && number.value().compareTo(BigDecimal.ONE) <= 0) {
      return number.value().doubleValue();
    }
    throw invalid(name, "must be a number above 0 and at most 1");
  }

  Duration duration(String name) {
    return optionalDuration(name).orElseThrow(() -> invalid(name, "is missing; add it"));
  }

  Optional<Duration> optionalDuration(String name) {
    return get(name).map(value -> duration(name, value));
  }

  private Duration duration(String name, Json value) {
    Matcher parts = DURATION.matcher(value instanceof Json.Str text ? text.value() : "");
    if (!parts.matches()) {
      throw invalid(name, "must be a time such as \"250ms\", \"60s\", \"5m\" or \"1h\"");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  /** A constant by its name in small letters, with hyphens. */
  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    Optional<String> text = optionalText(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<E> constants = List.of(type.getEnumConstants());
    return Optional.of(
        constants.stream()
            .filter(constant -> word(constant).equals(text.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    invalid(
                        name,
                        "must be one of "
                            + String.join(", ", constants.stream().map(Fields::word).toList()))));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  List<Json> list(String name) {
    Json value = get(name).orElse(Json.array(List.of()));
    if (value instanceof Json.Arr array) {
      return array.items();
    }
    throw invalid(name, "must be a list in brackets");
  }

  List<Integer> sizes(String name) {
    List<Integer> sizes = new ArrayList<>();
    for (Json item : list(name)) {
      sizes.add(whole(name + "/" + sizes.size(), item, 1, Integer.MAX_VALUE));
    }
    return sizes;
  }

  /** Texts by name. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (get(name).isPresent()) {
      Fields members = new Fields(file, at + "/" + name, required(name));
      members.json.members().keySet().forEach(key -> texts.put(key, members.text(key)));
    }
    return texts;
  }

  Fields object(String name, Json value) {
    return new Fields(file, at + "/" + name, value);
  }

  /** Refuses members that nobody has asked for: they are misspelt or misplaced. */
  void done() {
    for (String name : json.members().keySet()) {
      if (!known.contains(name)) {
        throw invalid(
            name, "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  InvalidScript invalid(String name, String problem) {
    return new InvalidScript(file, pointer(name), problem);
  }

  InvalidScript invalid(String problem) {
    return new InvalidScript(file, at, problem);
  }

  InvalidScript invalid(String name, String problem, Throwable cause) {
    return new InvalidScript(file, pointer(name), problem, cause);
  }

  private String pointer(String name) {
    return at + "/" + name;
  }
}
