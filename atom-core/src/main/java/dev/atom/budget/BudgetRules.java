package dev.atom.budget;

import dev.atom.budget.BudgetStore.Hold;
import dev.atom.budget.BudgetStore.Rows;
import dev.atom.budget.BudgetStore.Slot;
import dev.atom.budget.BudgetStore.Warned;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How one bucket's rows change. Used while the bucket is locked. */
final class BudgetRules {
  /** For so long a call that comes back after its lease is still settled at what it cost. */
  private static final long KEPT = Window.micros(Instant.EPOCH.plus(Duration.ofDays(30)));

  private static final long DAY = Window.micros(Instant.EPOCH.plus(Duration.ofDays(1)));

  private final Rows rows;
  private final Bucket bucket;
  private final Budget budget;
  private final Instant now;

  BudgetRules(Rows rows, Bucket bucket, Budget budget, Instant now) {
    this.rows = rows;
    this.bucket = bucket;
    this.budget = budget;
    this.now = now;
  }

  BudgetSum sum() {
    return BudgetSum.of(rows, bucket, budget, now);
  }

  /** Ends the reservations whose time is over; true if there was one. */
  boolean lapse() {
    List<Hold> over = rows.lapsed(bucket, Window.micros(now));
    for (Hold hold : over) {
      long booked = budget.lapse() == Budget.Lapse.SETTLE ? hold.amount() : 0;
      add(hold.slot(), booked, -hold.amount(), booked);
      rows.put(
          bucket,
          new Hold(hold.reservation(), hold.slot(), hold.amount(), hold.endsAt(), true, booked));
    }
    return !over.isEmpty();
  }

  void reserve(String id, long amount, BudgetSum sum, Instant leaseEnd) {
    Slot slot = sum.slot();
    rows.put(
        bucket,
        new Slot(
            slot.at(), slot.spent(), Math.addExact(slot.reserved(), amount), slot.estimated()));
    rows.put(bucket, new Hold(id, slot.at(), amount, Window.micros(leaseEnd), false, 0));
    if (sum.isNewSlot() && !sum.window().isTotal()) {
      long before = sum.window().from() - sum.window().length() - DAY;
      rows.forget(bucket, before, Window.micros(now) - KEPT);
    }
  }

  /** Books what a call cost in place of what was reserved, or was booked when its lease ended. */
  void settle(String id, Optional<Long> known) {
    Optional<Hold> found = rows.hold(bucket, id);
    if (found.isEmpty()) {
      return; // settled before, by a call whose answer was lost
    }
    Hold hold = found.get();
    long actual = known.orElse(hold.amount());
    long estimated = known.isPresent() ? 0 : actual;
    if (hold.lapsed()) {
      add(hold.slot(), actual - hold.booked(), 0, estimated - hold.booked());
    } else {
      add(hold.slot(), actual, -hold.amount(), estimated);
    }
    rows.remove(bucket, id);
  }

  private void add(long at, long spent, long reserved, long estimated) {
    List<Slot> there = rows.slots(bucket, at, at + 1);
    Slot old = there.isEmpty() ? new Slot(at, 0, 0, 0) : there.getFirst();
    rows.put(
        bucket,
        new Slot(
            at,
            Math.addExact(old.spent(), spent),
            Math.addExact(old.reserved(), reserved),
            Math.addExact(old.estimated(), estimated)));
  }

  /** Returns the highest threshold that is reached and was not told in this period. */
  Optional<BudgetWarning> warning() {
    if (budget.warnings().isEmpty() || budget.usd().signum() == 0) {
      return Optional.empty();
    }
    BudgetSum sum = sum();
    int reached = 0;
    for (int percent : budget.warnings()) {
      BigDecimal threshold = budget.usd().multiply(BigDecimal.valueOf(percent, 2));
      reached = sum.spent() >= Nanos.up(threshold) ? percent : reached;
    }
    Warned last = rows.warned(bucket);
    boolean sameTime = Window.micros(now) < last.until();
    if (reached == 0 || (sameTime && reached <= last.percent())) {
      return Optional.empty();
    }
    rows.put(bucket, new Warned(reached, quietUntil(sum.window())));
    return Optional.of(new BudgetWarning(reached, sum.status()));
  }

  private long quietUntil(Window window) {
    return window
        .end()
        .map(Window::micros)
        .orElse(window.isTotal() ? Long.MAX_VALUE : Window.micros(now) + window.length());
  }
}
