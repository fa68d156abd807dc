package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.Problems.Place;
import dev.atom.rules.RuleVocabulary.Fact;
import java.util.List;
import java.util.Optional;

/** Checks a condition on one field against its operator and the vocabulary. */
final class LeafCheck {
  private final FieldCondition condition;
  private final Operator operator;
  private final String id;
  private final Place place;
  private final Names names;
  private final Problems problems;
  private Fact fact;

  LeafCheck(FieldCondition condition, String id, Place place, Names names, Problems problems) {
    this.condition = condition;
    this.operator = condition.operator();
    this.id = id;
    this.place = place;
    this.names = names;
    this.problems = problems;
    this.fact = names.fact(condition.field()).orElse(Fact.ANY);
  }

  void run() {
    field(condition.field(), place.at("field"));
    operator();
    if (operator.aboutChange() && names.path(condition.field()).filter(names::inItem).isPresent()) {
      problem("op", Kind.WRONG_FORM, "the facts know no item as it was before; use ^. for a fact");
    }
    value();
  }

  private void operator() {
    if (!fact.type().allows(operator)) {
      problem(
          "op",
          Kind.WRONG_TYPE,
          "the operator does not apply to a field of type "
              + fact.type()
              + "; these do: "
              + Texts.list(fact.type().operators().stream().map(Operator::jsonName).toList()));
    }
    if (condition.missing().isPresent() && (operator.aboutPresence() || operator.aboutChange())) {
      problem("missing", Kind.WRONG_FORM, "the operator itself answers for a missing field");
    }
  }

  /** Checks the value alone, of a condition on something that is no field. */
  void value(Fact tested) {
    fact = tested;
    value();
  }

  /** Checks operator and value of a condition on something that is asked for. */
  void external(Fact tested) {
    fact = tested;
    if (operator.aboutChange()) {
      problem("op", Kind.WRONG_FORM, "of an external fact nothing is known before the event");
    }
    operator();
    value();
  }

  /** How the condition compares: as moments if the operator, a literal or the vocabulary says so. */
  Comparison comparison() {
    boolean temporal = operator.aboutTime() || fact.type().temporal() || otherTemporal();
    for (Json literal : literals()) {
      temporal |= Operands.declaredType(literal).isPresent();
    }
    return temporal || condition.ignoreCase()
        ? new Comparison(temporal, condition.ignoreCase())
        : Comparison.PLAIN;
  }

  private boolean otherTemporal() {
    return condition
        .value()
        .filter(Operands::isField)
        .flatMap(value -> names.fact(Operands.fieldPath(value)))
        .filter(other -> other.type().temporal())
        .isPresent();
  }

  private List<Json> literals() {
    Json value = condition.value().orElse(Json.array(List.of()));
    return value instanceof Json.Arr array ? array.items() : List.of(value);
  }

  private void field(String path, Place where) {
    Optional<String> fault = names.fault(path);
    if (fault.isPresent()) {
      problems.add(where, Kind.WRONG_FORM, about() + fault.get());
    } else if (names.fact(path).isEmpty()) {
      problems.add(
          where,
          Kind.UNKNOWN_FIELD,
          about() + "there is no field \"" + path + "\"; known are " + Texts.list(names.known()));
    }
  }

  private void value() {
    Optional<Json> value = condition.value();
    if (value.isEmpty()) {
      if (operator.operand() != Operator.Operand.NONE) {
        problem("value", Kind.MISSING_MEMBER, "the operator needs a \"value\"");
      }
      return;
    }
    switch (operator.operand()) {
      case NONE -> problem("value", Kind.WRONG_FORM, "the operator takes no value");
      case VALUE -> operand(value.get(), place.at("value"));
      case LIST -> list(value.get());
      case RANGE -> range(value.get());
      case DURATION -> orField(value.get(), times().durationFault(value.get()));
      case TIMES -> times(value.get());
      case DAYS -> orField(value.get(), times().daysFault(value.get()));
      case CALENDAR -> fault(times().calendarFault(value.get()));
      case PATTERN -> pattern(value.get());
    }
  }

  private void list(Json value) {
    if (Operands.isField(value)) {
      field(Operands.fieldPath(value), place.at("value"));
    } else if (!(value instanceof Json.Arr array) || array.items().isEmpty()) {
      problem("value", Kind.WRONG_FORM, "the value must be a list of at least one item");
    } else if (array.items().size() > RuleLimits.LIST_ITEMS) {
      tooLong(array);
    } else {
      for (int i = 0; i < array.items().size(); i++) {
        literal(array.items().get(i), place.at("value").at(i));
      }
    }
  }

  private void tooLong(Json.Arr list) {
    problem(
        "value",
        Kind.LIMIT_EXCEEDED,
        "the list has " + list.items().size() + " items; at most " + RuleLimits.LIST_ITEMS);
  }

  private void range(Json value) {
    if (!(value instanceof Json.Arr array) || array.items().size() != 2) {
      problem("value", Kind.WRONG_FORM, "the value must be a list of the lowest and the highest");
      return;
    }
    operand(array.items().get(0), place.at("value").at(0));
    operand(array.items().get(1), place.at("value").at(1));
    if (array.items().stream().noneMatch(Operands::isField) && emptyRange(array)) {
      problem("value", Kind.WRONG_FORM, "the lowest value must not be above the highest");
    }
  }

