package dev.atom.http;

import dev.atom.CallContext;
import dev.atom.Cancellation;
import dev.atom.http.HttpTimedOut.Phase;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Ends one call early: when a time limit passes, its context is cancelled, or its thread is
 * interrupted. Cancelling closes the socket, which wakes the blocked reader; the guard then knows
 * why.
 *
 * <p>A platform thread blocked on a socket does not notice an interrupt, so the guard looks for it;
 * a virtual thread does.
 */
final class CallGuard {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final HttpCall request;
  private final Call call;
  private final ScheduledExecutorService timer;
  private final long wholeDue;
  private final Set<CallGuard> running;
  private final AtomicReference<@Nullable Stop> stopped = new AtomicReference<>();
  private final Cancellation.Registration registration;

  private volatile Phase phase = Phase.FIRST_BYTE;
  private volatile long phaseNanos;
  private volatile long phaseDue;
  private volatile @Nullable Thread waiting;
  private volatile boolean looking;
  private @Nullable ScheduledFuture<?> task;
  private boolean ended;

  /** Why a call was ended. */
  private record Stop(boolean cancelled, Phase phase) {}

  /**
   * Starts to watch.
   *
   * @param running holds this guard until it {@linkplain #end ends}
   */
  CallGuard(
      HttpCall request,
      Call call,
      ScheduledExecutorService timer,
      Set<CallGuard> running,
      CallContext context) {
    this.request = request;
    this.call = call;
    this.timer = timer;
    this.running = running;
    Duration whole = request.timeouts().whole();
    Duration left = context.deadline().remaining().orElse(whole);
    wholeDue = System.nanoTime() + nanos(left.compareTo(whole) < 0 ? left : whole);
    phaseNanos = nanos(request.timeouts().firstByte());
    phaseDue = System.nanoTime() + phaseNanos;
    running.add(this);
    registration = context.cancellation().onCancel(this::cancel);
  }

  /** Begins a wait for the server on this thread. */
  void enter() {
    if (phase == Phase.IDLE) {
      phaseDue = System.nanoTime() + phaseNanos;
    }
    waiting = Thread.currentThread();
    boolean platform = !Thread.currentThread().isVirtual();
    if (!scheduled() || (platform && !looking)) {
      looking = platform;
      check();
    }
  }

  /** Ends a wait. */
  void leave() {
    waiting = null;
  }

  /** The first byte of the body is there: from now on the limit between bytes counts. */
  void begun() {
    if (phase != Phase.IDLE) {
      phase = Phase.IDLE;
      phaseNanos = nanos(request.timeouts().idle());
      phaseDue = System.nanoTime() + phaseNanos;
      check();
    }
  }

  boolean hasBegun() {
    return phase == Phase.IDLE;
  }

  void cancel() {
    stop(new Stop(true, phase));
  }

  /** Watches no longer. */
  synchronized void end() {
    ended = true;
    waiting = null;
    running.remove(this);
    registration.close();
    if (task != null) {
      task.cancel(false);
    }
  }

  HttpException explain(IOException e) {
    Stop stop = stopped.get();
    boolean interrupted =
        Thread.currentThread().isInterrupted() || "interrupted".equals(e.getMessage());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (stop != null && !stop.cancelled()) {
      return timedOut(stop.phase());
    }
    if (stop != null || interrupted) {
      return cancelled(interrupted ? "its thread was interrupted" : "it was cancelled or closed");
    }
    if (e instanceof SocketTimeoutException && !hasBegun()) {
      return timedOut(Phase.CONNECT);
    }
    String what = hasBegun() ? "the connection broke during the reply" : "no answer";
    return new ConnectionFailed(request + ": " + what + ": " + reason(e), e);
  }

  HttpCancelled cancelled(String why) {
    return new HttpCancelled(request + " ended early: " + why);
  }

  HttpTimedOut timedOut(Phase phase) {
    Timeouts limits = request.timeouts();
    String message =
        switch (phase) {
          case CONNECT -> "not connected within " + limits.connect();
          case FIRST_BYTE -> "no reply within " + limits.firstByte();
          case IDLE -> "nothing more of the reply within " + limits.idle();
          case WHOLE -> "not done by its deadline, or within " + limits.whole();
        };
    return new HttpTimedOut(phase, request + ": " + message);
  }

  private void check() {
    Thread thread = waiting;
    long now = System.nanoTime();
    if (now - wholeDue >= 0) {
      stop(new Stop(false, Phase.WHOLE));
    } else if (thread != null && now - phaseDue >= 0) {
      stop(new Stop(false, phase));
    } else if (thread != null && !thread.isVirtual() && thread.isInterrupted()) {
      cancel();
    } else {
      schedule(now, thread);
    }
  }

  private synchronized void schedule(long now, @Nullable Thread thread) {
    if (ended || stopped.get() != null) {
      return;
    }
    long delay = Math.min(wholeDue - now, thread == null ? phaseNanos : phaseDue - now);
    if (looking) {
      delay = Math.min(delay, LOOK_NANOS);
    }
    if (task != null) {
      task.cancel(false);
    }
    task = timer.schedule(this::check, delay, TimeUnit.NANOSECONDS);
  }

  private synchronized boolean scheduled() {
    return task != null;
  }

  private void stop(Stop why) {
    if (stopped.compareAndSet(null, why)) {
      call.cancel();
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static long nanos(Duration time) {
    return time.compareTo(Duration.ofDays(365)) > 0 ? TimeUnit.DAYS.toNanos(365) : time.toNanos();
  }
}
