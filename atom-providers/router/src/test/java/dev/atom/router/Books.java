package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.AtomException;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what attempts were let through to use, and did use, beside the limits and the budgets. Three
 * guards: one in front, one behind that refuses now and then what all others have let pass, and one
 * at the end.
 */
final class Books implements RouterListener {
  /** What was booked for one tenant. */
  static final class Sum {
    final LongAdder tokens = new LongAdder();
    final LongAdder nanoDollars = new LongAdder();
  }

  /** Refuses what limits and budgets have let pass. */
  static final class Whim extends AtomException {
    private static final long serialVersionUID = 1L;

    Whim() {
      super("whim", true, "not this time");
    }
  }

  final Map<String, Sum> byTenant = new ConcurrentHashMap<>();
  final Map<String, LongAdder> requestsByProvider = new ConcurrentHashMap<>();
  final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

  /** What was let through and has not ended. */
  final Map<Attempt.Begun, Guard.Planned> open = new ConcurrentHashMap<>();

  final AtomicInteger mostAtOnce = new AtomicInteger();
  final LongAdder begun = new LongAdder();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicLong asked = new AtomicLong();
  private final long seed;

  Books(long seed) {
    this.seed = seed;
  }

  /** Told of ends before the limiter gives back, so that it never counts one too many. */
  Guard front() {
    return planned -> attempt -> attempt.ifPresent(ended -> atOnce.decrementAndGet());
  }

  Guard whim() {
    return planned -> {
      if (new SplittableRandom(seed + asked.incrementAndGet()).nextInt(15) == 0) {
        count("whim");
        throw new Whim();
      }
      return this::none;
    };
  }

  private void none(Optional<Attempt> attempt) {
    assertThat(attempt).as("only the last guard stands behind this one").isPresent();
  }

  Guard end() {
    return planned -> {
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      begun.increment();
      open.put(planned.begun(), planned);
      return this::ended;
    };
  }

  private void ended(Optional<Attempt> ended) {
    Attempt attempt = ended.orElseThrow();
    Guard.Planned planned = open.remove(attempt.begun());
    if (planned == null) {
      count("ended twice");
      return;
    }
    book(planned, Optional.of(attempt));
  }

  /** What an attempt counts for; without a word from it, what was expected. */
  void book(Guard.Planned planned, Optional<Attempt> attempt) {
    long expected = planned.promptTokens() + planned.replyTokens();
    Sum sum = byTenant.computeIfAbsent(planned.context().tenant(), tenant -> new Sum());
    sum.tokens.add(
        attempt
            .map(Attempt::usage)
            .filter(usage -> usage.known())
            .map(usage -> usage.totalTokens())
            .orElse(expected));
    Cost cost = attempt.map(Attempt::cost).orElse(new Cost.Unknown("not told"));
    sum.nanoDollars.add(
        switch (cost) {
          case Cost.Known known -> nanos(known.usd());
          case Cost.Unknown unknown -> nanos(planned.worstUsd().orElseThrow());
        });
    String provider = planned.begun().model().provider();
    requestsByProvider.computeIfAbsent(provider, p -> new LongAdder()).increment();
  }

  private static long nanos(BigDecimal usd) {
    return usd.movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  @Override
  public void attemptEnded(Attempt attempt, Exchange exchange) {
    count(
        switch (attempt.outcome()) {
          case Attempt.Outcome.Answered answered -> "answered";
          case Attempt.Outcome.Failed failed -> failed.code();
          case Attempt.Outcome.Cached cached -> "cached";
        });
  }

  void count(String outcome) {
    outcomes.computeIfAbsent(outcome, o -> new LongAdder()).increment();
  }

  long count(String... codes) {
    long sum = 0;
    for (String code : codes) {
      sum += outcomes.getOrDefault(code, new LongAdder()).sum();
    }
    return sum;
  }
}
