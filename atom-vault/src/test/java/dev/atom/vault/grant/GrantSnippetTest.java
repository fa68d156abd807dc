package dev.atom.vault.grant;

import static dev.atom.vault.grant.RotatingProvider.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.atom.Deadline;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.AccessPolicy;
import dev.atom.vault.GrantVaults;
import dev.atom.vault.Vault;
import dev.atom.vault.store.MemoryVaultStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Grants against a token endpoint over HTTP, as a host would write it. */
class GrantSnippetTest {
  private static final SecretRef CALENDAR =
      new SecretRef("acme", Optional.of("ada"), "calendar", SecretRef.DEFAULT_NAME);

  private final List<String> bodies = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer =
      "{\"access_token\":\"second\",\"refresh_token\":\"r2\",\"expires_in\":3600}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          if (status == 429) {
            exchange.getResponseHeaders().add("Retry-After", "77");
          }
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aHostRefreshesOverItsOwnHttpClient() {
    List<String> asked = new ArrayList<>();
    String used;
    try (HttpClient http = HttpClient.newHttpClient();
        Vault vault = vault();
        Secret first = Secret.of("first");
        Secret refresh = Secret.of("r1");
        Grant granted =
            Grant.newBuilder(first, Instant.now())
                .refreshToken(refresh)
                .expires(Instant.now().minusSeconds(1))
                .build()) {
      // @start region="grants"
      GrantOptions options =
          GrantOptions.standard().listener(grant -> asked.add("ask " + grant.ref().user()));
      Grants grants = vault.grants(request -> refreshed(http, request), options);
      grants.save(CALENDAR, granted); // what the browser brought back
      try (Secret token = grants.accessToken(CALENDAR)) { // refreshed if it is about to end
        used = text(token);
      }
      try (Secret refused = Secret.of("first"); // a service answered 401 to this one
          Secret other = grants.refresh(CALENDAR, refused, Deadline.after(Duration.ofSeconds(5)))) {
        used = used + ", " + text(other);
      }
      // @end
      assertThat(grants.needsConsent("acme")).isEmpty();
    }
    assertThat(used).isEqualTo("second, second");
    assertThat(bodies).containsExactly("grant_type=refresh_token&refresh_token=r1");
    assertThat(asked).isEmpty();
  }

  @Test
  void theEndpointsErrorsAreToldApart() {
    try (HttpClient http = HttpClient.newHttpClient();
        Secret token = Secret.of("r1")) {
      RefreshRequest request =
          new RefreshRequest(
              CALENDAR,
              token,
              List.of(),
              false,
              Instant.now(),
              Deadline.after(Duration.ofSeconds(10)));
      status = 429;
      answer = "slow down";
      assertThat(refreshed(http, request))
          .isEqualTo(
              new RefreshOutcome.Unavailable("http_429", Optional.of(Duration.ofSeconds(77))));
      status = 400;
      answer = "{\"error\":\"invalid_grant\",\"error_description\":\"gone\"}";
      assertThat(refreshed(http, request)).isEqualTo(new RefreshOutcome.Refused("invalid_grant"));
      status = 502;
      answer = "<html>";
      assertThat(refreshed(http, request)).isEqualTo(new RefreshOutcome.Lost("http_502"));
      server.stop(0);
      assertThat(refreshed(http, request))
          .isEqualTo(new RefreshOutcome.Unavailable("connect", Optional.empty()));
    }
  }

  // @start region="refresher"
  private RefreshOutcome refreshed(HttpClient http, RefreshRequest request) {
    byte[] form = request.refreshToken().use(PlaintextAccess.granted(), GrantSnippetTest::form);
    HttpRequest post =
        HttpRequest.newBuilder(tokenEndpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(request.deadline().remaining().orElseThrow())
            .POST(BodyPublishers.ofByteArray(form))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(post, BodyHandlers.ofByteArray());
      return request.answered(answer.statusCode(), answer.body(), retryAfter(answer));
    } catch (java.net.ConnectException e) {
      return new RefreshOutcome.Unavailable("connect", Optional.empty()); // nothing was sent
    } catch (IOException | InterruptedException e) {
      return new RefreshOutcome.Lost(e.getClass().getSimpleName());
    }
  }

  // @end

  private URI tokenEndpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  private static byte[] form(byte[] token) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes("grant_type=refresh_token&refresh_token=".getBytes(StandardCharsets.UTF_8));
    form.writeBytes(
        URLEncoder.encode(new String(token, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            .getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  private static Optional<Duration> retryAfter(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Retry-After").map(Long::parseLong).map(Duration::ofSeconds);
  }

  private static Vault vault() {
    return GrantVaults.open(
        new MemoryVaultStore(), Clock.systemUTC(), System::nanoTime, AccessPolicy.everything());
  }
}
