package dev.atom.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Response;

/**
 * A reply whose body is read as it comes, whatever its status.
 *
 * <p>Read by one thread; {@link #close()} may come from any and wakes the reader, which then gets
 * {@link HttpCancelled}.
 */
public final class HttpStream implements AutoCloseable {
  private final HttpCall request;
  private final CallGuard guard;
  private final Response response;
  private final InputStream body;
  private final HttpHeaders headers;
  private final ReentrantLock reading = new ReentrantLock();
  private long received;
  private volatile boolean closed;
  private boolean atEnd;

  HttpStream(HttpCall request, CallGuard guard, Response response, InputStream body) {
    this.request = request;
    this.guard = guard;
    this.response = response;
    this.body = body;
    this.headers = HttpHeaders.of(response.headers().toMultimap());
  }

  /**
   * Returns the status.
   *
   * @return 200 to 599; redirects are not followed
   */
  public int status() {
    return response.code();
  }

  /**
   * Returns the headers.
   *
   * @return the headers
   */
  public HttpHeaders headers() {
    return headers;
  }

  /**
   * Reads what is there, waiting for the first byte of it.
   *
   * @param buffer where the bytes go, not empty
   * @return how many came, 1 or more; -1 at the end of the body
   * @throws HttpException if the connection breaks, a limit passes or the call is cancelled
   */
  public int read(byte[] buffer) {
    reading.lock();
    try {
      if (atEnd) {
        return -1;
      }
      if (closed) {
        throw guard.cancelled("it was closed");
      }
      return readNext(buffer);
    } finally {
      reading.unlock();
    }
  }

  private int readNext(byte[] buffer) {
    guard.enter();
    try {
      int count = body.read(buffer);
      guard.leave();
      if (count < 0) {
        finish();
        return -1;
      }
      guard.begun();
      received += count;
      if (received > request.maxReplyBytes()) {
        close();
        throw new ReplyTooLarge(
            request + ": the reply exceeds " + request.maxReplyBytes() + " bytes");
      }
      return count;
    } catch (IOException e) {
      guard.leave();
      HttpException failure = guard.explain(e);
      close();
      throw failure;
    }
  }

  /**
   * Reads the whole body.
   *
   * @return the decompressed bytes
   * @throws HttpException if the connection breaks, a limit passes or the call is cancelled
   */
  public byte[] readAll() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = read(buffer); count >= 0; count = read(buffer)) {
      all.write(buffer, 0, count);
    }
    return all.toByteArray();
  }

  /**
   * Ends the reading where nothing more of interest is expected. Waits up to a tenth of a second
   * for the body's end, so that the connection can serve the next call.
   */
  public void release() {
    reading.lock();
    try {
      finish();
    } finally {
      reading.unlock();
    }
  }

  /** Ends the call and closes its connection unless the body was read to its end. */
  @Override
  public void close() {
    boolean first = !closed;
    closed = true;
    if (first && !atEndSeen()) {
      guard.cancel();
    }
    release();
  }

  private boolean atEndSeen() {
    // Someone else is reading: then the end is not reached, and the lock would wait for it.
    if (!reading.tryLock()) {
      return false;
    }
    try {
      return atEnd;
    } finally {
      reading.unlock();
    }
  }

  private void finish() {
    if (!atEnd) {
      atEnd = !closed;
      guard.end();
      response.close();
    }
  }
}
