package dev.atom.workflow;

import dev.atom.json.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the members of one object of a workflow document, and notes those of the wrong form. */
record Form(Json.Obj object, String path, Problems problems) {
  static final Duration LONGEST = Duration.ofDays(36_500);

  static Optional<Form> of(Json json, String path, Problems problems) {
    if (json instanceof Json.Obj object) {
      return Optional.of(new Form(object, path, problems));
    }
    problems.add(path, "must be an object");
    return Optional.empty();
  }

  void onlyKnows(List<String> members) {
    for (String member : object.members().keySet()) {
      if (!members.contains(member)) {
        problems.add(at(member), "is not known here; known are " + String.join(", ", members));
      }
    }
  }

  String at(String member) {
    return Problems.at(path, member);
  }

  boolean has(String member) {
    return object.get(member).isPresent();
  }

  /** A value that must be there. */
  Json value(String member) {
    if (!has(member)) {
      problems.add(path, "\"" + member + "\" is missing");
    }
    return object.get(member).orElse(Json.NULL);
  }

  /** A text that must be there and not blank. */
  String text(String member) {
    Optional<String> text = object.text(member);
    if (!has(member)) {
      problems.add(path, "\"" + member + "\" is missing");
    } else if (text.filter(t -> !t.isBlank()).isEmpty()) {
      problems.add(at(member), "must be a text that is not blank");
    }
    return text.orElse("");
  }

  int number(String member, int least, int most, Optional<Integer> otherwise) {
    Optional<Json> value = object.get(member);
    if (value.isEmpty() && otherwise.isPresent()) {
      return otherwise.get();
    }
    if (value.isPresent()
        && value.get() instanceof Json.Num n
        && n.value().signum() >= 0
        && n.value().compareTo(java.math.BigDecimal.valueOf(most)) <= 0
        && n.value().scale() < 20
        && n.value().remainder(java.math.BigDecimal.ONE).signum() == 0
        && n.value().intValue() >= least) {
      return n.value().intValue();
    }
    problems.add(
        value.isEmpty() ? path : at(member),
        (value.isEmpty() ? "\"" + member + "\" is missing; it " : "")
            + "must be a whole number from "
            + least
            + " to "
            + most);
    return least;
  }

  boolean flag(String member, boolean otherwise) {
    Optional<Json> value = object.get(member);
    if (value.isPresent() && value.get() instanceof Json.Bool b) {
      return b.value();
    }
    if (value.isPresent()) {
      problems.add(at(member), "must be true or false");
    }
    return otherwise;
  }

  Json.Obj object(String member) {
    Optional<Json> value = object.get(member);
    if (value.isPresent() && value.get() instanceof Json.Obj o) {
      return o;
    }
    if (value.isPresent()) {
      problems.add(at(member), "must be an object");
    }
    return Json.Obj.EMPTY;
  }

  List<Json> list(String member) {
    Optional<Json> value = object.get(member);
    if (value.isPresent() && value.get() instanceof Json.Arr a) {
      return a.items();
    }
    if (value.isPresent()) {
      problems.add(at(member), "must be a list");
    }
    return List.of();
  }

  /** A duration in earnest, without references. */
  Optional<Duration> duration(String member) {
    Optional<Json> value = object.get(member);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> read = duration(value.get());
    if (read.isEmpty()) {
      problems.add(
          at(member), "must be an ISO 8601 duration from 0 to 36500 days, such as \"PT30S\"");
    }
    return read;
  }

  /** A duration, unless the value refers to something. */
  void checkDuration(String member, Json value) {
    if (!Values.refers(value) && duration(value).isEmpty()) {
      problems.add(
          at(member), "must be an ISO 8601 duration from 0 to 36500 days, such as \"PT30S\"");
    }
  }

  static Optional<Duration> duration(Json value) {
    if (!(value instanceof Json.Str text) || text.value().length() > 64) {
      return Optional.empty();
    }
    try {
      Duration read = Duration.parse(text.value());
      boolean fits = !read.isNegative() && read.compareTo(LONGEST) <= 0;
      return fits ? Optional.of(read) : Optional.empty();
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
