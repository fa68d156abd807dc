package dev.atom.providers.openai;

import static dev.atom.providers.openai.OperationServer.body;
import static dev.atom.providers.openai.OperationServer.form;
import static dev.atom.providers.openai.OperationServer.method;
import static dev.atom.providers.openai.OperationServer.path;
import static dev.atom.providers.openai.OperationServer.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.CallCancelled;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.MalformedReply;
import dev.atom.model.Media;
import dev.atom.model.ModelException;
import dev.atom.model.Part;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
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
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("not recorded: batches, as OpenAI describes them, around recorded replies")
class BatchesTest {
  private static final CallContext CONTEXT = CallContext.create();
  private static final String BATCH =
      """
      {"id":"batch_1","object":"batch","endpoint":"/v1/responses","status":"%s",
       "input_file_id":"file-in","output_file_id":%s,"error_file_id":%s,
       "created_at":1711471533,"expires_at":1711557933,
       "request_counts":{"total":3,"completed":2,"failed":1}}
      """;

  private final OperationServer server = new OperationServer();
  private final Map<String, String> answers = new LinkedHashMap<>();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  /** Answers by method and path; what is unknown is a 404. */
  private Batches batches(Provider provider) {
    server
        .socket()
        .answer(
            exchange -> {
              String answer = answers.remove(answers.keySet().iterator().next());
              int status = Integer.parseInt(answer.substring(0, 3));
              byte[] bytes = answer.substring(4).getBytes(java.nio.charset.StandardCharsets.UTF_8);
              exchange.head(
                  status,
                  Map.of("Content-Type", "application/json", "Content-Length", "" + bytes.length));
              exchange.write(bytes);
            });
    return provider.batches("gpt-5.4-mini");
  }

  private Batches batches() {
    return batches(server.openAi());
  }

  private void then(int status, String body) {
    answers.put("answer " + answers.size() + " " + status, status + " " + body);
  }

  private static String batch(String status) {
    return BATCH.formatted(status, "\"file-out\"", "\"file-err\"").replace("\n", "");
  }

  private static Map<String, ChatRequest> requests() {
    Map<String, ChatRequest> requests = new LinkedHashMap<>();
    requests.put("one", ChatRequest.of("First"));
    requests.put(
        "two",
        ChatRequest.newBuilder().message(ChatMessage.user("Second")).model("gpt-5.4").build());
    return requests;
  }

  @Test
  void requestsAreUploadedAndHandedOver() {
    then(200, "{\"id\":\"file-in\"}");
    then(200, batch("validating"));
    Batch batch = batches().submit(requests(), CONTEXT);
    assertThat(batch.id()).isEqualTo("batch_1");
    assertThat(batch.state()).isEqualTo(Batch.State.QUEUED);
    assertThat(batch.counts()).isEqualTo(new Batch.Counts(3, 2, 1));
    assertThat(batch.created()).contains(Instant.ofEpochSecond(1711471533));
    assertThat(batch.expires()).contains(Instant.ofEpochSecond(1711557933));

    ApiDescription description = ApiDescription.of("openai");
    TestServer.Received upload = server.take();
    assertThat(path(upload)).isEqualTo("/v1/files");
    Map<String, String> fields = values(form(upload));
    assertThat(fields).containsEntry("purpose", "batch");
    assertThat(description.formViolations("POST", path(upload), fields)).isEmpty();
    List<Json.Obj> lines = fields.get("file").lines().map(Json::parseObject).toList();
    assertThat(lines)
        .extracting(l -> l.text("custom_id").orElseThrow())
        .containsExactly("one", "two");
    for (Json.Obj line : lines) {
      assertThat(line.text("url")).contains("/v1/responses");
      Json.Obj body = (Json.Obj) line.get("body").orElseThrow();
      assertThat(body.get("stream")).isEmpty();
      assertThat(description.violations("POST", "/v1/responses", body)).isEmpty();
    }
    assertThat(lines.get(1).at("/body/model")).contains(Json.of("gpt-5.4"));

    TestServer.Received creation = server.take();
    assertThat(path(creation)).isEqualTo("/v1/batches");
    assertThat(description.violations("POST", "/v1/batches", body(creation))).isEmpty();
    assertThat(body(creation).text("input_file_id")).contains("file-in");
  }

