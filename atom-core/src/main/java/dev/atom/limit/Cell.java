package dev.atom.limit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of a bucket in memory; guarded by its stripe's lock. */
sealed interface Cell {
  /** Whether the bucket is as if it had never been. */
  boolean full(long now);

  /** A bucket per period: when it will be full, the "theoretical arrival time". */
  final class Level implements Cell {
    private long fullAt;

    Level(long now) {
      fullAt = now;
    }

    /** How long until so much is in it; a level that is not kept is full. */
    static long wait(@Nullable Level level, Rate.PerPeriod rate, long amount, long now) {
      long missing = level == null ? 0 : Math.max(0, level.fullAt - now);
      return missing + rate.nanos(amount) - rate.room();
    }

    void take(long nanos, long now) {
      fullAt = Math.max(0, fullAt - now) + now + nanos;
    }

    void owe(long nanos, long most, long now) {
      long missing = Math.max(0, fullAt - now);
      fullAt = now + Math.max(missing, Math.min(missing + nanos, most));
    }

    void giveBack(long nanos) {
      fullAt -= nanos;
    }

    @Override
    public boolean full(long now) {
      return fullAt - now <= 0;
    }
  }

  /** What is held at once, in the order in which it lapses: all is held for the same time. */
  final class Holds implements Cell {
    private final Map<Long, Hold> holds = new LinkedHashMap<>();
    private long held;

    private record Hold(long amount, long lapsesAt) {}

    long wait(Rate.AtOnce rate, long amount, long now) {
      lapse(now);
      return held + amount <= rate.amount() ? 0 : firstLapse() - now;
    }

    private long firstLapse() {
      return holds.values().iterator().next().lapsesAt();
    }

    private void lapse(long now) {
      Iterator<Hold> oldest = holds.values().iterator();
      while (oldest.hasNext()) {
        Hold hold = oldest.next();
        if (hold.lapsesAt() - now > 0) {
          return;
        }
        held -= hold.amount();
        oldest.remove();
      }
    }

    void take(long hold, long amount, long lapsesAt) {
      holds.put(hold, new Hold(amount, lapsesAt));
      held += amount;
    }

    void end(long hold) {
      Hold ended = holds.remove(hold);
      held -= ended == null ? 0 : ended.amount();
    }

    @Override
    public boolean full(long now) {
      lapse(now);
      return holds.isEmpty();
    }
  }
}
