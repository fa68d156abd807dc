package dev.atom.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContentRefused;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ProviderFailed;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.providers.Batch;
import dev.atom.providers.BatchResult;
import dev.atom.providers.BatchResults;
import dev.atom.providers.Batches;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.ExpectedErrors;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("not recorded: batches, as Google describes them, of recorded replies")
class GeminiBatchesTest {
  private static final ApiDescription DESCRIPTION = ApiDescription.of("gemini");
  private static final CallContext CONTEXT = CallContext.create();
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  private final TestServer server = new TestServer();
  private final Batches batches =
      Provider.newBuilder(Profiles.gemini().toBuilder().base(server.base().toString()).build())
          .keys(ref -> Optional.of(Secret.of(GeminiTestGround.KEY)))
          .clock(Clock.fixed(NOW, ZoneOffset.UTC))
          .build()
          .batches("gemini-2.5-flash");

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private void answer(String body) {
    server.answer(200, "application/json", body);
  }

  private static String operation(String state, int requests, String more) {
    return """
        {"name":"batches/b1","metadata":{"state":"%s","createTime":"2026-11-01T10:00:00.5Z",
         "batchStats":{"requestCount":"%d","successfulRequestCount":"1","failedRequestCount":"1"}}%s}
        """
        .formatted(state, requests, more);
  }

  private static String succeeded(String... responses) {
    String inlined = String.join(",", responses);
    return operation(
        "BATCH_STATE_SUCCEEDED",
        responses.length,
        ",\"done\":true,\"response\":{\"inlinedResponses\":{\"inlinedResponses\":["
            + inlined
            + "]}}");
  }

  private static String replied(String key, String body) {
    return "{\"metadata\":{\"key\":\"" + key + "\"},\"response\":" + body + "}";
  }

  private static String failed(String key, String error) {
    return "{\"metadata\":{\"key\":\"" + key + "\"},\"error\":" + error + "}";
  }

  private static final String ONE =
      replied(
          "one",
          "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"One\"}]},\"finishReason\":"
              + "\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3}}");

  private List<BatchResult> results(String operation) {
    answer(operation);
    List<BatchResult> all = new ArrayList<>();
    try (BatchResults results = batches.results(batches.find("b1", CONTEXT), CONTEXT)) {
      results.forEachRemaining(all::add);
    }
    return all;
  }

  @Test
  void requestsAreHandedOverAsAChatWouldWriteThem() throws Exception {
    answer(operation("BATCH_STATE_PENDING", 2, ""));
    Map<String, ChatRequest> requests = new LinkedHashMap<>();
    requests.put("one", ChatRequest.of("What is 1?"));
    requests.put("two", ChatRequest.of("What is 2?").toBuilder().parallelTools(false).build());
    Batch begun = batches.submit(requests, CONTEXT);
    assertThat(begun.id()).isEqualTo("batches/b1");
    assertThat(begun.state()).isEqualTo(Batch.State.QUEUED);
    assertThat(begun.counts()).isEqualTo(new Batch.Counts(2, 1, 1));
    assertThat(begun.created()).contains(Instant.parse("2026-11-01T10:00:00.5Z"));
    assertThat(begun.expires()).isEmpty();
    assertThat(begun.warnings()).containsOnlyKeys("two");
    assertThat(begun.warnings().get("two"))
        .singleElement()
        .satisfies(warning -> assertThat(warning.code()).isEqualTo("ignored_parameter"));
    TestServer.Received received = server.take();
    assertThat(received.line())
        .isEqualTo("POST /v1/models/gemini-2.5-flash:batchGenerateContent HTTP/1.1");
    Json.Obj body = Json.parseObject(received.body());
    assertThat(
            DESCRIPTION.violations(
                "POST", "/v1beta/models/gemini-2.5-flash:batchGenerateContent", body))
        .isEmpty();
    assertThat(body.at("/batch/displayName")).contains(Json.of("atom 2026-11-01T10:00:00Z"));
    assertThat(body.at("/batch/inputConfig/requests/requests/1/metadata/key"))
        .contains(Json.of("two"));
    assertThat(body.at("/batch/inputConfig/requests/requests/1/request/contents/0/parts/0/text"))
        .contains(Json.of("What is 2?"));
  }

