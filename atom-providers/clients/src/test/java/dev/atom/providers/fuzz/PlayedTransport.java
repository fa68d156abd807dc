package dev.atom.providers.fuzz;

import dev.atom.http.Transport;
import java.lang.reflect.Field;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * A transport that is the real one up to where a connection would be opened: there the answer is
 * taken from the calling thread. A million calls need no socket by that.
 */
final class PlayedTransport {
  private final ThreadLocal<Answer> next = new ThreadLocal<>();
  private final Transport transport = Transport.create();

  /** What a server sends. */
  record Answer(int status, Map<String, String> headers, byte[] body) {}

  PlayedTransport() {
    try {
      // Transport has no way to be told, and needs none outside of this test.
      Field field = Transport.class.getDeclaredField("client");
      field.setAccessible(true);
      OkHttpClient real = (OkHttpClient) field.get(transport);
      field.set(transport, real.newBuilder().addInterceptor(this::play).build());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  Transport transport() {
    return transport;
  }

  /** Sets what every call of this thread is answered from now on. */
  void answer(Answer answer) {
    next.set(answer);
  }

  private Response play(Interceptor.Chain chain) {
    Answer answer = next.get();
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_1_1)
        .code(answer.status)
        .message("")
        .headers(Headers.of(answer.headers))
        .body(ResponseBody.create(answer.body, null))
        .build();
  }
}
