package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a condition says by the words of the documentation, as plainly as can be. The
 * conditions whose ids (or places) are in {@code flipped} are taken for the opposite of what they
 * are.
 */
record DocumentJudge(Event event, Set<String> flipped, Around facts) {
  /** Those that the judges know; what others mean is not written here. */
  static final Set<String> OPERATORS =
      Set.of(
          "eq",
          "ne",
          "lt",
          "lte",
          "gt",
          "gte",
          "between",
          "notBetween",
          "in",
          "notIn",
          "contains",
          "notContains",
          "startsWith",
          "notStartsWith",
          "endsWith",
          "notEndsWith",
          "isNull",
          "isNotNull",
          "isEmpty",
          "isNotEmpty",
          "exists",
          "containsAny",
          "containsAll",
          "containsNone",
          "matches",
          "changed",
          "changedFrom",
          "changedTo",
          "increased",
          "decreased",
          "before",
          "after",
          "olderThan",
          "newerThan",
          "within",
          "timeOfDay",
          "dayOfWeek",
          "businessHours");

  /** Stands for what is no number; equals nothing. */
  private static final Json WRONG = Json.object().put("no number", "\uFFFF").build();

  /** What a positive operator says; nothing is missing in a question about presence or change. */
  enum Answer {
    YES,
    NO,
    MISSING;

    static Answer of(boolean yes) {
      return yes ? YES : NO;
    }

    boolean holds(boolean complement, @Nullable Boolean missing) {
      return this == MISSING && missing != null ? missing : (this == YES) != complement;
    }
  }

  /** The item of a list that a condition is on, in what is around it; the facts have none around. */
  static final class Around {
    private static final Object NONE = new Object();

    private final Json item;
    private final @Nullable Around outer;

    /** What was found before, by the numbers of paths. */
    private final Object[] found;

    Around(Json item, @Nullable Around outer) {
      this.item = item;
      this.outer = outer;
      this.found = new Object[outer == null ? Path.MOST : 0];
    }

    Json item() {
      return item;
    }

    Around out(int levels) {
      Around at = this;
      for (int i = 0; i < levels; i++) {
        at = Objects.requireNonNull(at.outer);
      }
      return at;
    }

    @Nullable Json find(Path path) {
      if (path.number() >= found.length) {
        return path.in(item);
      }
      Object known = found[path.number()];
      if (known == null) {
        Json json = path.in(item);
        known = json == null ? NONE : json;
        found[path.number()] = known;
      }
      return known instanceof Json json ? json : null;
    }
  }

  DocumentJudge(Event event, Set<String> flipped) {
    this(event, flipped, new Around(event.values(), null));
  }

  boolean holds(Said said) {
    return holds(said, facts);
  }

  private boolean holds(Said said, Around around) {
    return switch (said) {
      case Said.Several several -> reached(several, around);
      case Said.Not not -> !holds(not.said(), around);
      case Said.Field field ->
          new FieldJudge(event, around, field.asked()).holds() != flips(field.name());
      case Said.Items items -> holds(items, around) != flips(items.name());
      case Said.Logic logic -> LogicJudge.holds(logic.rule(), around.item()) != flips(logic.name());
    };
  }

  private boolean flips(String name) {
    return !flipped.isEmpty() && flipped.contains(name);
  }

  private boolean reached(Said.Several several, Around around) {
    int found = 0;
    List<Said> of = several.of();
    for (int i = 0; i < of.size() && found < several.least(); i++) {
      // All of them are meant where it takes all.
      if (holds(of.get(i), around)) {
        found++;
      } else if (several.least() == of.size()) {
        return false;
      }
    }
    return found >= several.least();
  }

  private boolean holds(Said.Items items, Around around) {
    Said.Asked amount = items.amount();
    Json value = FieldJudge.find(items.list(), event, around);
    if (amount != null) {
      Json folded = Values.none(value) ? null : amount(items, value, around);
      return new FieldJudge(event, around, amount).holds(folded);
    }
    Answer any =
        switch (value) {
          case null -> Answer.MISSING;
          case Json.Null none -> Answer.MISSING;
          case Json.Arr list -> Answer.of(quantified(items, list, around));
          default -> Answer.NO;
        };
    return any.holds(items.fold().equals("none"), items.missing());
  }

  private boolean quantified(Said.Items items, Json.Arr list, Around around) {
    boolean all = items.fold().equals("all");
    for (Json item : list.items()) {
      if (holds(items.each(), new Around(item, around)) != all) {
        return !all;
      }
    }
    return all;
  }

  /** A count, a sum and the like; null if there is none, no number if it is none. */
  private @Nullable Json amount(Said.Items items, Json value, Around around) {
    if (!(value instanceof Json.Arr list)) {
      return WRONG;
    }
    List<Json> taken = new ArrayList<>();
    for (Json item : list.items()) {
      Around on = new Around(item, around);
      Json one = items.of() == null ? item : FieldJudge.find(items.of(), event, on);
      if ((items.of() == null || !Values.none(one)) && holds(items.each(), on)) {
        taken.add(one);
      }
    }
    if (items.fold().equals("count")) {
      return Json.of(taken.size());
    }
    if (taken.stream().anyMatch(one -> !(one instanceof Json.Num n) || !summable(n.value()))) {
      return WRONG;
    }
    return folded(items.fold(), taken.stream().map(n -> ((Json.Num) n).value()).toList());
  }

  /** Of at most 1,000 digits on either side of the point. */
  private static boolean summable(BigDecimal number) {
    long behind = Values.digits(number).length() - Values.places(number);
    return number.signum() == 0 || (Values.places(number) <= 1_000 && behind <= 1_000);
  }

  private static @Nullable Json folded(String fold, List<BigDecimal> all) {
    BigDecimal result = fold.equals("sum") ? BigDecimal.ZERO : null;
    for (BigDecimal written : all) {
      BigDecimal number = written.signum() == 0 ? BigDecimal.ZERO : written;
      if (result == null) {
        result = number;
      } else if (fold.equals("min") || fold.equals("max")) {
        int order = Values.compare(number, result);
        result = order < 0 == fold.equals("min") ? number : result;
      } else {
        result = result.add(number);
      }
    }
    if (result == null) {
      return null;
    }
    return Json.of(
        fold.equals("avg")
            ? result.divide(BigDecimal.valueOf(all.size()), MathContext.DECIMAL128)
            : result);
  }
}
