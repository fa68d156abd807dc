package dev.atom.rules.differential;

import dev.atom.json.Json;
import dev.atom.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A set of some of a batch's rules, with stops and groups.
 *
 * @param from the number of its first rule in the batch
 */
record Grouped(int from, List<Json.Obj> rules, RuleSet set, Firing firing) {
  /** The group whose scores are summed. */
  static final String SCORED = "points";

  static final Map<String, String> MODES =
      Map.of("g", "first", "h", "all", "one", "first", SCORED, "score");

  private static final List<String> GROUPS = List.of("g", "h", "one", "two", SCORED);
  private static final List<Integer> SIZES = List.of(10, 10, 20, 20, 20, 20, 100);

  static List<Grouped> of(Batch batch, SplittableRandom random) {
    List<Grouped> sets = new ArrayList<>();
    int from = 0;
    for (int size : SIZES) {
      List<Json.Obj> rules = new ArrayList<>();
      for (Json.Obj rule : batch.rules().subList(from, from + size)) {
        rules.add(grouped(rule, size, random));
      }
      var modes = Json.object();
      MODES.forEach(modes::put);
      sets.add(
          new Grouped(from, rules, batch.parse(rules, modes.build()), new Firing(rules, MODES)));
      from += size;
    }
    return sets;
  }

  private static Json.Obj grouped(Json.Obj rule, int size, SplittableRandom random) {
    var changed = rule.toBuilder();
    if (random.nextInt(size / 2) == 0) {
      changed.put("stop", true);
    }
    if (random.nextInt(3) > 0) {
      changed.put("group", GROUPS.get(random.nextInt(GROUPS.size())));
    }
    if (random.nextInt(3) == 0) {
      changed.put("score", random.nextInt(-3, 9));
    }
    return changed.build();
  }
}
