package dev.atom.router.policy;

/** The better of two that are drawn. */
final class Fastest {
  static final Policy POLICY = Fastest::betterOfTwo;

  private Fastest() {}

  private static long betterOfTwo(Choice choice, long set) {
    int size = Long.bitCount(set);
    if (size == 1) {
      return set;
    }
    int one = (int) (choice.random() * size);
    int other = (int) (choice.random() * (size - 1));
    if (other >= one) {
      other++;
    }
    int first = Targets.at(set, one);
    int second = Targets.at(set, other);
    return Targets.only(score(choice, second) < score(choice, first) ? second : first);
  }

  private static double score(Choice choice, int target) {
    return Math.max(1, choice.expectedNanos(target)) * (1 + choice.inFlight(target));
  }
}