  @Test
  void chatCompletionsAreBatchedUnderTheirOwnPath() {
    then(200, "{\"id\":\"file-in\"}");
    then(200, batch("in_progress"));
    batches(
            server.provider(
                Profiles.groq().toBuilder()
                    .offers(java.util.Set.of(dev.atom.model.Capability.CHAT))
                    .build()))
        .submit(Map.of("one", ChatRequest.of("First")), CONTEXT);
    TestServer.Received upload = server.take();
    assertThat(path(upload)).isEqualTo("/openai/v1/files");
    assertThat(Json.parseObject(values(form(upload)).get("file").strip()).text("url"))
        .contains("/v1/chat/completions");
    TestServer.Received creation = server.take();
    assertThat(ApiDescription.of("groq").violations("POST", path(creation), body(creation)))
        .isEmpty();
  }

  @Test
  void fileOfARefusedBatchIsDeleted() {
    then(200, "{\"id\":\"file-in\"}");
    then(429, "{\"error\":{\"message\":\"no money\",\"code\":\"insufficient_quota\"}}");
    then(200, "{\"id\":\"file-in\",\"deleted\":true}");
    Batches batches = batches();
    assertThatExceptionOfType(QuotaExhausted.class)
        .isThrownBy(() -> batches.submit(requests(), CONTEXT));
    server.take();
    server.take();
    TestServer.Received deletion = server.take();
    assertThat(method(deletion)).isEqualTo("DELETE");
    assertThat(path(deletion)).isEqualTo("/v1/files/file-in");
  }

