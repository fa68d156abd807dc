package dev.atom.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.CallCancelled;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.ContextTooLong;
import dev.atom.model.MalformedReply;
import dev.atom.model.Media;
import dev.atom.model.ModelException;
import dev.atom.model.Part;
import dev.atom.model.ProviderFailed;
import dev.atom.model.TruncatedStream;
import dev.atom.providers.Batch;
import dev.atom.providers.BatchResult;
import dev.atom.providers.BatchResults;
import dev.atom.providers.Batches;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.openai.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches by the documentation, over a server that plays the provider. Not recorded. */
class AnthropicBatchesTest {
  private static final ApiDescription DESCRIPTION = ApiDescription.of("anthropic");
  private static final CallContext CONTEXT = CallContext.create();

  private final TestServer server = new TestServer();
  private final Batches batches = TestModels.provider(server).batches(TestModels.ASKED.name());

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private static String batch(String status, int processing, int succeeded, int errored) {
    return """
        {"id":"msgbatch_1","type":"message_batch","processing_status":"%s",
         "request_counts":{"processing":%d,"succeeded":%d,"errored":%d,"canceled":1,"expired":1},
         "created_at":"2026-11-01T10:00:00Z","expires_at":"2026-11-02T10:00:00Z",
         "results_url":"https://elsewhere.example/results"}"""
        .formatted(status, processing, succeeded, errored);
  }

  private Batch look(String json) {
    server.answer(200, "application/json", json);
    return batches.find("msgbatch_1", CONTEXT);
  }

  private Batch ended() throws InterruptedException {
    Batch batch = look(batch("ended", 0, 1, 1));
    server.take();
    return batch;
  }

  private List<BatchResult> results(Batch batch) {
    List<BatchResult> all = new ArrayList<>();
    try (BatchResults results = batches.results(batch, CONTEXT)) {
      results.forEachRemaining(all::add);
    }
    return all;
  }

  @Test
  void requestsAreHandedOverAsAChatWouldWriteThem() throws Exception {
    server.answer(200, "application/json", batch("in_progress", 2, 0, 0));
    Map<String, ChatRequest> requests = new LinkedHashMap<>();
    requests.put("a", ChatRequest.of("Hi"));
    requests.put(
        "b",
        ChatRequest.newBuilder()
            .model("claude-opus-5")
            .message(ChatMessage.user(List.of(Part.image(new Media.Uploaded("file_1")))))
            .build());
    Batch batch = batches.submit(requests, CONTEXT);
    assertThat(batch.id()).isEqualTo("msgbatch_1");
    assertThat(batch.state()).isEqualTo(Batch.State.RUNNING);
    assertThat(batch.counts().total()).isEqualTo(4);
    assertThat(batch.created()).contains(Instant.parse("2026-11-01T10:00:00Z"));
    TestServer.Received received = server.take();
    assertThat(received.line()).startsWith("POST /v1/messages/batches ");
    assertThat(received.headers()).containsEntry("anthropic-beta", "files-api-2025-04-14");
    Json.Obj sent = Json.parseObject(received.body());
    assertThat(DESCRIPTION.violations("POST", "/v1/messages/batches?beta=true", sent)).isEmpty();
    assertThat(sent.at("/requests/0/custom_id")).contains(Json.of("a"));
    assertThat(sent.at("/requests/0/params/stream")).isEmpty();
    assertThat(sent.at("/requests/1/params/model")).contains(Json.of("claude-opus-5"));
  }

