package dev.atom.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an index looks at, one event after another; makes a {@link Scope} only for conditions that need
 * one, so that looking allocates nothing. Lent with a scratch. Not thread-safe.
 */
final class Look {
  private static final Facts NOTHING = Facts.newBuilder().build();

  private Facts facts = NOTHING;
  private Instant now = Instant.EPOCH;
  private long effort;
  private @Nullable Scope scope;

  /** An event, and how many steps may be taken for it. */
  void at(Facts event, Instant time, long steps) {
    facts = event;
    now = time;
    effort = steps;
    scope = null;
  }

  void at(Scope event) {
    facts = event.facts();
    now = event.now();
    scope = event;
  }

  /** Holds on to nothing of the event. */
  void away() {
    at(NOTHING, Instant.EPOCH, 0);
  }

  Facts facts() {
    return facts;
  }

  Instant now() {
    return now;
  }

  Scope scope() {
    Scope made = scope;
    if (made == null) {
      made = new Scope(facts, now, Effort.of(effort));
      scope = made;
    }
    return made;
  }
}
