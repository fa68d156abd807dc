package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Server-sent events to one client. While nothing is said it writes comments, so that proxies keep
 * the connection and a client that went away is noticed.
 */
final class EventOutput implements AutoCloseable {
  private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEFORE = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEHIND = "\n\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final Duration silence;
  private final Runnable onGone;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private boolean closed;
  private boolean gone;
  private boolean spoke;

  private EventOutput(OutputStream out, Duration silence, Runnable onGone) {
    this.out = out;
    this.silence = silence;
    this.onGone = onGone;
  }

  /**
   * Starts the output.
   *
   * @param silence after how much of it, up to twice as much, a comment is written
   * @param onGone what is run, by another thread, when a comment finds the client gone
   */
  static EventOutput start(OutputStream out, Duration silence, Runnable onGone) {
    EventOutput output = new EventOutput(out, silence, onGone);
    Thread.ofVirtual().name("atom-endpoint-keep-alive").start(output::keepAlive);
    return output;
  }

  void send(Json.Obj event) throws IOException {
    byte[] json = event.toUtf8();
    lock.lock();
    try {
      out.write(BEFORE);
      out.write(json);
      write(BEHIND);
    } catch (IOException e) {
      gone = true;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  void done() throws IOException {
    lock.lock();
    try {
      write(DONE);
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    spoke = true;
  }

  /** Tells whether a write has failed, so that nobody listens any more. */
  boolean gone() {
    lock.lock();
    try {
      return gone;
    } finally {
      lock.unlock();
    }
  }

  private void keepAlive() {
    boolean lost = false;
    lock.lock();
    try {
      while (!closed && !gone) {
        spoke = false;
        boolean quiet = !ended.await(silence.toNanos(), TimeUnit.NANOSECONDS);
        if (quiet && !closed && !spoke) {
          write(COMMENT);
        }
      }
    } catch (IOException e) {
      gone = true;
      lost = true;
    } catch (InterruptedException e) {
      // Nobody interrupts it; ending early costs comments only.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    if (lost) {
      onGone.run();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      boolean first = !closed;
      closed = true;
      ended.signalAll();
      if (first && !gone) {
        out.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
