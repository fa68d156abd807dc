package dev.atom.rules.reading;

import dev.atom.json.Json;
import dev.atom.rules.index.Parts.Where;
import dev.atom.rules.index.Values;
import dev.atom.rules.jsonlogic.JsonLogic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JsonLogic rule as a condition, read by its form: tests of single fields against what stands in the
 * rule, under {@code and}, {@code or} and {@code !}. As a condition such a test is true or false for
 * every value, since a comparison that fails has an answer too. What is not known may fail, which
 * makes the rule false as a whole. Immutable and thread-safe.
 */
public sealed interface Reading {
  /** With more texts and numbers the values of a field are not joined, which would take long. */
  int MOST_VALUES = 1_000;

  /**
   * All hold.
   *
   * @param of at least one
   */
  record All(List<Reading> of) implements Reading {
    /** Copies the list. */
    public All {
      of = List.copyOf(of);
    }
  }

  /**
   * One holds.
   *
   * @param of at least one
   */
  record Any(List<Reading> of) implements Reading {
    /** Copies the list. */
    public Any {
      of = List.copyOf(of);
    }
  }

  /**
   * It does not hold.
   *
   * @param of what
   */
  record Not(Reading of) implements Reading {}

  /**
   * A field has one of some values.
   *
   * @param field the path with dots, of names without blanks
   * @param values those for which it holds
   * @param readsTexts whether a number is read out of texts, of which the values then say nothing
   * @param rules it holds where one of these JsonLogic rules does, which tells it from others; copied
   */
  record Compared(String field, Values values, boolean readsTexts, Set<Json> rules)
      implements Reading {
    /** Copies the rules. */
    public Compared {
      rules = Set.copyOf(rules);
    }

    private Compared or(Compared other) {
      Set<Json> both = new HashSet<>(rules);
      both.addAll(other.rules);
      return new Compared(field, values.or(other.values), readsTexts, both);
    }
  }

  /**
   * A text has a part, or, where it may stand anywhere, a list has it as an item.
   *
   * @param field the path with dots, of names without blanks
   * @param where where in a text it stands
   * @param part the part; may be empty
   * @param rule the JsonLogic rule that asks for it
   */
  record Part(String field, Where where, String part, Json rule) implements Reading {
    /**
     * Returns what the field must be to have parts at all.
     *
     * @return a text, or a list as well
     */
    public Compared kind() {
      Values values = where == Where.ANYWHERE ? Values.TEXTS.or(Values.LISTS) : Values.TEXTS;
      return new Compared(field, values, false, Set.of(rule));
    }
  }

  /**
   * It may hold or not, and fail.
   *
   * @param rule the JsonLogic rule
   */
  record Unknown(Json rule) implements Reading {}

  /**
   * Reads a rule.
   *
   * @param logic a rule without {@link JsonLogic#faults}
   * @return what it says
   */
  static Reading of(JsonLogic logic) {
    return OperationReader.read(logic.toJson());
  }

  /**
   * Tells whether the rule may fail.
   *
   * @return false if all of it is known
   */
  default boolean mayFail() {
    return switch (this) {
      case All all -> all.of().stream().anyMatch(Reading::mayFail);
      case Any any -> any.of().stream().anyMatch(Reading::mayFail);
      case Not not -> not.of().mayFail();
      case Compared compared -> false;
      case Part part -> false;
      case Unknown unknown -> true;
    };
  }

  /** One of several holds; tests of one field are joined. */
  static Reading any(List<Reading> several) {
    Map<List<Object>, Compared> joined = new LinkedHashMap<>();
    List<Reading> any = new ArrayList<>();
    for (Reading one : several) {
      if (one instanceof Compared compared && compared.values().size() <= MOST_VALUES) {
        joined.merge(List.of(compared.field(), compared.readsTexts()), compared, Compared::or);
      } else {
        any.add(one);
      }
    }
    any.addAll(joined.values());
    return any.size() == 1 ? any.getFirst() : new Any(any);
  }
}
