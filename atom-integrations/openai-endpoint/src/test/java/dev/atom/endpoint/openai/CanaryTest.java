package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.atom.router.Router;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The caller's key and the provider's key go as far as they must, and leave no trace. */
class CanaryTest {
  private static final String CALLER = "canary-caller-8d2f61b0c97e43aa";
  private static final String PROVIDER = "canary-provider-51ee0a7d6b3f48c2";
  private static final String HELLO =
      """
      {"model": "%s", "messages": [{"role": "user", "content": "Hello"}], "stream": %s}""";

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final List<SecretRef> asked = new CopyOnWriteArrayList<>();
  private final List<String> answers = new ArrayList<>();

  private Level level = Level.OFF;

  @BeforeEach
  void listen() {
    level = root.getLevel();
    root.setLevel(Level.TRACE);
    logged.list = new CopyOnWriteArrayList<>();
    logged.start();
    root.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(logged);
    root.setLevel(level);
  }

  private HttpResponse<String> ask(
      TestEndpoint endpoint, String key, String model, boolean stream) {
    HttpResponse<String> response =
        endpoint.send(
            endpoint
                .request("/chat/completions")
                .setHeader("authorization", "Bearer " + key)
                .POST(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        HELLO.formatted(model, stream))));
    answers.add(response.headers().map() + response.body());
    return response;
  }

  @Test
  void neitherKeyIsInLogsErrorsOrAnswers() throws IOException {
    KeySource keys =
        ref -> {
          asked.add(ref);
          return Optional.of(Secret.of(PROVIDER));
        };
    MemoryCallerKeys callers = MemoryCallerKeys.create();
    try (Secret key = Secret.of(CALLER);
        CapturingProvider provider = new CapturingProvider()) {
      callers.add(key, Caller.of("acme").user("ann"));
      Router router = Router.newBuilder().target(provider.chat(keys)).build();
      OpenAiEndpoint handler = OpenAiEndpoint.newBuilder(callers).chat("fast", router).build();
      try (TestEndpoint endpoint = TestEndpoint.start(handler)) {
        assertThat(ask(endpoint, CALLER, "fast", false).statusCode()).isEqualTo(200);
        assertThat(ask(endpoint, CALLER, "none", false).statusCode()).isEqualTo(404);
        assertThat(ask(endpoint, CALLER + "x", "fast", false).statusCode()).isEqualTo(401);
        String wrongKey =
            """
            {"error": {"message": "Incorrect API key provided: %s", "code": "invalid_api_key"}}"""
                .formatted(PROVIDER);
        provider.answer(401, wrongKey);
        assertThat(ask(endpoint, CALLER, "fast", false).statusCode()).isEqualTo(502);
        assertThat(ask(endpoint, CALLER, "fast", true).statusCode()).isEqualTo(502);
        // The key was found wrong, and would not be tried again for a while.
        router.health().reset(router.ref().provider(), "acme/ann");
        provider.answer(400, wrongKey.replace("invalid_api_key", "odd"));
        assertThat(ask(endpoint, CALLER, "fast", false).statusCode()).isEqualTo(400);
        provider.answer(500, "no JSON but " + PROVIDER);
        assertThat(ask(endpoint, CALLER, "fast", false).statusCode()).isEqualTo(502);
      }
      assertThat(provider.authorizations()).isNotEmpty().containsOnly("Bearer " + PROVIDER);
      answers.add(callers.toString() + handler);
    }

    assertThat(asked).isNotEmpty();
    assertThat(asked)
        .allSatisfy(
            ref -> {
              assertThat(ref.tenant()).isEqualTo("acme");
              assertThat(ref.user()).contains("ann");
            });
    assertThat(logged.list).isNotEmpty();
    for (ILoggingEvent event : logged.list) {
      answers.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        answers.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    assertThat(answers)
        .allSatisfy(
            text ->
                assertThat(text)
                    .doesNotContain("canary-caller")
                    .doesNotContain("8d2f61b0c97e43aa")
                    .doesNotContain("canary-provider")
                    .doesNotContain("51ee0a7d6b3f48c2"));
  }
}
