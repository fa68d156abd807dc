package dev.atom.http;

import dev.atom.CallContext;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Opens WebSockets and knows which are open. Thread-safe. */
final class WebSockets {
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  /** Frames have heads, and pings come between messages. */
  private static final long SLACK = 1L << 20;

  private final OkHttpClient client;
  private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();

  WebSockets(OkHttpClient transport) {
    Dispatcher dispatcher =
        new Dispatcher(
            Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("atom-websocket-", 0).factory()));
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    client =
        transport
            .newBuilder()
            .dispatcher(dispatcher)
            // A connection serves one session and no other call.
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
            .addInterceptor(WebSockets::uncompressed)
            .build();
  }

  /** Compressed, a small message could stand for a huge one before anybody can look. */
  private static Response uncompressed(Interceptor.Chain chain) throws IOException {
    Request plain = chain.request().newBuilder().removeHeader(EXTENSIONS).build();
    return chain.proceed(plain).newBuilder().removeHeader(EXTENSIONS).build();
  }

  WebSocketOpening open(HttpCall call, CallContext context) {
    MeteredSocket.Meter meter = new MeteredSocket.Meter(call.maxEventBytes() + SLACK);
    WebSocketSession session = new WebSocketSession(call, context, meter, sessions::remove);
    Handshake handshake = new Handshake(session);
    OkHttpClient own =
        client
            .newBuilder()
            .socketFactory(MeteredSocket.factory(client.socketFactory(), meter))
            .pingInterval(millis(call.timeouts()), TimeUnit.MILLISECONDS)
            .build();
    sessions.add(session);
    try {
      session.start(
          own.newWebSocket(Requests.of(call, HttpUrl.get(call.uri().toString())), handshake),
          context);
      session.awaitAnswer();
    } catch (RuntimeException | Error e) {
      session.cancel();
      throw e;
    }
    return handshake.opening().orElseGet(() -> unexplained(session));
  }

  private static WebSocketOpening unexplained(WebSocketSession session) {
    // Ends by the exception that says why there is no answer.
    throw new IllegalStateException("no session and no reason: " + session.next());
  }

  private static long millis(Timeouts timeouts) {
    return Math.clamp(timeouts.idle().toMillis(), 1, Integer.MAX_VALUE);
  }

  int open() {
    return sessions.size();
  }

  void close() {
    sessions.forEach(WebSocketSession::cancel);
    client.dispatcher().executorService().shutdown();
  }
}