  @Test
  void allRequestsGoToTheOneModelTheyName() throws Exception {
    answer(operation("BATCH_STATE_PENDING", 1, ""));
    ChatRequest pro = ChatRequest.of("Hi").toBuilder().model("gemini-2.5-pro").build();
    batches.submit(Map.of("one", pro), CONTEXT);
    TestServer.Received received = server.take();
    assertThat(received.line()).contains("/models/gemini-2.5-pro:batchGenerateContent ");
    assertThat(Json.parseObject(received.body()).at("/batch/model"))
        .contains(Json.of("models/gemini-2.5-pro"));
    Map<String, ChatRequest> mixed = Map.of("one", pro, "two", ChatRequest.of("Hi"));
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(() -> batches.submit(mixed, CONTEXT))
        .withMessageContaining("gemini-2.5-pro");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> batches.submit(Map.of(), CONTEXT));
    assertThat(server.waiting()).isZero();
  }

  @Test
  void resultsComeBackUnderTheirIds() throws Exception {
    List<BatchResult> results =
        results(succeeded(ONE, failed("two", "{\"code\":8,\"message\":\"too much\"}")));
    assertThat(results).extracting(BatchResult::id).containsExactly("one", "two");
    assertThat(results.get(0).reply().text()).isEqualTo("One");
    assertThat(results.get(0).reply().usage().inputTokens()).isEqualTo(3);
    assertThat(((BatchResult.Failed) results.get(1)).failure())
        .isInstanceOf(RateLimited.class)
        .hasMessageContaining("too much");
    assertThat(server.take().line()).startsWith("GET /v1/batches/b1 ");
    assertThat(server.take().line()).startsWith("GET /v1/batches/b1 ");
    assertThat(DESCRIPTION.describes("GET", "/v1beta/batches/b1")).isTrue();
  }

  @Test
  void batchThatIsLookedAtDoesNotHoldItsResults() {
    answer(succeeded(ONE));
    Batch batch = batches.find("batches/b1", CONTEXT);
    assertThat(batch.state()).isEqualTo(Batch.State.COMPLETED);
    assertThat(batch.raw().toString()).contains("batchStats").doesNotContain("One");
    answer(
        operation("BATCH_STATE_SUCCEEDED", 1, "")
            .replace(
                "\"batchStats\"",
                "\"output\":{\"inlinedResponses\":{\"inlinedResponses\":["
                    + ONE
                    + "]}},\"batchStats\""));
    assertThat(batches.find("b1", CONTEXT).raw().toString()).doesNotContain("One");
    try (BatchResults results = batches.results(batch, CONTEXT)) {
      assertThat(results.next().reply().text()).isEqualTo("One");
    }
  }

  @Test
  void everyRecordedReplyAndErrorIsReadInsideABatch() {
    List<String> responses = new ArrayList<>();
    List<RecordedExchange> exchanges = new ArrayList<>();
    for (RecordedExchange exchange : Recordings.of("gemini")) {
      String key = Integer.toString(exchanges.size());
      if (exchange.operation().equals("chat") && !exchange.isError()) {
        responses.add(replied(key, exchange.body()));
        exchanges.add(exchange);
      } else if (exchange.isError() && Json.parse(exchange.body()) instanceof Json.Obj body) {
        responses.add(failed(key, body.get("error").orElseThrow().toString()));
        exchanges.add(exchange);
      }
    }
    List<BatchResult> results = results(succeeded(responses.toArray(String[]::new)));
    assertThat(results).hasSameSizeAs(exchanges).hasSizeGreaterThan(20);
    for (int i = 0; i < exchanges.size(); i++) {
      assertThat(results.get(i).id()).isEqualTo(Integer.toString(i));
      check(exchanges.get(i), results.get(i));
    }
  }

  private static void check(RecordedExchange exchange, BatchResult result) {
    switch (result) {
      case BatchResult.Answered(String id, ChatReply reply) ->
          assertThat(reply.parts())
              .as(exchange.file())
              .isEqualTo(
                  GeminiReply.read(
                          Json.parseObject(exchange.body()), GeminiTestGround.ASKED, List.of())
                      .parts());
      case BatchResult.Failed(String id, ModelException failure) ->
          assertThat(failure.getClass().getSimpleName())
              .as(exchange.file())
              .isEqualTo(ExpectedErrors.of(exchange).orElseThrow().failure());
    }
  }

  @Test
  void blockedPromptAndSenselessReplyDoNotSpoilTheOthers() {
    List<BatchResult> results =
        results(
            succeeded(
                ONE,
                replied("two", "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"),
                replied("three", "{\"candidates\":[]}")));
    assertThat(results.get(0)).isInstanceOf(BatchResult.Answered.class);
    assertThat(((BatchResult.Failed) results.get(1)).failure()).isInstanceOf(ContentRefused.class);
    assertThat(((BatchResult.Failed) results.get(2)).failure()).isInstanceOf(MalformedReply.class);
  }

  @Test
  void withoutKeysTheResultsHaveTheirPositionsButNeverHalfOfThem() {
    String keyless = ONE.replace("{\"key\":\"one\"}", "{}");
    assertThat(results(succeeded(keyless, keyless)))
        .extracting(BatchResult::id)
        .containsExactly("0", "1");
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> results(succeeded(ONE, keyless)));
  }

  @Test
  void someResultsAreNeverTakenForAll() {
    assertThatExceptionOfType(TruncatedStream.class)
        .isThrownBy(
            () ->
                results(
                    succeeded(ONE).replace("\"requestCount\":\"1\"", "\"requestCount\":\"2\"")));
    assertThatExceptionOfType(RequestRejected.class)
        .isThrownBy(
            () ->
                results(
                    operation(
                        "BATCH_STATE_SUCCEEDED",
                        1,
                        ",\"response\":{\"responsesFile\":\"files/abc\"}")))
        .withMessageContaining("files/abc");
  }

  @Test
  void batchThatFailedAsAWholeSaysWhy() {
    String failed =
        "{\"name\":\"batches/b1\",\"done\":true,\"error\":{\"code\":13,\"message\":\"broken\"}}";
    answer(failed);
    assertThat(batches.find("b1", CONTEXT).state()).isEqualTo(Batch.State.FAILED);
    assertThatExceptionOfType(ProviderFailed.class)
        .isThrownBy(() -> results(failed))
        .withMessageContaining("broken");
  }

  @Test
  void expiredBatchHasTheResultsOfSome() {
    String some =
        operation(
            "BATCH_STATE_EXPIRED",
            5,
            ",\"response\":{\"inlinedResponses\":{\"inlinedResponses\":[" + ONE + "]}}");
    assertThat(results(some)).hasSize(1);
  }

  @Test
  void cancelledBatchIsCancellingUntilItIsOver() throws Exception {
    Queue<String> bodies =
        new ArrayDeque<>(
            List.of(
                "{}",
                operation("BATCH_STATE_RUNNING", 2, ""),
                "{}",
                operation("BATCH_STATE_CANCELLED", 2, "")));
    server.answer(
        connection -> {
          connection.head(200, Map.of("Content-Type", "application/json"));
          connection.write(bodies.remove());
        });
    assertThat(batches.cancel("batches/b1", CONTEXT).state()).isEqualTo(Batch.State.CANCELLING);
    assertThat(server.take().line()).startsWith("POST /v1/batches/b1:cancel ");
    assertThat(DESCRIPTION.describes("POST", "/v1beta/batches/b1:cancel")).isTrue();
    assertThat(batches.cancel("b1", CONTEXT).state()).isEqualTo(Batch.State.CANCELLED);
  }

  @Test
  void resultsOfABatchAtWorkAreNotAskedFor() throws Exception {
    answer(operation("BATCH_STATE_RUNNING", 2, ""));
    Batch running = batches.find("b1", CONTEXT);
    server.take();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> batches.results(running, CONTEXT))
        .withMessageContaining("batches/b1");
    assertThat(server.waiting()).isZero();
  }

  @Test
  void failuresAreThoseOfAChat() {
    RecordedExchange exchange =
        Recordings.one("gemini", "error-400-invalid-argument-gemini-2.5-flash-8f59");
    GeminiTestGround.serve(server, exchange, 1000);
    assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> batches.find("b1", CONTEXT));
    answer("{}");
    assertThatExceptionOfType(MalformedReply.class).isThrownBy(() -> batches.find("b1", CONTEXT));
  }
}
