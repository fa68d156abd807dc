package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call may be, and where its secrets may go. */
@Timeout(60)
class CallTest {
  private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);

  private final TestServer server = new TestServer();
  private final Transport transport = Transport.create();
  private final CallContext context = CallContext.create();

  @AfterEach
  void closeAll() throws Exception {
    transport.close();
    server.close();
  }

  @Test
  void eachMethodIsSentWithItsBody() throws Exception {
    server.answer(200, "text/plain", "ok");
    URI uri = server.base();
    for (HttpCall.Builder call :
        List.of(
            HttpCall.get(uri),
            HttpCall.delete(uri),
            HttpCall.post(uri, "text/plain", BODY),
            HttpCall.put(uri, "text/plain", BODY),
            HttpCall.patch(uri, "text/plain", BODY))) {
      assertThat(transport.send(call.build(), context).text()).isEqualTo("ok");
      TestServer.Received received = server.take();
      assertThat(call.build()).hasToString(received.line().split(" ")[0] + " " + uri);
      boolean bodied = received.headers().containsKey("Content-Type");
      assertThat(received.body()).isEqualTo(bodied ? "body" : "");
    }
  }

  @Test
  void headGetsHeadersAndNoBody() throws Exception {
    server.answer(exchange -> exchange.head(200, Map.of("Content-Length", "500", "X-A", "1")));
    HttpReply reply = transport.send(HttpCall.head(server.base()).build(), context);
    assertThat(reply.body()).isEmpty();
    assertThat(reply.headers().first("x-a")).contains("1");
    assertThat(server.take().line()).isEqualTo("HEAD /v1 HTTP/1.1");
  }

  @Test
  void deleteIsNeverSentTwice() {
    server.answer(exchange -> {});
    assertThatThrownBy(() -> transport.send(HttpCall.delete(server.base()).build(), context))
        .isInstanceOf(ConnectionFailed.class);
    assertThat(server.waiting()).isEqualTo(1);
  }

  @Test
  void formIsSentAsTheStandardSays() throws Exception {
    server.answer(200, "text/plain", "ok");
    MultipartBody form =
        MultipartBody.newBuilder(new Random(7))
            .text("model", "nova ä")
            .file("file", "a\"b\r\n.wav", "audio/wav", new byte[] {'R', 'I', 'F', 'F'})
            .build();
    transport.send(HttpCall.post(server.base(), form).build(), context);
    TestServer.Received received = server.take();
    String type = received.headers().get("Content-Type");
    assertThat(type).startsWith("multipart/form-data; boundary=atom-");
    String boundary = type.substring(type.indexOf('=') + 1);
    assertThat(boundary).hasSizeLessThanOrEqualTo(70);
    assertThat(received.body())
        .isEqualTo(
            """
            --B
            Content-Disposition: form-data; name="model"

            nova ä
            --B
            Content-Disposition: form-data; name="file"; filename="a%22b%0D%0A.wav"
            Content-Type: audio/wav

            RIFF
            --B--
            """
                .replace("\n", "\r\n")
                .replace("--B", "--" + boundary));
  }

  @Test
  void formsHaveBoundariesOfTheirOwnAndShowNothing() {
    MultipartBody first = MultipartBody.newBuilder().text("a", "confidential").build();
    MultipartBody second = MultipartBody.newBuilder().text("a", "confidential").build();
    assertThat(first.contentType()).isNotEqualTo(second.contentType());
    assertThat(first.toString()).matches("MultipartBody\\[\\d+ bytes]");
    assertThatThrownBy(() -> MultipartBody.newBuilder().build()).hasMessageContaining("empty");
    assertThatThrownBy(() -> MultipartBody.newBuilder().file("f", "f", "a/b\r\nX: y", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secretOverPlainHttpIsRefusedUnlessAllowed() {
    try (Secret secret = Secret.of("correct-horse")) {
      URI far = URI.create("http://far.invalid/v1?q=private");
      HttpCall.Builder call = HttpCall.get(far).secretHeader("Authorization", "Bearer ", secret);
      SecretExposed refused =
          catchThrowableOfType(SecretExposed.class, () -> transport.send(call.build(), context));
      assertThat(refused.code()).isEqualTo("secret_exposed");
      assertThat(refused.retryable()).isFalse();
      assertThat(refused)
          .hasMessageContaining("far.invalid")
          .hasMessageContaining("use https, or allowPlainHttp()")
          .hasMessageNotContaining("horse")
          .hasMessageNotContaining("private");
      // Allowed, it gets as far as the host's name, which does not exist.
      assertThatThrownBy(() -> transport.send(call.allowPlainHttp().build(), context))
          .isInstanceOf(ConnectionFailed.class);
      try (Transport open = Transport.newBuilder().allowPlainHttp().build()) {
        HttpCall plain = HttpCall.get(far).secretHeader("K", "", secret).build();
        assertThatThrownBy(() -> open.send(plain, context)).isInstanceOf(ConnectionFailed.class);
      }
    }
  }

  @Test
  void thisMachineIsToldByItsNamesOnly() {
    try (Secret secret = Secret.of("correct-horse")) {
      for (String host : List.of("127.0.0.1", "127.9.9.9", "LOCALHOST", "a.localhost", "[::1]")) {
        assertThat(exposes("http://" + host + ":1/", secret)).as(host).isFalse();
      }
      for (String host : List.of("127.0.0.1.far.example", "localhost.far.example", "10.0.0.1")) {
        assertThat(exposes("http://" + host + "/", secret)).as(host).isTrue();
        assertThat(exposes("https://" + host + "/", secret)).as(host).isFalse();
      }
      HttpCall open = HttpCall.get(URI.create("http://far.example/")).build();
      assertThat(Requests.exposesSecrets(open, false)).isFalse();
    }
  }

  private static boolean exposes(String uri, Secret secret) {
    return Requests.exposesSecrets(
        HttpCall.get(URI.create(uri)).secretHeader("K", "", secret).build(), false);
  }

  @Test
  void secretIsNotSentToWhereARedirectPoints() throws Exception {
    try (TestServer other = new TestServer();
        Secret secret = Secret.of("correct-horse")) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        server.answer(
            exchange ->
                exchange.head(
                    status, Map.of("Location", other.base().toString(), "Content-Length", "0")));
        HttpCall call = HttpCall.get(server.base()).secretHeader("K", "", secret).build();
        assertThat(transport.send(call, context).status()).isEqualTo(status);
      }
      assertThat(other.waiting()).isZero();
    }
  }

  @Test
  void eventBeyondTheCallsLimitIsRefused() {
    server.stream("data: 12345678901234567890\n\n");
    HttpCall call = HttpCall.get(server.base()).maxEventBytes(20).build();
    try (HttpStream stream = transport.open(call, context)) {
      StreamEvents events = StreamEvents.serverSent(stream);
      assertThatThrownBy(events::next)
          .isInstanceOf(ReplyTooLarge.class)
          .hasMessageContaining("20 bytes");
    }
    assertThatThrownBy(() -> HttpCall.get(server.base()).maxEventBytes(0))
        .hasMessageContaining("maxEventBytes");
  }

  @Test
  void bodyIsLentWithoutACopyWhateverItsLength() {
    for (int size : List.of(0, 1, 4095, 4096, 4097, 100_000)) {
      String text = "x".repeat(size);
      for (boolean announced : List.of(true, false)) {
        server.answer(
            exchange -> {
              exchange.head(200, announced ? Map.of("Content-Length", "" + size) : Map.of());
              exchange.write(text);
            });
        HttpReply reply = transport.send(HttpCall.get(server.base()).build(), context);
        assertThat(reply.text()).isEqualTo(text);
        assertThat(reply.body()).hasSize(size);
        int read = reply.read((bytes, from, to) -> to - from);
        assertThat(read).isEqualTo(size);
        assertThat(reply).hasToString("HttpReply[200, " + size + " bytes]");
      }
    }
  }

  @Test
  void settingsOfATransportMustMakeSense() {
    assertThatThrownBy(() -> Transport.newBuilder().idleConnections(-1))
        .hasMessageContaining("idleConnections is -1");
    assertThatThrownBy(() -> Transport.newBuilder().idleTime(java.time.Duration.ZERO))
        .hasMessageContaining("idleTime");
  }
}
