package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.ConditionProbe;
import dev.atom.rules.FieldCondition;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A test of one value, never a complement and without an answer of its own for missing values. Two
 * tests of equal content are the same object. The tests of one group look at the same value.
 */
final class FieldTest {
  private static final int DIGITS = 300;

  private final String group;
  private final Nature nature;
  private final Optional<FieldCondition> condition;
  private final Optional<ConditionProbe> probe;
  private final List<Json> literals;
  private final boolean hugeNumbers;

  /** What a test's answer depends on. */
  enum Nature {
    /** Whether there is a value, or an empty one. */
    PRESENCE,
    /** How the value compares with literals as JSON. */
    ORDER,
    /** How a text begins, ends or matches. */
    TEXT,
    /** Which parts a text or items a list has. */
    PARTS,
    /** How a point in time compares with literals. */
    MOMENT,
    /** How long ago a point in time lies. */
    AGE,
    /** Another field too: nothing is known but what missing values do. */
    OTHER_FIELD,
    /** Nothing is known. */
    OPAQUE
  }

  /** A test of which nothing is known but that it is itself. */
  FieldTest(String group) {
    this.group = group;
    this.nature = Nature.OPAQUE;
    this.condition = Optional.empty();
    this.probe = Optional.empty();
    this.literals = List.of();
    this.hugeNumbers = false;
  }

  FieldTest(String group, Nature nature, FieldCondition condition, ConditionProbe probe) {
    this.group = group;
    this.nature = nature;
    this.condition = Optional.of(condition);
    this.probe = Optional.of(probe);
    this.literals =
        condition
            .value()
            .map(v -> v instanceof Json.Arr a ? items(condition, a) : List.of(v))
            .orElse(List.of());
    this.hugeNumbers = literals.stream().anyMatch(FieldTest::huge);
  }

  private static List<Json> items(FieldCondition condition, Json.Arr value) {
    boolean whole = condition.operator().operand() == dev.atom.rules.Operator.Operand.VALUE;
    return whole ? List.of(value) : value.items();
  }

  /** Arithmetic on such a number could fill the memory. */
  private static boolean huge(Json literal) {
    return literal instanceof Json.Num n && huge(n.value());
  }

  private static boolean huge(BigDecimal number) {
    return number.precision() > DIGITS || number.scale() > DIGITS || number.scale() < -DIGITS;
  }

  String group() {
    return group;
  }

  Nature nature() {
    return nature;
  }

  FieldCondition condition() {
    return condition.orElseThrow();
  }

  ConditionProbe probe() {
    return probe.orElseThrow();
  }

  Optional<String> field() {
    return condition.map(FieldCondition::field);
  }

  String operator() {
    return condition.map(leaf -> leaf.operator().jsonName()).orElse("");
  }

  boolean ignoreCase() {
    return condition.map(FieldCondition::ignoreCase).orElse(false);
  }

  /** The values it compares with. */
  List<Json> literals() {
    return literals;
  }

  boolean hugeNumbers() {
    return hugeNumbers;
  }

  /** Whether the answer is the same for all texts between two neighbouring literals. */
  boolean ordersTexts() {
    return nature == Nature.PRESENCE || (nature == Nature.ORDER && !ignoreCase());
  }

  /** Whether the answer can differ between texts that are not empty. */
  boolean asksOfTexts() {
    return switch (nature) {
      case PRESENCE -> false;
      case ORDER, TEXT, PARTS ->
          literals.stream().anyMatch(l -> l instanceof Json.Str || l instanceof Json.Obj);
      case MOMENT, AGE, OTHER_FIELD, OPAQUE -> true;
    };
  }

  @Override
  public String toString() {
    return Objects.toString(condition.map(Object::toString).orElse(group));
  }
}
