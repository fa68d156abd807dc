package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.PromptCounter;
import dev.atom.model.Tool;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of the guide to Anthropic, run against a local server. */
class AnthropicGuideTest {
  private static final String MESSAGE =
      "{\"model\":\"claude-sonnet-5\",\"content\":[%s],\"stop_reason\":\"%s\","
          + "\"usage\":{\"input_tokens\":4,\"cache_read_input_tokens\":900,\"output_tokens\":2}}";
  private static final String TEXT = "{\"type\":\"text\",\"text\":\"%s\"}";

  private final TestServer server = new TestServer();
  private final KeySource keys = ref -> Optional.of(Secret.of("sk-ant-test"));

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private Profile local() {
    return Profiles.anthropic().toBuilder().base(server.base().toString()).build();
  }

  private ChatModel model() {
    return Provider.of(local(), keys).chat("claude-sonnet-5");
  }

  private void answer(String content, String stop) {
    server.answer(200, "application/json", MESSAGE.formatted(content, stop));
  }

  private Json.Obj sent() throws InterruptedException {
    return Json.parseObject(server.take().body());
  }

  @Test
  void firstCall() {
    Profile profile = local();
    answer(TEXT.formatted("Good morning"), "end_turn");
    // @start region="first-call"
    Provider anthropic = Provider.of(profile, keys); // Profiles.anthropic()
    ChatModel model = anthropic.chat("claude-sonnet-5");
    String text = model.chat("Say good morning").text();
    // @end
    assertThat(text).isEqualTo("Good morning");
  }

  @Test
  void reasoningWithTools() throws Exception {
    ChatModel model = model();
    Tool weather = new Tool("weather", "The weather in a city", JsonSchema.empty());
    answer(
        "{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"s\"},"
            + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"weather\",\"input\":{}}",
        "tool_use");
    // @start region="reasoning"
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("How is the weather in Ulm?"))
            .tool(weather)
            .reasoningEffort("low")
            .reasoningShown(true)
            .build();
    ChatReply reply = model.chat(request);
    List<Part.ToolResult> results =
        reply.toolCalls().stream().map(call -> Part.toolResult(call, "sunny")).toList();
    ChatRequest next =
        request.toBuilder()
            .message(reply.toMessage()) // with the reasoning's signature
            .message(ChatMessage.toolResults(results))
            .build();
    // @end
    assertThat(sent().at("/thinking/type")).contains(Json.of("adaptive"));
    answer(TEXT.formatted("Sunny"), "end_turn");
    assertThat(model.chat(next).text()).isEqualTo("Sunny");
    assertThat(sent().at("/messages/1/content/0/signature")).contains(Json.of("s"));
  }

  @Test
  void caching() throws Exception {
    ChatModel model = model();
    String handbook = "Be brief.";
    answer(TEXT.formatted("Yes"), "end_turn");
    // @start region="caching"
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.system(handbook).cached(Duration.ofHours(1)))
            .message(ChatMessage.user("May I return a hat?"))
            .build();
    long cheap = model.chat(request).usage().cachedInputTokens();
    // @end
    assertThat(cheap).isEqualTo(900);
    assertThat(sent().at("/system/0/cache_control/ttl")).contains(Json.of("1h"));
  }

  @Test
  void citations() throws Exception {
    ChatModel model = model();
    byte[] pdf = {1, 2, 3};
    answer(
        "{\"type\":\"text\",\"text\":\"Two years\",\"citations\":[{\"type\":\"page_location\","
            + "\"document_index\":0,\"start_page_number\":5,\"end_page_number\":6}]}",
        "end_turn");
    // @start region="citations"
    Part contract =
        new Part.File(Media.inline("application/pdf", pdf), Optional.of("contract.pdf"));
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user(List.of(contract, Part.text("How long does it run?"))))
            .extra(Json.parseObject("{\"citations\":{\"enabled\":true}}"))
            .build();
    Part.Text answer = (Part.Text) model.chat(request).parts().get(0);
    String source = answer.citations().get(0).source(); // document:0#page=5-6
    // @end
    assertThat(source).isEqualTo("document:0#page=5-6");
    assertThat(sent().at("/messages/0/content/0/citations/enabled")).contains(Json.of(true));
  }

  @Test
  void webSearch() throws Exception {
    ChatModel model = model();
    answer(
        "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\",\"input\":{}}",
        "pause_turn");
    // @start region="web-search"
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("What is new in Ulm?"))
            .extra(
                Json.parseObject(
                    """
                    {"tools": [{"type": "web_search_20250305", "name": "web_search"}]}"""))
            .build();
    ChatReply reply = model.chat(request);
    if (reply.finish() == FinishReason.PAUSED) { // send it back, and it goes on
      request = request.toBuilder().message(reply.toMessage()).build();
    }
    // @end
    assertThat(sent().at("/tools/0/name")).contains(Json.of("web_search"));
    answer(TEXT.formatted("A fair"), "end_turn");
    assertThat(model.chat(request).text()).isEqualTo("A fair");
    assertThat(sent().at("/messages/1/content/0/id")).contains(Json.of("srvtoolu_1"));
  }

  @Test
  void counting() throws Exception {
    Provider anthropic = Provider.of(local(), keys);
    ChatRequest request = ChatRequest.of("Hi");
    server.answer(200, "application/json", "{\"input_tokens\":8}");
    // @start region="counting"
    PromptCounter counter = anthropic.promptCounter("claude-sonnet-5");
    long tokens = counter.count(request, CallContext.create()).tokens();
    // @end
    assertThat(tokens).isEqualTo(8);
    assertThat(server.take().line()).contains("/messages/count_tokens");
  }
}
