package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContextTooLong;
import dev.atom.model.KeyRejected;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Part;
import dev.atom.model.ReplyStream;
import dev.atom.model.RequestRejected;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.Warning;
import dev.atom.secret.KeySource;
import dev.atom.secret.KeyVerdict;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to DeepSeek, and what it says. */
class DeepSeekGuideTest {
  private final GuideServer server = new GuideServer();
  private final KeySource keys = GuideServer.keys();

  record Root(int result) {}

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private ChatModel model() {
    return server.provider(Profiles.deepSeek()).chat("deepseek-v4-flash");
  }

  @Test
  void firstCall() throws Exception {
    server.replay("deepseek", "chat-reasoning-deepseek-v4-flash");
    Profile profile = server.here(Profiles.deepSeek());
    // @start region="first-call"
    Provider deepSeek = Provider.of(profile, keys); // Profiles.deepSeek(), KeySource.environment()
    ChatModel model = deepSeek.chat("deepseek-v4-flash");
    ChatReply reply = model.chat(ChatRequest.of("What is 2 + 2? Answer with just the number."));
    String thoughts = ((Part.Reasoning) reply.parts().getFirst()).text();
    // @end
    assertThat(reply.text()).isEqualTo("4");
    assertThat(thoughts).isEqualTo("We need answer simple. 2+2=4. Just number.");
    assertThat(reply.usage().reasoningTokens()).isEqualTo(15);
    assertThat(reply.requestId()).contains("8fc1b30179cf5f9417fca70e990fd1cf");
    assertThat(reply.rateLimits()).isEmpty();
    assertThat(server.take().headers()).containsEntry("authorization", "Bearer key-0123456789");
  }

  @Test
  void thinking() throws Exception {
    server.replay("deepseek", "chat-plain");
    ChatModel model = model();
    // @start region="thinking"
    ChatRequest quick =
        ChatRequest.of("Say good morning").toBuilder()
            .reasoningEffort("none") // or reasoningTokens(0)
            .temperature(0.7)
            .build();
    ChatRequest thorough = quick.toBuilder().reasoningEffort("high").build();
    // @end
    assertThat(model.chat(quick).warnings()).isEmpty();
    assertThat(server.sent().at("/thinking/type")).contains(Json.of("disabled"));
    assertThat(model.chat(thorough).warnings())
        .extracting(Warning::code)
        .containsExactly("ignored_parameter");
    Json.Obj sent = server.sent();
    assertThat(sent.get("reasoning_effort")).contains(Json.of("high"));
    assertThat(sent.get("temperature")).isPresent();
  }

  @Test
  void tools() throws Exception {
    server.replay("deepseek", "chat_stream-reasoning-tool");
    ChatModel model = model();
    Tool date = new Tool("get_date", "Gets the current date", JsonSchema.of(Json.Obj.EMPTY));
    // @start region="tools"
    ChatRequest first = ChatRequest.of("What's the current date?").toBuilder().tool(date).build();
    ChatReply asked;
    try (ReplyStream stream = model.stream(first, CallContext.create())) {
      asked = stream.reply();
    }
    Part.ToolCall call = asked.toolCalls().getFirst();
    ChatRequest second =
        first.toBuilder()
            .message(asked.toMessage()) // with the reasoning that led to the call
            .message(ChatMessage.toolResults(List.of(Part.toolResult(call, "2026-05-06"))))
            .build();
    // @end
    assertThat(call.name()).isEqualTo("get_date");
    server.take();
    server.replay("deepseek", "chat-plain");
    model.chat(second);
    assertThat(server.sent().at("/messages/1/reasoning_content"))
        .contains(Json.of("Let me get the current date."));
  }

  @Test
  void structured() throws Exception {
    server.replay("deepseek", "chat-json-object");
    ChatModel model = model();
    // @start region="structured"
    ChatRequest request =
        ChatRequest.of("What is the square root of 64?").toBuilder()
            .format(ResponseFormat.of(Root.class))
            .build();
    ChatReply reply = model.chat(request);
    Root root = reply.as(Root.class); // throws if the reply is no Root
    String warning = reply.warnings().getFirst().code(); // "schema_in_prompt"
    // @end
    assertThat(root.result()).isEqualTo(8);
    assertThat(warning).isEqualTo("schema_in_prompt");
    Json.Obj sent = server.sent();
    assertThat(sent.at("/response_format/type")).contains(Json.of("json_object"));
    assertThat(sent.at("/messages/0/role")).contains(Json.of("system"));
  }

  @Test
  void responses() throws Exception {
    server.replay("deepseek", "responses-tool-call");
    Provider other = server.provider(Profiles.deepSeekResponses());
    ChatModel model = other.chat("deepseek-v4-flash");
    ChatReply reply = model.chat(ChatRequest.of("What is the capital of Japan?"));
    assertThat(server.take().line()).contains("/responses");
    assertThat(reply.usage().cachedInputTokens()).isEqualTo(256);
    ChatMessage back = reply.toMessage();
    model.chat(ChatRequest.newBuilder().message(back).build());
    assertThat(server.sent().at("/input/0/type")).contains(Json.of("reasoning"));
    ChatRequest typed =
        ChatRequest.of("Hi").toBuilder().format(ResponseFormat.of(Root.class)).build();
    assertThatThrownBy(() -> model.chat(typed)).isInstanceOf(CapabilityMissing.class);
    assertThat(server.waiting()).isZero();
  }

  @Test
  void keys() {
    server.replay("deepseek", "models");
    Provider deepSeek = server.provider(Profiles.deepSeek());
    KeyVerdict check = deepSeek.checkKey(CallContext.create());
    assertThat(((KeyVerdict.Accepted) check).models())
        .containsExactly("deepseek-v4-flash", "deepseek-v4-pro");
  }

  private Class<?> failure(String file) {
    server.replay("deepseek", file);
    return catchThrowableOfType(ModelException.class, () -> model().chat("Hi")).getClass();
  }

  @Test
  void errors() {
    assertThat(failure("error-401")).isEqualTo(KeyRejected.class);
    assertThat(failure("error-400-invalid-request-error-deepseek-v9"))
        .isEqualTo(ModelNotFound.class);
    assertThat(failure("error-400-invalid-request-error-deepseek-chat"))
        .isEqualTo(ContextTooLong.class);
    assertThat(failure("error-400-invalid-request-error-deepseek-v4-flash"))
        .isEqualTo(RequestRejected.class);
  }

  @Test
  void capabilities() {
    assertThat(Profiles.deepSeek().capabilities())
        .isEqualTo(
            EnumSet.of(
                Capability.CHAT,
                Capability.STREAMING,
                Capability.TOOLS,
                Capability.FORCED_TOOLS,
                Capability.STRUCTURED_OUTPUT,
                Capability.JSON_OUTPUT,
                Capability.REASONING,
                Capability.MODEL_LIST,
                Capability.KEY_CHECK));
    EnumSet<Capability> other = EnumSet.copyOf(Profiles.deepSeek().capabilities());
    other.remove(Capability.STRUCTURED_OUTPUT);
    assertThat(Profiles.deepSeekResponses().capabilities()).isEqualTo(other);
  }
}
