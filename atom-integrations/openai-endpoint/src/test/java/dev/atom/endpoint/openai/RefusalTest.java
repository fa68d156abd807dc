package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.secret.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before a model is asked, and how. */
class RefusalTest {
  private static final String HELLO =
      """
      {"model": "fast", "messages": [{"role": "user", "content": "Hello"}]}""";
  private static final String APP = "https://app.example.com";
  private static final String LIMITED = "limited-key-0123456789abcdef";

  private final MockModel model = MockModel.echo();
  private TestEndpoint endpoint;

  @BeforeEach
  void start() {
    MemoryCallerKeys callers = TestEndpoint.callers();
    try (Secret key = Secret.of(LIMITED)) {
      callers.add(key, Caller.of("acme").models(Set.of("acme/slow")));
    }
    endpoint =
        TestEndpoint.start(
            OpenAiEndpoint.newBuilder(callers)
                .chat("fast", model)
                .chat("acme/slow", model)
                .maxBody(20_000)
                .origins(Set.of(APP))
                .build());
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(endpoint.base() + path));
  }

  private HttpResponse<String> as(String key, String path) {
    return endpoint.send(to(path).header("authorization", "Bearer " + key).GET());
  }

  @Test
  void refusesCallersWithoutAGoodKeyBeforeAnythingElse() {
    HttpResponse<String> none = endpoint.send(to("/models").GET());
    HttpResponse<String> basic =
        endpoint.send(to("/models").header("authorization", "Basic abc").GET());
    HttpResponse<String> unknown = as("unknown-key-123456", "/nowhere");

    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("www-authenticate")).contains("Bearer");
    assertThat(TestEndpoint.error(none).text("code")).contains("missing_api_key");
    assertThat(basic.statusCode()).isEqualTo(401);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.headers().firstValue("x-should-retry")).contains("false");
    assertThat(TestEndpoint.error(unknown))
        .isEqualTo(
            Json.parse(
                """
                {"message": "The key is not known here.", "type": "invalid_request_error",
                 "param": null, "code": "invalid_api_key"}"""));
  }

  @Test
  void listsTheModelsThatTheCallerMayAsk() {
    Json.Obj all = TestEndpoint.json(endpoint.get("/models"));
    Json.Obj some = TestEndpoint.json(as(LIMITED, "/models"));

    assertThat(all.at("/data/0/id")).contains(Json.of("fast"));
    assertThat(all.at("/data/1/id")).contains(Json.of("acme/slow"));
    assertThat(some.at("/data/0/id")).contains(Json.of("acme/slow"));
    assertThat(some.at("/data/1")).isEmpty();
  }

  @Test
  void tellsOfOneModelWhoseNameHasASlash() {
    Json.Obj plain = TestEndpoint.json(endpoint.get("/models/acme/slow"));
    Json.Obj encoded = TestEndpoint.json(endpoint.get("/models/acme%2Fslow"));

    assertThat(plain).isEqualTo(encoded);
    assertThat(plain.text("id")).contains("acme/slow");
    assertThat(plain.text("object")).contains("model");
  }

  @Test
  void knowsNoModelThatIsNotThereOrNotTheCallers() {
    HttpResponse<String> missing = endpoint.get("/models/gpt-9");
    HttpResponse<String> denied = as(LIMITED, "/models/fast");
    HttpResponse<String> asked = endpoint.post("/chat/completions", HELLO.replace("fast", "gpt-9"));

    for (HttpResponse<String> response : java.util.List.of(missing, denied, asked)) {
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(TestEndpoint.error(response).text("code")).contains("model_not_found");
    }
  }

  @Test
  void refusesOtherAddressesAndMethods() {
    HttpResponse<String> nowhere = endpoint.post("/completions", HELLO);
    HttpResponse<String> got = endpoint.get("/chat/completions");
    HttpResponse<String> posted = endpoint.post("/models", "{}");

    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(TestEndpoint.error(nowhere).text("code")).contains("unknown_url");
    assertThat(got.statusCode()).isEqualTo(405);
    assertThat(got.headers().firstValue("allow")).contains("POST");
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("allow")).contains("GET");
  }

  @Test
  void refusesBodiesThatAreTooLongWhetherTheyTellItOrNot() {
    String body = HELLO.replace("Hello", "x".repeat(20_000));
    HttpResponse<String> told = endpoint.post("/chat/completions", body);
    HttpResponse<String> untold =
        endpoint.send(
            endpoint
                .request("/chat/completions")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(body.getBytes(UTF_8)))));

    assertThat(told.statusCode()).isEqualTo(413);
    assertThat(untold.statusCode()).isEqualTo(413);
    assertThat(TestEndpoint.error(told).text("code")).contains("request_too_large");
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  @ParameterizedTest
  @CsvSource(
      value = {
        "text/plain | identity",
        "application/json; charset=iso-8859-1 | identity",
        "application/json | gzip"
      },
      delimiter = '|')
  void refusesOtherTypesOfContent(String type, String encoding) {
    HttpResponse<String> response =
        endpoint.send(
            to("/chat/completions")
                .header("authorization", "Bearer " + TestEndpoint.KEY)
                .header("content-type", type)
                .header("content-encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofString(HELLO)));

    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void refusesWhatIsNoJsonOrTooDeep() {
    for (String body : new String[] {"", "{", "[1]", "\"x\"", "[".repeat(5000)}) {
      HttpResponse<String> response = endpoint.post("/chat/completions", body);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(TestEndpoint.error(response).text("code")).contains("invalid_json");
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "model | {'messages': [{'role': 'user', 'content': 'x'}]}",
        "model | {'model': 7, 'messages': [{'role': 'user', 'content': 'x'}]}",
        "messages | {'model': 'fast'}",
        "messages | {'model': 'fast', 'messages': []}",
        "messages[0] | {'model': 'fast', 'messages': ['x']}",
        "messages[0].role | {'model': 'fast', 'messages': [{'role': 'king', 'content': 'x'}]}",
        "messages[0].role | {'model': 'fast', 'messages': [{'role': 'function', 'name': 'f', "
            + "'content': 'x'}]}",
        "messages[0].content | {'model': 'fast', 'messages': [{'role': 'user'}]}",
        "messages[0].content | {'model': 'fast', 'messages': [{'role': 'user', 'content': []}]}",
        "messages[0].content[0].type | {'model': 'fast', 'messages': [{'role': 'user', "
            + "'content': [{'type': 'video'}]}]}",
        "messages[0].content[0].image_url.url | {'model': 'fast', 'messages': [{'role': 'user', "
            + "'content': [{'type': 'image_url', 'image_url': {'url': 'file:///etc/passwd'}}]}]}",
        "messages[0].content[0].image_url.url | {'model': 'fast', 'messages': [{'role': 'user', "
            + "'content': [{'type': 'image_url', 'image_url': {'url': 'data:image/png,xx'}}]}]}",
        "messages[0].content[0].input_audio.data | {'model': 'fast', 'messages': [{'role': 'user', "
            + "'content': [{'type': 'input_audio', 'input_audio': {'data': '!', "
            + "'format': 'wav'}}]}]}",
        "messages[0].tool_call_id | {'model': 'fast', 'messages': [{'role': 'tool', "
            + "'tool_call_id': 'c9', 'content': 'x'}]}",
        "messages[0].function_call | {'model': 'fast', 'messages': [{'role': 'assistant', "
            + "'function_call': {'name': 'f'}}]}",
      },
      delimiter = '|')
  void namesTheMessageThatMakesNoSense(String param, String body) {
    assertRefused(param, body.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "functions | 'functions': [{'name': 'f'}]",
        "function_call | 'function_call': 'auto'",
        "tools[0].type | 'tools': [{'type': 'web_search'}]",
        "tools[0].function.name | 'tools': [{'type': 'function', 'function': {'name': 'a b'}}]",
        "tools[1].function.name | 'tools': [{'type': 'function', 'function': {'name': 'a'}}, "
            + "{'type': 'function', 'function': {'name': 'a'}}]",
        "tool_choice | 'tool_choice': 'any'",
        "response_format.type | 'response_format': {'type': 'xml'}",
        "response_format.json_schema.name | 'response_format': {'type': 'json_schema', "
            + "'json_schema': {'name': 'a b', 'schema': {}}}",
        "max_tokens | 'max_tokens': 0",
        "max_completion_tokens | 'max_completion_tokens': 1.5",
        "temperature | 'temperature': 3",
        "temperature | 'temperature': 'hot'",
        "top_p | 'top_p': -1",
        "stop | 'stop': [1]",
        "n | 'n': 0",
        "stream | 'stream': 'yes'",
      },
      delimiter = '|')
  void namesTheSettingThatMakesNoSense(String param, String members) {
    String body = HELLO.substring(0, HELLO.length() - 1) + ", " + members + "}";
    assertRefused(param, body.replace('\'', '"'));
  }

  private void assertRefused(String param, String body) {
    HttpResponse<String> response = endpoint.post("/chat/completions", body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(TestEndpoint.error(response).text("param")).contains(param);
    assertThat(TestEndpoint.error(response).text("type")).contains("invalid_request_error");
    assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void letsPagesOfKnownOriginsCall() {
    HttpResponse<String> asked =
        endpoint.send(
            to("/chat/completions")
                .header("origin", APP)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization, x-stainless-os")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    HttpResponse<String> listed = endpoint.send(endpoint.request("/models").header("origin", APP));

    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(asked.headers().firstValue("access-control-allow-origin")).contains(APP);
    assertThat(asked.headers().firstValue("access-control-allow-headers"))
        .contains("authorization, x-stainless-os");
    assertThat(asked.headers().firstValue("vary")).contains("origin");
    assertThat(listed.headers().firstValue("access-control-allow-origin")).contains(APP);
    assertThat(listed.headers().firstValue("access-control-expose-headers"))
        .hasValueSatisfying(names -> assertThat(names).contains("x-request-id"));
  }

  @Test
  void tellsPagesOfOtherOriginsNothing() {
    HttpResponse<String> asked =
        endpoint.send(
            to("/models")
                .header("origin", "https://evil.example.com")
                .header("access-control-request-method", "GET")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(asked.statusCode()).isEqualTo(401);
    assertThat(asked.headers().firstValue("access-control-allow-origin")).isEmpty();
  }
}
