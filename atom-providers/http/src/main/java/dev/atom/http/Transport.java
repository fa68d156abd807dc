package dev.atom.http;

import dev.atom.CallContext;
import dev.atom.http.HttpCall.SecretValue;
import dev.atom.http.HttpTimedOut.Phase;
import dev.atom.secret.PlaintextAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends calls over HTTP/1.1 and HTTP/2 and keeps connections for the next ones.
 *
 * <p>Calls block the calling thread, virtual or not. They end early when the context's deadline or
 * a time limit of the call passes, when the context is cancelled, and when the thread is
 * interrupted; the socket is closed then. No redirect is followed and no body sent twice; a
 * fetch may be, if the connection breaks or the server asks for it with status 408 or 503.
 *
 * <p>Guarantees: secret headers are in no log and no exception. At DEBUG each call is one line
 * without its query, at TRACE come headers, of which all but a few harmless ones are hidden; bodies
 * are never logged.
 *
 * <p>Thread-safe, and meant to be shared.
 */
public final class Transport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
  private static final int IDLE_CONNECTIONS = 256;

  private final OkHttpClient client;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<CallGuard> running = ConcurrentHashMap.newKeySet();
  private final boolean closable;
  private volatile boolean closed;

  private Transport(boolean closable) {
    this.closable = closable;
    timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name("atom-http-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    // It refuses only when closed, and then its calls are ended already.
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    client =
        new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
            .followRedirects(false)
            .followSslRedirects(false)
            // The guard of each call measures these; it alone can tell why a call ended.
            .readTimeout(0, TimeUnit.MILLISECONDS)
            .writeTimeout(0, TimeUnit.MILLISECONDS)
            .addInterceptor(Transport::limitConnecting)
            .build();
  }

  private static final class Shared {
    private static final Transport INSTANCE = new Transport(false);
  }

  /**
   * Returns a transport with connections of its own.
   *
   * @return the transport, to be closed
   */
  public static Transport create() {
    return new Transport(true);
  }

  /**
   * Returns the transport that all clients share unless they are given another one. It holds no
   * thread and no key; closing it does nothing.
   *
   * @return always the same
   */
  public static Transport shared() {
    return Shared.INSTANCE;
  }

  /**
   * Sends a call and reads the whole reply.
   *
   * @param call what to send
   * @param context how long it may take, and what cancels it
   * @return the reply, whatever its status
   * @throws HttpException if there is no whole reply
   */
  public HttpReply send(HttpCall call, CallContext context) {
    try (HttpStream stream = open(call, context)) {
      return HttpReply.of(stream);
    }
  }

  /**
   * Sends a call and returns when the reply's headers are there.
   *
   * @param call what to send
   * @param context how long the whole may take, reading included, and what cancels it
   * @return the reply, whatever its status; to be closed
   * @throws HttpException if there is no reply
   */
  public HttpStream open(HttpCall call, CallContext context) {
    if (closed) {
      throw new IllegalStateException("the transport is closed; create another one");
    }
    Call exchange = client.newCall(request(call));
    CallGuard guard = new CallGuard(call, exchange, timer, running, context);
    try {
      if (closed) {
        throw guard.cancelled("the transport was closed");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw guard.cancelled("its thread was interrupted");
      }
      if (context.deadline().passed()) {
        throw guard.timedOut(Phase.WHOLE);
      }
      return execute(call, exchange, guard);
    } catch (RuntimeException | Error e) {
      guard.end();
      exchange.cancel();
      throw e;
    }
  }

  private static HttpStream execute(HttpCall call, Call exchange, CallGuard guard) {
    long start = System.nanoTime();
    guard.enter();
    try {
      Response response = exchange.execute();
      ResponseBody body = response.body();
      if (body == null) {
        throw new IOException("the reply has no body");
      }
      HttpStream stream = new HttpStream(call, guard, response, body.byteStream());
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      LOG.debug("{} answered {} after {} ms", call, stream.status(), millis);
      LOG.trace("{} answered with {}", call, stream.headers());
      return stream;
    } catch (IOException e) {
      HttpException failure = guard.explain(e);
      LOG.debug("{} failed: {}", call, failure.code());
      throw failure;
    } finally {
      guard.leave();
    }
  }

  private static Request request(HttpCall call) {
    Request.Builder request = new Request.Builder().url(call.uri().toString());
    call.headers().forEach(request::header);
    call.secretHeaders().forEach((name, value) -> request.header(name, plain(value)));
    request.method(call.method(), call.method().equals("GET") ? null : new OneBody(call));
    return request.tag(Timeouts.class, call.timeouts()).build();
  }

  private static String plain(SecretValue value) {
    return value
        .secret()
        .use(
            PlaintextAccess.granted(),
            bytes -> value.prefix() + new String(bytes, StandardCharsets.US_ASCII));
  }

  private static Response limitConnecting(Interceptor.Chain chain) throws IOException {
    Timeouts timeouts = chain.request().tag(Timeouts.class);
    if (timeouts == null) {
      return chain.proceed(chain.request());
    }
    long millis = Math.clamp(timeouts.connect().toMillis(), 1, Integer.MAX_VALUE);
    return chain.withConnectTimeout((int) millis, TimeUnit.MILLISECONDS).proceed(chain.request());
  }

  /** Ends calls that run and streams that are open, as if cancelled, and closes all connections. */
  @Override
  public void close() {
    if (closable) {
      closed = true;
      running.forEach(CallGuard::cancel);
      timer.shutdownNow();
      client.connectionPool().evictAll();
      client.dispatcher().executorService().shutdown();
    }
  }

  /** A body that is sent once: a second time could be paid for a second time. */
  private static final class OneBody extends RequestBody {
    private final HttpCall call;

    OneBody(HttpCall call) {
      this.call = call;
    }

    @Override
    public @Nullable MediaType contentType() {
      return MediaType.parse(call.contentType());
    }

    @Override
    public long contentLength() {
      return call.body().length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(call.body());
    }
  }
}
