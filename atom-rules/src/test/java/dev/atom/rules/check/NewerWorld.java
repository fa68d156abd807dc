package dev.atom.rules.check;

import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.items;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.Effective;
import dev.atom.rules.Facts;
import dev.atom.rules.GroupMode;
import dev.atom.rules.ItemFolds;
import dev.atom.rules.ItemsCondition;
import dev.atom.rules.Missing;
import dev.atom.rules.Operator;
import dev.atom.rules.Rule;
import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.Trigger;
import dev.atom.rules.check.SmallWorld.Event;
import dev.atom.rules.jsonlogic.JsonLogic;
import dev.atom.time.DaySpan;
import dev.atom.time.WorkCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Random rules of times, items, triggers and JsonLogic over a field and a list, and their events. */
final class NewerWorld {
  static final RuleVocabulary VOCABULARY =
      RuleVocabulary.newBuilder()
          .open()
          .calendar(
              "office",
              WorkCalendar.newBuilder(ZoneOffset.UTC)
                  .weekdays(DaySpan.parse("09:00-17:00"))
                  .build())
          .build();

  private static final Instant NOW = Instant.parse("2026-03-06T10:00:00Z");
  private static final List<String> VALUES =
      List.of(
          "null",
          "1",
          "\"\"",
          "\"a\"",
          "\"b\"",
          "[]",
          "true",
          "false",
          "\"2026-03-06\"",
          "\"2026-03-07\"",
          "\"2026-03-01\"",
          "\"09:30\"",
          "\"18:00\"",
          "\"23:30\"",
          "\"2026-03-06T09:30:00Z\"",
          "\"2026-03-06T18:30:00Z\"",
          "\"2026-03-07T22:00:00Z\"",
          "\"2026-03-08T03:00:00Z\"",
          "\"2026-03-06T10:00:00Z\"",
          "\"2026-03-06t08:30:00z\"");
  private static final List<String> LISTS =
      List.of(
          "null",
          "\"a\"",
          "{}",
          "[]",
          "[1]",
          "[2,\"a\"]",
          "[\"b\",\"c\"]",
          "[null]",
          "[{\"p\":1}]",
          "[{\"p\":2,\"q\":\"a\"}]",
          "[{\"p\":1},{\"p\":3,\"q\":\"b\"}]",
          "[{\"q\":\"a\"},{\"q\":\"b\"}]",
          "[{\"p\":1},{\"p\":1.5},{\"p\":2},{\"p\":0}]",
          "[{\"p\":2,\"m\":[{\"p\":1},{\"p\":2}]}]",
          "[{\"p\":1,\"m\":[]},{\"m\":[{\"p\":3}]}]");
  private static final List<String> LOGIC =
      List.of(
          "{\"==\":[1,1]}",
          "{\"<\":[2,1]}",
          "{\"!\":[{\"in\":[\"a\",\"abc\"]}]}",
          "{\"==\":[{\"var\":\"F\"},1]}",
          "{\"===\":[{\"var\":\"F\"},\"a\"]}",
          "{\">\":[{\"var\":\"F\"},1]}",
          "{\"<=\":[{\"var\":\"F\"},2]}",
          "{\"in\":[{\"var\":\"F\"},[\"a\",\"b\",1]]}",
          "{\"!!\":{\"var\":\"F\"}}",
          "{\"!\":{\"var\":\"F\"}}",
          "{\"and\":[{\">\":[{\"var\":\"F\"},0]},{\"<\":[{\"var\":\"F\"},2]}]}",
          "{\"or\":[{\"==\":[{\"var\":\"F\"},\"a\"]},{\"==\":[{\"var\":\"F\"},2]}]}",
          "{\"!=\":[{\"var\":\"F\"},1]}",
          "{\"!==\":[\"a\",{\"var\":\"F\"}]}",
          "{\"<\":[0,{\"var\":\"F\"},2]}",
          "{\"===\":[{\"var\":[\"F\",1]},1]}",
          "{\"<\":[{\"var\":[\"F\",3]},2]}",
          "{\"<\":[{\"var\":\"F\"},\"b\"]}",
          "{\"in\":[\"a\",{\"var\":\"F\"}]}",
          "{\"startsWith\":[{\"var\":\"F\"},\"a\"]}",
          "{\"!\":{\"in\":[\"b\",{\"var\":\"F\"}]}}",
          "{\"some\":[{\"var\":\"F\"},{\"==\":[{\"var\":\"\"},1]}]}",
          "{\"!\":{\"and\":[{\"===\":[{\"var\":\"F\"},1]},{\"throw\":\"no\"}]}}",
          "{\"or\":[{\"throw\":\"no\"},{\"===\":[{\"var\":\"F\"},1]}]}",
          "{\"or\":[{\"===\":[{\"var\":\"F\"},1]},{\">\":[{\"+\":[{\"var\":\"F\"},1]},2]}]}",
          "{\"and\":[{\">\":[{\"var\":\"F\"},0]},{\"or\":[{\"<\":[{\"var\":\"F\"},2]},{\"if\":[{\"var\":\"F\"},true]}]}]}");
  private static final List<Event> EVENTS = events();

