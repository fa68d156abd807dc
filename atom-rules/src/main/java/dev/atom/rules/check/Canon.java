package dev.atom.rules.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers formulas so that those which are equal up to order have the same one. Not thread-safe. */
final class Canon {
  private final Map<Object, Integer> numbers = new HashMap<>();

  private record Key(int count, List<Integer> members) {}

  int number(Formula formula) {
    return switch (formula) {
      case Formula.Literal literal -> numbered(literal);
      case Formula.AtLeast some -> {
        List<Integer> members = new ArrayList<>();
        collect(some, some.all(), some.count() == 1, members);
        boolean either = some.all() || some.count() == 1;
        List<Integer> sorted =
            either
                ? members.stream().distinct().sorted().toList()
                : members.stream().sorted().toList();
        if (sorted.size() == 1) {
          yield sorted.getFirst();
        }
        yield numbered(new Key(some.all() ? sorted.size() : some.count(), sorted));
      }
    };
  }

  /** All in all, and any in any, are one. */
  private void collect(Formula.AtLeast some, boolean all, boolean any, List<Integer> members) {
    for (Formula member : some.of()) {
      if (member instanceof Formula.AtLeast inner
          && ((all && inner.all()) || (any && inner.count() == 1))) {
        collect(inner, inner.all(), inner.count() == 1, members);
      } else {
        members.add(number(member));
      }
    }
  }

  private int numbered(Object key) {
    Integer known = numbers.putIfAbsent(key, numbers.size());
    return known == null ? numbers.size() - 1 : known;
  }
}
