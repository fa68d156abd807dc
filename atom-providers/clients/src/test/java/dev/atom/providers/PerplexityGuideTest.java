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
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.ModelException;
import dev.atom.model.Part;
import dev.atom.model.RequestRejected;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.secret.KeySource;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to Perplexity, and what it says. */
class PerplexityGuideTest {
  /** Responses of Perplexity were not recorded. */
  private static final String RESPONSE =
      """
      {"id":"r","status":"completed","model":"perplexity/sonar","output":[
       {"type":"search_results","queries":["q"],"results":[]},
       {"type":"message","content":[{"type":"output_text","text":"Hi","annotations":[
        {"type":"citation","url":"https://a.example","title":"A","start_index":0,"end_index":2}]}]}],
       "usage":{"input_tokens":9,"output_tokens":3,
        "cost":{"currency":"USD","total_cost":0.0062},
        "tool_calls_details":{"web_search":{"invocation":2}}}}
      """;

  private final GuideServer server = new GuideServer();
  private final KeySource keys = GuideServer.keys();

  record Root(double result) {}

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private ChatModel sonar() {
    return server.provider(Profiles.perplexityChatCompletions()).chat("sonar");
  }

  @Test
  void firstCall() throws Exception {
    server.replay("perplexity", "chat-search-sonar-30a9");
    Profile profile = server.here(Profiles.perplexityChatCompletions());
    // @start region="first-call"
    Provider perplexity = Provider.of(profile, keys); // Profiles.perplexityChatCompletions(), ...
    ChatModel sonar = perplexity.chat("sonar");
    ChatReply reply = sonar.chat(ChatRequest.of("What is the capital of France?"));
    List<Part.Citation> sources = ((Part.Text) reply.parts().getFirst()).citations();
    Optional<BigDecimal> dollars = reply.usage().reportedUsd();
    // @end
    assertThat(reply.text()).isEqualTo("The capital of **France** is **Paris**.[2][1]");
    assertThat(sources).hasSize(6);
    assertThat(sources.get(1).source()).isEqualTo("https://www.britannica.com/place/France");
    assertThat(sources.get(1).title()).isPresent();
    assertThat(sources.get(1).start()).isEqualTo(-1);
    assertThat(dollars).contains(new BigDecimal("0.00502"));
    assertThat(reply.usage().searches()).isZero();
    assertThat(server.take().headers()).containsEntry("authorization", "Bearer key-0123456789");
  }

  @Test
  void search() throws Exception {
    server.replay("perplexity", "chat-search-sonar-30a9");
    ChatModel sonar = sonar();
    // @start region="search"
    ChatRequest request =
        ChatRequest.of("What is new in Java?").toBuilder()
            .extra(
                Json.parseObject(
                    """
                    {"search_domain_filter": ["openjdk.org"],
                     "search_recency_filter": "month",
                     "web_search_options": {"search_context_size": "low"}}
                    """))
            .build();
    ChatReply reply = sonar.chat(request);
    // @end
    assertThat(reply.text()).isNotEmpty();
    Json.Obj sent = server.sent();
    assertThat(sent.at("/search_domain_filter/0")).contains(Json.of("openjdk.org"));
    assertThat(ApiDescription.of("perplexity").violations("POST", "/chat/completions", sent))
        .isEmpty();
  }

  @Test
  void structured() throws Exception {
    server.replay("perplexity", "chat-json-schema");
    ChatModel sonar = sonar();
    // @start region="structured"
    ChatRequest request =
        ChatRequest.of("What is the square root of 64?").toBuilder()
            .format(ResponseFormat.of(Root.class))
            .build();
    double root = sonar.chat(request).as(Root.class).result();
    // @end
    assertThat(root).isEqualTo(8);
    assertThat(server.sent().at("/response_format/type")).contains(Json.of("json_schema"));
  }