  private boolean emptyRange(Json.Arr range) {
    Comparison comparison = comparison();
    Comparison.Term low = comparison.literal(Operands.bare(range.items().get(0)));
    Comparison.Term high = comparison.literal(Operands.bare(range.items().get(1)));
    Finding order = comparison.order(low, high, Optional.empty(), o -> o <= 0);
    return order == Finding.DIFFERS || order == Finding.WRONG_TYPE;
  }

  private TimeOperands times() {
    return new TimeOperands(names.vocabulary().calendars());
  }

  private void orField(Json value, Optional<TimeOperands.Fault> fault) {
    if (Operands.isField(value)) {
      field(Operands.fieldPath(value), place.at("value"));
    } else {
      fault(fault);
    }
  }

  private void fault(Optional<TimeOperands.Fault> fault) {
    fault.ifPresent(f -> problem("value", f.kind(), f.message()));
  }

  private void times(Json value) {
    if (!(value instanceof Json.Arr array)
        || array.items().size() != 2
        || !array.items().stream()
            .allMatch(i -> Operands.isField(i) || FactType.TIME.admits(Operands.bare(i)))) {
      problem(
          "value",
          Kind.WRONG_FORM,
          "the value must be a list of two times: [\"22:00\", \"06:00\"]");
      return;
    }
    for (int i = 0; i < 2; i++) {
      Json item = array.items().get(i);
      if (Operands.isField(item)) {
        field(Operands.fieldPath(item), place.at("value").at(i));
      }
    }
    Optional<Moment> from = Moment.of(Operands.bare(array.items().get(0)));
    if (from.isPresent() && from.equals(Moment.of(Operands.bare(array.items().get(1))))) {
      problem("value", Kind.WRONG_FORM, "the two times must not be the same");
    }
  }

  private void pattern(Json value) {
    if (!(value instanceof Json.Str s)) {
      problem("value", Kind.WRONG_FORM, "the value must be a regular expression as text");
      return;
    }
    try {
      LinearPattern.compile(s.value(), condition.ignoreCase());
    } catch (IllegalArgumentException e) {
      Kind kind =
          s.value().length() > PatternParser.MAX_LENGTH ? Kind.LIMIT_EXCEEDED : Kind.WRONG_FORM;
      problem("value", kind, "the regular expression " + e.getMessage());
    }
  }

  private void operand(Json value, Place where) {
    if (!Operands.isField(value)) {
      literal(value, where);
      return;
    }
    String other = Operands.fieldPath(value);
    field(other, where);
    names
        .fact(other)
        .filter(o -> fact.type() != FactType.LIST && !fact.type().comparableWith(o.type()))
        .ifPresent(
            o ->
                problems.add(
                    where,
                    Kind.WRONG_TYPE,
                    about()
                        + "a field of type "
                        + fact.type()
                        + " can't be compared with \""
                        + other
                        + "\" of type "
                        + o.type()));
  }

  private void literal(Json value, Place where) {
    Optional<FactType> declared = Operands.declaredType(value);
    Json bare = Operands.bare(value);
    if (bare instanceof Json.Arr list && list.items().size() > RuleLimits.LIST_ITEMS) {
      tooLong(list);
    } else if (bare instanceof Json.Null) {
      wrong(where, "null equals nothing; use isNull or isNotNull");
    } else if (bare instanceof Json.Obj || (bare instanceof Json.Arr && !wholeList())) {
      wrong(
          where,
          "the value must be a text, a number, true, false, {\"field\": …}, {\"date\": …},"
              + " {\"time\": …} or {\"instant\": …}");
    } else if (declared.isPresent() && !declared.get().admits(bare)) {
      wrong(where, "the value is no " + declared.get() + " in ISO 8601");
    } else if (operator.aboutTime() && Moment.of(bare).isEmpty()) {
      wrong(where, "the value must be a day, a time or an instant with its offset in ISO 8601");
    } else {
      fits(bare, where);
    }
  }

  private boolean wholeList() {
    return operator == Operator.EQ || operator == Operator.NE || operator.aboutChange();
  }

  private void fits(Json bare, Place where) {
    boolean item = fact.type() == FactType.LIST && !wholeList();
    if (!item && !fact.type().admits(bare)) {
      problems.add(
          where,
          Kind.WRONG_TYPE,
          about() + "the value must be of the field's type " + fact.type() + ", not " + bare);
    } else if (wholeValue() && !fact.choices().isEmpty() && !choice(bare)) {
      problems.add(
          where,
          Kind.UNKNOWN_CHOICE,
          about()
              + Texts.shown(bare)
              + " is none of the field's values; they are "
              + Texts.list(fact.choices()));
    }
  }

  /** Whether the operator compares the whole value for equality. */
  private boolean wholeValue() {
    return switch (operator.positive()) {
      case EQ, IN, CHANGED_FROM, CHANGED_TO -> true;
      default -> false;
    };
  }

  private boolean choice(Json literal) {
    return literal instanceof Json.Str s
        && fact.choices().stream()
            .anyMatch(
                choice ->
                    condition.ignoreCase()
                        ? Texts.fold(choice).equals(Texts.fold(s.value()))
                        : choice.equals(s.value()));
  }

  private void wrong(Place where, String message) {
    problems.add(where, Kind.WRONG_FORM, about() + message);
  }

  private void problem(String member, Kind kind, String message) {
    problems.add(place.at(member), kind, about() + message);
  }

  private String about() {
    return "condition \"" + id + "\" (" + condition.field() + " " + operator + "): ";
  }
}
