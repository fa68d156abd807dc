package dev.atom.budget;

import dev.atom.budget.BudgetStore.Rows;
import dev.atom.budget.BudgetStore.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How a bucket stands in the window of now. */
record BudgetSum(Bucket bucket, long limit, Window window, List<Slot> slots) {
  static BudgetSum of(Rows rows, Bucket bucket, Budget budget, Instant now) {
    Window window = Window.of(budget.period(), now);
    List<Slot> slots = rows.slots(bucket, window.from(), window.until());
    return new BudgetSum(bucket, Nanos.down(budget.usd()), window, slots);
  }

  long spent() {
    return slots.stream().mapToLong(Slot::spent).reduce(0, Math::addExact);
  }

  private long reserved() {
    return slots.stream().mapToLong(Slot::reserved).reduce(0, Math::addExact);
  }

  boolean allows(long amount) {
    return Math.addExact(Math.addExact(spent(), reserved()), amount) <= limit;
  }

  /** The slot in which a call is booked that begins now. */
  Slot slot() {
    return slots.stream()
        .filter(slot -> slot.at() == window.slot())
        .findFirst()
        .orElse(new Slot(window.slot(), 0, 0, 0));
  }

  boolean isNewSlot() {
    return slots.isEmpty() || slots.getLast().at() < window.slot();
  }

  /** How long until an amount fits, if nothing else is spent. */
  Optional<Duration> wait(long amount, Instant now) {
    if (amount > limit || window.isTotal()) {
      return Optional.empty();
    }
    if (window.end().isPresent()) {
      return window.end().map(end -> Duration.between(now, end));
    }
    long left = spent() + reserved();
    for (Slot slot : slots) {
      left -= slot.spent() + slot.reserved();
      if (left + amount <= limit) {
        Instant gone = Window.instant(slot.at() + window.length());
        return Optional.of(Duration.between(now, gone));
      }
    }
    return Optional.empty();
  }

  BudgetStatus status() {
    long estimated = slots.stream().mapToLong(Slot::estimated).sum();
    return new BudgetStatus(
        bucket,
        Nanos.usd(limit),
        Nanos.usd(spent()),
        Nanos.usd(reserved()),
        Nanos.usd(estimated),
        window.end());
  }
}
