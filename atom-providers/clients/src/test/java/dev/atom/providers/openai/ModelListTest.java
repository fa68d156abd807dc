package dev.atom.providers.openai;

import static dev.atom.providers.openai.OperationServer.method;
import static dev.atom.providers.openai.OperationServer.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.CallContext;
import dev.atom.model.Capability;
import dev.atom.model.MalformedReply;
import dev.atom.providers.ModelInfo;
import dev.atom.providers.Profiles;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {
  private final OperationServer server = new OperationServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  static List<RecordedExchange> recorded() {
    return Stream.of("openai", "groq", "deepseek")
        .flatMap(provider -> Recordings.of(provider, "models").stream())
        .toList();
  }

  private List<ModelInfo> replay(RecordedExchange exchange) {
    server.replay(exchange);
    return server.provider(exchange).models(CallContext.create());
  }

  @Test
  void everyRecordedFileIsRead() {
    assertThat(recorded()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, models-openai, 82, gpt-4-0613, text-embedding-ada-002",
    "openai, models-test, 135, text-embedding-ada-002, chat-latest",
    "groq, models, 15, whisper-large-v3-turbo, meta-llama/llama-prompt-guard-2-22m",
    "deepseek, models, 2, deepseek-v4-flash, deepseek-v4-pro"
  })
  void recordedListIsRead(String provider, String file, int size, String first, String last) {
    RecordedExchange exchange = Recordings.one(provider, file);
    List<ModelInfo> models = replay(exchange);
    assertThat(models).hasSize(size);
    assertThat(models.getFirst().id()).isEqualTo(first);
    assertThat(models.getLast().id()).isEqualTo(last);
    TestServer.Received sent = server.take();
    assertThat(method(sent)).isEqualTo("GET");
    assertThat(path(sent)).isEqualTo(exchange.path().orElseThrow());
  }

  @Test
  void openAiTellsWhenAModelWasMade() {
    ModelInfo gpt4 = replay(Recordings.one("openai", "models-openai")).getFirst();
    assertThat(gpt4.created()).contains(Instant.parse("2023-06-12T16:54:56Z"));
    assertThat(gpt4.capabilities()).isEmpty();
    assertThat(gpt4.contextTokens()).isEmpty();
  }

  @Test
  void groqTellsLimitsAndCapabilities() {
    List<ModelInfo> models = replay(Recordings.one("groq", "models"));
    ModelInfo oss =
        models.stream().filter(m -> m.id().equals("openai/gpt-oss-20b")).findFirst().orElseThrow();
    assertThat(oss.displayName()).contains("GPT OSS 20B");
    assertThat(oss.contextTokens()).hasValue(131_072);
    assertThat(oss.outputTokens()).hasValue(65_536);
    assertThat(oss.created()).isEmpty();
    assertThat(oss.capabilities())
        .containsExactlyInAnyOrder(
            Capability.CHAT,
            Capability.TOOLS,
            Capability.JSON_OUTPUT,
            Capability.STRUCTURED_OUTPUT,
            Capability.REASONING);
    assertThat(models.getFirst().capabilities())
        .containsExactlyInAnyOrder(Capability.AUDIO_INPUT, Capability.TRANSCRIPTION);
  }

  @Test
  @DisplayName("not recorded: what Mistral, OpenRouter and vLLM tell")
  void othersTellInTheirOwnWords() {
    server.json(
        """
        {"data":[
         {"id":"mistral-large","max_context_length":131072,
          "capabilities":{"completion_chat":true,"function_calling":true,"vision":false}},
         {"id":"a/b","context_length":1000,"top_provider":{"max_completion_tokens":100},
          "architecture":{"input_modalities":["text","image"],"output_modalities":["text"]},
          "supported_parameters":["tools","tool_choice"]},
         {"id":"qwen","max_model_len":4096},{"object":"model"},7]}
        """);
    List<ModelInfo> models =
        server.provider(Profiles.compatible("local", "http://h/v1")).models(CallContext.create());
    assertThat(models).extracting(ModelInfo::id).containsExactly("mistral-large", "a/b", "qwen");
    assertThat(models.get(0).capabilities())
        .containsExactlyInAnyOrder(Capability.CHAT, Capability.TOOLS);
    assertThat(models.get(1).outputTokens()).hasValue(100);
    assertThat(models.get(1).capabilities())
        .containsExactlyInAnyOrder(
            Capability.CHAT, Capability.IMAGE_INPUT, Capability.TOOLS, Capability.FORCED_TOOLS);
    assertThat(models.get(2).contextTokens()).hasValue(4096);
  }

  @Test
  @DisplayName("not recorded: a bare array of models, as some compatible servers send it")
  void bareArrayIsAList() {
    server.json("[{\"id\":\"one\"}]");
    assertThat(
            server
                .provider(Profiles.compatible("local", "http://h/v1"))
                .models(CallContext.create()))
        .extracting(ModelInfo::id)
        .containsExactly("one");
  }

  @Test
  @DisplayName("not recorded: with Azure's deployments the list lies above them")
  void listOfDeploymentsLiesAboveThem() {
    server.json("{\"data\":[]}");
    server.provider(Profiles.azureDeployments("res", "2024-10-21")).models(CallContext.create());
    TestServer.Received sent = server.take();
    assertThat(path(sent)).isEqualTo("/openai/models?api-version=2024-10-21");
    assertThat(sent.headers()).containsEntry("api-key", OperationServer.KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "7", "{\"data\":{}}", "<html>"})
  void whatIsNoListIsAFailure(String reply) {
    server.json(reply);
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> server.openAi().models(CallContext.create()));
  }
}
