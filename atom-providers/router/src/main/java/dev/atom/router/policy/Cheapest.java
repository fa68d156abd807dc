package dev.atom.router.policy;

/** Keeps what costs least. */
record Cheapest(double tolerance) implements Policy {
  Cheapest {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance is " + tolerance + "; it must be 0 or more");
    }
  }

  @Override
  public long narrow(Choice choice, long set) {
    double lowest = Double.POSITIVE_INFINITY;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      // Not less than: NaN, which is unknown, never is the lowest.
      double usd = choice.expectedUsd(Targets.first(rest));
      if (usd < lowest) {
        lowest = usd;
      }
    }
    double most = lowest * (1 + tolerance);
    long kept = 0;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      if (choice.expectedUsd(Targets.first(rest)) <= most) {
        kept |= Long.lowestOneBit(rest);
      }
    }
    return kept == 0 ? set : kept;
  }
}
