package dev.atom.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * A reply whose body is read as it comes, whatever its status.
 *
 * <p>Read by one thread; {@link #close()} may come from any and wakes the reader, which then gets
 * {@link HttpCancelled}.
 */
public final class HttpStream implements AutoCloseable {
  private static final int FIRST_SIZE = 4096;

  /** What is allocated on a server's word alone. */
  private static final int LARGE = 1 << 20;

  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final HttpCall request;
  private final CallGuard guard;
  private final Response response;
  private final InputStream body;
  private final HttpHeaders headers;
  private final long announced;
  private final ReentrantLock reading = new ReentrantLock();
  private long received;
  private boolean eventsCount;
  private volatile boolean closed;
  private boolean atEnd;

  HttpStream(HttpCall request, CallGuard guard, Response response, ResponseBody body) {
    this.request = request;
    this.guard = guard;
    this.response = response;
    this.body = body.byteStream();
    this.announced = body.contentLength();
    this.headers = HttpHeaders.of(response.headers());
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
    return read(buffer, 0, buffer.length);
  }

  private int read(byte[] buffer, int from, int most) {
    reading.lock();
    try {
      if (atEnd) {
        return -1;
      }
      if (closed) {
        throw guard.cancelled("it was closed");
      }
      return readNext(buffer, from, most);
    } finally {
      reading.unlock();
    }
  }

  private int readNext(byte[] buffer, int from, int most) {
    guard.enter();
    try {
      int count = body.read(buffer, from, most);
      guard.leave();
      if (count < 0) {
        finish();
        return -1;
      }
      if (!eventsCount) {
        guard.begun();
      }
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
   * Tells that what the caller waits for is there, which ends the limit {@link Timeouts#firstToken}.
   * To be called only by who reads events; without them the first byte tells it.
   */
  public void begun() {
    guard.begun();
  }

  /** From now on not the first byte ends the limit for the first token, but {@link #begun}. */
  void eventsCount() {
    eventsCount = true;
  }

  int maxEventBytes() {
    return request.maxEventBytes();
  }

  /**
   * Reads the whole body.
   *
   * @return the decompressed bytes
   * @throws HttpException if the connection breaks, a limit passes or the call is cancelled
   */
  public byte[] readAll() {
    return whole().body();
  }

  HttpReply whole() {
    byte[] bytes = new byte[announced < 0 ? FIRST_SIZE : (int) Math.min(announced + 1, LARGE)];
    int length = 0;
    for (int count = read(bytes); count >= 0; count = read(bytes, length, bytes.length - length)) {
      length += count;
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, larger(length));
      }
    }
    return new HttpReply(status(), headers, bytes, length);
  }

  private int larger(int length) {
    if (length == LARGEST) {
      close();
      throw new ReplyTooLarge(request + ": the reply exceeds what one array can hold");
    }
    long doubled = 2L * length;
    return (int) Math.min(announced >= doubled ? announced + 1 : doubled, LARGEST);
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