  @ParameterizedTest
  @CsvSource({"''", "a b", "ä", "a/b"})
  void idsThatNotEveryProviderTakesAreRefused(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> server.openAi().batches("m").submit(Map.of(id, ChatRequest.of("Hi")), CONTEXT));
    assertThat(server.socket().waiting()).isZero();
  }

  @Test
  void noRequestAtAllIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.openAi().batches("m").submit(Map.of(), CONTEXT));
  }

  @Test
  void requestThatNeedsMoreThanTheProviderOffersIsRefused() {
    ChatRequest sound =
        ChatRequest.newBuilder()
            .message(
                ChatMessage.user(
                    List.of(
                        new Part.Audio(
                            Media.inline("audio/wav", new byte[] {1}),
                            java.util.Optional.empty()))))
            .build();
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(() -> server.openAi().batches("m").submit(Map.of("a", sound), CONTEXT));
    assertThat(server.socket().waiting()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "validating, QUEUED",
    "in_progress, RUNNING",
    "finalizing, RUNNING",
    "something_new, RUNNING",
    "completed, COMPLETED",
    "failed, FAILED",
    "expired, EXPIRED",
    "cancelling, CANCELLING",
    "cancelled, CANCELLED"
  })
  void stateIsRead(String status, Batch.State state) {
    then(200, batch(status));
    assertThat(batches().find("batch_1", CONTEXT).state()).isEqualTo(state);
    TestServer.Received sent = server.take();
    assertThat(method(sent) + " " + path(sent)).isEqualTo("GET /v1/batches/batch_1");
  }

  @Test
  void cancellingIsAsked() {
    then(200, batch("cancelling"));
    assertThat(batches().cancel("batch_1", CONTEXT).state()).isEqualTo(Batch.State.CANCELLING);
    TestServer.Received sent = server.take();
    assertThat(method(sent) + " " + path(sent)).isEqualTo("POST /v1/batches/batch_1/cancel");
  }

  @Test
  void unfinishedBatchHasNoResults() {
    then(200, batch("in_progress"));
    Batches batches = batches();
    Batch batch = batches.find("batch_1", CONTEXT);
    assertThatIllegalArgumentException().isThrownBy(() -> batches.results(batch, CONTEXT));
  }

  private static String line(String id, int status, String body) {
    return "{\"id\":\"r\",\"custom_id\":\"%s\",\"response\":{\"status_code\":%d,\"request_id\":\"req-%s\",\"body\":%s},\"error\":null}"
        .formatted(id, status, id, Json.parse(body));
  }

  private Batch finished(String status) {
    then(200, batch(status));
    Batch batch = batches().find("batch_1", CONTEXT);
    server.take();
    return batch;
  }

  @Test
  void recordedRepliesComeBackUnderTheirIds() {
    List<RecordedExchange> recorded = Recordings.of("openai", "responses");
    StringBuilder lines = new StringBuilder();
    recorded.forEach(
        e -> lines.append(line("r" + e.file().hashCode() % 1000, 200, e.body())).append('\n'));
    Batch batch = finished("completed");
    then(200, lines.toString());
    then(200, "");
    List<BatchResult> results = new ArrayList<>();
    try (BatchResults all = batches().results(batch, CONTEXT)) {
      all.forEachRemaining(results::add);
    }
    assertThat(results).hasSameSizeAs(recorded).allMatch(r -> r instanceof BatchResult.Answered);
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).reply().raw()).isEqualTo(Json.parse(recorded.get(i).body()));
      assertThat(results.get(i).reply().requestId()).contains("req-" + results.get(i).id());
    }
    assertThat(path(server.take())).isEqualTo("/v1/files/file-out/content");
    assertThat(path(server.take())).isEqualTo("/v1/files/file-err/content");
  }

  @Test
  void failuresAreResultsToo() {
    Batch batch = finished("expired");
    then(200, "");
    then(
        200,
        line("slow", 429, "{\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}}")
            + "\n"
            + line("bad", 400, "{\"error\":{\"message\":\"y\",\"type\":\"invalid_request_error\"}}")
            + "\n"
            + line("odd", 200, "{\"id\":7}")
            + "\n{\"custom_id\":\"late\",\"response\":null,\"error\":"
            + "{\"code\":\"batch_expired\",\"message\":\"not in time\"}}"
            + "\n{\"custom_id\":\"stopped\",\"response\":null,\"error\":"
            + "{\"code\":\"batch_cancelled\",\"message\":\"stopped\"}}\n");
    Map<String, ModelException> failures = new LinkedHashMap<>();
    try (BatchResults all = batches().results(batch, CONTEXT)) {
      all.forEachRemaining(r -> failures.put(r.id(), ((BatchResult.Failed) r).failure()));
    }
    assertThat(failures.get("slow")).isInstanceOf(RateLimited.class);
    assertThat(failures.get("slow").failure().requestId()).contains("req-slow");
    assertThat(failures.get("bad")).isInstanceOf(RequestRejected.class);
    assertThat(failures.get("odd")).isInstanceOf(MalformedReply.class);
    assertThat(failures.get("late"))
        .isInstanceOf(ProviderFailed.class)
        .hasMessageContaining("not in time");
    assertThat(failures.get("stopped")).isInstanceOf(CallCancelled.class);
    assertThat(failures).hasSize(5);
    BatchResult failed = new BatchResult.Failed("slow", failures.get("slow"));
    assertThat(catchThrowableOfType(ModelException.class, failed::reply))
        .isSameAs(failures.get("slow"));
  }

  @Test
  void resultsThatBreakOffAreAnErrorAgainAndAgain() {
    Batch batch = finished("completed");
    String whole = line("one", 200, Recordings.one("openai", "responses-").body());
    then(200, whole + "\n" + whole.substring(0, whole.length() / 2));
    try (BatchResults results = batches().results(batch, CONTEXT)) {
      assertThat(results.next().id()).isEqualTo("one");
      TruncatedStream cut = catchThrowableOfType(TruncatedStream.class, results::hasNext);
      assertThat(cut).isNotNull();
      assertThat(catchThrowableOfType(TruncatedStream.class, results::next)).isSameAs(cut);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"no json", "{\"id\":\"no custom id\"}", "[1]"})
  void lineThatIsNoResultIsAFailure(String line) {
    Batch batch = finished("completed");
    then(200, line + "\n");
    try (BatchResults results = batches().results(batch, CONTEXT)) {
      assertThatExceptionOfType(MalformedReply.class).isThrownBy(results::hasNext);
    }
  }

  @Test
  void batchThatWasRefusedAsAWholeSaysWhy() {
    then(
        200,
        """
        {"id":"batch_1","status":"failed","errors":{"object":"list","data":[
          {"code":"invalid_json_line","message":"line 2 is no JSON","line":2}]}}
        """
            .replace("\n", ""));
    Batches batches = batches();
    Batch batch = batches.find("batch_1", CONTEXT);
    assertThatExceptionOfType(RequestRejected.class)
        .isThrownBy(() -> batches.results(batch, CONTEXT))
        .withMessageContaining("line 2 is no JSON");
  }

  @Test
  void completedBatchWithoutAFileIsNoEmptySuccess() {
    then(200, "{\"id\":\"batch_1\",\"status\":\"completed\",\"output_file_id\":null}");
    Batches batches = batches();
    Batch batch = batches.find("batch_1", CONTEXT);
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> batches.results(batch, CONTEXT));
  }

  @Test
  void closedResultsEnd() {
    Batch batch = finished("completed");
    BatchResults results = batches().results(batch, CONTEXT);
    results.close();
    results.close();
    assertThat(results.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(results::next);
    assertThat(server.socket().waiting()).isZero();
  }

  @Test
  void batchesOfAzureLieAboveItsDeployments() {
    then(200, batch("completed"));
    batches(server.provider(Profiles.azureDeployments("res", "2024-10-21")))
        .find("batch_1", CONTEXT);
    assertThat(path(server.take())).isEqualTo("/openai/batches/batch_1?api-version=2024-10-21");
  }
}
