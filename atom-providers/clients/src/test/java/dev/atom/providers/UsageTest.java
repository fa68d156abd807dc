package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Media;
import dev.atom.model.ModelException;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Usage;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.speech.TranscriptionRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was used is told, also of a reply that never became whole; nothing told is not nothing used. */
class UsageTest {
  private final GuideServer server = new GuideServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private ChatModel model(Profile profile) {
    return server.provider(profile).chat("m");
  }

  static Stream<RecordedExchange> streams() {
    return Recordings.all().stream()
        .filter(exchange -> exchange.operation().matches("(chat|responses)_stream"))
        .filter(exchange -> exchange.status() == 200);
  }

  private static Profile profile(RecordedExchange exchange) {
    boolean responses = exchange.operation().startsWith("responses");
    return switch (exchange.provider()) {
      case "openai" -> responses ? Profiles.openAi() : Profiles.openAiChatCompletions();
      case "azure" -> responses ? Profiles.azure("res") : Profiles.azureChatCompletions("res");
      case "deepseek" -> responses ? Profiles.deepSeekResponses() : Profiles.deepSeek();
      case "groq" -> Profiles.groq();
      case "perplexity" -> Profiles.perplexityChatCompletions();
      case "ollama" ->
          exchange.path().orElse("/api/").startsWith("/v1")
              ? Profiles.ollamaCompatible()
              : Profiles.ollama();
      case "anthropic" -> Profiles.anthropic();
      case "gemini" -> Profiles.gemini();
      default -> throw new IllegalArgumentException(exchange.toString());
    };
  }

  /** Reads to the end, or to where it breaks. */
  private record Read(Usage stream, Usage reply, boolean whole) {}

  private Read read(RecordedExchange exchange, int bytes) {
    server.play(exchange, bytes);
    try (ReplyStream stream =
        model(profile(exchange)).stream(ChatRequest.of("Hi"), CallContext.create())) {
      try {
        Usage last = Usage.UNKNOWN;
        while (stream.hasNext()) {
          if (stream.next() instanceof ReplyEvent.Finished finished) {
            last = finished.reply().usage();
          }
        }
        return new Read(stream.usage(), last, true);
      } catch (ModelException e) {
        return new Read(stream.usage(), e.failure().usage(), false);
      }
    } catch (ModelException e) {
      return new Read(e.failure().usage(), e.failure().usage(), false);
    }
  }

  @ParameterizedTest
  @MethodSource("streams")
  void brokenStreamTellsTheUsageThatCameUntilThen(RecordedExchange exchange) {
    int length = exchange.bodyBytes().length;
    Read whole = read(exchange, length);
    assertThat(whole.stream()).isEqualTo(whole.reply());
    for (int part = 1; part < 8; part++) {
      Read cut = read(exchange, length * part / 8);
      assertThat(cut.stream()).isEqualTo(cut.reply());
      if (!cut.whole()) {
        assertThat(cut.stream().known()).isFalse();
        // Google corrects itself by a token at the end.
        long corrected = exchange.provider().equals("gemini") ? 1 : 0;
        assertThat(cut.stream().inputTokens())
            .isLessThanOrEqualTo(whole.reply().inputTokens() + corrected);
      }
    }
  }

  @Test
  void whatAnthropicTellsAtTheBeginningIsNotLostWithTheRest() {
    RecordedExchange exchange =
        Recordings.one("anthropic", "chat_stream-tool-call-claude-haiku-4-5-20251001");
    Read whole = read(exchange, exchange.bodyBytes().length);
    Read cut = read(exchange, exchange.bodyBytes().length / 2);
    assertThat(cut.whole()).isFalse();
    assertThat(cut.stream().inputTokens()).isPositive().isEqualTo(whole.reply().inputTokens());
    assertThat(cut.stream().known()).isFalse();
    assertThat(whole.reply().known()).isTrue();
  }

  @Test
  void streamThatIsClosedEarlyStillTellsWhatItUsed() {
    RecordedExchange exchange =
        Recordings.one("anthropic", "chat_stream-tool-call-claude-haiku-4-5-20251001");
    server.play(exchange, exchange.bodyBytes().length / 2);
    ReplyStream stream =
        model(Profiles.anthropic()).stream(ChatRequest.of("Hi"), CallContext.create());
    stream.next();
    stream.next();
    stream.close();
    assertThat(stream.usage().inputTokens()).isPositive();
    assertThat(stream.usage().known()).isFalse();
  }

  @Test
  void errorInsideAStreamCarriesTheUsageToldBefore() {
    String begun =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"m\","
            + "\"content\":[],\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\n";
    String broken =
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
            + "\"message\":\"Overloaded\"}}\n\n";
    server.answer(200, "text/event-stream", begun + broken);
    ModelException failure =
        catchThrowableOfType(
            ModelException.class,
            () ->
                model(Profiles.anthropic()).stream(ChatRequest.of("Hi"), CallContext.create())
                    .reply());
    assertThat(failure.code()).isEqualTo("overloaded");
    assertThat(failure.failure().usage()).isEqualTo(Usage.of(25, 1).atLeast());
  }

