package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Rules and events at random, from pools small enough that they meet. Not thread-safe. */
final class Cases {
  private final Draw draw;
  private final RandomConditions conditions;

  /** The kinds of events that rules wait for under their own name. */
  private final List<String> due = new ArrayList<>();

  Cases(SplittableRandom random, World world, List<String> operators) {
    this.draw = new Draw(random, world);
    this.conditions = new RandomConditions(draw, world, operators);
  }

  Event event() {
    draw.now = draw.one(Pools.NOWS);
    Map<String, Json> values = new HashMap<>();
    Map<String, Optional<Json>> before = new HashMap<>();
    for (String field : World.TOP) {
      if (draw.chance(0.85)) {
        String kind = draw.chance(0.85) ? World.FIELDS.get(field) : "any";
        values.put(field, draw.value(kind, 2));
      }
    }
    for (String path : World.PATHS) {
      if (!path.startsWith("@") && draw.chance(0.3)) {
        before.put(path, draw.chance(0.2) ? Optional.empty() : Optional.of(earlier(path)));
      }
    }
    String kind = draw.one(draw.chance(0.3) && !due.isEmpty() ? due : Pools.KINDS);
    return new Event(
        new Json.Obj(values), before, draw.chance(0.2) ? null : kind, draw.zone(), draw.now);
  }

  private Json earlier(String path) {
    return path.equals("t") && draw.chance(0.5)
        ? Json.of("a")
        : draw.value(World.FIELDS.get(path), 1);
  }

  Json.Obj rule(int number) {
    draw.now = draw.one(Pools.NOWS);
    var rule = Json.object().put("id", "r" + number);
    if (draw.chance(0.5)) {
      rule.put("priority", draw.number(-2, 3));
    }
    if (draw.chance(0.03)) {
      rule.put("enabled", false);
    }
    if (draw.chance(0.15)) {
      List<Json> on = new ArrayList<>();
      for (int i = draw.number(1, 4); i > 0; i--) {
        on.add(trigger(number));
      }
      rule.put("on", Json.array(on));
    }
    if (draw.chance(0.1)) {
      rule.put("effective", effective());
    }
    Json when =
        draw.chance(0.01)
            ? Json.object().put("all", Json.array(List.of())).build()
            : conditions.condition(0);
    return rule.put("when", when).put("then", Json.array(List.of())).build();
  }

  private Json trigger(int number) {
    var trigger = Json.object();
    return switch (draw.number(8)) {
      case 0, 1 -> trigger.put("event", draw.one(Pools.KINDS)).build();
      case 2 -> trigger.put("changed", Json.array(List.of(field()))).build();
      case 3 -> trigger.put("changed", Json.array(List.of(field(), field(), field()))).build();
      case 4 -> {
        trigger.put("status", draw.chance(0.7) ? "t" : "a");
        if (draw.chance(0.6)) {
          trigger.put("from", draw.one(List.of("a", "b", "")));
        }
        if (draw.chance(0.6)) {
          trigger.put("to", draw.one(List.of("a", "b", "ab", "")));
        }
        yield trigger.build();
      }
      case 5 ->
          trigger
              .put("schedule", draw.one(Pools.KINDS.subList(4, 6)).substring("schedule:".length()))
              .build();
      case 6 -> {
        due.add("due:r" + number);
        trigger.put("due", draw.one(List.of("i", "d", "rows.0.at")));
        yield draw.chance(0.5) ? trigger.put("shift", "-PT2H").build() : trigger.build();
      }
      default -> trigger.put("webhook", draw.one(List.of("stripe", "paid"))).build();
    };
  }

  private Json field() {
    return Json.of(draw.one(World.TOP));
  }

  private Json effective() {
    var effective = Json.object();
    Instant from = draw.one(Pools.NOWS).plusNanos(draw.number(-1, 2));
    int ends = draw.number(3);
    if (ends != 1) {
      effective.put("from", from.toString());
    }
    if (ends != 0) {
      Instant to = draw.one(Pools.NOWS).plusNanos(draw.number(-1, 2));
      effective.put("to", (ends == 2 && !from.isBefore(to) ? from.plusNanos(1) : to).toString());
    }
    return effective.build();
  }
}
