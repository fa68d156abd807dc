package dev.atom.rules.check;

import dev.atom.json.Json;
import dev.atom.rules.Condition;
import dev.atom.rules.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a condition stands: at the top of a rule, or on the items of lists within one another. Tests
 * are asked on the whole facts, with one item in each list.
 *
 * @param lists the path of each list, the outermost first, each relative to the items of the one before
 */
record ListScope(List<String> lists) {
  static final ListScope TOP = new ListScope(List.of());

  private static final String OUT = "^.";
  private static final String ITEM = "@";

  /** Copies the lists. */
  ListScope {
    lists = List.copyOf(lists);
  }

  /** The scope of the items of a list, whose path leads to it from here. */
  ListScope within(String list) {
    List<String> more = new ArrayList<>(lists);
    more.add(list);
    return new ListScope(more);
  }

  private static int outward(String field) {
    int out = 0;
    while (field.startsWith(OUT, out * OUT.length())) {
      out++;
    }
    return out;
  }

  /** Whether facts can be made in which the field has any value. */
  boolean reaches(String field) {
    if (Cells.KNOWN.contains(field)) {
      return true;
    }
    if (lists.isEmpty()) {
      return !field.startsWith(ITEM);
    }
    if (field.equals(ITEM)) {
      return true;
    }
    int out = outward(field);
    String inner = field.substring(out * OUT.length());
    if (out > lists.size() || inner.startsWith(ITEM)) {
      return false;
    }
    // What lies over or under the list itself can't be had beside it.
    return out == 0 || apart(inner, lists.get(lists.size() - out));
  }

  private static boolean apart(String one, String other) {
    return !(one + ".").startsWith(other + ".") && !(other + ".").startsWith(one + ".");
  }

  /** Facts in which the field has a value, or none. */
  Facts facts(String field, Optional<Json> value) {
    if (lists.isEmpty() || Cells.KNOWN.contains(field)) {
      Map<String, Json> values = new HashMap<>();
      value.ifPresent(json -> values.put(field, json));
      if (!lists.isEmpty()) {
        values.put(lists.getFirst(), Json.array(List.of(item(1, -1, "", Optional.empty()))));
      }
      return Cells.facts(values);
    }
    int level = lists.size() - outward(field);
    String inner = field.substring(outward(field) * OUT.length());
    Map<String, Json> values = new HashMap<>();
    values.put(lists.getFirst(), Json.array(List.of(item(1, level, inner, value))));
    if (level == 0) {
      value.ifPresent(json -> values.put(inner, json));
    }
    return Cells.facts(values);
  }

  private Json item(int at, int level, String field, Optional<Json> value) {
    if (at == level && field.equals(ITEM)) {
      return value.orElse(Json.NULL);
    }
    Map<String, Json> members = new HashMap<>();
    if (at == level) {
      value.ifPresent(json -> members.put(field, json));
    }
    if (at < lists.size()) {
      members.put(lists.get(at), Json.array(List.of(item(at + 1, level, field, value))));
    }
    return Cells.nested(members);
  }

  /** The condition as it is asked of such facts. */
  Condition asked(Condition condition) {
    Condition asked = condition;
    for (String list : lists.reversed()) {
      asked = Condition.items(list).any(asked);
    }
    return asked;
  }
}