  private NewerWorld() {}

  static List<Event> all() {
    return EVENTS;
  }

  private static List<Optional<Json>> read(List<String> texts) {
    List<Optional<Json>> all = new ArrayList<>(List.of(Optional.empty()));
    texts.forEach(text -> all.add(Optional.of(Json.parse(text))));
    return all;
  }

  private static List<Event> events() {
    List<Event> events = new ArrayList<>();
    List<Optional<Json>> values = read(VALUES);
    for (Optional<Json> a : values) {
      for (Optional<Json> list : read(LISTS)) {
        int turn = events.size();
        Facts.Builder facts = Facts.newBuilder();
        a.ifPresent(value -> facts.put("a", value));
        list.ifPresent(value -> facts.put("l", value));
        events.add(new Event(facts.build(), NOW));
        facts.zone(ZoneId.of(turn % 4 < 2 ? "Pacific/Auckland" : "America/Los_Angeles"));
        facts.event(turn % 3 == 0 ? "paid" : "sent");
        values.get(turn / 2 % values.size()).ifPresent(v -> facts.changedFrom("a", v));
        events.add(new Event(facts.build(), NOW.plusSeconds(43_200L * (turn % 5 - 2))));
      }
    }
    return events;
  }

  private static <T> T one(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static Condition time(Random random, String path) {
    var on = field(path);
    List<String> times = List.of("00:00", "09:00", "12:00", "18:00", "22:00");
    List<Object> spans = List.of("PT0S", "PT2H", "PT12H", "P1D", "P2D");
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        int from = random.nextInt(times.size());
        int to = (from + 1 + random.nextInt(times.size() - 1)) % times.size();
        yield on.timeOfDay(times.get(from), times.get(to));
      }
      case 3, 4, 5 -> {
        List<DayOfWeek> days = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
          if (random.nextInt(3) == 0) {
            days.add(day);
          }
        }
        days.add(one(random, List.of(DayOfWeek.values())));
        yield on.dayOfWeek(days.stream().distinct().toArray(DayOfWeek[]::new));
      }
      case 6 -> on.businessHours("office");
      case 7 -> {
        Operator op =
            one(random, List.of(Operator.WITHIN, Operator.OLDER_THAN, Operator.NEWER_THAN));
        yield random.nextBoolean()
            ? on.is(op, on.within(one(random, spans)).value())
            : on.is(op, on.within(Duration.ofHours(1 + random.nextInt(3)), "office").value());
      }
      case 8 -> on.eq(LocalDate.parse("2026-03-06").plusDays(random.nextInt(2)));
      default ->
          random.nextBoolean()
              ? on.eq(
                  path.equals("@now")
                      ? "2026-03-06T10:00:00Z"
                      : one(random, List.of("2026-03-06", "18:00", "2026-03-06T09:30:00Z")))
              : on.timeOfDay(one(random, times), Condition.otherField("a"));
    };
  }

  private static Condition plain(Random random, String path) {
    var on = field(path);
    return switch (random.nextInt(8)) {
      case 0 -> on.eq(one(random, List.of("a", "b", 1, 2)));
      case 1 -> on.ne(one(random, List.of("a", "b", 1, 2)));
      case 2 -> on.gt(random.nextInt(3));
      case 3 -> on.lt(random.nextInt(3));
      case 4 -> on.between(1, 1 + random.nextInt(2));
      case 5 -> on.isNull();
      case 6 -> on.in("a", 1);
      default -> on.lt(2).whenMissing(random.nextBoolean() ? Missing.MATCH : Missing.NO_MATCH);
    };
  }

  private static Condition logic(Random random, String path) {
    return Condition.logic(JsonLogic.parse(one(random, LOGIC).replace("F", path)));
  }

  /** What is asked of an item. */
  private static Condition each(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 12 : 8)) {
      case 0, 1, 2 -> plain(random, "p");
      case 3 -> plain(random, "q");
      case 4, 5 -> plain(random, "@");
      case 6 -> logic(random, "p");
      case 7 -> plain(random, "^.a");
      case 8, 9 -> Condition.all(each(random, depth - 1), each(random, depth - 1));
      case 10 -> Condition.not(each(random, depth - 1));
      default ->
          depth > 1
              ? list(random, "m", depth - 2)
              : Condition.any(each(random, depth - 1), each(random, depth - 1));
    };
  }

  private static Condition list(Random random, String path, int depth) {
    ItemFolds on = items(path);
    ItemsCondition condition =
        switch (random.nextInt(9)) {
          case 0, 1 -> on.any(each(random, depth));
          case 2, 3 -> on.all(each(random, depth));
          case 4 -> on.none(each(random, depth));
          case 5, 6 ->
              amount(random, random.nextBoolean() ? on.count(each(random, depth)) : on.count());
          case 7 -> amount(random, on.sum("p"));
          default -> amount(random, on.max("p").where(each(random, depth)));
        };
    return random.nextInt(6) > 0
        ? condition
        : condition.whenMissing(random.nextBoolean() ? Missing.MATCH : Missing.NO_MATCH);
  }

  private static ItemsCondition amount(Random random, ItemFolds.Amount amount) {
    Object number = one(random, List.of(0, 1, 2, -1, 0.5, 1.5));
    return switch (random.nextInt(6)) {
      case 0 -> amount.eq(number);
      case 1 -> amount.ne(number);
      case 2 -> amount.lt(number);
      case 3 -> amount.lte(number);
      case 4 -> amount.gt(number);
      default ->
          random.nextInt(4) == 0
              ? amount.gte(Condition.otherField("a"))
              : amount.between(number, 2 + random.nextInt(2));
    };
  }

  static Condition condition(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return switch (random.nextInt(9)) {
        case 0, 1, 2 -> time(random, random.nextInt(5) == 0 ? "@now" : "a");
        case 3, 4, 5 -> list(random, "l", 3);
        case 6 -> logic(random, "a");
        case 7 -> random.nextBoolean() ? plain(random, "a") : field("l").isEmpty();
        default ->
            random.nextBoolean()
                ? field("a").changedFrom(one(random, List.of("a", "b")))
                : field("a").changedTo(one(random, List.of("a", "b")));
      };
    }
    List<Condition> members = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      members.add(condition(random, depth - 1));
    }
    return switch (random.nextInt(7)) {
      case 0, 1, 2 -> new Condition.All(members);
      case 3, 4 -> new Condition.Any(members);
      case 5 -> new Condition.Not(members.getFirst());
      default -> new Condition.AtLeast(1 + random.nextInt(size), members);
    };
  }

  private static Trigger trigger(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Trigger.event("paid");
      case 1 -> Trigger.event("sent");
      case 2 -> Trigger.changed("a");
      case 3 -> Trigger.status("a", random.nextBoolean() ? "a" : "b");
      default ->
          new Trigger.OnStatus("a", Optional.of(one(random, List.of("a", "b"))), Optional.of("a"));
    };
  }

  static RuleSet rules(Random random, int count) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Rule.Builder rule =
          Rule.newBuilder("r" + i)
              .priority(random.nextInt(3))
              .when(
                  random.nextInt(6) == 0
                      ? field("@event").eq(random.nextBoolean() ? "paid" : "sent")
                      : condition(random, 2));
      if (random.nextInt(3) == 0) {
        rule.group("g");
      }
      if (random.nextInt(2) == 0) {
        rule.stop();
      }
      if (random.nextInt(2) == 0) {
        Trigger[] on = new Trigger[1 + random.nextInt(3)];
        for (int k = 0; k < on.length; k++) {
          on[k] = trigger(random);
        }
        rule.on(on);
      }
      if (random.nextInt(6) == 0) {
        rule.effective(random.nextBoolean() ? Effective.from(NOW) : Effective.until(NOW));
      }
      rules.add(rule.build());
    }
    return RuleSet.of(rules, Map.of("g", GroupMode.FIRST), VOCABULARY);
  }
}
