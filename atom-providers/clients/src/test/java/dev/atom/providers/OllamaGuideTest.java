package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.http.Timeouts;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Capability;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Part;
import dev.atom.model.Tool;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.KeyVerdict;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of the guide to Ollama, run against a local server. */
class OllamaGuideTest {
  private static final String REPLY =
      "{\"model\":\"qwen3:4b\",\"message\":{\"role\":\"assistant\",%s},\"done\":true,"
          + "\"done_reason\":\"stop\",\"prompt_eval_count\":9,\"eval_count\":3}";

  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private Profile local(Profile profile) {
    return profile.toBuilder().base(server.base().resolve("/").toString()).build();
  }

  private Provider ollama() {
    return Provider.of(local(Profiles.ollama()), KeySource.none());
  }

  private void answer(String message) {
    server.answer(200, "application/json", REPLY.formatted(message));
  }

  private Json.Obj sent() throws InterruptedException {
    return Json.parseObject(server.take().body());
  }

  @Test
  void firstCall() {
    Profile profile = local(Profiles.ollama());
    answer("\"content\":\"Good morning\"");
    // @start region="first-call"
    Provider ollama =
        Provider.newBuilder(profile) // Profiles.ollama(), on this machine without a key
            .timeouts(Timeouts.DEFAULT.firstToken(Duration.ofMinutes(10))) // it may load first
            .build();
    ChatModel model = ollama.chat("qwen3:4b");
    String text = model.chat("Say good morning").text();
    // @end
    assertThat(text).isEqualTo("Good morning");
  }

  @Test
  void presence() {
    Provider ollama = ollama();
    server.answer(200, "application/json", "{\"version\":\"0.12.3\"}");
    // @start region="presence"
    CallContext soon = CallContext.create().timeout(Duration.ofSeconds(2));
    boolean there = ollama.checkKey(soon) instanceof KeyVerdict.Accepted;
    // @end
    assertThat(there).isTrue();
  }

  @Test
  void context() throws Exception {
    ChatModel model = ollama().chat("qwen3:4b");
    String contract = "The hat is green. ".repeat(2000);
    answer("\"content\":\"Green\"");
    // @start region="context"
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user(contract + "Which colour is the hat?"))
            .extra(
                Json.parseObject(
                    """
                    {"options": {"num_ctx": 8192, "seed": 7}, "keep_alive": "30m"}"""))
            .build();
    ChatReply reply = model.chat(request);
    boolean cut = reply.warnings().stream().anyMatch(w -> w.code().equals("context_may_be_cut"));
    // @end
    assertThat(cut).isTrue();
    assertThat(sent().at("/keep_alive")).contains(Json.of("30m"));
  }

  @Test
  void reasoningWithTools() throws Exception {
    ChatModel model = ollama().chat("qwen3:4b");
    Tool weather = new Tool("weather", "The weather", JsonSchema.of(Json.Obj.EMPTY));
    answer(
        "\"thinking\":\"Look it up.\",\"content\":\"\",\"tool_calls\":"
            + "[{\"function\":{\"name\":\"weather\",\"arguments\":{\"city\":\"Ulm\"}}}]");
    // @start region="reasoning"
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("How is the weather in Ulm?"))
            .tool(weather)
            .reasoningShown(true)
            .build();
    ChatReply reply = model.chat(request);
    List<Part.ToolResult> results =
        reply.toolCalls().stream().map(call -> Part.toolResult(call, "sunny")).toList();
    ChatRequest next =
        request.toBuilder()
            .message(reply.toMessage()) // with the thinking
            .message(ChatMessage.toolResults(results))
            .build();
    // @end
    model.chat(next);
    assertThat(sent().at("/think")).contains(Json.of(true));
    Json.Obj again = sent();
    assertThat(again.at("/messages/1/thinking")).contains(Json.of("Look it up."));
    assertThat(again.at("/messages/2/tool_name")).contains(Json.of("weather"));
  }

  @Test
  void models() {
    Provider ollama = ollama();
    server.answer(
        connection -> {
          connection.head(200, Map.of("Content-Type", "application/json"));
          // One body for both calls: the list, and what a model tells of itself.
          connection.write(
              """
              {"models": [{"name": "qwen3:4b"}], "capabilities": ["completion", "tools"],
               "model_info": {"general.architecture": "q", "q.context_length": 262144}}"""
                  .getBytes(StandardCharsets.UTF_8));
        });
    // @start region="models"
    ModelInfo info = ollama.models(CallContext.create()).get(0);
    ChatModel model = ollama.chat(info.id(), info.capabilities());
    // @end
    assertThat(model.capabilities())
        .contains(Capability.TOOLS)
        .doesNotContain(Capability.REASONING);
    assertThat(info.contextTokens()).hasValue(262144);
  }

  @Test
  void embeddings() {
    Provider ollama = ollama();
    server.answer(200, "application/json", "{\"embeddings\":[[1,0],[0,1]]}");
    // @start region="embeddings"
    EmbeddingModel model = ollama.embeddings("nomic-embed-text");
    List<Embedding> vectors =
        model
            .embed(
                EmbeddingRequest.of("search_document: The hat is green.", "search_query: Which?"),
                CallContext.create())
            .vectors();
    // @end
    assertThat(vectors).hasSize(2);
  }

  @Test
  void cloud() throws Exception {
    Profile profile = local(Profiles.ollamaCloud());
    KeySource keys = ref -> Optional.of(Secret.of("cloud-key"));
    answer("\"content\":\"Good morning\"");
    // @start region="cloud"
    Provider cloud = Provider.of(profile, keys); // Profiles.ollamaCloud()
    String text = cloud.chat("gpt-oss:120b").chat("Say good morning").text();
    // @end
    assertThat(text).isEqualTo("Good morning");
    assertThat(server.take().headers()).containsEntry("Authorization", "Bearer cloud-key");
  }

  @Test
  void missingModel() {
    ChatModel model = ollama().chat("qwen3:4b");
    server.answer(404, "application/json", "{\"error\":\"model 'qwen3:4b' not found\"}");
    String advice = "";
    // @start region="missing-model"
    try {
      model.chat("Say good morning");
    } catch (ModelNotFound e) {
      advice = "ollama pull qwen3:4b";
    }
    // @end
    assertThat(advice).startsWith("ollama pull");
  }
}
