package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContentRefused;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.ImageRequest;
import dev.atom.model.Images;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.PromptCounter;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.Tool;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples of Gemini's guide, run against a local server. */
class GeminiGuideTest {
  private static final Logger LOG = LoggerFactory.getLogger(GeminiGuideTest.class);

  private final TestServer server = new TestServer();
  private final KeySource keys = ref -> Optional.of(Secret.of("AIza-test-0123456789"));

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private Profile profile() {
    return Profiles.gemini().toBuilder().base(server.base().toString()).build();
  }

  private ChatModel model() {
    return Provider.of(profile(), keys).chat("gemini-3-flash-preview");
  }

  private void answer(String parts, String more) {
    server.answer(
        200,
        "application/json",
        "{\"candidates\":[{\"content\":{\"parts\":["
            + parts
            + "]},\"finishReason\":\"STOP\""
            + more
            + "}],\"usageMetadata\":{\"promptTokenCount\":5,\"thoughtsTokenCount\":7}}");
  }

  @Test
  void firstCall() {
    Profile profile = profile();
    answer("{\"text\":\"Good morning\"}", "");
    // @start region="first-call"
    Provider gemini = Provider.of(profile, keys); // Profiles.gemini(), KeySource.environment()
    ChatModel model = gemini.chat("gemini-3-flash-preview");
    String text = model.chat("Say good morning").text();
    // @end
    assertThat(text).isEqualTo("Good morning");
  }

  @Test
  void thinking() {
    ChatModel model = model();
    answer("{\"text\":\"Easy\",\"thought\":true},{\"text\":\"8\"}", "");
    // @start region="thinking"
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("What is 5 + 3?"))
            .reasoningEffort("low") // or reasoningTokens(512)
            .reasoningShown(true)
            .build();
    ChatReply reply = model.chat(request, CallContext.create());
    long thought = reply.usage().reasoningTokens();
    // @end
    assertThat(thought).isEqualTo(7);
    assertThat(reply.text()).isEqualTo("8");
  }

  @Test
  void tools() throws Exception {
    ChatModel model = model();
    Tool weather = new Tool("weather", "Tells the weather", JsonSchema.empty());
    answer("{\"functionCall\":{\"name\":\"weather\"},\"thoughtSignature\":\"c2ln\"}", "");
    // @start region="tools"
    ChatRequest first =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("How is the weather?"))
            .tool(weather)
            .build();
    ChatReply asked = model.chat(first, CallContext.create());
    Part.ToolCall call = asked.toolCalls().get(0);
    ChatRequest second =
        first.toBuilder()
            .message(asked.toMessage()) // with Gemini's signature of its thoughts
            .message(ChatMessage.toolResults(List.of(Part.toolResult(call, "Sunny, 22 °C"))))
            .build();
    // @end
    answer("{\"text\":\"Sunny\"}", "");
    assertThat(model.chat(second, CallContext.create()).text()).isEqualTo("Sunny");
    server.take();
    assertThat(server.take().body()).contains("\"thoughtSignature\":\"c2ln\"");
  }

  @Test
  void search() throws Exception {
    ChatModel model = model();
    answer(
        "{\"text\":\"Bern\"}",
        ",\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"https://a.example\"}}],"
            + "\"groundingSupports\":[{\"segment\":{\"endIndex\":4},\"groundingChunkIndices\":[0]}]}");
    // @start region="search"
    ChatRequest request =
        ChatRequest.of("Which is the capital of Switzerland?").toBuilder()
            .extra(Json.parseObject("{\"tools\":[{\"googleSearch\":{}}]}"))
            .build();
    ChatReply reply = model.chat(request, CallContext.create());
    Part.Text text = (Part.Text) reply.parts().get(0);
    List<Part.Citation> sources = text.citations(); // address, title, stretch of the text
    // @end
    assertThat(sources)
        .containsExactly(new Part.Citation("https://a.example", Optional.empty(), 0, 4));
    assertThat(server.take().body()).contains("googleSearch");
  }

  @Test
  void embeddings() {
    Provider gemini = Provider.of(profile(), keys);
    server.answer(
        200, "application/json", "{\"embeddings\":[{\"values\":[1,0]},{\"values\":[0,1]}]}");
    // @start region="embeddings"
    EmbeddingRequest request =
        EmbeddingRequest.of("Rules for returns", "Opening hours")
            .purpose(EmbeddingRequest.Purpose.DOCUMENT)
            .dimensions(768);
    Embeddings found =
        gemini.embeddings("gemini-embedding-001").embed(request, CallContext.create());
    // @end
    assertThat(found.vectors()).hasSize(2);
  }

  @Test
  void counting() {
    Provider gemini = Provider.of(profile(), keys);
    ChatRequest request = ChatRequest.of("Hi");
    server.answer(200, "application/json", "{\"totalTokens\":2}");
    // @start region="counting"
    PromptCounter counter = gemini.promptCounter("gemini-3-flash-preview");
    long tokens = counter.count(request, CallContext.create()).tokens();
    // @end
    assertThat(tokens).isEqualTo(2);
  }

  @Test
  void pictures() throws Exception {
    Provider gemini = Provider.of(profile(), keys);
    answer("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\"}}", "");
    // @start region="pictures"
    ImageRequest request = ImageRequest.newBuilder("A calm lake").size("16:9 2K").build();
    Images drawn = gemini.images("gemini-3-pro-image").create(request, CallContext.create());
    Media picture = drawn.first();
    // @end
    assertThat(picture).isEqualTo(Media.inline("image/png", new byte[] {1, 2, 3}));
    assertThat(server.take().body()).contains("\"imageSize\":\"2K\"");
  }

  @Test
  void batches() {
    Provider gemini = Provider.of(profile(), keys);
    ChatRequest first = ChatRequest.of("Sum up …");
    ChatRequest second = first.toBuilder().parallelTools(false).build();
    server.answer(
        200,
        "application/json",
        "{\"name\":\"batches/b1\",\"metadata\":{\"state\":\"BATCH_STATE_PENDING\"}}");
    // @start region="batches"
    Batches batches = gemini.batches("gemini-3-flash-preview");
    Batch begun = batches.submit(Map.of("mail-1", first, "mail-2", second), CallContext.create());
    begun.warnings().forEach((id, told) -> LOG.warn("{}: {}", id, told));
    // @end
    assertThat(begun.warnings()).containsOnlyKeys("mail-2");
  }

  @Test
  void errors() {
    ChatModel model = model();
    server.answer(
        429,
        "application/json",
        "{\"error\":{\"code\":429,\"message\":\"Slow down\",\"status\":\"RESOURCE_EXHAUSTED\","
            + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
            + "\"retryDelay\":\"34s\"}]}}");
    Optional<Duration> wait = Optional.empty();
    // @start region="errors"
    try {
      model.chat("Say good morning");
    } catch (RateLimited e) {
      wait = e.failure().retryAfter(); // as Google's RetryInfo says
    } catch (QuotaExhausted e) {
      throw new IllegalStateException("the quota of the day is used up", e);
    } catch (ContentRefused e) {
      throw new IllegalStateException("the prompt was blocked", e);
    }
    // @end
    assertThat(wait).contains(Duration.ofSeconds(34));
  }
}
