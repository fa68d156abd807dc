package dev.atom.router;

import dev.atom.model.Failure;
import dev.atom.model.KeyRejected;
import dev.atom.model.ModelException;
import dev.atom.model.Overloaded;
import dev.atom.model.QuotaExhausted;
import dev.atom.router.health.Breaker;
import dev.atom.router.policy.Targets;
import java.time.Duration;
import java.util.List;

/** What to tell if no target was asked because none is well. */
final class Unwell {
  private static final String QUOTA = "quota_exhausted";

  private Unwell() {}

  static ModelException describe(Selection selection, Lanes lanes, long set) {
    List<Integer> targets = Targets.list(set);
    Target first = lanes.get(targets.get(0)).target();
    Duration wait = Duration.ofNanos(selection.nanosUntilReady(set));
    Failure.Builder failure = Failure.at(first.ref());
    boolean keys =
        targets.stream()
            .allMatch(target -> selection.key(target).key().state() == Breaker.State.KEY_OUT);
    if (keys) {
      boolean quota =
          targets.stream()
              .anyMatch(
                  target -> selection.key(target).key().reason().filter(QUOTA::equals).isPresent());
      String what = quota ? "the key's quota is used up" : "the provider did not take the key";
      failure.message(what + " a short while ago; the key is not tried again for " + wait);
      return quota ? new QuotaExhausted(failure.build()) : new KeyRejected(failure.build());
    }
    return new Overloaded(
        failure
            .retryAfter(wait)
            .message("none of the route's targets is well: " + names(selection, targets))
            .build());
  }

  private static String names(Selection selection, List<Integer> targets) {
    return String.join(", ", targets.stream().map(selection::name).toList());
  }
}
