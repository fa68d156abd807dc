package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.KeyRejected;
import dev.atom.model.Overloaded;
import dev.atom.model.Part;
import dev.atom.model.ProviderFailed;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Java is a client of the endpoint. */
class OpenAiJavaTest {
  private final MockModel.Builder script = MockModel.newBuilder().pieceSize(4);
  private final EmbeddingsTest.Lengths lengths = new EmbeddingsTest.Lengths();
  private MockModel model;
  private TestEndpoint endpoint;
  private OpenAIClient client;

  /** Mounts a model that gives the replies in turn, and a client that tries so many times again. */
  private void mount(int retries, MockReply... replies) {
    for (MockReply reply : replies) {
      script.reply(reply);
    }
    model = script.build();
    endpoint = TestEndpoint.start(b -> b.chat("fast", model).embeddings("meaning", lengths));
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(endpoint.base())
            .apiKey(TestEndpoint.KEY)
            .maxRetries(retries)
            .build();
  }

  @AfterEach
  void close() {
    client.close();
    endpoint.close();
  }

  private static ChatCompletionCreateParams.Builder asking(String text) {
    return ChatCompletionCreateParams.builder().model("fast").addUserMessage(text);
  }

  @Test
  void chatsWithTheHostsModel() {
    mount(0, MockReply.text("Good day").usage(Usage.of(12, 3)));

    ChatCompletion reply =
        client.chat().completions().create(asking("Hello").addSystemMessage("Be polite").build());

    assertThat(reply.choices().get(0).message().content()).contains("Good day");
    assertThat(reply.usage().orElseThrow().totalTokens()).isEqualTo(15);
    assertThat(model.calls().get(0).context().tenant()).isEqualTo("acme");
  }

  @Test
  void putsAStreamTogether() {
    mount(0, MockReply.text("Good day to you").usage(Usage.of(12, 3)));
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();

    try (StreamResponse<ChatCompletionChunk> stream =
        client
            .chat()
            .completions()
            .createStreaming(
                asking("Hello")
                    .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                    .build())) {
      stream.stream().forEach(whole::accumulate);
    }

    ChatCompletion reply = whole.chatCompletion();
    assertThat(reply.choices().get(0).message().content()).contains("Good day to you");
    assertThat(reply.choices().get(0).finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(reply.usage().orElseThrow().promptTokens()).isEqualTo(12);
    assertThat(model.calls().get(0).streamed()).isTrue();
  }

  /** A tool, described as that client wants it. */
  @com.fasterxml.jackson.annotation.JsonClassDescription("Tells the weather")
  static final class Weather {
    public String city = "";
  }

  @Test
  void letsTheModelCallTools() {
    mount(0, MockReply.toolCall("Weather", Map.of("city", "Rome")), MockReply.text("Sunny."));
    ChatCompletionCreateParams.Builder chat = asking("Is it sunny?").addTool(Weather.class);

    ChatCompletionMessage asked =
        client.chat().completions().create(chat.build()).choices().get(0).message();
    ChatCompletionMessageToolCall call = asked.toolCalls().orElseThrow().get(0);
    chat.addMessage(asked)
        .addMessage(
            ChatCompletionToolMessageParam.builder()
                .toolCallId(call.asFunction().id())
                .content("clear sky")
                .build());
    ChatCompletion answered = client.chat().completions().create(chat.build());

    assertThat(call.asFunction().function().arguments(Weather.class).city).isEqualTo("Rome");
    assertThat(answered.choices().get(0).message().content()).contains("Sunny.");
    ChatRequest second = model.lastRequest();
    assertThat(second.tools().get(0).name()).isEqualTo("Weather");
    assertThat(second.tools().get(0).strict()).isTrue();
    assertThat(second.messages().get(1).parts().get(0)).isInstanceOf(Part.ToolCall.class);
    assertThat(second.messages().get(2).role()).isEqualTo(ChatMessage.Role.TOOL);
    assertThat(((Part.ToolResult) second.messages().get(2).parts().get(0)).name())
        .isEqualTo("Weather");
  }

  @Test
  void putsStreamedToolCallsTogether() {
    mount(0, MockReply.toolCall("one", Map.of("city", "Rome")).andToolCall("two", Map.of("n", 5)));
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();

    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(asking("Call both").build())) {
      stream.stream().forEach(whole::accumulate);
    }

    List<ChatCompletionMessageToolCall> calls =
        whole.chatCompletion().choices().get(0).message().toolCalls().orElseThrow();
    assertThat(calls)
        .extracting(call -> call.asFunction().function().arguments())
        .containsExactly("{\"city\":\"Rome\"}", "{\"n\":5}");
  }