  @Test
  void usageOfAFailedResponseIsKept() {
    server.answer(
        200,
        "text/event-stream",
        "data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\","
            + "\"message\":\"broken\"},\"usage\":{\"input_tokens\":9,\"output_tokens\":4}}}\n\n");
    ModelException failure =
        catchThrowableOfType(
            ModelException.class,
            () ->
                model(Profiles.openAi()).stream(ChatRequest.of("Hi"), CallContext.create())
                    .reply());
    assertThat(failure.failure().usage()).isEqualTo(Usage.of(9, 4).atLeast());
  }

  @Test
  void searchesCountedByTheStepsKeepWhatTheProviderSaysItCost() {
    server.answer(
        200,
        "{\"output\":[{\"type\":\"web_search_call\"},{\"type\":\"message\",\"content\":[{\"type\":"
            + "\"output_text\",\"text\":\"Hi\"}]}],\"status\":\"completed\",\"usage\":"
            + "{\"input_tokens\":3,\"output_tokens\":1,\"cost\":{\"total_cost\":0.25}}}");
    Usage usage = model(Profiles.openAi()).chat("Hi").usage();
    assertThat(usage.searches()).isEqualTo(1);
    assertThat(usage.reportedUsd()).contains(new BigDecimal("0.25"));
    assertThat(usage.known()).isTrue();
  }

  @Test
  void embeddingsWhoseUsageIsNotToldAreNotFree() {
    EmbeddingRequest request = EmbeddingRequest.of("Hi");
    server.answer(200, "{\"embeddings\":[[1,0]]}");
    assertThat(
            server
                .provider(Profiles.ollama())
                .embeddings("m")
                .embed(request, CallContext.create())
                .usage())
        .isEqualTo(Usage.UNKNOWN);
    server.answer(200, "{\"data\":[{\"index\":0,\"embedding\":[1,0]}]}");
    assertThat(
            server
                .provider(Profiles.mistral())
                .embeddings("m")
                .embed(request, CallContext.create())
                .usage())
        .isEqualTo(Usage.UNKNOWN);
  }

  @Test
  void transcriptsWithoutALengthAreNotFree() {
    Media sound = Media.inline("audio/wav", new byte[4]);
    server.answer(200, "{\"text\":\"Hi\"}");
    assertThat(
            server
                .provider(Profiles.groq())
                .transcription("m")
                .transcribe(TranscriptionRequest.of(sound), CallContext.create())
                .usage())
        .isEqualTo(Usage.UNKNOWN);
    server.answer(200, "{\"text\":\"Hi\",\"duration\":2}");
    assertThat(
            server
                .provider(Profiles.groq())
                .transcription("m")
                .transcribe(TranscriptionRequest.of(sound), CallContext.create())
                .usage())
        .isEqualTo(Usage.newBuilder().audio(Duration.ofSeconds(2)).build());
  }

  /** A reply without its usage, and the members that tell one of nothing. */
  private record Reply(Profile profile, String body, String zero) {}

  static Stream<Reply> replies() {
    return Stream.of(
        new Reply(
            Profiles.mistral(),
            "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]",
            "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}"),
        new Reply(
            Profiles.openAi(),
            "{\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\","
                + "\"text\":\"Hi\"}]}],\"status\":\"completed\"",
            "\"usage\":{\"input_tokens\":0,\"output_tokens\":0}"),
        new Reply(
            Profiles.anthropic(),
            "{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\"",
            "\"usage\":{\"input_tokens\":0,\"output_tokens\":0}"),
        new Reply(
            Profiles.gemini(),
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":"
                + "\"STOP\"}]",
            "\"usageMetadata\":{\"promptTokenCount\":0}"),
        new Reply(
            Profiles.ollama(),
            "{\"message\":{\"content\":\"Hi\"},\"done\":true",
            "\"prompt_eval_count\":0,\"eval_count\":0"));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void nothingToldIsNotNothingUsed(Reply reply) {
    server.answer(200, reply.body() + "}");
    ChatReply without = model(reply.profile()).chat("Hi");
    assertThat(without.text()).isEqualTo("Hi");
    assertThat(without.usage().known()).isFalse();
    assertThat(without.usage()).isNotEqualTo(Usage.ZERO);
    server.answer(200, reply.body() + "," + reply.zero() + "}");
    assertThat(model(reply.profile()).chat("Hi").usage()).isEqualTo(Usage.ZERO);
  }

  @Test
  void brokenStreamThatToldNothingIsUnknown() {
    byte[] first =
        "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n"
            .getBytes(StandardCharsets.UTF_8);
    server.play(200, Map.of("Content-Type", "text/event-stream"), first);
    TruncatedStream cut =
        catchThrowableOfType(
            TruncatedStream.class,
            () ->
                model(Profiles.mistral()).stream(ChatRequest.of("Hi"), CallContext.create())
                    .reply());
    assertThat(List.of(cut.failure().usage())).containsExactly(Usage.UNKNOWN);
  }
}
