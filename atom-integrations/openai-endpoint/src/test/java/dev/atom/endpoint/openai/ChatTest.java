package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.cache.CacheControl;
import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.FinishReason;
import dev.atom.model.Part;
import dev.atom.model.RateLimited;
import dev.atom.model.Usage;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chat completions as they look on the wire. */
class ChatTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String HELLO =
      """
      {"model": "fast", "messages": [{"role": "user", "content": "Hello"}]}""";

  private static String asked(String members) {
    return HELLO.substring(0, HELLO.length() - 1) + ", " + members + "}";
  }

  private static MockModel saying(MockReply reply) {
    return MockModel.newBuilder().pieceSize(3).reply(reply).build();
  }

  private static HttpResponse<String> ask(MockReply reply, String body) {
    try (TestEndpoint endpoint =
        TestEndpoint.start(
            builder ->
                builder
                    .chat("fast", saying(reply))
                    .clock(VirtualClock.at(NOW))
                    .ids(SequentialIds.of("r")))) {
      return endpoint.post("/chat/completions", body);
    }
  }

  @Test
  void answersInOpenAisForm() {
    Usage usage =
        Usage.newBuilder()
            .inputTokens(20)
            .cachedInputTokens(8)
            .outputTokens(5)
            .reasoningTokens(2)
            .build();

    HttpResponse<String> response =
        ask(MockReply.text("Good day").reasoning("short").usage(usage), HELLO);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.headers().firstValue("x-request-id")).contains("req_r1");
    assertThat(TestEndpoint.json(response))
        .isEqualTo(
            Json.parse(
                """
                {"id": "chatcmpl-req_r1", "object": "chat.completion", "created": 1772366400,
                 "model": "scripted", "choices": [{"index": 0, "message": {"role": "assistant",
                 "content": "Good day", "refusal": null}, "logprobs": null,
                 "finish_reason": "stop"}], "usage": {"prompt_tokens": 20,
                 "completion_tokens": 5, "total_tokens": 25,
                 "prompt_tokens_details": {"cached_tokens": 8, "audio_tokens": 0},
                 "completion_tokens_details": {"reasoning_tokens": 2, "audio_tokens": 0}}}"""));
  }

  @ParameterizedTest
  @CsvSource({
    "no-store, BYPASS",
    "'max-age=0, No-Store', BYPASS",
    "no-cache, REFRESH",
    "max-age=60, USE"
  })
  void aCallerCanDoWithoutCaches(String header, CacheControl wish) {
    MockModel model = saying(MockReply.text("Hi"));
    try (TestEndpoint endpoint = TestEndpoint.start(builder -> builder.chat("fast", model))) {
      endpoint.send(
          endpoint
              .request("/chat/completions")
              .header("cache-control", header)
              .POST(HttpRequest.BodyPublishers.ofString(HELLO)));
    }
    assertThat(CacheControl.of(model.calls().get(0).context())).isEqualTo(wish);
  }

  @Test
  void tellsNoUsageWhereTheProviderToldNone() {
    HttpResponse<String> whole = ask(MockReply.text("Hi").usage(Usage.UNKNOWN), HELLO);
    HttpResponse<String> streamed =
        ask(
            MockReply.text("Hi").usage(Usage.of(3, 4).atLeast()),
            asked("\"stream\": true, \"stream_options\": {\"include_usage\": true}"));

    assertThat(TestEndpoint.json(whole).get("usage")).isEmpty();
    assertThat(streamed.body()).doesNotContain("prompt_tokens").endsWith("data: [DONE]\n\n");
  }

  @Test
  void streamsTheChunksThatOpenAiSends() {
    HttpResponse<String> response =
        ask(
            MockReply.text("Hello!").usage(Usage.of(3, 2)),
            asked("\"stream\": true, \"stream_options\": {\"include_usage\": true}"));

    assertThat(response.headers().firstValue("content-type"))
        .contains("text/event-stream; charset=utf-8");
    String frame =
        "data: {\"id\":\"chatcmpl-req_r1\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1772366400,\"model\":\"scripted\",\"choices\":[";
    String rest = ",\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n";
    assertThat(response.body())
        .isEqualTo(
            frame
                + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\","
                + "\"refusal\":null}"
                + rest
                + frame
                + "{\"index\":0,\"delta\":{\"content\":\"Hel\"}"
                + rest
                + frame
                + "{\"index\":0,\"delta\":{\"content\":\"lo!\"}"
                + rest
                + frame
                + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":null}\n\n"
                + frame
                + "],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0}}}\n\n"
                + "data: [DONE]\n\n");
  }

  @Test
  void leavesTheUsageOutOfAStreamThatDidNotAskForIt() {
    HttpResponse<String> response =
        ask(MockReply.text("Hi").usage(Usage.of(3, 2)), asked("\"stream\": true"));

    assertThat(response.body()).doesNotContain("usage").endsWith("data: [DONE]\n\n");
  }

  @Test
  void showsReasoningIfAskedOnly() {
    MockReply reply = MockReply.text("42").reasoning("six times seven");

    String silent = ask(reply, HELLO).body();
    Json.Obj shown = TestEndpoint.json(ask(reply, asked("\"include_reasoning\": true")));
    String streamed = ask(reply, asked("\"stream\": true, \"include_reasoning\": true")).body();

    assertThat(silent).doesNotContain("six times");
    assertThat(shown.at("/choices/0/message/reasoning_content"))
        .contains(Json.of("six times seven"));
    assertThat(streamed).contains("{\"reasoning_content\":\"six\"}");
  }

  @Test
  void tellsToolCallsWholeAndInPieces() {
    MockReply reply = MockReply.toolCall("weather", Map.of("city", "Rome"));

    Json.Obj whole = TestEndpoint.json(ask(reply, HELLO));
    String streamed = ask(reply, asked("\"stream\": true")).body();

    assertThat(whole.at("/choices/0/message/content")).contains(Json.NULL);
    assertThat(whole.at("/choices/0/message/tool_calls/0/function"))
        .contains(
            Json.parse("{\"name\": \"weather\", \"arguments\": \"{\\\"city\\\":\\\"Rome\\\"}\"}"));
    assertThat(whole.at("/choices/0/finish_reason")).contains(Json.of("tool_calls"));
    assertThat(streamed)
        .contains("\"delta\":{\"role\":\"assistant\",\"content\":null,\"refusal\":null}")
        .contains("\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]")
        .contains("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"c\"}}]}")
        .contains("\"finish_reason\":\"tool_calls\"");
  }

  @Test
  void namesEachReasonToFinish() {
    assertThat(finish(FinishReason.STOP)).isEqualTo("stop");
    assertThat(finish(FinishReason.LENGTH)).isEqualTo("length");
    assertThat(finish(FinishReason.TOOL_CALLS)).isEqualTo("tool_calls");
    assertThat(finish(FinishReason.CONTENT_FILTER)).isEqualTo("content_filter");
    assertThat(finish(FinishReason.REFUSAL)).isEqualTo("content_filter");
    assertThat(finish(FinishReason.PAUSED)).isEqualTo("length");
    assertThat(finish(FinishReason.OTHER)).isEqualTo("stop");
    Json.Obj refused = TestEndpoint.json(ask(MockReply.refusal("I won't."), HELLO));
    assertThat(refused.at("/choices/0/message/refusal")).contains(Json.of("I won't."));
    assertThat(refused.at("/choices/0/message/content")).contains(Json.NULL);
    assertThat(refused.at("/choices/0/finish_reason")).contains(Json.of("stop"));
  }

  private static String finish(FinishReason reason) {
    Json.Obj reply = TestEndpoint.json(ask(MockReply.text("x").finish(reason), HELLO));
    return reply.at("/choices/0/finish_reason").orElseThrow().as(String.class);
  }

  @Test
  void tellsSourcesAndPicturesOfAReply() {
    Part.Citation source = new Part.Citation("https://example.com", Optional.of("Page"), 0, 4);
    MockReply reply =
        MockReply.of(
            List.of(
                new Part.Text("Sure", List.of(source)),
                Part.image(dev.atom.model.Media.inline("image/png", new byte[] {1, 2, 3}))));

    Json.Obj whole = TestEndpoint.json(ask(reply, HELLO));
    String streamed = ask(reply, asked("\"stream\": true")).body();

    assertThat(whole.at("/choices/0/message/annotations/0/url_citation"))
        .contains(
            Json.parse(
                """
                {"url": "https://example.com", "title": "Page", "start_index": 0,
                 "end_index": 4}"""));
    assertThat(whole.at("/choices/0/message/images/0/image_url/url"))
        .contains(Json.of("data:image/png;base64,AQID"));
    assertThat(streamed).contains("\"annotations\":[{").contains("data:image/png;base64,AQID");
  }

  @Test
  void carriesWhatAProviderNeedsBackThroughTheClient() {
    Part.ProviderState state =
        new Part.ProviderState("gemini", Json.object().put("thoughtSignature", "abc").build());
    MockReply reply =
        MockReply.of(List.of(new Part.ToolCall("c1", "weather", "{}", Optional.of(state))));
    MockModel model = MockModel.newBuilder().reply(reply).reply("Fine.").build();
    try (TestEndpoint endpoint = TestEndpoint.start(builder -> builder.chat("fast", model))) {
      Json.Obj first = TestEndpoint.json(endpoint.post("/chat/completions", HELLO));
      Json message = first.at("/choices/0/message").orElseThrow();
      String result = "{\"role\": \"tool\", \"tool_call_id\": \"c1\", \"content\": \"sunny\"}";
      endpoint.post(
          "/chat/completions",
          "{\"model\": \"fast\", \"messages\": [" + message + ", " + result + "]}");
    }

    Part call = model.lastRequest().messages().get(0).parts().get(0);
    assertThat(call).isEqualTo(new Part.ToolCall("c1", "weather", "{}", Optional.of(state)));
    assertThat(ask(reply, asked("\"stream\": true")).body()).contains("thoughtSignature");
  }

  @Test
  void failsWithAStatusBeforeTheFirstByteAndWithAnEventLater() {
    MockReply broken =
        MockReply.text("Hello")
            .brokenAfter(2, f -> new RateLimited(f.message("slow down").build()));

    HttpResponse<String> before =
        ask(
            MockReply.failure(f -> new RateLimited(f.message("slow down").build())),
            asked("\"stream\": true"));
    HttpResponse<String> later = ask(broken, asked("\"stream\": true"));

    assertThat(before.statusCode()).isEqualTo(429);
    assertThat(TestEndpoint.error(before).text("code")).contains("rate_limit_exceeded");
    assertThat(later.statusCode()).isEqualTo(200);
    assertThat(later.body())
        .contains("{\"content\":\"Hel\"}")
        .contains("data: {\"error\":{\"message\":")
        .contains("\"code\":\"rate_limit_exceeded\"")
        .doesNotContain("[DONE]");
  }

  @Test
  void tellsWhatItLeftOut() {
    String named =
        """
        {"model": "fast", "messages": [{"role": "user", "name": "Ann", "content": "Hi"}]}""";

    Json.Obj reply = TestEndpoint.json(ask(MockReply.text("Hello"), named));
    String streamed =
        ask(MockReply.text("Hello"), named.replace("\"fast\",", "\"fast\", \"stream\": true,"))
            .body();

    assertThat(reply.at("/warnings/0/message").orElseThrow().as(String.class))
        .contains("messages[0].name");
    assertThat(streamed).contains("\"warnings\":[{\"code\":\"ignored_parameter\"");
  }
}
