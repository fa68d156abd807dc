package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.speech.TranscriptionRequest;
import dev.atom.usage.Charge;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What recorded replies cost at list prices, worked out by hand. The amounts in the comments are
 * millionths of a dollar.
 */
class RecordedCostTest {
  private static final ModelRef MODEL = new ModelRef("p", "m");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final GuideServer server = new GuideServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private static Cost cost(Rates rates, Usage usage) {
    return PriceBook.of(List.of(Price.of(MODEL, rates))).cost(MODEL, usage, NOW);
  }

  private static Cost millionths(String amount) {
    return new Cost.Known(new BigDecimal(amount).movePointLeft(6));
  }

  private Usage usage(Profile profile, String file) {
    RecordedExchange exchange = Recordings.one(profile.id(), file);
    server.play(exchange);
    ChatModel model = server.provider(profile).chat("m");
    if (!exchange.operation().endsWith("_stream")) {
      return model.chat("Hi").usage();
    }
    try (ReplyStream stream = model.stream(ChatRequest.of("Hi"), CallContext.create())) {
      return stream.reply().usage();
    }
  }

  @Test
  void openAiCountsCachedTokensWithinTheInput() {
    Rates mini = Rates.tokens("0.15", "0.6").and(Charge.CACHED_INPUT, "0.075");
    Usage usage = usage(Profiles.openAiChatCompletions(), "chat-cached-gpt-4o-mini");
    // 1149 sent, 1024 of them cached, 353 received:
    // 125 x 0.15 = 18.75; 1024 x 0.075 = 76.8; 353 x 0.6 = 211.8
    assertThat(cost(mini, usage)).isEqualTo(millionths("307.35"));
  }

  @Test
  void openAiChargesForWhatItWritesToItsCache() {
    Rates sol =
        Rates.tokens("4", "20").and(Charge.CACHED_INPUT, "0.4").and(Charge.CACHE_WRITE, "5");
    Usage usage = usage(Profiles.openAi(), "responses-max-tokens-gpt-5.6-sol");
    // 1220 sent, 1217 of them written to the cache; 100 received, 54 of them reasoning:
    // 3 x 4 = 12; 1217 x 5 = 6085; 100 x 20 = 2000
    assertThat(cost(sol, usage)).isEqualTo(millionths("8097"));
  }

  /** Others forgot the discount in streams, and so billed up to four times too much. */
  @Test
  void cachedTokensOfAStreamHaveTheirDiscount() {
    Rates rates = Rates.tokens("2.5", "10").and(Charge.CACHED_INPUT, "1.25");
    Usage usage = usage(Profiles.openAi(), "responses_stream-cached-gpt-4o");
    // 1515 sent, 1390 of them cached, 8 received: 125 x 2.5 = 312.5; 1390 x 1.25 = 1737.5; 80
    assertThat(cost(rates, usage)).isEqualTo(millionths("2130"));
  }

  /** Others added the reasoning to an output that has it already. */
  @Test
  void reasoningOfAzureIsNotPaidTwice() {
    Usage usage = usage(Profiles.azure("res"), "responses_stream-usage-gpt-5-mini");
    // 19 sent; 208 received, 192 of them reasoning: 19 x 0.25 = 4.75; 208 x 2 = 416
    assertThat(cost(Rates.tokens("0.25", "2"), usage)).isEqualTo(millionths("420.75"));
  }

  /** Anthropic's input leaves its cache out; others billed the written tokens as plain ones. */
  @Test
  void anthropicCacheWritesAndReadsAndSearchesAreAllPaid() {
    Rates sonnet =
        Rates.tokens("2", "10")
            .and(Charge.CACHED_INPUT, "0.2")
            .and(Charge.CACHE_WRITE, "2.5")
            .and(Charge.LONG_CACHE_WRITE, "4")
            .and(Charge.SEARCH, "0.01");
    Usage usage = usage(Profiles.anthropic(), "chat-citations-claude-sonnet-5");
    // 4 sent, 11107 written for 5 minutes, 2836 read; 155 received, 26 of them thoughts; 1 search:
    // 4 x 2 = 8; 11107 x 2.5 = 27767.5; 2836 x 0.2 = 567.2; 155 x 10 = 1550; 10000
    assertThat(cost(sonnet, usage)).isEqualTo(millionths("39892.7"));
  }

  @Test
  void anthropicTellsTheCacheAtTheBeginningOfAStreamAndTheOutputAtItsEnd() {
    Rates sonnet = Rates.tokens("3", "15").and(Charge.CACHED_INPUT, "0.3");
    Usage usage = usage(Profiles.anthropic(), "chat_stream-cached-claude-3-5-sonnet");
    // 4 sent, 1167 read, 256 received: 4 x 3 = 12; 1167 x 0.3 = 350.1; 256 x 15 = 3840
    assertThat(cost(sonnet, usage)).isEqualTo(millionths("4202.1"));
  }

  /** Google counts thoughts beside the candidates, so leaving them out is the fault here. */
  @Test
  void geminiThoughtsArePaidAsOutput() {
    Rates flash = Rates.tokens("1.5", "9").and(Charge.CACHED_INPUT, "0.15");
    Usage cached = usage(Profiles.gemini(), "chat-cached-gemini-3.5-flash");
    // 341 sent, 92 of them cached; 10 received and 499 thoughts:
    // 249 x 1.5 = 373.5; 92 x 0.15 = 13.8; 509 x 9 = 4581
    assertThat(cost(flash, cached)).isEqualTo(millionths("4968.3"));
    Usage tools = usage(Profiles.gemini(), "chat-citations-gemini-3.5-flash");
    // 132 sent and 1387 by Google's own tool; 65 received and 149 thoughts:
    // 1519 x 1.5 = 2278.5; 214 x 9 = 1926
    assertThat(cost(flash, tools)).isEqualTo(millionths("4204.5"));
  }

