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

    /** What is beyond it, in nanoseconds divided by the rate's amount. */
    private long part;

    Level(long now) {
      fullAt = now;
    }

    /** How long until so much is in it, 0 or less if it is; a level that is not kept is full. */
    static long wait(@Nullable Level level, Rate.PerPeriod rate, long amount, long now) {
      if (level == null || level.full(now)) {
        return 0;
      }
      long room = rate.burst() - amount;
      long parts = level.part - rate.part(room);
      return level.fullAt - now - rate.nanos(room) + (parts > 0 ? 1 : 0);
    }

    void take(Rate.PerPeriod rate, long amount, long now) {
      if (full(now)) {
        fullAt = now;
        part = 0;
      }
      add(rate.nanos(amount), part + rate.part(amount), rate.amount());
    }

    /** Takes what may not be there, but no more than would leave it owing its burst. */
    void owe(Rate.PerPeriod rate, long amount, long now) {
      take(rate, amount, now);
      long most = now + rate.nanos(2 * rate.burst());
      if (fullAt - most > 0) {
        fullAt = most;
        part = 0;
      }
    }

    void giveBack(Rate.PerPeriod rate, long amount) {
      add(-rate.nanos(amount), part - rate.part(amount), rate.amount());
    }

    /** The parts are less than one nanosecond too many or too few. */
    private void add(long nanos, long parts, long amount) {
      fullAt += nanos;
      part = parts;
      if (parts >= amount) {
        fullAt++;
        part -= amount;
      } else if (parts < 0) {
        fullAt--;
        part += amount;
      }
    }

    @Override
    public boolean full(long now) {
      return fullAt - now < 0 || (fullAt == now && part == 0);
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
