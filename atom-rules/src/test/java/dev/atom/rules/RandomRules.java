package dev.atom.rules;

import static dev.atom.rules.Condition.field;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Rules and facts by chance, over all operators, types, odd texts and odd numbers. */
final class RandomRules {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static final List<String> FIELDS =
      List.of("a", "b", "c.d", "c.e", "e.0", "due", "n", "long name", Facts.EVENT, Scope.NOW);
  private static final List<String> TEXTS =
      List.of(
          "",
          "x",
          "X",
          "xy",
          "1",
          "Straße",
          "STRASSE",
          "strasse",
          "ẞ",
          "İ",
          "i̇",
          "ΣΑΣ",
          "σας",
          "12345678",
          "123456789",
          "abcdefgh",
          "ABCDEFGHI",
          "abcdefghi",
          "AaAaAaAaAa",
          "BBBBBBBBBB",
          "𝄞",
          "\uFFFD",
          "ß",
          "SS",
          "2026-11-21",
          "2026-11-20",
          "2026-11-20T10:00:00Z",
          "2026-11-20T23:30:00-05:00",
          "2026-11-21T09:59:59.999999999Z",
          "9999-12-31T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "17:30",
          "17:30:00.5",
          "not 2026-11-21T",
          "message");
  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "0.0",
          "1",
          "1.0",
          "2",
          "0.1",
          "0.10",
          "0.3",
          "1e3",
          "1000",
          "1E+999999999",
          "-1E+999999999",
          "1E-999999999",
          "123456789012345678",
          "123456789012345679",
          "9007199254740993",
          "9007199254740992",
          "999999999999999",
          "1000000000000000",
          "0.1000000000000000055511151231257827",
          "1e22",
          "1e23",
          "3.00",
          "17");
  private static final List<Json> MOMENTS =
      List.of(
          typed("date", "2026-11-21"),
          typed("date", "2026-11-20"),
          typed("instant", "2026-11-20T10:00:00Z"),
          typed("instant", "2026-11-21T04:30:00Z"),
          typed("instant", "2026-11-21T09:59:59.999999999Z"),
          typed("instant", "2026-11-21T10:00:00Z"),
          typed("instant", "9999-12-31T00:00:00Z"),
          typed("time", "17:30"),
          typed("time", "09:00:00.25"));

  private final RandomGenerator random;

  /** How many of a hundred conditions on a fact have to be asked for. */
  private final int asked;

  RandomRules(RandomGenerator random) {
    this(random, 0);
  }

  RandomRules(RandomGenerator random, int asked) {
    this.random = random;
    this.asked = asked;
  }

  private static Json typed(String type, String text) {
    return Json.object().put(type, text).build();
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private Json scalar() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> Json.of(pick(TEXTS));
      case 2, 3 -> Json.of(new BigDecimal(pick(NUMBERS)));
      default -> Json.of(random.nextBoolean());
    };
  }

  private Json value() {
    return switch (random.nextInt(12)) {
      case 0 -> Json.NULL;
      case 1 -> Json.array(List.of(scalar(), scalar()));
      case 2 -> Json.array(List.of());
      case 3 -> Json.object().put("x", scalar()).build();
      case 4 -> Json.Obj.EMPTY;
      default -> scalar();
    };
  }

  Facts facts() {
    var facts = Facts.newBuilder();
    for (String name : List.of("a", "b", "due", "n", "long name")) {
      if (chance(85)) {
        facts.put(name, value());
      }
    }
    if (chance(80)) {
      facts.put("c", Json.object().put("d", value()).put("e", value()).build());
    }
    if (chance(80)) {
      facts.put("e", Json.array(List.of(value())));
    }
    if (chance(50)) {
      facts.changedFrom("a", value());
    }
    if (chance(50)) {
      facts.changedFrom("n", scalar());
    }
    if (chance(20)) {
      facts.added("b");
    }
    if (chance(50)) {
      facts.event(chance(50) ? "message" : "x");
    }
    if (chance(50)) {
      facts.zone(ZoneId.of(chance(50) ? "America/New_York" : "Europe/Berlin"));
    }
    return facts.build();
  }

  private Json literal() {
    return chance(15) ? pick(MOMENTS) : scalar();
  }

  private Json operand() {
    return chance(8) ? Json.object().put("field", pick(FIELDS)).build() : literal();
  }

  /** A condition that the checks accept. */
  Condition leaf() {
    while (true) {
      FieldCondition condition = anyLeaf();
      try {
        RuleSet.of(List.of(Rule.newBuilder("r").when(condition).build()));
        return condition;
      } catch (InvalidRules e) {
        // Another one then: what the checks refuse is not what this is about.
        continue;
      }
    }
  }

  private FieldCondition anyLeaf() {
    Operator operator = pick(List.of(Operator.values()));
    Optional<Json> value =
        switch (operator.operand()) {
          case NONE -> Optional.empty();
          case VALUE ->
              Optional.of(
                  operator.aboutTime()
                      ? chance(10) ? Json.object().put("field", "b").build() : pick(MOMENTS)
                      : chance(5) ? Json.array(List.of(scalar())) : operand());
          case LIST -> Optional.of(Json.array(List.of(literal(), literal(), literal())));
          case RANGE -> Optional.of(Json.array(List.of(operand(), operand())));
          case DURATION -> Optional.of(Json.of(pick(List.of("PT12H", "P1D", "P2M", "PT0S"))));
          case PATTERN -> Optional.of(Json.of("[a-z]y?|\\d+"));
          case TIMES -> Optional.of(Json.array(List.of(Json.of("08:00"), Json.of("17:30"))));
          case DAYS -> Optional.of(Json.array(List.of(Json.of("friday"), Json.of("sunday"))));
          case CALENDAR -> Optional.of(Json.of("there is none, so it is refused"));
        };
    FieldCondition condition = field(pick(FIELDS)).is(operator, value);
    if (chance(25)) {
      condition = condition.ignoringCase();
    }
    return chance(20) && !operator.aboutPresence() && !operator.aboutChange()
        ? condition.whenMissing(chance(50) ? Missing.MATCH : Missing.NO_MATCH)
        : condition;
  }

  /** A condition on one of a few external facts, about a field or a value. */
  private Condition asking() {
    ExternalCondition.Asking asking = Condition.external(pick(List.of("score", "stock", "risk")));
    if (chance(60)) {
      asking = asking.with("of", chance(70) ? Condition.otherField(pick(FIELDS)) : scalar());
    }
    ExternalCondition condition =
        switch (random.nextInt(4)) {
          case 0 -> asking.is(answer -> answer.eq(0));
          case 1 -> asking.is(answer -> answer.gte(1));
          case 2 -> asking.is(answer -> answer.eq(1).whenMissing(Missing.MATCH));
          default -> asking.is(FieldOperators::isNull);
        };
    return switch (random.nextInt(8)) {
      case 0 -> condition.onUnavailable(OnUnavailable.FAIL);
      case 1, 2 -> condition.onUnavailable(OnUnavailable.MATCH);
      default -> condition;
    };
  }

  Condition condition(int depth) {
    int form = depth == 0 ? 9 : random.nextInt(10);
    return switch (form) {
      case 0, 1, 2 -> new Condition.All(several(depth));
      case 3, 4 -> new Condition.Any(several(depth));
      case 5 -> new Condition.Not(condition(depth - 1));
      case 6 -> {
        List<Condition> members = several(depth);
        yield new Condition.AtLeast(1 + random.nextInt(members.size()), members);
      }
      default -> asked > 0 && chance(asked) ? asking() : leaf();
    };
  }

  private List<Condition> several(int depth) {
    List<Condition> members = new ArrayList<>();
    for (int i = 1 + random.nextInt(chance(5) ? 9 : 4); i > 0; i--) {
      members.add(condition(depth - 1));
    }
    return members;
  }

  Rule rule(String id) {
    Rule.Builder builder =
        Rule.newBuilder(id)
            .priority(random.nextInt(-2, 3))
            .enabled(chance(90))
            .when(chance(2) ? Condition.all() : condition(3));
    if (chance(20)) {
      builder.group(pick(List.of("first", "other", "all")));
    }
    if (chance(2)) {
      builder.stop();
    }
    return builder.build();
  }

  List<Rule> rules(int count) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rules.add(rule("r" + i));
    }
    return rules;
  }
}
