package dev.atom.jdbc;

import dev.atom.limit.Charge;
import dev.atom.limit.Rate;
import java.util.List;
import java.util.Optional;

/**
 * What is given back to a bucket per period, or taken in addition.
 *
 * @param key as it stands in the table
 * @param amount how much, 1 or more
 * @param sign -1 for what is given back, else 1
 */
record LimitChange(String key, Rate.PerPeriod rate, long amount, long sign) {
  static Optional<LimitChange> of(Charge charge, long used) {
    if (!(charge.rate() instanceof Rate.PerPeriod rate)) {
      return Optional.empty();
    }
    long difference = Math.min(used, 2 * rate.burst()) - charge.amount();
    return difference == 0
        ? Optional.empty()
        : Optional.of(
            new LimitChange(
                IndexKey.of(charge.key()), rate, Math.abs(difference), Long.signum(difference)));
  }

  static List<String> heldKeys(List<Charge> charges) {
    return charges.stream()
        .filter(charge -> charge.rate() instanceof Rate.AtOnce)
        .map(charge -> IndexKey.of(charge.key()))
        .toList();
  }

  long nanos() {
    return rate.nanos(amount);
  }

  long part() {
    return rate.part(amount);
  }

  /** How far from full the bucket may be: in debt by its burst. */
  long most() {
    return rate.nanos(2 * rate.burst());
  }
}
