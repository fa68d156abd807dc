package dev.atom.rules.table;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Takes the values of an input apart along the values that its tests name. */
final class Atoms {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private Atoms() {}

  /** The values of an ordered type: each named value, and what lies before, between and after. */
  static List<Atom> ordered(ColumnType type, SortedSet<BigDecimal> named) {
    List<Atom> atoms = new ArrayList<>();
    Optional<BigDecimal> low = type.lowest().map(lowest -> lowest.subtract(BigDecimal.ONE));
    for (BigDecimal value : named) {
      between(type, low, Optional.of(value)).ifPresent(atoms::add);
      atoms.add(Atom.point(type.at(value)));
      low = Optional.of(value);
    }
    Optional<BigDecimal> high = type.highest().map(highest -> highest.add(BigDecimal.ONE));
    between(type, low, high).ifPresent(atoms::add);
    return atoms;
  }

  private static Optional<Atom> between(
      ColumnType type, Optional<BigDecimal> low, Optional<BigDecimal> high) {
    Optional<BigDecimal> inside =
        low.isPresent()
            ? after(type, low.get(), high)
            : Optional.of(high.map(h -> h.subtract(BigDecimal.ONE)).orElse(BigDecimal.ZERO));
    return inside.map(value -> new Atom(Atom.Form.OPEN, low, high, Optional.of(type.at(value))));
  }

  private static Optional<BigDecimal> after(
      ColumnType type, BigDecimal low, Optional<BigDecimal> high) {
    BigDecimal next = low.add(BigDecimal.ONE);
    if (high.isEmpty() || next.compareTo(high.get()) < 0) {
      return Optional.of(next);
    }
    return type.dense() ? Optional.of(low.add(high.get()).divide(TWO)) : Optional.empty();
  }

  /** The named values, and one atom or two for all that are not named. */
  static List<Atom> named(ColumnType type, Collection<Json> named, boolean told) {
    List<Atom> atoms = new ArrayList<>();
    Set<Json> taken = new HashSet<>(named);
    named.forEach(value -> atoms.add(Atom.point(value)));
    Json other = fresh(type, taken);
    if (told) {
      atoms.add(Atom.other(other));
    } else {
      // Tests such as a regular expression tell the unnamed apart; of one value they can be asked.
      atoms.add(Atom.point(other));
      taken.add(other);
      atoms.add(Atom.other(fresh(type, taken)));
    }
    return atoms;
  }

  private static Json fresh(ColumnType type, Set<Json> taken) {
    for (int i = 1; ; i++) {
      Json text = Json.of(i == 1 ? "other" : "other " + i);
      Json value = type == ColumnType.LIST ? Json.array(List.of(text)) : text;
      if (!taken.contains(value)) {
        return value;
      }
    }
  }
}
