package dev.atom.rules;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules of a roster that fire. The index is made at the first event, by whoever brings it;
 * others test the rules one by one until it is there. Thread-safe; what it finds never changes.
 */
final class Matcher {
  private final Roster roster;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicReference<@Nullable Segments> segments;

  private Matcher(Roster roster, @Nullable Segments segments) {
    this.roster = roster;
    this.segments = new AtomicReference<>(segments);
  }

  static Matcher of(Roster roster) {
    return new Matcher(roster, null);
  }

  Roster roster() {
    return roster;
  }

  List<Rule> fired(Scope scope) {
    return ready().fired(scope);
  }

  List<Rule> fired(Facts facts, Instant now, long effort) {
    return ready().fired(facts, now, effort);
  }

  /**
   * The rules that may fire, whatever is answered to what they ask, in the order of firing: those that
   * hold and those that hang on an answer. Some may come after one that holds and stops the others.
   */
  List<CompiledRule> candidates(Scope scope) {
    return ready().holding(scope.with(Answers.AWAITED));
  }

  private Segments ready() {
    Segments ready = segments.getAcquire();
    return ready == null ? prepared() : ready;
  }

  private Segments prepared() {
    if (!begun.compareAndSet(false, true)) {
      return Segments.plain(roster.inFiring());
    }
    try {
      Segments made = Segments.of(roster.inFiring());
      segments.setRelease(made);
      return made;
    } finally {
      begun.set(false);
    }
  }

  /** With a rule at its place, instead of the one that stands there. */
  Matcher with(CompiledRule rule, @Nullable CompiledRule instead) {
    Segments ready = segments.getAcquire();
    if (ready != null) {
      ready = (instead == null ? ready : ready.without(instead)).with(rule);
    }
    return new Matcher(roster.with(rule), ready);
  }

  Matcher without(CompiledRule rule) {
    Segments ready = segments.getAcquire();
    Roster left = roster.without(rule);
    if (left.sparse()) {
      Roster compact = left.compact();
      return new Matcher(compact, ready == null ? null : Segments.of(compact.inFiring()));
    }
    return new Matcher(left, ready == null ? null : ready.without(rule));
  }
}
