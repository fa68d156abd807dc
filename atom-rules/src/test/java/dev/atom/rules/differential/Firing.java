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
  private Firing() {}

  static List<String> order(List<Json.Obj> rules, boolean[] matches, Map<String, String> groups) {
    List<Integer> candidates =
        IntStream.range(0, rules.size())
            .boxed()
            .filter(i -> matches[i] && rules.get(i).get("enabled").isEmpty())
            .sorted((a, b) -> priority(rules.get(b)).compareTo(priority(rules.get(a))))
            .toList();
    List<String> fired = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i : candidates) {
      Json.Obj rule = rules.get(i);
      String group = rule.text("group").orElse("");
      boolean exclusive = groups.getOrDefault(group, "all").equals("first");
      if (exclusive && !taken.add(group)) {
        continue;
      }
      fired.add(rule.text("id").orElseThrow());
      if (rule.get("stop").isPresent()) {
        break;
      }
    }
    return fired;
  }

  /** The sum of what the rules of a group that fired score. */
  static BigDecimal score(List<Json.Obj> rules, List<String> fired, String group) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Json.Obj rule : rules) {
      if (group.equals(rule.text("group").orElse(""))
          && fired.contains(rule.text("id").orElseThrow())) {
        sum = sum.add(rule.get("score").map(n -> ((Json.Num) n).value()).orElse(BigDecimal.ONE));
      }
    }
    return sum;
  }

  private static BigDecimal priority(Json.Obj rule) {
    return rule.get("priority").map(p -> ((Json.Num) p).value()).orElse(BigDecimal.ZERO);
  }
}
