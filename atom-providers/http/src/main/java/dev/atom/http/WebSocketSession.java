package dev.atom.http;

import dev.atom.CallContext;
import dev.atom.Cancellation;
import dev.atom.http.HttpTimedOut.Phase;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import okhttp3.WebSocket;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket: messages in both directions until one side is done.
 *
 * <p>Read by one thread; any may send; {@link #close()} may come from
 * any and wakes both, which then get {@link HttpCancelled}. Both directions are bounded: who sends
 * faster than the server takes waits, and a server that sends faster than the reader takes waits
 * too. Calls end when the context is cancelled, its deadline or {@link Timeouts#whole} passes, the
 * thread is interrupted, or the server gives no sign of life for {@link Timeouts#idle}: it is sent
 * a ping that often and must have answered the one before. Whoever leaves a full inbox unread for
 * that long is cut off as well, since no answer can get through.
 *
 * <p>An open session holds a virtual thread and no platform thread; the platform threads of one
 * pool, which all sessions share, write what is sent.
 */
public final class WebSocketSession implements AutoCloseable {
  /** What may wait to be written before a sender waits. */
  static final long MOST_QUEUED = 256 * 1024;

  private static final int LARGEST = 15 * 1024 * 1024;
  private static final int NORMAL = 1000;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final HttpCall call;
  private final Inbox inbox = new Inbox();
  private final MeteredSocket.Meter meter;
  private final Consumer<WebSocketSession> onEnd;
  private final long wholeDue;
  private final long idleNanos;
  private final AtomicReference<@Nullable Stop> stopped = new AtomicReference<>();
  private final AtomicReference<@Nullable WebSocket> socket = new AtomicReference<>();
  private final AtomicReference<Cancellation.@Nullable Registration> registration =
      new AtomicReference<>();
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile boolean open;

  /** Why a session was ended from here. */
  private record Stop(boolean cancelled, Phase phase) {}

  WebSocketSession(
      HttpCall call,
      CallContext context,
      MeteredSocket.Meter meter,
      Consumer<WebSocketSession> onEnd) {
    this.call = call;
    this.meter = meter;
    this.onEnd = onEnd;
    idleNanos = nanos(call.timeouts().idle());
    Duration whole = call.timeouts().whole();
    Duration left = context.deadline().remaining().orElse(whole);
    wholeDue = System.nanoTime() + Math.min(nanos(whole), nanos(left));
  }

  /** Begins to listen to the context's cancellation. */
  void start(WebSocket begun, CallContext context) {
    socket.set(begun);
    registration.set(context.cancellation().onCancel(this::cancel));
    if (stopped.get() != null) {
      begun.cancel();
    }
    if (inbox.isEnded()) {
      release();
    }
  }

  /**
   * Sends words. Returns when they are on their way or in a short queue; waits while that is full.
   *
   * @param text the message, up to 15 MiB of UTF-8
   * @throws HttpException if the session is over
   */
  public void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8).length, to -> to.send(text));
  }

  /**
   * Sends bytes. Returns when they are on their way or in a short queue; waits while that is full.
   *
   * @param bytes the message, up to 15 MiB; copied
   * @throws HttpException if the session is over
   */
  public void send(byte[] bytes) {
    ByteString message = ByteString.of(bytes);
    send(bytes.length, to -> to.send(message));
  }

  private void send(int size, Predicate<WebSocket> message) {
    if (size > LARGEST) {
      throw new IllegalArgumentException(
          "the message has " + size + " bytes; send no more than " + LARGEST);
    }
    WebSocket to = socket();
    long queued = to.queueSize();
    long due = System.nanoTime() + idleNanos;
    while (true) {
      check();
      if (inbox.isEnded()) {
        throw over();
      }
      long now = to.queueSize();
      if (now < MOST_QUEUED) {
        if (message.test(to)) {
          return;
        }
        throw over();
      }
      if (now < queued) {
        queued = now;
        due = System.nanoTime() + idleNanos;
      }
      if (System.nanoTime() - due >= 0) {
        stop(new Stop(false, Phase.IDLE));
      }
      await(() -> inbox.awaitEnd(LOOK_NANOS));
    }
  }

  /** The exception for a session that takes nothing more. */
  private HttpException over() {
    Optional<WebSocketMessage> end = inbox.ended();
    String why =
        end.isPresent() && end.get() instanceof WebSocketMessage.Closed closed
            ? "the server closed it with code " + closed.code()
            : "it was ended from here before";
    return new ConnectionFailed(
        call + ": nothing more can be sent, " + why, new IOException("closed"));
  }

  /**
   * Waits for the next message.
   *
   * @return the message; at the end {@link WebSocketMessage.Closed}, and again on every later call
   * @throws HttpException if the connection breaks, a limit passes or the session is cancelled, and
   *     again on every later call
   */
  public WebSocketMessage next() {
    Optional<WebSocketMessage> next = Optional.empty();
    while (next.isEmpty()) {
      next = next(LONGEST);
    }
    return next.get();
  }

  /**
   * Waits a while for the next message.
   *
   * @param patience how long; zero looks only
   * @return empty if none came in that time; at the end {@link WebSocketMessage.Closed}
   * @throws HttpException if the connection breaks, a limit passes or the session is cancelled
   */
  public Optional<WebSocketMessage> next(Duration patience) {
    long due = System.nanoTime() + nanos(patience);
    Optional<WebSocketMessage> next = inbox.poll();
    while (next.isEmpty()) {
      check();
      long left = due - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      await(() -> inbox.await(Math.min(left, wholeDue - System.nanoTime())));
      next = inbox.poll();
    }
    return next;
  }

  /**
   * Tells the server that nothing more will be sent, and why. What it still sends can be read, up
   * to {@link WebSocketMessage.Closed}. Only the first time counts.
   *
   * @param code 1000 if all is well, or 3000 to 4999
   * @param reason for people, up to 123 bytes of UTF-8; may be empty
   */
  public void end(int code, String reason) {
    socket().close(code, reason);
  }

  /**
   * Ends the session. Tells the server so, waits up to a tenth of a second for its agreement, and
   * then closes the connection. Messages that were not read are lost.
   */
  @Override
  public void close() {
    inbox.drop();
    if (open && !inbox.isEnded() && stopped.get() == null) {
      socket().close(NORMAL, "");
      try {
        inbox.awaitEnd(GOODBYE_NANOS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    cancel();
  }

  /**
   * Waits until the server has answered the wish for a session, or the session is over. What ended
   * it is for {@link #next} to say: a server may open a session and break it in the same breath.
   */
  void awaitAnswer() {
    long due = System.nanoTime() + nanos(call.timeouts().firstToken());
    while (answered.getCount() > 0) {
      checkLimits();
      long now = System.nanoTime();
      if (now - due >= 0) {
        stop(new Stop(false, Phase.FIRST_TOKEN));
      } else {
        await(() -> answered.await(Math.min(due - now, wholeDue - now), TimeUnit.NANOSECONDS));
      }
    }
  }

  void opened() {
    open = true;
    answered.countDown();
  }

  void received(WebSocketMessage message, int size) {
    try {
      if (size > call.maxEventBytes()) {
        tooLarge();
        return;
      }
      inbox.put(message, size);
      meter.restart();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tooLarge() {
    inbox.end(
        () -> {
          throw new ReplyTooLarge(call + ": a message exceeds " + call.maxEventBytes() + " bytes");
        });
    cancel();
  }

  void closed(int code, String reason) {
    inbox.end(() -> new WebSocketMessage.Closed(code, reason));
    release();
  }

  void failed(Throwable cause) {
    if (meter.exceeded()) {
      tooLarge();
    }
    HttpException failure = explain(cause);
    inbox.end(
        () -> {
          throw failure;
        });
    release();
  }

  void cancel() {
    stop(new Stop(true, Phase.WHOLE));
  }

  /** Throws if the session is over or is to end now. */
  private void check() {
    checkLimits();
    if (stopped.get() != null) {
      inbox.ended();
    }
  }

  /** Ends the session if its time is over; throws if the thread is interrupted. */
  private void checkLimits() {
    if (Thread.currentThread().isInterrupted()) {
      cancel();
      throw cancelled("its thread was interrupted");
    }
    if (stopped.get() == null && System.nanoTime() - wholeDue >= 0) {
      stop(new Stop(false, Phase.WHOLE));
    }
  }

  /** A wait that an interrupt ends. */
  @FunctionalInterface
  private interface Wait {
    void run() throws InterruptedException;
  }

  private void await(Wait wait) {
    try {
      wait.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel();
      throw cancelled("its thread was interrupted");
    }
  }

  private void stop(Stop why) {
    if (!stopped.compareAndSet(null, why)) {
      return;
    }
    inbox.end(
        () -> {
          throw why.cancelled() ? cancelled("it was cancelled or closed") : timedOut(why.phase());
        });
    inbox.drop();
    WebSocket begun = socket.get();
    if (begun != null) {
      begun.cancel();
    }
    release();
  }

  private void release() {
    onEnd.accept(this);
    Cancellation.Registration held = registration.getAndSet(null);
    if (held != null) {
      held.close();
    }
    // Last, so that who waited for the answer finds nothing of the session left behind.
    answered.countDown();
  }

  private WebSocket socket() {
    WebSocket begun = socket.get();
    if (begun == null) {
      throw new IllegalStateException("the session has not begun");
    }
    return begun;
  }

  private HttpException explain(Throwable e) {
    if (e instanceof SocketTimeoutException) {
      return timedOut(open ? Phase.IDLE : Phase.CONNECT);
    }
    String what = open ? "the connection broke" : "no answer";
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new ConnectionFailed(call + ": " + what + ": " + message, e);
  }

  private HttpCancelled cancelled(String why) {
    return new HttpCancelled(call + " ended early: " + why);
  }

  private HttpTimedOut timedOut(Phase phase) {
    Timeouts limits = call.timeouts();
    String message =
        switch (phase) {
          case CONNECT -> "not connected within " + limits.connect();
          case FIRST_TOKEN -> "no answer within " + limits.firstToken();
          case IDLE -> "no sign of life within " + limits.idle();
          case WHOLE -> "not done by its deadline, or within " + limits.whole();
        };
    return new HttpTimedOut(phase, call + ": " + message);
  }

  private static long nanos(Duration time) {
    return time.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : time.toNanos();
  }

  @Override
  public String toString() {
    return "WebSocketSession[" + call + "]";
  }
}
