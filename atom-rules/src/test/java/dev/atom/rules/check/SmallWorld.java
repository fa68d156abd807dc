package dev.atom.rules.check;

import static dev.atom.rules.Condition.field;

import dev.atom.json.Json;
import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.Effective;
import dev.atom.rules.Facts;
import dev.atom.rules.FieldCondition;
import dev.atom.rules.GroupMode;
import dev.atom.rules.Missing;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.Trigger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Random rules over two fields, and all that can happen to them. */
public final class SmallWorld {
  static final Instant NOW = Instant.parse("2026-03-03T10:00:00Z");
  static final String DAY = "2026-03-01";

  /** A snapshot and its time. */
  public record Event(Facts facts, Instant now) {}

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "-1",
          "0",
          "0.5",
          "1",
          "1.5",
          "2",
          "3",
          "\"\"",
          "\"A\"",
          "\"a\"",
          "\"aa\"",
          "\"ab\"",
          "\"b\"",
          "\"ba\"",
          "\"B\"",
          "\"c\"",
          "[]",
          "[\"a\"]",
          "[\"b\"]",
          "[\"a\",\"b\"]",
          "[1,2]",
          "{}",
          "{\"x\":1}",
          "\"2026-02-28\"",
          "\"2026-03-01\"",
          "\"2026-03-02\"",
          "\"2026-03-04\"",
          "\"2026-03-01T00:00:00Z\"",
          "\"2026-03-01T12:00:00Z\"",
          "\"2026-03-01T18:00:00Z\"",
          "\"2026-03-02T00:00:00Z\"",
          "\"12:00\"");

  private static final List<Event> EVENTS = events();

  private SmallWorld() {}

  private static List<Event> events() {
    List<Json> values = VALUES.stream().map(Json::parse).toList();
    List<Optional<Json>> all = new ArrayList<>(List.of(Optional.empty()));
    values.forEach(value -> all.add(Optional.of(value)));
    List<Event> events = new ArrayList<>();
    for (Optional<Json> a : all) {
      for (Optional<Json> b : all) {
        int turn = events.size();
        Facts.Builder facts = Facts.newBuilder();
        a.ifPresent(value -> facts.put("a", value));
        b.ifPresent(value -> facts.put("b", value));
        events.add(new Event(facts.build(), NOW));
        if (turn % 2 == 0) {
          facts.event("paid");
        }
        facts.changedFrom("a", values.get(turn % values.size()));
        if (turn % 3 == 0) {
          facts.changedFrom("b", values.get((turn / 2) % values.size()));
        }
        facts.zone(ZoneId.of(turn % 4 < 2 ? "Pacific/Auckland" : "America/Los_Angeles"));
        events.add(new Event(facts.build(), NOW.plusSeconds(86_400L * (turn % 5 - 2))));
      }
    }
    return events;
  }

  public static List<Event> all() {
    return EVENTS;
  }

  static FieldCondition leaf(Random random) {
    String path = random.nextInt(3) == 0 ? "b" : "a";
    Operator[] operators =
        Stream.of(Operator.values())
            .filter(one -> one.operand() != Operator.Operand.CALENDAR)
            .toArray(Operator[]::new);
    // Comparisons twice as often: they are what contradictions are made of.
    Operator op =
        random.nextBoolean()
            ? operators[random.nextInt(9)]
            : operators[random.nextInt(operators.length)];
    var on = field(path);
    FieldCondition leaf =
        switch (op.operand()) {
          case NONE -> on.is(op, Optional.empty());
          case VALUE ->
              switch (op) {
                case BEFORE, AFTER -> on.is(op, Optional.of(Json.of(time(random).toString())));
                default ->
                    random.nextInt(12) == 0
                        ? on.is(op, Optional.of(Condition.otherField(path.equals("a") ? "b" : "a")))
                        : on.is(op, on.eq(value(random)).value());
              };
          case LIST ->
              on.is(
                  op,
                  on.in(Stream.generate(() -> value(random)).limit(1 + random.nextInt(3)).toArray())
                      .value());
          case RANGE ->
              random.nextInt(10) == 0
                  ? on.is(op, on.between(0, Condition.otherField("b")).value())
                  : on.is(op, on.between(random.nextInt(2), 1 + random.nextInt(2)).value());
          case DURATION -> on.is(op, Optional.of(Json.of(random.nextBoolean() ? "P1D" : "P2D")));
          case PATTERN -> on.is(op, Optional.of(Json.of(random.nextBoolean() ? "a.?" : "[ab]+")));
          case TIMES ->
              on.is(op, Optional.of(Json.array(List.of(Json.of("08:00"), Json.of("18:00")))));
          case DAYS -> on.is(op, Optional.of(Json.array(List.of(Json.of("friday")))));
          case CALENDAR -> throw new IllegalStateException("there are no calendars here");
        };
    if (random.nextInt(6) == 0) {
      leaf = leaf.ignoringCase();
    }
    boolean own =
        switch (op) {
          case IS_NULL, IS_NOT_NULL, IS_EMPTY, IS_NOT_EMPTY, EXISTS -> true;
          case CHANGED, CHANGED_FROM, CHANGED_TO, INCREASED, DECREASED -> true;
          default -> false;
        };
    return own || random.nextInt(6) > 0
        ? leaf
        : leaf.whenMissing(random.nextBoolean() ? Missing.MATCH : Missing.NO_MATCH);
  }

  /** A comparison with literals, or a question of presence: what lint decides exactly. */
  static FieldCondition plainLeaf(Random random) {
    var on = field(random.nextInt(3) == 0 ? "b" : "a");
    List<Object> values = List.of(0, 1, 2, "a", "ab", true);
    Object value = values.get(random.nextInt(values.size()));
    Object other = values.get(random.nextInt(values.size()));
    return switch (random.nextInt(14)) {
      case 0, 1 -> on.eq(value);
      case 2 -> on.ne(value);
      case 3 -> on.lt(value);
      case 4 -> on.lte(value);
      case 5 -> on.gt(value);
      case 6 -> on.gte(value);
      case 7 -> on.in(value, other);
      case 8 -> on.notIn(value, other);
      case 9 -> on.between(random.nextInt(2), 1 + random.nextInt(2));
      case 10 -> on.notBetween(random.nextInt(2), 1 + random.nextInt(2));
      case 11 -> random.nextBoolean() ? on.isNull() : on.isNotNull();
      case 12 -> random.nextBoolean() ? on.isEmpty() : on.isNotEmpty();
      default -> random.nextBoolean() ? on.exists() : on.lt(value).whenMissing(Missing.MATCH);
    };
  }

  private static Object time(Random random) {
    List<Object> times =
        List.of(
            LocalDate.parse(DAY),
            LocalDate.parse(DAY).plusDays(1),
            Instant.parse("2026-03-01T12:00:00Z"),
            Instant.parse("2026-03-01T18:00:00Z"));
    return times.get(random.nextInt(times.size()));
  }

  private static Object value(Random random) {
    List<Object> values = List.of(0, 1, 2, 1, 2, "a", "b", "ab", "A", true);
    return random.nextInt(8) == 0 ? time(random) : values.get(random.nextInt(values.size()));
  }

  public static Condition condition(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return leaf(random);
    }
    List<Condition> members = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      members.add(condition(random, depth - 1));
    }
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Condition.All(members);
      case 2, 3 -> new Condition.Any(members);
      case 4 -> new Condition.Not(members.getFirst());
      default -> new Condition.AtLeast(1 + random.nextInt(size), members);
    };
  }

  public static RuleSet rules(Random random, int count) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Rule.Builder rule =
          Rule.newBuilder("r" + i)
              .priority(random.nextInt(3))
              .enabled(random.nextInt(8) > 0)
              .when(random.nextInt(12) == 0 ? new Condition.All(List.of()) : condition(random, 2))
              .then(
                  Action.of(
                      "setCell",
                      Json.object().put("field", "x").put("value", random.nextInt(2)).build()));
      if (random.nextInt(3) == 0) {
        rule.group(random.nextBoolean() ? "g" : "h");
      }
      if (random.nextInt(3) == 0) {
        rule.stop();
      }
      if (random.nextInt(6) == 0) {
        rule.on(random.nextBoolean() ? Trigger.event("paid") : Trigger.changed("a"));
      }
      if (random.nextInt(8) == 0) {
        rule.effective(
            random.nextBoolean() ? Effective.from(NOW) : Effective.until(NOW.plusSeconds(1)));
      }
      rules.add(rule.build());
    }
    return RuleSet.of(rules, Map.of("g", GroupMode.FIRST), RuleVocabulary.OPEN);
  }
}
