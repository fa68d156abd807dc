package dev.atom.rules;

import static dev.atom.rules.Condition.field;

import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Rules and facts by chance, over all conditions, triggers, types, odd texts and odd numbers. */
final class RandomRules {
  static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  /** Knows the facts, but nothing about them, and a calendar. */
  static final RuleVocabulary VOCABULARY =
      List.of("a", "b", "c", "e", "due", "n", "long name", "t", "u", "rows").stream()
          .reduce(
              RuleVocabulary.newBuilder()
                  .calendar(
                      "night",
                      WorkCalendar.newBuilder(ZoneId.of("Europe/Berlin"))
                          .on(DayOfWeek.FRIDAY, DaySpan.parse("11:00-02:00"))
                          .on(DayOfWeek.SATURDAY, DaySpan.parse("10:59-11:00"))
                          .build()),
              (vocabulary, fact) -> vocabulary.fact(fact, FactType.ANY),
              (one, same) -> one)
          .build();

  private static final List<String> FIELDS =
      List.of("a", "b", "c.d", "c.e", "e.0", "due", "n", "long name", "t", Facts.EVENT, Scope.NOW);

  /** Of few letters, so that parts and beginnings are met. */
  private static final List<String> LETTERS = List.of("a", "b", "A", "ß", "S", "\uD83D\uDE00", "İ");

  private static final List<Trigger> TRIGGERS =
      List.of(
          Trigger.message(),
          Trigger.event("x"),
          Trigger.changed("a", "b"),
          Trigger.changed("n"),
          Trigger.status("a", "x"),
          Trigger.webhook("stripe"));
  private static final List<Effective> EFFECTIVE =
      List.of(
          Effective.from(NOW),
          Effective.until(NOW),
          Effective.from(NOW.plusNanos(1)),
          Effective.until(NOW.plusNanos(1)));
  private static final List<String> SPANS = List.of("PT12H", "P1D", "P2M", "PT0S");