  /** What a structured answer becomes. */
  static final class City {
    public String name = "";
    public int people;
  }

  @Test
  void answersInAForm() {
    mount(0, MockReply.json(Map.of("name", "Rome", "people", 2_800_000)));

    City city =
        client
            .chat()
            .completions()
            .create(asking("The greatest city?").responseFormat(City.class).build())
            .choices()
            .get(0)
            .message()
            .content()
            .orElseThrow();

    assertThat(city.people).isEqualTo(2_800_000);
    ResponseFormat.Schema format = (ResponseFormat.Schema) model.lastRequest().format();
    assertThat(format.strict()).isTrue();
    assertThat(format.schema().document().at("/properties/people/type")).isPresent();
  }

  @Test
  void embedsTexts() {
    mount(0);

    List<com.openai.models.embeddings.Embedding> plain =
        client
            .embeddings()
            .create(EmbeddingCreateParams.builder().model("meaning").input("four").build())
            .data();
    List<com.openai.models.embeddings.Embedding> several =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model("meaning")
                    .inputOfArrayOfStrings(List.of("a", "bc"))
                    .encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64)
                    .build())
            .data();

    assertThat(plain.get(0).embedding()).containsExactly(4f, 1f / 3);
    assertThat(several.get(1).embedding()).containsExactly(2f, 1f / 3);
  }

  @Test
  void listsModels() {
    mount(0);

    assertThat(client.models().list().data())
        .extracting(Model::id)
        .containsExactly("fast", "meaning");
    assertThat(client.models().retrieve("fast").ownedBy()).isEqualTo("system");
    assertThatThrownBy(() -> client.models().retrieve("none"))
        .isInstanceOfSatisfying(
            NotFoundException.class, e -> assertThat(e.code()).contains("model_not_found"));
  }

  @Test
  void meetsTheErrorsOfItsOwnKinds() {
    mount(
        0,
        MockReply.failure(f -> new RateLimited(f.retryAfter(Duration.ofMillis(1500)).build())),
        MockReply.failure(f -> new RequestRejected(f.message("too odd").build())),
        MockReply.failure(f -> new Overloaded(f.build())),
        MockReply.failure(f -> new KeyRejected(f.message("bad key").build())));
    ChatCompletionCreateParams hello = asking("Hello").build();

    assertThatThrownBy(() -> client.chat().completions().create(hello))
        .isInstanceOfSatisfying(
            RateLimitException.class,
            e -> {
              assertThat(e.headers().values("retry-after")).containsExactly("2");
              assertThat(e.headers().values("retry-after-ms")).containsExactly("1500");
            });
    assertThatThrownBy(() -> client.chat().completions().create(hello))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("too odd");
    assertThatThrownBy(() -> client.chat().completions().create(hello))
        .isInstanceOf(InternalServerException.class);
    assertThatThrownBy(() -> client.chat().completions().create(hello))
        .isInstanceOfSatisfying(
            InternalServerException.class,
            e -> assertThat(e.code()).contains("provider_key_rejected"));
  }

  @Test
  void triesAgainWhatCanSucceedAndNothingElse() {
    mount(
        2,
        MockReply.failure(f -> new RateLimited(f.retryAfter(Duration.ofMillis(1)).build())),
        MockReply.text("Now"),
        MockReply.failure(f -> new KeyRejected(f.build())));
    ChatCompletionCreateParams hello = asking("Hello").build();

    assertThat(client.chat().completions().create(hello).choices().get(0).message().content())
        .contains("Now");
    assertThat(model.calls()).hasSize(2);
    assertThatThrownBy(() -> client.chat().completions().create(hello))
        .isInstanceOf(InternalServerException.class);
    assertThat(model.calls()).hasSize(3);
  }

  @Test
  void meetsAnErrorWithinAStream() {
    mount(0, MockReply.text("Good day").brokenAfter(2, f -> new ProviderFailed(f.build())));

    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(asking("Hello").build())) {
      assertThatThrownBy(() -> stream.stream().forEach(chunk -> {}))
          .isInstanceOf(SseException.class)
          .hasMessageContaining("The provider of the model failed.");
    }
  }

  @Test
  void isRefusedWithAnotherKey() {
    mount(0);
    OpenAIClient stranger =
        OpenAIOkHttpClient.builder().baseUrl(endpoint.base()).apiKey("other-key").build();

    assertThatThrownBy(() -> stranger.models().list())
        .isInstanceOfSatisfying(
            UnauthorizedException.class, e -> assertThat(e.code()).contains("invalid_api_key"));
    stranger.close();
  }
}
