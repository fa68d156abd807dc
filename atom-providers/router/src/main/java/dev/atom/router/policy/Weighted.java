package dev.atom.router.policy;

/** Draws by weight. */
final class Weighted {
  static final Policy POLICY = Weighted::draw;

  private Weighted() {}

  private static long draw(Choice choice, long set) {
    double total = 0;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      total += choice.weight(Targets.first(rest));
    }
    if (total == 0) {
      return Targets.only(Targets.at(set, (int) (choice.random() * Long.bitCount(set))));
    }
    double left = choice.random() * total;
    long last = 0;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      double weight = choice.weight(Targets.first(rest));
      if (weight > 0) {
        last = Long.lowestOneBit(rest);
        left -= weight;
        if (left < 0) {
          return last;
        }
      }
    }
    return last;
  }
}
