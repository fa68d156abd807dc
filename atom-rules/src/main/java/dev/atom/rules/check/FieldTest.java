package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.ConditionProbe;
import dev.atom.rules.Facts;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.Operator;
import dev.atom.rules.reading.Reading;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A test of one value, never a complement and without an answer of its own for missing values. Two
 * tests of equal content are the same object. The tests of one group look at the same value.
 */
final class FieldTest {
  private static final int DIGITS = 300;

  private final String group;
  private final Nature nature;
  private final Asked asked;
  private final ListScope scope;
  private final List<Json> literals;
  private final boolean hugeNumbers;
  private final Domain domain;

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
    /** Where in a day, a week or a calendar a point in time lies. */
    RHYTHM,
    /** What the items of a list are like. */
    ITEMS,
    /** How JsonLogic takes the value, or compares it with literals. */
    LOGIC,
    /** Another field too: nothing is known but what missing values do. */
    OTHER_FIELD,
    /** Nothing: it is never true. */
    NEVER,
    /** Nothing is known. */
    OPAQUE
  }

  /** Which numbers there can be. */
  enum Domain {
    /** All of them. */
    ALL,
    /** Sums and the like: all of them, and they are of no field. */
    AMOUNT,
    /** Those that count something. */
    COUNT,
    /** Zero, for nothing is ever counted. */
    ZERO
  }

  /** What is asked, in the form that it has; all are empty if nothing is known of it. */
  private record Asked(
      String field,
      Optional<FieldCondition> leaf,
      Optional<ConditionProbe> probe,
      Optional<ItemTest> items,
      Optional<Reading.Compared> compared) {
    static final Asked NOTHING =
        new Asked("", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private FieldTest(String group, Nature nature, Asked asked, ListScope scope, Domain domain) {
    this.group = group;
    this.nature = nature;
    this.asked = asked;
    this.scope = scope;
    this.domain = domain;
    this.literals =
        asked
            .leaf()
            .map(FieldTest::literals)
            .or(() -> asked.compared().map(compared -> compared.values().points()))
            .orElse(List.of());
    this.hugeNumbers = literals.stream().anyMatch(FieldTest::huge);
  }

  /** A test of which nothing is known but that it is itself. */
  static FieldTest opaque(String group) {
    return new FieldTest(group, Nature.OPAQUE, Asked.NOTHING, ListScope.TOP, Domain.ALL);
  }

  /** A test that is never true. */
  static FieldTest never(String group) {
    return new FieldTest(group, Nature.NEVER, Asked.NOTHING, ListScope.TOP, Domain.ALL);
  }

  static FieldTest leaf(
      String group, Nature nature, FieldCondition leaf, ConditionProbe probe, ListScope scope) {
    return new FieldTest(group, nature, asked(leaf, probe), scope, Domain.ALL);
  }

  /** A comparison of a count, a sum and the like, which is of no field. */
  static FieldTest amount(
      String group, Nature nature, FieldCondition leaf, ConditionProbe probe, Domain domain) {
    return new FieldTest(group, nature, asked(leaf, probe), ListScope.TOP, domain);
  }

  private static Asked asked(FieldCondition leaf, ConditionProbe probe) {
    return new Asked(
        leaf.field(), Optional.of(leaf), Optional.of(probe), Optional.empty(), Optional.empty());
  }

  static FieldTest items(String list, ItemTest items, ConditionProbe probe, ListScope scope) {
    Asked asked =
        new Asked(list, Optional.empty(), Optional.of(probe), Optional.of(items), Optional.empty());
    return new FieldTest(list, Nature.ITEMS, asked, scope, Domain.ALL);
  }

  static FieldTest compared(Reading.Compared compared, ListScope scope) {
    String field = compared.field();
    Asked asked =
        new Asked(
            field, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(compared));
    return new FieldTest(field, Nature.LOGIC, asked, scope, Domain.ALL);
  }

  private static List<Json> literals(FieldCondition leaf) {
    return leaf.value()
        .map(v -> v instanceof Json.Arr a ? items(leaf, a) : List.of(v))
        .orElse(List.of());
  }

  private static List<Json> items(FieldCondition condition, Json.Arr value) {
    boolean whole = condition.operator().operand() == Operator.Operand.VALUE;
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

  ConditionProbe probe() {
    return asked.probe().orElseThrow();
  }

  ItemTest items() {
    return asked.items().orElseThrow();
  }

  Reading.Compared compared() {
    return asked.compared().orElseThrow();
  }

  Domain domain() {
    return domain;
  }

  /** The path of the field; empty if nothing is known of the test. */
  String field() {
    return asked.field();
  }

  /** Facts in which the field has a value, or none. */
  Facts facts(Optional<Json> value) {
    return scope.facts(asked.field(), value);
  }

  String operator() {
    return asked.leaf().map(leaf -> leaf.operator().jsonName()).orElse("");
  }

  /** What the field is compared with, as it stands in the rule; empty if with nothing. */
  Optional<Json> value() {
    return asked.leaf().flatMap(FieldCondition::value);
  }

  boolean ignoreCase() {
    return asked.leaf().map(FieldCondition::ignoreCase).orElse(false);
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
      case MOMENT, AGE, RHYTHM, OTHER_FIELD, OPAQUE -> true;
      case ITEMS, LOGIC, NEVER -> false;
    };
  }

  @Override
  public String toString() {
    return asked.leaf().map(Object::toString).orElse(group);
  }
}
