package dev.atom.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * From when until when a rule can fire. Immutable and thread-safe.
 *
 * @param from the first instant at which it can; empty for always before the end
 * @param to the first instant at which it can't any more; empty for no end
 */
public record Effective(Optional<Instant> from, Optional<Instant> to) {
  /** At all times. */
  public static final Effective ALWAYS = new Effective(Optional.empty(), Optional.empty());

  /** Refuses an end that is not after the beginning. */
  public Effective {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new IllegalArgumentException(
          "a rule is effective from before its end, not from " + from.get() + " to " + to.get());
    }
  }

  /**
   * Returns the time from an instant on.
   *
   * @param from the first instant
   * @return without an end
   */
  public static Effective from(Instant from) {
    return new Effective(Optional.of(from), Optional.empty());
  }

  /**
   * Returns the time before an instant.
   *
   * @param to the first instant that does not belong to it
   * @return without a beginning
   */
  public static Effective until(Instant to) {
    return new Effective(Optional.empty(), Optional.of(to));
  }

  /**
   * Tells whether an instant belongs to it.
   *
   * @param at the instant
   * @return true from the beginning on and before the end
   */
  public boolean at(Instant at) {
    return from.filter(at::isBefore).isEmpty() && to.filter(end -> !at.isBefore(end)).isEmpty();
  }

  /** What it asks of the evaluation's time; none if it holds always. */
  List<Condition> conditions() {
    if (from.isEmpty() && to.isEmpty()) {
      return List.of();
    }
    FieldOperators now = Condition.field(Scope.NOW);
    List<Condition> conditions = new ArrayList<>();
    from.ifPresent(instant -> conditions.add(now.gte(instant).id("/effective/from")));
    to.ifPresent(instant -> conditions.add(now.lt(instant).id("/effective/to")));
    return conditions;
  }
}
