package dev.atom.router.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls from a target that fails, and lets them back with care: after a pause one probe, then a
 * tenth of the calls, then half, then all. Each way back that fails makes the next pause twice as
 * long.
 *
 * <p>Whoever may {@link #enter} gets a ticket and says how the call ended, once: {@link #succeeded},
 * {@link #failed}, {@link #refused}, {@link #keyOut} or {@link #left}. What calls say that began before
 * the breaker last opened is of the past and changes nothing. Times are nanoseconds of one clock that the caller reads.
 * Thread-safe; {@link #ready} takes no lock and allocates nothing.
 */
public final class Breaker {
  private static final long LOST_PROBE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private BreakerSettings settings;
  private Window window;
  private volatile State state = State.CLOSED;
  private volatile long since;
  private volatile long until;
  private volatile int generation = 1;
  private int opened;
  private int connectFailures;
  private int ramped;
  private @Nullable String reason;

  /** Where a breaker stands. */
  public enum State {
    /** All calls pass. */
    CLOSED,
    /** None passes. */
    OPEN,
    /** One has passed and its end is awaited. */
    PROBING,
    /** Some pass. */
    RAMPING,
    /** None passes, because of the key and not of the target. */
    KEY_OUT
  }

  /**
   * Creates a closed breaker.
   *
   * @param settings when it opens
   */
  public Breaker(BreakerSettings settings) {
    this.settings = settings;
    window = new Window(settings.window().toNanos());
  }

  /**
   * Goes by other settings from now on. Where it stands stays, and so does the end of a pause that has
   * begun; what it counted is counted anew if the window has another length.
   *
   * @param changed the settings
   */
  public void settings(BreakerSettings changed) {
    lock.lock();
    try {
      if (!changed.window().equals(settings.window())) {
        window = new Window(changed.window().toNanos());
      }
      settings = changed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells whether a call might be let through now. {@link #enter} decides.
   *
   * @param now the present
   * @return false while it is open or a probe is under way
   */
  public boolean ready(long now) {
    return switch (state) {
      case CLOSED, RAMPING -> true;
      case OPEN, KEY_OUT -> now - until >= 0;
      case PROBING -> now - since >= LOST_PROBE_NANOS;
    };
  }

  /**
   * Returns how long until a call might be let through.
   *
   * @param now the present
   * @return nanoseconds, 0 if one might now; a tenth of a second while a probe is under way
   */
  public long nanosUntilReady(long now) {
    return switch (state) {
      case CLOSED, RAMPING -> 0;
      case OPEN, KEY_OUT -> Math.max(0, until - now);
      // The probe may end at any time.
      case PROBING -> Math.clamp(since + LOST_PROBE_NANOS - now, 0, LOOK_AGAIN_NANOS);
    };
  }

  /**
   * Lets a call through, or not. While it ramps up some are turned away; where there is no other
   * target they may be forced through.
   *
   * @param now the present
   * @param forced whether a call that ramping up would turn away passes all the same
   * @return the call's ticket; 0 if it may not begin
   */
  public int enter(long now, boolean forced) {
    int ticket = generation;
    if (state == State.CLOSED) {
      return ticket;
    }
    lock.lock();
    try {
      if (!ready(now) || (state == State.RAMPING && !ramp(now, forced))) {
        return 0;
      }
      if (state != State.CLOSED && state != State.RAMPING) {
        state = State.PROBING;
        since = now;
        nextGeneration();
      }
      return generation;
    } finally {
      lock.unlock();
    }
  }

  /** Called under the lock; what calls of the past say counts no more. */
  private void nextGeneration() {
    int next = generation + 1;
    generation = next;
  }

  /** Every tenth call, then every second, then all. */
  private boolean ramp(long now, boolean forced) {
    long step = settings.rampStep().toNanos();
    long passed = now - since;
    if (passed >= 2 * step) {
      close();
      return true;
    }
    int every = passed >= step ? 2 : 10;
    return ramped++ % every == 0 || forced;
  }

  private void close() {
    state = State.CLOSED;
    opened = 0;
    reason = null;
  }

  /**
   * Says that a call ended well.
   *
   * @param ticket the call's ticket
   * @param now the present
   */
  public void succeeded(int ticket, long now) {
    lock.lock();
    try {
      if (ticket != generation) {
        return;
      }
      connectFailures = 0;
      window.add(false, now);
      if (state == State.PROBING) {
        window.clear();
        ramped = 0;
        since = now;
        state = State.RAMPING;
        if (settings.rampStep().isZero()) {
          close();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that a call failed by the target's fault.
   *
   * @param ticket the call's ticket
   * @param now the present
   * @param unreached whether its server could not even be reached
   * @param why a short word for it, such as a failure's code
   */
  public void failed(int ticket, long now, boolean unreached, String why) {
    lock.lock();
    try {
      if (ticket != generation) {
        return;
      }
      connectFailures = unreached ? connectFailures + 1 : 0;
      window.add(true, now);
      boolean back = state == State.PROBING || state == State.RAMPING;
      if (back || (state == State.CLOSED && tooMany(now))) {
        open(now, pause(), State.OPEN, why);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean tooMany(long now) {
    if (connectFailures >= settings.connectFailures()) {
      return true;
    }
    int calls = window.calls(now);
    return calls >= settings.leastCalls() && window.failures(now) > settings.failureShare() * calls;
  }

  private long pause() {
    long first = settings.firstPause().toNanos();
    long longest = settings.longestPause().toNanos();
    return opened >= 40 || first << opened > longest ? longest : Math.max(first, first << opened);
  }

  private void open(long now, long nanos, State how, String why) {
    opened++;
    nextGeneration();
    state = how;
    since = now;
    until = now + nanos;
    reason = why;
    connectFailures = 0;
    window.clear();
  }

  /**
   * Says that the target refused a call and wants to be left alone: it opens at once.
   *
   * @param ticket the call's ticket
   * @param now the present
   * @param hintNanos for how long, as the target says; negative if it doesn't
   * @param why a short word for it
   */
  public void refused(int ticket, long now, long hintNanos, String why) {
    lock.lock();
    try {
      long asked = hintNanos < 0 ? pause() : hintNanos;
      long nanos = Math.min(asked, settings.longestPause().toNanos());
      if (ticket == generation) {
        open(now, nanos, State.OPEN, why);
      } else if (state == State.OPEN && until - now < nanos) {
        // An earlier call's word still tells how long the target wants to be left alone.
        until = now + nanos;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that the provider does not take the key: it stays out for {@link BreakerSettings#keyPause}.
   *
   * @param ticket the call's ticket
   * @param now the present
   * @param why a short word for it
   */
  public void keyOut(int ticket, long now, String why) {
    lock.lock();
    try {
      if (ticket != generation) {
        return;
      }
      open(now, settings.keyPause().toNanos(), State.KEY_OUT, why);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that a call ended without telling anything about the target, such as one that was cancelled:
   * if it was the probe, another one may be sent.
   *
   * @param ticket the call's ticket
   * @param now the present
   */
  public void left(int ticket, long now) {
    lock.lock();
    try {
      if (ticket == generation && state == State.PROBING) {
        state = State.OPEN;
        until = now;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets everything through again, as after a key was renewed. */
  public void reset() {
    lock.lock();
    try {
      close();
      nextGeneration();
      connectFailures = 0;
      window.clear();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns where the breaker stands.
   *
   * @return the state when it was last used; an open one whose pause is over is still open
   */
  public State state() {
    return state;
  }

  /**
   * Returns how the target is.
   *
   * @param now the present
   * @return the status
   */
  public HealthStatus status(long now) {
    lock.lock();
    try {
      return switch (state) {
        case CLOSED -> {
          int calls = window.calls(now);
          boolean failing = calls >= settings.leastCalls() && window.failures(now) * 10 > calls;
          yield failing ? HealthStatus.DEGRADED : HealthStatus.HEALTHY;
        }
        case RAMPING ->
            now - since >= 2 * settings.rampStep().toNanos()
                ? HealthStatus.HEALTHY
                : HealthStatus.DEGRADED;
        case OPEN -> now - until >= 0 ? HealthStatus.PROBING : HealthStatus.OPEN;
        case PROBING -> HealthStatus.PROBING;
        case KEY_OUT -> HealthStatus.REJECTED_KEY;
      };
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns why it is not closed.
   *
   * @return the word it was given; empty while it is closed
   */
  public Optional<String> reason() {
    lock.lock();
    try {
      return Optional.ofNullable(reason);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "Breaker[" + state + "]";
  }
}
