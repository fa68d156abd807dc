package dev.atom.rules;

import dev.atom.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.util.Arrays;
import java.util.List;

/** Java values as they stand in rule documents. */
final class Literals {
  private Literals() {}

  static Json workingTime(Duration worked, String calendar) {
    return Json.object().put("duration", worked.toString()).put("calendar", calendar).build();
  }

  static Json listOrField(Object... values) {
    return values.length == 1 && values[0] instanceof Json.Obj other && Operands.isField(other)
        ? other
        : list(values);
  }

  static Json list(Object... values) {
    return Json.array(Arrays.stream(values).map(Literals::json).toList());
  }

  static Json json(Object value) {
    return switch (value) {
      case Json json -> json;
      case Instant instant -> typed("instant", instant);
      case LocalDate date -> typed("date", date);
      case LocalTime time -> typed("time", time);
      case Duration duration -> Json.of(duration.toString());
      case Period period -> Json.of(period.toString());
      case List<?> items -> list(items.toArray());
      default -> Json.from(value);
    };
  }

  private static Json typed(String type, Object value) {
    return Json.object().put(type, value.toString()).build();
  }
}