  @Test
  void geminiSoundHasARateOfItsOwn() {
    Usage usage = usage(Profiles.gemini(), "chat-audio-in-gemini-2.5-flash");
    Rates text = Rates.tokens("0.3", "2.5");
    assertThat(cost(text, usage)).isInstanceOf(Cost.Unknown.class);
    // 6 of text and 119 of sound sent; 10 received and 25 thoughts:
    // 6 x 0.3 = 1.8; 119 x 1 = 119; 35 x 2.5 = 87.5
    assertThat(cost(text.and(Charge.AUDIO_INPUT, "1"), usage)).isEqualTo(millionths("208.3"));
  }

  @Test
  void deepSeekTellsItsCacheByNamesOfItsOwn() {
    Rates flash = Rates.tokens("0.3", "1.2").and(Charge.CACHED_INPUT, "0.006");
    Usage stream = usage(Profiles.deepSeek(), "chat_stream-max-tokens-deepseek-v4-flash");
    // 5129 sent, 5120 of them cached; 16 received, all reasoning:
    // 9 x 0.3 = 2.7; 5120 x 0.006 = 30.72; 16 x 1.2 = 19.2
    assertThat(cost(flash, stream)).isEqualTo(millionths("52.62"));
    Usage whole = usage(Profiles.deepSeekResponses(), "responses-tool-call-deepseek-v4-flash");
    // 376 sent, 256 of them cached; 81 received, 21 of them reasoning:
    // 120 x 0.3 = 36; 256 x 0.006 = 1.536; 81 x 1.2 = 97.2
    assertThat(cost(flash, whole)).isEqualTo(millionths("134.736"));
    Usage searched = usage(Profiles.deepSeekResponses(), "responses-cached-deepseek-v4-flash");
    // It searched the web, and the list does not tell what that costs.
    assertThat(cost(flash, searched)).isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void groqTellsItsUsageAtTheEndOfAStream() {
    Rates oss = Rates.tokens("0.075", "0.3").and(Charge.CACHED_INPUT, "0.0375");
    Usage usage = usage(Profiles.groq(), "chat_stream-max-tokens-gpt-oss-20b");
    // 1795 sent, 1792 of them cached; 16 received, 14 of them reasoning:
    // 3 x 0.075 = 0.225; 1792 x 0.0375 = 67.2; 16 x 0.3 = 4.8
    assertThat(cost(oss, usage)).isEqualTo(millionths("72.225"));
  }

  @Test
  void whatPerplexityReportsGoesBeforeAnyTable() {
    Usage usage = usage(Profiles.perplexityChatCompletions(), "chat-search-sonar-pro");
    // 17 and 6 tokens would be 141; with the fee for the search it says 0.00614 dollars itself.
    assertThat(cost(Rates.tokens("3", "15"), usage)).isEqualTo(millionths("6140"));
  }

  @Test
  void deepgramIsPaidByTheSecond() {
    RecordedExchange exchange = Recordings.one("deepgram", "transcription-70ea");
    server.play(exchange);
    Media sound = Media.inline("audio/wav", new byte[4]);
    Usage usage =
        server
            .provider(Profiles.deepgram())
            .transcription("nova-3")
            .transcribe(TranscriptionRequest.of(sound), CallContext.create())
            .usage();
    assertThat(usage.audio()).isEqualTo(Duration.ofNanos(17_566_313_000L));
    // 17.566313 seconds x 71.67 = 1258.97765271
    assertThat(cost(Rates.tokens("0", "0").and(Charge.SECOND, "0.00007167"), usage))
        .isEqualTo(millionths("1258.97765271"));
  }

  /** Azure's Grok says that more was cached than was sent; no formula makes sense of that. */
  @Test
  void moreCachedThanSentIsUnknownAndNotNegative() {
    Rates rates = Rates.tokens("0.2", "0.5").and(Charge.CACHED_INPUT, "0.05");
    Usage usage = usage(Profiles.azureChatCompletions("res"), "chat-json-schema-grok-4-1-fast");
    assertThat(usage.cachedInputTokens()).isGreaterThan(usage.inputTokens());
    assertThat(cost(rates, usage)).isInstanceOf(Cost.Unknown.class);
  }

  /** Others book zero for a model that is not in their table. */
  @Test
  void aModelWithoutAPriceIsUnknownAndNotFree() {
    Usage usage = usage(Profiles.ollama(), "chat-native-llama3.1");
    assertThat(usage.known()).isTrue();
    assertThat(PriceBook.of(List.of()).cost(MODEL, usage, NOW)).isInstanceOf(Cost.Unknown.class);
    assertThat(cost(Rates.tokens("0", "0"), usage)).isEqualTo(Cost.ZERO);
  }

  /** Others book zero, or the part that was told, for a stream that was cut. */
  @Test
  void aStreamThatWasCutIsUnknownAndNotWhatWasToldOfIt() {
    RecordedExchange exchange = Recordings.one("anthropic", "chat_stream-cached-claude-3-5-sonnet");
    server.play(exchange, exchange.bodyBytes().length / 2);
    ReplyStream stream =
        server.provider(Profiles.anthropic()).chat("m").stream(
            ChatRequest.of("Hi"), CallContext.create());
    stream.next();
    stream.close();
    assertThat(stream.usage().cachedInputTokens()).isEqualTo(1167);
    Rates sonnet = Rates.tokens("3", "15").and(Charge.CACHED_INPUT, "0.3");
    assertThat(cost(sonnet, stream.usage())).isInstanceOf(Cost.Unknown.class);
  }
}
