package dev.atom.router.compare;

import dev.atom.model.Usage;
import dev.atom.router.compare.ModelSummary.Share;
import dev.atom.router.compare.ModelSummary.Spent;
import dev.atom.router.compare.ModelSummary.Times;
import dev.atom.router.stats.DecayingHistogram;
import dev.atom.usage.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Adds up what one model did, in little memory. Used by one thread. */
final class ModelTally {
  private final String model;
  private final Counter answered = new Counter();
  private final Counter forms = new Counter();
  private final Counter expected = new Counter();

  /** Nothing is forgotten. */
  private final DecayingHistogram times = new DecayingHistogram(Double.POSITIVE_INFINITY);

  private double ratings;
  private long rated;
  private long inputTokens;
  private long outputTokens;
  private long untold;
  private BigDecimal usd = BigDecimal.ZERO;
  private long unknown;

  private static final class Counter {
    private long part;
    private long of;

    void add(boolean met) {
      part += met ? 1 : 0;
      of++;
    }

    Share share() {
      return new Share(part, of);
    }
  }

  ModelTally(String model) {
    this.model = model;
  }

  void add(Entry entry) {
    answered.add(entry.reply().isPresent());
    entry.fits().ifPresent(forms::add);
    entry.expected().ifPresent(expected::add);
    entry
        .rating()
        .ifPresent(
            rating -> {
              ratings += rating;
              rated++;
            });
    entry
        .reply()
        .ifPresent(
            reply -> {
              use(reply.usage());
              times.record((double) entry.duration().toNanos(), 0);
            });
    switch (entry.cost()) {
      case Cost.Known known -> usd = usd.add(known.usd());
      case Cost.Unknown nobody -> unknown++;
    }
  }

  private void use(Usage usage) {
    inputTokens += usage.inputTokens();
    outputTokens += usage.outputTokens();
    untold += usage.known() ? 0 : 1;
  }

  ModelSummary summary() {
    return new ModelSummary(
        model,
        answered.share(),
        forms.share(),
        expected.share(),
        rated == 0 ? OptionalDouble.empty() : OptionalDouble.of(ratings / (double) rated),
        new Spent(inputTokens, outputTokens, untold, usd, unknown),
        times());
  }

  private Optional<Times> times() {
    return answered.part == 0
        ? Optional.empty()
        : Optional.of(
            new Times(duration(times.median()), duration(times.p95()), duration(times.p99())));
  }

  private static Duration duration(double nanos) {
    return Duration.ofNanos(Math.round(nanos));
  }
}
