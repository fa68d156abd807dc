package dev.atom.router.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What was found wrong so far. For use by one thread. */
final class Problems {
  private final List<ConfigProblem> found = new ArrayList<>();

  /** How many there are, to see later whether more came. */
  int mark() {
    return found.size();
  }

  boolean noneSince(int mark) {
    return found.size() == mark;
  }

  void add(String pointer, String problem) {
    found.add(new ConfigProblem(pointer, problem, List.of(), Optional.empty()));
  }

  /** Says that a name is not one of those that are known. */
  void unknown(String pointer, String problem, String name, Collection<String> known) {
    found.add(new ConfigProblem(pointer, problem, List.copyOf(known), Names.nearest(name, known)));
  }

  List<ConfigProblem> all() {
    return found;
  }
}
