package dev.atom.http;

import dev.atom.CallContext;
import dev.atom.Cancellation;
import dev.atom.http.HttpTimedOut.Phase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Ends one call early: when a time limit passes, its context is cancelled, or its thread is
 * interrupted. Cancelling closes the socket, which wakes the blocked reader; the guard then knows
 * why.
 *
 * <p>A platform thread blocked on a socket does not notice an interrupt, so the watch looks for it;
 * a virtual thread does.
 */
final class CallGuard {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(365);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final HttpCall request;
  private final Call call;
  private final CallWatch watch;
  private final long wholeDue;
  private final AtomicReference<@Nullable Stop> stopped = new AtomicReference<>();
  private final Cancellation.Registration registration;

  private volatile Phase phase = Phase.FIRST_TOKEN;
  private volatile long phaseDue;
  private volatile @Nullable Thread waiting;
  private boolean answered;

  /** Why a call was ended. */
  private record Stop(boolean cancelled, Phase phase) {}

  /** Starts to watch; {@link #end} stops it. */
  CallGuard(HttpCall request, Call call, CallWatch watch, CallContext context) {
    this.request = request;
    this.call = call;
    this.watch = watch;
    long now = System.nanoTime();
    long whole = nanos(request.timeouts().whole());
    Optional<Duration> left = context.deadline().remaining();
    wholeDue = now + (left.isEmpty() ? whole : Math.min(whole, nanos(left.get())));
    phaseDue = now + nanos(request.timeouts().firstToken());
    watch.add(this);
    registration = context.cancellation().onCancel(this::cancel);
  }

  /** Begins a wait for the server on this thread. */
  void enter() {
    long now = System.nanoTime();
    long due = phaseDue;
    if (phase == Phase.IDLE) {
      due = now + nanos(request.timeouts().idle());
      phaseDue = due;
    } else if (now - due >= 0) {
      // Bytes came all the time, but none that count: no look may ever find the thread waiting.
      stop(new Stop(false, phase));
    }
    Thread thread = Thread.currentThread();
    waiting = thread;
    watch.expect(now, wholeDue - due < 0 ? wholeDue : due, !thread.isVirtual());
  }

  /** Ends a wait. */
  void leave() {
    waiting = null;
  }

  /** The reply's head is there. */
  void answered() {
    answered = true;
  }

  /** What the caller waits for has begun: from now on the limit between bytes counts. */
  void begun() {
    if (phase != Phase.IDLE) {
      phaseDue = System.nanoTime() + nanos(request.timeouts().idle());
      phase = Phase.IDLE;
    }
  }

  void cancel() {
    stop(new Stop(true, phase));
  }

  /** Watches no longer. */
  void end() {
    waiting = null;
    watch.remove(this);
    registration.close();
  }

  /** Stops the call if it is time to; returns when to look again. */
  long look(long now) {
    Thread thread = waiting;
    if (now - wholeDue >= 0) {
      stop(new Stop(false, Phase.WHOLE));
    } else if (thread != null && now - phaseDue >= 0) {
      stop(new Stop(false, phase));
    } else if (thread != null && !thread.isVirtual() && thread.isInterrupted()) {
      cancel();
    }
    if (stopped.get() != null) {
      return now + LONGEST_NANOS;
    }
    long wait = thread == null ? wholeDue - now : Math.min(wholeDue - now, phaseDue - now);
    return now + (thread == null || thread.isVirtual() ? wait : Math.min(wait, LOOK_NANOS));
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
    if (e instanceof SocketTimeoutException && !answered) {
      return timedOut(Phase.CONNECT);
    }
    String what = answered ? "the connection broke during the reply" : "no answer";
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
          case FIRST_TOKEN -> "no reply within " + limits.firstToken();
          case IDLE -> "nothing more of the reply within " + limits.idle();
          case WHOLE -> "not done by its deadline, or within " + limits.whole();
        };
    return new HttpTimedOut(phase, request + ": " + message);
  }

  private void stop(Stop why) {
    if (stopped.compareAndSet(null, why)) {
      call.cancel();
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    // OkHttp names the address only; why it failed, the proxy's answer too, is told below.
    Throwable below = e instanceof ConnectException ? e.getCause() : null;
    return below == null ? message : message + ": " + below.getMessage();
  }

  private static long nanos(Duration time) {
    return time.compareTo(LONGEST) > 0 ? LONGEST_NANOS : time.toNanos();
  }
}
