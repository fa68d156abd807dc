package dev.atom.rules.differential;

import dev.atom.json.Json;
import dev.atom.rules.RuleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A set that is edited while events come in: rules are added, replaced and taken away. */
final class Edited {
  private final Batch batch;
  private final SplittableRandom random;

  /** The rules by id in the order of the document, as numbers of the batch's rules. */
  private final Map<String, Integer> rules = new LinkedHashMap<>();

  private RuleSet set;

  Edited(Batch batch, SplittableRandom random) {
    this.batch = batch;
    this.random = random;
    int half = batch.rules().size() / 2;
    set = batch.parse(batch.rules().subList(0, half), Json.Obj.EMPTY);
    for (int i = 0; i < half; i++) {
      rules.put("r" + i, i);
    }
  }

  RuleSet set() {
    return set;
  }

  void edit() {
    int number = random.nextInt(batch.rules().size());
    if (random.nextInt(3) == 0) {
      set = set.without("r" + number);
      rules.remove("r" + number);
      return;
    }
    // In another's place, unless its triggers hang on its id.
    boolean own = random.nextBoolean() || document(number).toString().contains("\"due\":");
    String id = own ? "r" + number : "r" + random.nextInt(batch.rules().size());
    set = set.with(batch.rule(named(number, id)));
    rules.put(id, number);
  }

  private Json.Obj document(int number) {
    return batch.rules().get(number);
  }

  private Json.Obj named(int number, String id) {
    return document(number).toBuilder().put("id", id).build();
  }

  /** What fires, given which of the batch's rules match. */
  List<String> expected(boolean[] matches) {
    List<Json.Obj> documents = new ArrayList<>();
    boolean[] some = new boolean[rules.size()];
    rules.forEach(
        (id, number) -> {
          some[documents.size()] = matches[number];
          documents.add(named(number, id));
        });
    return new Firing(documents, Map.of()).order(some);
  }
}
