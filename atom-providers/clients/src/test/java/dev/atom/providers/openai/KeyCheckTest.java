package dev.atom.providers.openai;

import static dev.atom.providers.openai.OperationServer.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.CallContext;
import dev.atom.model.CallCancelled;
import dev.atom.model.CapabilityMissing;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Protocol;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.secret.KeySource;
import dev.atom.secret.KeyVerdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyCheckTest {
  private final OperationServer server = new OperationServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  static List<RecordedExchange> recorded() {
    return ModelListTest.recorded();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void keyThatSeesModelsIsAccepted(RecordedExchange exchange) {
    server.replay(exchange);
    KeyVerdict.Accepted accepted =
        (KeyVerdict.Accepted) server.provider(exchange).checkKey(CallContext.create());
    assertThat(accepted.models())
        .containsExactlyElementsOf(
            server.provider(exchange).models(CallContext.create()).stream()
                .map(model -> model.id())
                .toList());
    assertThat(accepted.scopes()).isEmpty();
    assertThat(path(server.take())).isEqualTo(exchange.path().orElseThrow());
  }

  @Test
  void ownerAndLimitsAreReadFromHeaders() {
    server
        .socket()
        .answer(
            exchange -> {
              exchange.head(
                  200,
                  Map.of(
                      "Content-Type", "application/json",
                      "openai-organization", "acme",
                      "x-ratelimit-limit-requests", "500",
                      "x-ratelimit-remaining-requests", "499"));
              exchange.write("{\"data\":[{\"id\":\"m\"}]}");
            });
    KeyVerdict.Accepted accepted =
        (KeyVerdict.Accepted) server.openAi().checkKey(CallContext.create());
    assertThat(accepted.owner()).contains("acme");
    assertThat(accepted.limits()).hasSize(1);
    assertThat(accepted.limits().get(0).remaining()).isEqualTo(499);
  }

  @Test
  @DisplayName("not recorded: another path, as OpenRouter's for its keys")
  void profileNamesTheCall() {
    server.json("{\"data\":{\"label\":\"my key\",\"limit\":10,\"usage\":1}}");
    Profile router =
        Profiles.compatible("openrouter", "https://openrouter.ai/api/v1").toBuilder()
            .keyCheckPath("key")
            .build();
    KeyVerdict.Accepted accepted =
        (KeyVerdict.Accepted) server.provider(router).checkKey(CallContext.create());
    assertThat(accepted.owner()).contains("my key");
    assertThat(path(server.take())).isEqualTo("/api/v1/key");
  }

  @Test
  @DisplayName("not recorded: scopes, projects and models in the words of other protocols")
  void whatOtherProtocolsTellIsRead() {
    KeyVerdict.Accepted projects =
        (KeyVerdict.Accepted) answered(200, "{\"projects\":[{\"name\":\"acme\"}]}");
    assertThat(projects.owner()).contains("acme");
    KeyVerdict.Accepted scopes =
        (KeyVerdict.Accepted) answered(200, "{\"scopes\":[\"usage:read\",\"member\"]}");
    assertThat(scopes.scopes()).containsExactlyInAnyOrder("usage:read", "member");
    KeyVerdict.Accepted names =
        (KeyVerdict.Accepted)
            answered(200, "{\"models\":[{\"name\":\"models/gemini-3\"},{\"name\":\"qwen3:8b\"}]}");
    assertThat(names.models()).containsExactly("gemini-3", "qwen3:8b");
  }

  private KeyVerdict answered(int status, String body) {
    server.socket().answer(status, "application/json", body);
    return server.openAi().checkKey(CallContext.create());
  }

  private static String reason(KeyVerdict check) {
    return switch (check) {
      case KeyVerdict.Accepted accepted -> "accepted";
      case KeyVerdict.Rejected rejected -> rejected.code();
      case KeyVerdict.Unknown unknown -> unknown.code();
    };
  }

  @Test
  void recordedRefusalIsARejection() {
    for (String provider : List.of("openai", "groq", "deepseek")) {
      RecordedExchange exchange = Recordings.one(provider, "error-401");
      server.replay(exchange);
      KeyVerdict check = server.provider(exchange).checkKey(CallContext.create());
      assertThat(check).isInstanceOf(KeyVerdict.Rejected.class);
      assertThat(reason(check)).isEqualTo("key_rejected");
      assertThat(check.toString()).doesNotContain(OperationServer.KEY);
    }
  }

  @Test
  void whatTheKeyIsToBlameForIsARejection() {
    assertThat(answered(403, "{}")).isInstanceOf(KeyVerdict.Rejected.class);
    assertThat(reason(answered(403, "{}"))).isEqualTo("access_denied");
    KeyVerdict poor =
        answered(429, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"x\"}}");
    assertThat(poor).isInstanceOf(KeyVerdict.Rejected.class);
    assertThat(reason(poor)).isEqualTo("quota_exhausted");
  }

  @Test
  void whatTheKeyIsNotToBlameForIsUnknown() throws Exception {
    assertThat(answered(429, "{}")).isInstanceOf(KeyVerdict.Unknown.class);
    assertThat(reason(answered(429, "{}"))).isEqualTo("rate_limited");
    assertThat(reason(answered(503, "{}"))).isEqualTo("overloaded");
    KeyVerdict gateway = answered(200, "<html>Sign in</html>");
    assertThat(gateway).isInstanceOf(KeyVerdict.Unknown.class);
    assertThat(reason(gateway)).isEqualTo("malformed_reply");
    Provider gone = server.openAi();
    server.close();
    KeyVerdict unreachable = gone.checkKey(CallContext.create());
    assertThat(unreachable).isInstanceOf(KeyVerdict.Unknown.class);
    assertThat(reason(unreachable)).isEqualTo("unreachable");
  }

  @Test
  void noKeyIsARejectionAndNothingIsSent() {
    Provider keyless =
        Provider.of(
            Profiles.openAi().toBuilder().base(server.socket().base().toString()).build(),
            KeySource.none());
    assertThat(reason(keyless.checkKey(CallContext.create()))).isEqualTo("key_rejected");
    assertThat(server.socket().waiting()).isZero();
  }

  @Test
  void cancelledCheckSaysNothing() {
    CallContext context = CallContext.create();
    context.cancel();
    assertThatExceptionOfType(CallCancelled.class)
        .isThrownBy(() -> server.openAi().checkKey(context));
  }

  @Test
  void whoOffersNoCheckIsNotAsked() {
    Profile plain =
        Profile.newBuilder("plain", Protocol.OPENAI_CHAT_COMPLETIONS, "http://localhost/v1")
            .capabilities(Set.of())
            .build();
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(() -> server.provider(plain).checkKey(CallContext.create()));
  }
}