  private static final List<Operator> OF_PARTS =
      List.of(
          Operator.CONTAINS,
          Operator.NOT_CONTAINS,
          Operator.CONTAINS_ANY,
          Operator.CONTAINS_ALL,
          Operator.CONTAINS_NONE,
          Operator.STARTS_WITH,
          Operator.NOT_STARTS_WITH,
          Operator.ENDS_WITH,
          Operator.NOT_ENDS_WITH,
          Operator.EQ,
          Operator.IN);
  private static final List<String> LOGIC =
      List.of(
          "{'in':[PART,{'var':'t'}]}",
          "{'!':{'in':[PART,{'var':'u'}]}}",
          "{'startsWith':[{'var':'t'},PART]}",
          "{'!':[{'startsWith':[{'var':'t'},PART]}]}",
          "{'endsWith':[{'var':'u'},PART]}",
          "{'!=':[{'var':'t'},PART]}",
          "{'!==':[{'var':'a'},SCALAR]}",
          "{'!':{'in':[{'var':'a'},[SCALAR,SCALAR,SCALAR]]}}",
          "{'in':[{'var':'a'},[SCALAR,SCALAR]]}",
          "{'==':[{'var':'n'},SCALAR]}",
          "{'<=':[SCALAR,{'var':'n'},SCALAR]}",
          "{'!':{'<':[{'var':'n'},SCALAR]}}",
          "{'or':[{'===':[{'var':'a'},SCALAR]},{'===':[{'var':'a'},SCALAR]}]}",
          "{'!':{'and':[{'var':'b'},{'!=':[{'var':'t'},PART]}]}}",
          "{'some':[{'var':'rows'},{'==':[{'var':'x'},SCALAR]}]}",
          "{'none':[{'var':'rows'},{'in':[PART,{'var':'x'}]}]}",
          "{'if':[{'var':'b'},{'startsWith':[{'var':'u'},PART]},{'!':{'var':'t'}}]}");
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
    if (chance(90)) {
      facts.put("t", few(7));
    }
    if (chance(80)) {
      facts.put("u", chance(80) ? Json.of(few(4)) : value());
    }
    if (chance(85)) {
      facts.put("rows", chance(90) ? rows() : value());
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
      facts.event(pick(List.of("message", "x", "webhook:stripe")));
    }
    if (chance(50)) {
      facts.zone(ZoneId.of(chance(50) ? "America/New_York" : "Europe/Berlin"));
    }
    return facts.build();
  }

  private String few(int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(pick(LETTERS));
    }
    return text.toString();
  }

  private Json rows() {
    List<Json> rows = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      rows.add(
          chance(80)
              ? Json.object().put("x", chance(50) ? Json.of(few(2)) : value()).build()
              : value());
    }
    return Json.array(rows);
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
      int kind = random.nextInt(20);
      Condition condition =
          kind < 3 ? items() : kind < 6 ? logic() : kind < 11 ? part("t") : anyLeaf(pick(FIELDS));
      try {
        RuleSet.of(List.of(Rule.newBuilder("r").when(condition).build()), Map.of(), VOCABULARY);
        return condition;
      } catch (InvalidRules e) {
        // Another one then: what the checks refuse is not what this is about.
        continue;
      }
    }
  }

  private Condition logic() {
    String rule = pick(LOGIC).replace('\'', '"');
    while (rule.contains("PART") || rule.contains("SCALAR")) {
      rule =
          rule.replaceFirst(
                  "PART", java.util.regex.Matcher.quoteReplacement(Json.of(few(3)).toString()))
              .replaceFirst(
                  "SCALAR", java.util.regex.Matcher.quoteReplacement(scalar().toString()));
    }
    return Condition.logic(JsonLogic.parse(rule));
  }

  private Json worked() {
    String length = pick(List.of("PT0S", "PT1M", "PT15H"));
    return Json.object().put("duration", length).put("calendar", "night").build();
  }

  private Condition part(String field) {
    Operator operator = pick(OF_PARTS);
    List<Json> parts = new ArrayList<>();
    for (int i = chance(3) ? random.nextInt(1, 300) : random.nextInt(1, 4); i > 0; i--) {
      parts.add(Json.of(few(3)));
    }
    boolean list = operator.operand() == Operator.Operand.LIST;
    Json other = Json.object().put("field", "u").build();
    Json value = list ? Json.array(parts) : chance(10) ? other : parts.get(0);
    FieldCondition condition = field(field).is(operator, Optional.of(value));
    condition = chance(40) ? condition.ignoringCase() : condition;
    return chance(20)
        ? condition.whenMissing(chance(50) ? Missing.MATCH : Missing.NO_MATCH)
        : condition;
  }

  private Condition items() {
    Condition each =
        chance(30)
            ? part("x")
            : anyLeaf(pick(List.of("x", "@", "x.0", "^.a", "^.t", "^.n", Scope.NOW)));
    ItemFolds rows = Condition.items("rows");
    ItemsCondition condition =
        switch (random.nextInt(6)) {
          case 0 -> rows.any(each);
          case 1 -> rows.all(each);
          case 2 -> rows.none(each);
          case 3 -> rows.count(each).gte(random.nextInt(3));
          case 4 -> rows.sum("x").where(each).ne(operand());
          default -> rows.max("x").between(-1, 17);
        };
    return chance(20)
        ? condition.whenMissing(chance(50) ? Missing.MATCH : Missing.NO_MATCH)
        : condition;
  }

  private FieldCondition anyLeaf(String path) {
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
          case DURATION -> Optional.of(chance(40) ? worked() : Json.of(pick(SPANS)));
          case PATTERN -> Optional.of(Json.of("[a-z]y?|\\d+"));
          case TIMES -> Optional.of(Json.array(List.of(Json.of("08:00"), Json.of("17:30"))));
          case DAYS -> Optional.of(Json.array(List.of(Json.of("friday"), Json.of("sunday"))));
          case CALENDAR -> Optional.of(Json.of("night"));
        };
    FieldCondition condition = field(path).is(operator, value);
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
    if (chance(15)) {
      builder.on(pick(TRIGGERS));
    }
    if (chance(8)) {
      builder.effective(pick(EFFECTIVE));
    }
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
