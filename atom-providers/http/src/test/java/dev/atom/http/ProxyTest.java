package dev.atom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls through a real small proxy. The hosts exist for the proxy only. */
@Timeout(60)
class ProxyTest {
  private static final String BASIC = "Basic dXNlcjpwYXNzLXdvcmQ=";

  private final TestServer server = new TestServer();
  private final Secret password = Secret.of("pass-word");
  private final CallContext context = CallContext.create();

  @AfterEach
  void closeAll() throws Exception {
    server.close();
    password.close();
  }

  private TestProxy proxy(boolean socks, String login) {
    return new TestProxy(socks, login, server.base().getPort());
  }

  private static HttpCall post(String uri) {
    byte[] body = "body".getBytes(StandardCharsets.UTF_8);
    return HttpCall.post(URI.create(uri), "text/plain", body).build();
  }

  private HttpReply send(HttpProxy through, HttpCall call) {
    try (Transport transport = Transport.newBuilder().proxy(through).build()) {
      return transport.send(call, context);
    }
  }

  @Test
  void httpProxyPassesPlainHttpOn() throws Exception {
    server.answer(200, "text/plain", "ok");
    try (TestProxy proxy = proxy(false, "")) {
      HttpReply reply =
          send(HttpProxy.http("127.0.0.1", proxy.port()), post("http://far.invalid/x"));
      assertThat(reply.text()).isEqualTo("ok");
      assertThat(proxy.seen()).containsExactly("POST http://far.invalid/x HTTP/1.1");
      assertThat(server.take().body()).isEqualTo("body");
    }
  }

  @Test
  void httpProxyGetsItsCredentialsAtOnceAndTheServerNever() throws Exception {
    server.answer(200, "text/plain", "ok");
    try (TestProxy proxy = proxy(false, BASIC)) {
      HttpProxy through = HttpProxy.http("127.0.0.1", proxy.port()).credentials("user", password);
      assertThat(send(through, post("http://far.invalid/x")).text()).isEqualTo("ok");
      assertThat(proxy.seen()).hasSize(1);
      TestServer.Received received = server.take();
      assertThat(received.body()).isEqualTo("body");
      assertThat(received.headers()).doesNotContainKey("Proxy-Authorization");
    }
  }

  @Test
  void httpsGoesThroughATunnelThatIsAskedForWithCredentials() throws Exception {
    // What answers at the tunnel's end speaks no TLS: the call fails, but behind the proxy.
    server.answer(200, "text/plain", "ok");
    try (TestProxy proxy = proxy(false, BASIC);
        Secret secret = Secret.of("correct-horse")) {
      HttpProxy through = HttpProxy.http("127.0.0.1", proxy.port()).credentials("user", password);
      HttpCall call =
          HttpCall.get(URI.create("https://far.invalid/x")).secretHeader("K", "", secret).build();
      assertThatThrownBy(() -> send(through, call))
          .isInstanceOf(ConnectionFailed.class)
          .hasMessageNotContaining("407")
          .hasMessageNotContaining("horse");
      assertThat(proxy.seen()).isNotEmpty().allMatch("CONNECT far.invalid:443 HTTP/1.1"::equals);
    }
  }

  @Test
  void secretForThisMachineGoesToNoOtherInPlainText() throws Exception {
    try (Secret secret = Secret.of("correct-horse")) {
      HttpCall call =
          HttpCall.get(URI.create("http://localhost:11434/x"))
              .secretHeader("K", "", secret)
              .build();
      for (HttpProxy far :
          List.of(HttpProxy.http("proxy.invalid", 3128), HttpProxy.socks("proxy.invalid", 1080))) {
        assertThatThrownBy(() -> send(far, call))
            .isInstanceOf(SecretExposed.class)
            .hasMessageContaining("proxy.invalid")
            .hasMessageNotContaining("horse");
      }
    }
  }

