package dev.atom.rules.differential;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Which of the rules that match fire, in order, by the words of the documentation. */
final class Firing {
  /** A rule, and which of the given ones it is. */
  private record Turn(int number, String id, boolean stops, String group, boolean first) {}

  private final List<Json.Obj> rules;
  private final List<Turn> turns;

  Firing(List<Json.Obj> rules, Map<String, String> groups) {
    this.rules = rules;
    this.turns =
        IntStream.range(0, rules.size())
            .boxed()
            .filter(i -> rules.get(i).get("enabled").isEmpty())
            .sorted((a, b) -> priority(rules.get(b)).compareTo(priority(rules.get(a))))
            .map(i -> turn(i, rules.get(i), groups))
            .toList();
  }

  private static Turn turn(int number, Json.Obj rule, Map<String, String> groups) {
    String group = rule.text("group").orElse("");
    boolean first = groups.getOrDefault(group, "all").equals("first");
    return new Turn(
        number, rule.text("id").orElseThrow(), rule.get("stop").isPresent(), group, first);
  }

  List<String> order(boolean[] matches) {
    List<String> fired = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Turn turn : turns) {
      if (!matches[turn.number] || (turn.first && !taken.add(turn.group))) {
        continue;
      }
      fired.add(turn.id);
      if (turn.stops) {
        break;
      }
    }
    return fired;
  }

  /** The sum of what the rules of a group that fired score. */
  BigDecimal score(List<String> fired, String group) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Turn turn : turns) {
      if (turn.group.equals(group) && fired.contains(turn.id)) {
        Json.Obj rule = rules.get(turn.number);
        sum = sum.add(rule.get("score").map(n -> ((Json.Num) n).value()).orElse(BigDecimal.ONE));
      }
    }
    return sum;
  }

  private static BigDecimal priority(Json.Obj rule) {
    return rule.get("priority").map(p -> ((Json.Num) p).value()).orElse(BigDecimal.ZERO);
  }
}