  @Test
  void senselessBatchesAreRefusedBeforeTheyAreSent() {
    assertThatThrownBy(() -> batches.submit(Map.of(), CONTEXT))
        .isInstanceOf(IllegalArgumentException.class);
    Map<String, ChatRequest> misnamed = Map.of("a b", ChatRequest.of("Hi"));
    assertThatThrownBy(() -> batches.submit(misnamed, CONTEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a b\"");
    Part sound = new Part.Audio(Media.inline("audio/wav", new byte[1]), Optional.empty());
    Map<String, ChatRequest> impossible =
        Map.of("a", ChatRequest.newBuilder().message(ChatMessage.user(List.of(sound))).build());
    assertThatThrownBy(() -> batches.submit(impossible, CONTEXT))
        .isInstanceOf(CapabilityMissing.class);
    assertThat(server.waiting()).isZero();
  }

  @Test
  void batchIsLookedAtAndStopped() throws Exception {
    server.answer(200, "application/json", batch("canceling", 2, 0, 0));
    assertThat(batches.find("msgbatch_1", CONTEXT).state()).isEqualTo(Batch.State.CANCELLING);
    assertThat(server.take().line()).startsWith("GET /v1/messages/batches/msgbatch_1 ");
    assertThat(batches.cancel("msgbatch_1", CONTEXT).state()).isEqualTo(Batch.State.CANCELLING);
    assertThat(server.take().line()).startsWith("POST /v1/messages/batches/msgbatch_1/cancel ");
    assertThat(DESCRIPTION.describes("POST", "/v1/messages/batches/msgbatch_1/cancel")).isTrue();
  }

  private static final String RESULTS =
      """
      {"custom_id":"a","result":{"type":"succeeded","message":{"id":"msg_1","model":"m",\
      "content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn",\
      "usage":{"input_tokens":3,"output_tokens":2}}}}
      {"custom_id":"b","result":{"type":"errored","error":{"type":"error","request_id":"req_2",\
      "error":{"type":"invalid_request_error","message":"prompt is too long: 9 > 8"}}}}
      {"custom_id":"c","result":{"type":"canceled"}}

      {"custom_id":"d","result":{"type":"expired"}}
      """;

  @Test
  void resultsAreReadFromTheProvidersOwnAddress() throws Exception {
    Batch batch = ended();
    server.answer(200, "application/x-jsonl", RESULTS);
    List<BatchResult> outcomes = results(batch);
    assertThat(server.take().line()).startsWith("GET /v1/messages/batches/msgbatch_1/results ");
    assertThat(outcomes).extracting(BatchResult::id).containsExactly("a", "b", "c", "d");
    assertThat(outcomes.get(0).reply().text()).isEqualTo("Hello");
    assertThat(outcomes.get(0).reply().usage().totalTokens()).isEqualTo(5);
    ModelException failed = ((BatchResult.Failed) outcomes.get(1)).failure();
    assertThat(failed).isInstanceOf(ContextTooLong.class);
    assertThat(failed.failure().requestId()).contains("req_2");
    assertThat(((BatchResult.Failed) outcomes.get(2)).failure()).isInstanceOf(CallCancelled.class);
    assertThat(((BatchResult.Failed) outcomes.get(3)).failure()).isInstanceOf(ProviderFailed.class);
  }

  @Test
  void endOfABatchIsToldApart() {
    String ended = batch("ended", 0, 1, 1);
    assertThat(look(ended).state()).isEqualTo(Batch.State.EXPIRED);
    assertThat(look(ended.replace("\"expired\":1", "\"expired\":0")).state())
        .isEqualTo(Batch.State.COMPLETED);
    String stopped =
        ended
            .replace("}}", "}")
            .replace(
                "\"results_url\"",
                "\"cancel_initiated_at\":\"2026-11-01T11:00:00Z\",\"results_url\"");
    assertThat(look(stopped).state()).isEqualTo(Batch.State.CANCELLED);
    assertThat(look(stopped).counts()).isEqualTo(new Batch.Counts(4, 1, 3));
  }

  @Test
  void someResultsAreNeverTakenForAll() throws Exception {
    Batch batch = ended();
    String some = RESULTS.lines().limit(3).reduce("", (all, line) -> all + line + "\n");
    for (String body : List.of("", some, RESULTS + "{\"custom_id\":\"e", RESULTS + "{}")) {
      server.answer(200, "application/x-jsonl", body);
      assertThatThrownBy(() -> results(batch))
          .isInstanceOfAny(MalformedReply.class, TruncatedStream.class);
    }
  }

  @Test
  void oneReplyThatMakesNoSenseDoesNotSpoilTheOthers() throws Exception {
    Batch batch = ended();
    String body =
        RESULTS
            .replace("\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}],", "")
            .replace("\"error\":{\"type\":\"invalid", "\"fault\":{\"type\":\"invalid");
    server.answer(200, "application/x-jsonl", body);
    List<BatchResult> outcomes = results(batch);
    assertThat(outcomes.subList(0, 2)).allMatch(BatchResult.Failed.class::isInstance);
  }

  @Test
  void resultsOfABatchAtWorkAreNotAskedFor() throws Exception {
    Batch running = look(batch("in_progress", 2, 0, 0));
    server.take();
    assertThatThrownBy(() -> batches.results(running, CONTEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("msgbatch_1");
    assertThat(server.waiting()).isZero();
  }

  @Test
  void failuresAreThoseOfAChat() {
    server.answer(
        404,
        "application/json",
        "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"Not found\"}}");
    assertThatThrownBy(() -> batches.find("msgbatch_9", CONTEXT))
        .isInstanceOf(ModelException.class);
    server.answer(200, "application/json", "{}");
    assertThatThrownBy(() -> batches.find("msgbatch_9", CONTEXT))
        .isInstanceOf(MalformedReply.class);
  }
}
