package dev.atom.http;

import dev.atom.CallContext;
import dev.atom.http.HttpTimedOut.Phase;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
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
 * <p>Guarantees: secret headers go to the host of the call only, over https unless that is this
 * machine and no proxy elsewhere stands before it, or plain http was allowed; they are in no log and
 * no exception. At DEBUG each call is one line without its query, at TRACE come headers, of which
 * all but a few harmless ones are hidden; bodies are never logged.
 *
 * <p>Thread-safe, and meant to be shared.
 */
public final class Transport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
  private static final Duration CONNECT = Timeouts.DEFAULT.connect();

  private final OkHttpClient client;
  private final WebSockets webSockets;
  private final CallWatch watch = new CallWatch();
  private final Addresses addresses = new Addresses();
  private final Optional<String> farProxy;
  private final boolean plainHttpAllowed;
  private final boolean closable;
  private volatile boolean closed;

  private Transport(Builder builder, boolean closable) {
    this.closable = closable;
    plainHttpAllowed = builder.plainHttpAllowed;
    farProxy = builder.proxy.map(HttpProxy::host).filter(host -> !Requests.isLoopback(host));
    OkHttpClient.Builder settings =
        new OkHttpClient.Builder()
            .connectionPool(
                new ConnectionPool(
                    builder.idleConnections, builder.idleTime.toMillis(), TimeUnit.MILLISECONDS))
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(CONNECT)
            // The guard of each call measures these; it alone can tell why a call ended.
            .readTimeout(0, TimeUnit.MILLISECONDS)
            .writeTimeout(0, TimeUnit.MILLISECONDS)
            .addInterceptor(Transport::limitConnecting);
    builder.proxy.ifPresent(proxy -> Proxies.set(settings, proxy));
    client = settings.build();
    webSockets = new WebSockets(client);
  }

  private static final class Shared {
    private static final Transport INSTANCE = new Transport(newBuilder(), false);
  }

  /**
   * Returns a transport with connections of its own and the defaults.
   *
   * @return the transport, to be closed
   */
  public static Transport create() {
    return newBuilder().build();
  }

  /**
   * Returns a builder of a transport.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return new Builder();
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
    refuseUnsafe(call);
    Call exchange = client.newCall(Requests.of(call, addresses.of(call.uri())));
    CallGuard guard = new CallGuard(call, exchange, watch, context);
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

  /**
   * Opens a WebSocket (RFC 6455). Messages are not compressed on the way. Of the call's limits
   * {@link Timeouts#firstToken} holds until the server has answered, and {@link
   * HttpCall.Builder#maxEventBytes} for each message that it sends.
   *
   * @param call a fetch of an http or https address, which stands for ws or wss
   * @param context how long the whole session may take, and what cancels it
   * @return the open session, or what the server answered instead
   * @throws HttpException if there is no answer
   */
  public WebSocketOpening openWebSocket(HttpCall call, CallContext context) {
    if (!call.method().equals("GET")) {
      throw new IllegalArgumentException(call + " can't open a WebSocket; build it with get(...)");
    }
    refuseUnsafe(call);
    WebSocketOpening opening = webSockets.open(call, context);
    LOG.debug(
        "{} as a WebSocket: {}",
        call,
        opening instanceof WebSocketOpening.Refused refused ? refused.reply().status() : "open");
    return opening;
  }

  private void refuseUnsafe(HttpCall call) {
    if (closed) {
      throw new IllegalStateException("the transport is closed; create another one");
    }
    boolean allowed = plainHttpAllowed || call.plainHttpAllowed();
    if (!allowed && Requests.exposesSecrets(call, farProxy.isPresent())) {
      throw new SecretExposed(
          call
              + ": the secret would go to "
              + farProxy.map(proxy -> "proxy " + proxy).orElse(call.uri().getHost())
              + " over plain http, for all on the way to read; use https, or allowPlainHttp() on"
              + " the call or the transport if that network is trusted");
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
      guard.answered();
      HttpStream stream = new HttpStream(call, guard, response, body);
      if (LOG.isDebugEnabled()) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        LOG.debug("{} answered {} after {} ms", call, stream.status(), millis);
        LOG.trace("{} answered with {}", call, stream.headers());
      }
      return stream;
    } catch (IOException e) {
      HttpException failure = guard.explain(e);
      LOG.debug("{} failed: {}", call, failure.code());
      throw failure;
    } finally {
      guard.leave();
    }
  }

  private static Response limitConnecting(Interceptor.Chain chain) throws IOException {
    Timeouts timeouts = chain.request().tag(Timeouts.class);
    if (timeouts == null || timeouts.connect().equals(CONNECT)) {
      return chain.proceed(chain.request());
    }
    long millis = Math.clamp(timeouts.connect().toMillis(), 1, Integer.MAX_VALUE);
    return chain.withConnectTimeout((int) millis, TimeUnit.MILLISECONDS).proceed(chain.request());
  }

  /** Returns how many connections are open, in use or idle. */
  int connections() {
    return client.connectionPool().connectionCount();
  }

  /** Returns how many calls run, streams that are open included. */
  int running() {
    return watch.running();
  }

  /** Returns how many WebSockets are open or about to be. */
  int webSockets() {
    return webSockets.open();
  }

  /** Ends calls that run and streams and WebSockets that are open, as if cancelled, and closes all connections. */
  @Override
  public void close() {
    if (closable) {
      closed = true;
      watch.cancelAll();
      webSockets.close();
      client.connectionPool().evictAll();
      client.dispatcher().executorService().shutdown();
    }
  }

  /**
   * Builds a {@link Transport}. Defaults: no proxy, up to 256 idle connections, kept for 5 minutes;
   * secrets only over https or to this machine. Not thread-safe.
   */
  public static final class Builder {
    private Optional<HttpProxy> proxy = Optional.empty();
    private int idleConnections = 256;
    private Duration idleTime = Duration.ofMinutes(5);
    private boolean plainHttpAllowed;

    private Builder() {}

    /**
     * Reaches all hosts through a proxy.
     *
     * @param proxy the proxy
     * @return this builder
     */
    public Builder proxy(HttpProxy proxy) {
      this.proxy = Optional.of(proxy);
      return this;
    }

    /**
     * Sets how many connections may wait for a next call. More may be in use; there is no limit to
     * them.
     *
     * @param most of all hosts together, 0 or more
     * @return this builder
     */
    public Builder idleConnections(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("idleConnections is " + most + "; it must be 0 or more");
      }
      idleConnections = most;
      return this;
    }

    /**
     * Sets how long a connection waits for a next call.
     *
     * @param time 1 millisecond or more
     * @return this builder
     */
    public Builder idleTime(Duration time) {
      if (time.toMillis() < 1) {
        throw new IllegalArgumentException(
            "idleTime is " + time + "; it must be 1 millisecond or more");
      }
      idleTime = time;
      return this;
    }

    /**
     * Lets the secret headers of all calls go over plain http to any host, which everyone on the way
     * can read: for a network that is trusted, or whose connections are encrypted below.
     *
     * @return this builder
     */
    public Builder allowPlainHttp() {
      plainHttpAllowed = true;
      return this;
    }

    /**
     * Returns the transport.
     *
     * @return the transport, to be closed
     */
    public Transport build() {
      return new Transport(this, true);
    }
  }
}