  @Test
  void refusedCredentialsAreToldWithoutThem() throws Exception {
    try (TestProxy http = proxy(false, "Basic other");
        TestProxy socks = proxy(true, "user:other")) {
      HttpProxy through = HttpProxy.http("127.0.0.1", http.port()).credentials("user", password);
      assertThat(send(through, post("http://far.invalid/x")).status()).isEqualTo(407);
      assertThatThrownBy(() -> send(through, post("https://far.invalid/x")))
          .isInstanceOf(ConnectionFailed.class)
          .hasMessageNotContaining("pass");
      HttpProxy other = HttpProxy.socks("127.0.0.1", socks.port());
      assertThatThrownBy(
              () -> send(other.credentials("user", password), post("http://far.invalid/")))
          .isInstanceOf(ConnectionFailed.class)
          .hasMessageContaining("refused the user or the password")
          .hasMessageNotContaining("pass-word");
      assertThatThrownBy(() -> send(other, post("http://far.invalid/")))
          .isInstanceOf(ConnectionFailed.class)
          .hasMessageContaining("with a password");
    }
    assertThat(server.waiting()).isZero();
  }

  @Test
  void socksProxyLooksUpTheNamesItself() throws Exception {
    server.answer(200, "text/plain", "ok");
    for (String login : List.of("", "user:pass-word")) {
      try (TestProxy proxy = proxy(true, login)) {
        HttpProxy plain = HttpProxy.socks("127.0.0.1", proxy.port());
        HttpProxy through = login.isEmpty() ? plain : plain.credentials("user", password);
        assertThat(send(through, post("http://far.invalid:81/x")).text()).isEqualTo("ok");
        assertThat(proxy.seen()).containsExactly("far.invalid:81");
        assertThat(server.take().body()).isEqualTo("body");
        assertThatThrownBy(() -> send(through, post("http://refused.invalid/")))
            .isInstanceOf(ConnectionFailed.class)
            .hasMessageContaining("SOCKS code 5");
      }
    }
  }

  @Test
  void streamThroughSocksIsReadToItsEnd() throws Exception {
    server.stream("data: a\n\ndata: b\n\n");
    try (TestProxy proxy = proxy(true, "");
        Transport transport =
            Transport.newBuilder().proxy(HttpProxy.socks("127.0.0.1", proxy.port())).build();
        HttpStream stream = transport.open(post("http://far.invalid/"), context)) {
      StreamEvents events = StreamEvents.serverSent(stream);
      assertThat(events.next().map(ServerSentEvent::data)).contains("a");
      assertThat(events.next().map(ServerSentEvent::data)).contains("b");
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void whatIsNoSocksProxyIsTold() throws Exception {
    try (TestServer web = new TestServer()) {
      web.answer(200, "text/plain", "ok");
      HttpCall call =
          HttpCall.get(URI.create("http://far.invalid/"))
              .timeouts(Timeouts.DEFAULT.connect(java.time.Duration.ofMillis(200)))
              .build();
      assertThatThrownBy(() -> send(HttpProxy.socks("127.0.0.1", web.base().getPort()), call))
          .isInstanceOf(HttpException.class);
    }
  }

  @Test
  void proxyShowsNoPasswordAndRefusesSenselessValues() {
    HttpProxy proxy = HttpProxy.http("proxy.example", 3128).credentials("user", password);
    assertThat(proxy).hasToString("HttpProxy[HTTP proxy.example:3128]");
    assertThatThrownBy(() -> HttpProxy.http(" ", 1)).hasMessageContaining("host");
    assertThatThrownBy(() -> HttpProxy.socks("a", 70_000)).hasMessageContaining("70000");
    assertThatThrownBy(() -> proxy.credentials("a:b", password)).hasMessageContaining("colon");
  }

  @Test
  void redirectThroughAProxyIsNotFollowed() throws Exception {
    server.answer(
        exchange ->
            exchange.head(302, Map.of("Location", "http://other.invalid/", "Content-Length", "0")));
    try (TestProxy proxy = proxy(false, "")) {
      HttpReply reply =
          send(HttpProxy.http("127.0.0.1", proxy.port()), post("http://far.invalid/"));
      assertThat(reply.status()).isEqualTo(302);
      assertThat(proxy.seen()).hasSize(1);
    }
  }
}
