package dev.atom.job;

import dev.atom.CallContext;
import dev.atom.Deadline;
import dev.atom.json.Json;
import dev.atom.store.Job;
import dev.atom.store.JobChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A claimed job on its way: the claim, the thread, and what has cut it short. Thread-safe. */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  /** What has cut a run short. */
  enum Cut {
    NONE,
    LOST,
    TIMEOUT,
    CLOSING
  }

  /**
   * Held by whoever writes to the claim, so that a heart-beat can't put back a progress that was just
   * written, and takes no settled job for a lost one.
   */
  final ReentrantLock writing = new ReentrantLock();

  private final JobKind kind;
  private final Job claimed;
  private final Clock clock;
  private final Duration claimTime;
  private final Instant begun;
  private final Instant timeoutAt;
  private final long timeoutNanos;
  private final CallContext context;
  private volatile Job job;
  private volatile Instant lastBeat;
  private volatile long lastBeatNanos;
  private volatile Instant nextBeat;
  private volatile long nextBeatNanos;
  private volatile Cut cut = Cut.NONE;
  private volatile boolean settling;
  private boolean over;
  private @Nullable Thread thread;

  Attempt(JobKind kind, Job claimed, Clock clock, Duration claimTime) {
    this.kind = kind;
    this.claimed = claimed;
    this.clock = clock;
    this.claimTime = claimTime;
    job = claimed;
    begun = clock.instant();
    lastBeat = begun;
    lastBeatNanos = System.nanoTime();
    nextBeat = begun.plus(claimTime.dividedBy(3));
    nextBeatNanos = lastBeatNanos + claimTime.toNanos() / 3;
    timeoutAt = begun.plus(kind.timeout());
    timeoutNanos = lastBeatNanos + kind.timeout().toNanos();
    context =
        CallContext.create()
            .tenant(claimed.subject().tenant())
            .deadline(Deadline.after(kind.timeout(), clock));
  }

  JobKind kind() {
    return kind;
  }

  /** The job as it was claimed. */
  Job claimed() {
    return claimed;
  }

  /** The job as it is, with the progress that was written. */
  Job job() {
    return job;
  }

  CallContext context() {
    return context;
  }

  /** When it was claimed, by the store's clock: hosts may disagree about the time. */
  Instant claimedAt() {
    return claimed.status().dueAt().orElseThrow().minus(claimTime);
  }

  /** The present by the store's clock, as far as this host can measure what has passed since. */
  Instant storeTime() {
    return claimedAt().plus(took());
  }

  /** How long it has been under way; none if the clock was set back to before that. */
  Duration took() {
    Duration passed = Duration.between(begun, clock.instant());
    return passed.isNegative() ? Duration.ZERO : passed;
  }

  Cut cut() {
    return cut;
  }

  /** Tells whether its outcome is found and being written. */
  boolean settling() {
    return settling;
  }

  void settle() {
    settling = true;
  }

  /** How long until the heart has to look at it again, in nanoseconds; 0 or less for now. */
  long attention(long nanos) {
    return switch (cut) {
      case LOST, TIMEOUT -> Long.MAX_VALUE;
      case CLOSING -> nextBeatNanos - nanos;
      case NONE ->
          settling ? nextBeatNanos - nanos : Math.min(nextBeatNanos - nanos, timeoutNanos - nanos);
    };
  }

  /** Tells whether its time is up, by the clock or by what has really passed. */
  boolean timedOut(Instant now, long nanos) {
    return cut == Cut.NONE && !settling && (!timeoutAt.isAfter(now) || timeoutNanos - nanos <= 0);
  }

  boolean wantsBeat(Instant now, long nanos) {
    return (cut == Cut.NONE || cut == Cut.CLOSING)
        && (!nextBeat.isAfter(now) || nextBeatNanos - nanos <= 0);
  }

  /** Has the next heart-beat come at once, to find out whether the claim is still there. */
  void suspect() {
    nextBeatNanos = System.nanoTime();
  }

  /** The claim was lengthened by this change, which was begun at an instant. With {@link #writing}. */
  void extended(JobChange change, Instant now, long nanos) {
    job = change.after(now).orElseThrow();
    lastBeat = now;
    lastBeatNanos = nanos;
    beatAgain(now, nanos, 3);
  }

  /** The claim could not be lengthened. Tells whether its time is over. */
  boolean beatFailed(Instant now, long nanos) {
    beatAgain(now, nanos, 15);
    return !now.isBefore(lastBeat.plus(claimTime)) || nanos - lastBeatNanos >= claimTime.toNanos();
  }

  private void beatAgain(Instant now, long nanos, int part) {
    nextBeat = now.plus(claimTime.dividedBy(part));
    nextBeatNanos = nanos + claimTime.toNanos() / part;
  }

  JobChange beat(Optional<Json.Obj> progress) {
    return progress
        .map(p -> JobChange.extend(job, claimTime, p))
        .orElseGet(() -> JobChange.extend(job, claimTime));
  }

  Instant now() {
    return clock.instant();
  }

  /** The handler begins on this thread. */
  synchronized void enter() {
    thread = Thread.currentThread();
  }

  /** The handler has ended; its thread is not interrupted any more. */
  void leave() {
    synchronized (this) {
      over = true;
      thread = null;
    }
    if (cut != Cut.NONE && Thread.interrupted()) {
      LOG.trace("the interrupt of {} ends with its run", claimed);
    }
  }

  /** Cuts the run short, once. Returns false if it has ended or was cut short before. */
  boolean cutShort(Cut why) {
    synchronized (this) {
      if (over || cut == Cut.LOST || (cut != Cut.NONE && why != Cut.LOST)) {
        return false;
      }
      cut = why;
    }
    try {
      context.cancel();
    } catch (RuntimeException e) {
      LOG.warn("what {} registered for its cancellation failed", claimed, e);
    }
    synchronized (this) {
      if (!over && thread != null) {
        thread.interrupt();
      }
    }
    return true;
  }
}
