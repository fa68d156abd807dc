package dev.atom.mock;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** A fault and when it happens, with the count of the calls so far. Thread-safe. */
final class FaultRule {
  private final Fault fault;
  private final When when;
  private final SplittableRandom random;
  private int calls;

  FaultRule(Fault fault, When when) {
    this.fault = fault;
    this.when = when;
    this.random = new SplittableRandom(when.seed());
    boolean refuses = refuses(fault);
    if (refuses && !(fault instanceof Fault.Refuse)) {
      throw new IllegalArgumentException(
          "a refused connection has no answer that could go wrong besides; give refuse a rule of"
              + " its own");
    }
    if (refuses && !when.onlyOfTime()) {
      throw new IllegalArgumentException(
          "a refused connection has no request to choose by; say when by time alone, as in"
              + " When.during(from, length), not "
              + when);
    }
  }

  static boolean refuses(Fault fault) {
    return switch (fault) {
      case Fault.Refuse refuse -> true;
      case Fault.All all -> all.faults().stream().anyMatch(FaultRule::refuses);
      case Fault.Content content -> false;
      case Fault.Delivery delivery -> false;
    };
  }

  /** The same rule before its first call. */
  FaultRule anew() {
    return new FaultRule(fault, when);
  }

  Fault fault() {
    return fault;
  }

  When when() {
    return when;
  }

  /** Returns the span of time in which connections are refused. */
  Optional<When.Span> refusal() {
    return refuses(fault) ? when.span() : Optional.empty();
  }

  synchronized boolean befalls(ReceivedRequest request, Duration elapsed) {
    if (refuses(fault) || !when.fits(request)) {
      return false;
    }
    calls++;
    return calls >= when.first()
        && calls <= when.last()
        && when.span().map(span -> span.holds(elapsed)).orElse(true)
        && (when.chance() == 1 || random.nextDouble() < when.chance());
  }

  /** Says what calls the rule still waits for. */
  synchronized Optional<String> unfinished() {
    return when.counted() && calls < when.first()
        ? Optional.of(fault + " waits for call " + when.first() + " but there were " + calls)
        : Optional.empty();
  }
}