  @Test
  @DisplayName("not recorded: Responses search when they are told to, and take tools")
  void responses() throws Exception {
    server.answer(200, RESPONSE);
    Profile profile = server.here(Profiles.perplexity());
    // @start region="responses"
    ChatModel model = Provider.of(profile, keys).chat("perplexity/sonar"); // Profiles.perplexity()
    ChatRequest request =
        ChatRequest.of("What is new in Java?").toBuilder()
            .extra(Json.parseObject("{\"tools\":[{\"type\":\"web_search\"}]}"))
            .build();
    ChatReply reply = model.chat(request);
    long searches = reply.usage().searches();
    // @end
    assertThat(searches).isEqualTo(2);
    assertThat(reply.usage().reportedUsd()).contains(new BigDecimal("0.0062"));
    assertThat(((Part.Text) reply.parts().getLast()).citations())
        .containsExactly(new Part.Citation("https://a.example", Optional.of("A"), 0, 2));
    assertThat(reply.parts().getFirst()).isInstanceOf(Part.ProviderItem.class);
    assertThat(server.take().line()).contains("/responses");
    model.chat(request.toBuilder().message(reply.toMessage()).build());
    assertThat(server.sent().get("input").orElseThrow().toString())
        .doesNotContain("search_results");
  }

  @Test
  @DisplayName("not recorded: tools in extra stand in the place of the request's own")
  void toolsInExtraReplaceTheOwn() throws Exception {
    server.answer(200, RESPONSE);
    ChatModel model = server.provider(Profiles.perplexity()).chat("perplexity/sonar");
    ChatRequest both =
        ChatRequest.of("Hi").toBuilder()
            .tool(new Tool("weather", "Weather", JsonSchema.of(Json.Obj.EMPTY)))
            .extra(Json.parseObject("{\"tools\":[{\"type\":\"web_search\"}]}"))
            .build();
    model.chat(both);
    Json.Obj sent = server.sent();
    assertThat(sent.at("/tools/0/type")).contains(Json.of("web_search"));
    assertThat(sent.at("/tools/1")).isEmpty();
  }

  @Test
  void embeddings() throws Exception {
    server.replay("perplexity", "embeddings-single");
    Provider perplexity = server.provider(Profiles.perplexity());
    // @start region="embeddings"
    EmbeddingRequest request = EmbeddingRequest.of("Ruby is a programmer's best friend");
    Embeddings found =
        perplexity.embeddings("pplx-embed-v1-0.6b").embed(request, CallContext.create());
    // @end
    assertThat(found.vectors()).hasSize(1);
    assertThat(server.sent().get("encoding_format")).contains(Json.of("base64_int8"));
    assertThat(Profiles.perplexity().textsPerEmbedding()).isEqualTo(512);
  }

  @Test
  void messagesOfOneRoleAreJoined() throws Exception {
    server.replay("perplexity", "chat-search-sonar-30a9");
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.system("Be short."))
            .message(ChatMessage.system("Be kind."))
            .message(ChatMessage.user("Hello"))
            .message(ChatMessage.user("Who are you?"))
            .build();
    sonar().chat(request);
    Json.Obj sent = server.sent();
    assertThat(sent.at("/messages/0/content")).contains(Json.of("Be short.\n\nBe kind."));
    assertThat(sent.at("/messages/1/content")).contains(Json.of("Hello\n\nWho are you?"));
    assertThat(sent.at("/messages/2")).isEmpty();
  }

  @Test
  void errors() {
    server.replay("perplexity", "error-400");
    ModelException e = catchThrowableOfType(ModelException.class, () -> sonar().chat("Hi"));
    assertThat(e).isInstanceOf(RequestRejected.class);
    assertThat(e.failure().providerCode()).contains("invalid_message");
  }

  @Test
  void capabilities() {
    assertThat(Profiles.perplexityChatCompletions().capabilities())
        .doesNotContain(Capability.TOOLS, Capability.JSON_OUTPUT, Capability.EMBEDDINGS);
    assertThat(Profiles.perplexity().capabilities())
        .contains(Capability.TOOLS, Capability.EMBEDDINGS)
        .doesNotContain(Capability.FORCED_TOOLS, Capability.JSON_OUTPUT, Capability.FILE_INPUT);
    Provider perplexity = server.provider(Profiles.perplexity());
    assertThatThrownBy(() -> perplexity.checkKey(CallContext.create()))
        .isInstanceOf(CapabilityMissing.class);
    assertThatThrownBy(() -> perplexity.models(CallContext.create()))
        .isInstanceOf(CapabilityMissing.class);
  }
}
