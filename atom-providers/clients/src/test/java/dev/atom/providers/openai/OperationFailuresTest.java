package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.ImageRequest;
import dev.atom.model.Media;
import dev.atom.model.ModelException;
import dev.atom.model.ModerationRequest;
import dev.atom.model.PromptCounter;
import dev.atom.model.ProviderFailed;
import dev.atom.model.Tool;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.ExpectedErrors;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.speech.SpeechRequest;
import dev.atom.speech.TranscriptionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OperationFailuresTest {
  private final OperationServer server = new OperationServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private interface Call {
    void make(Provider provider, CallContext context);
  }

  enum Operation {
    EMBEDDINGS((p, c) -> p.embeddings("m").embed(EmbeddingRequest.of("a"), c)),
    TRANSCRIPTION(
        (p, c) ->
            p.transcription("m")
                .transcribe(TranscriptionRequest.of(Media.inline("audio/wav", new byte[1])), c)),
    SPEECH((p, c) -> p.speech("m").speak(SpeechRequest.of("a"), c)),
    SPEECH_STREAM((p, c) -> p.speech("m").stream(SpeechRequest.of("a"), c).close()),
    MODERATION((p, c) -> p.moderation("m").moderate(ModerationRequest.of("a"), c)),
    IMAGES((p, c) -> p.images("m").create(ImageRequest.of("a"), c)),
    MODELS((p, c) -> p.models(c)),
    BATCH((p, c) -> p.batches("m").submit(Map.of("a", ChatRequest.of("Hi")), c)),
    FIND_BATCH((p, c) -> p.batches("m").find("b", c)),
    COUNT((p, c) -> p.promptCounter("m").count(ChatRequest.of("Hi"), c));

    private final Call call;

    Operation(Call call) {
      this.call = call;
    }
  }

  static Stream<Arguments> failures() {
    List<RecordedExchange> errors =
        Recordings.of("openai").stream().filter(e -> e.operation().equals("error")).toList();
    return Stream.of(Operation.values())
        .flatMap(operation -> errors.stream().map(e -> Arguments.of(operation, e)));
  }

  @Test
  void everyRecordedErrorIsTriedWithEveryOperation() {
    assertThat(failures()).hasSize(10 * 10);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void recordedErrorIsItsException(Operation operation, RecordedExchange exchange) {
    server.replay(exchange);
    ModelException failure = failure(operation);
    ExpectedErrors.Expected expected = ExpectedErrors.of(exchange).orElseThrow();
    assertThat(failure.getClass().getSimpleName()).isEqualTo(expected.failure());
    assertThat(failure.failure().requestId()).isEqualTo(expected.requestId());
    assertThat(failure.failure().retryAfter()).isEqualTo(expected.retryAfter());
    assertThat(failure.remedy()).isEqualTo(expected.remedy());
    assertThat(failure).hasMessageNotContaining(OperationServer.KEY);
  }

  private ModelException failure(Operation operation) {
    return catchThrowableOfType(
        ModelException.class, () -> operation.call.make(server.openAi(), CallContext.create()));
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void keyThatTheProviderEchoesIsHidden(Operation operation) {
    server
        .socket()
        .answer(
            401,
            "application/json",
            "{\"error\":{\"message\":\"bad key " + OperationServer.KEY + "\"}}");
    assertThat(failure(operation)).hasMessageNotContaining(OperationServer.KEY);
  }

  @ParameterizedTest
  // A stream of speech that is only opened has not met its end yet.
  @EnumSource(value = Operation.class, mode = EnumSource.Mode.EXCLUDE, names = "SPEECH_STREAM")
  void replyThatIsCutIsNoReply(Operation operation) {
    cut(operation, 200);
    assertThat(failure(operation)).isInstanceOfAny(Unreachable.class, TruncatedStream.class);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void refusalThatIsCutIsWhatItsStatusSays(Operation operation) {
    cut(operation, 500);
    assertThat(failure(operation)).isInstanceOf(ProviderFailed.class);
  }

  private void cut(Operation operation, int status) {
    server
        .socket()
        .answer(
            exchange -> {
              String type =
                  operation.name().startsWith("SPEECH") ? "audio/mpeg" : "application/json";
              exchange.head(status, Map.of("Content-Type", type, "Content-Length", "1000"));
              exchange.write("{\"data\":[");
            });
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void deadlineEndsTheCall(Operation operation) {
    server.socket().answer(exchange -> exchange.awaitClosed());
    ModelException late =
        catchThrowableOfType(
            ModelException.class,
            () ->
                operation.call.make(
                    server.openAi(), CallContext.create().timeout(Duration.ofMillis(50))));
    assertThat(late).isInstanceOf(CallTimedOut.class);
  }

  @Test
  @DisplayName("not recorded: OpenAI counts what the request as a whole takes")
  void providerCountsTokens() {
    server.json("{\"object\":\"response.input_tokens\",\"input_tokens\":123}");
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.system("Be brief."))
            .message(ChatMessage.user("Hi"))
            .temperature(0.5)
            .maxOutputTokens(10)
            .tool(
                new Tool(
                    "weather",
                    "Tells the weather",
                    JsonSchema.of(
                        Json.parseObject(
                            "{\"type\":\"object\","
                                + "\"properties\":{\"city\":{\"type\":\"string\"}}}"))))
            .build();
    PromptCounter.Count count =
        server.openAi().promptCounter("gpt-5.4").count(request, CallContext.create());
    assertThat(count).isEqualTo(new PromptCounter.Count(123, false));
    TestServer.Received sent = server.take();
    Json.Obj body = OperationServer.body(sent);
    assertThat(OperationServer.path(sent)).isEqualTo("/v1/responses/input_tokens");
    assertThat(body.members().keySet()).containsExactly("model", "input", "tools");
    assertThat(ApiDescription.of("openai").violations("POST", "/v1/responses/input_tokens", body))
        .isEmpty();
  }

  @Test
  void elsewhereTokensAreEstimated() {
    PromptCounter.Count count =
        server
            .provider(Profiles.groq())
            .promptCounter("llama")
            .count(ChatRequest.of("Hello, how are you?"), CallContext.create());
    assertThat(count.estimated()).isTrue();
    assertThat(count.tokens()).isPositive();
    assertThat(server.socket().waiting()).isZero();
  }
}
