package dev.atom.providers.gemini;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.json.Json;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Many requests at once, answered within a day for half the price. The requests travel in the call
 * that begins the batch, and the replies in the one that looks at it.
 */
final class GeminiBatches {
  private final Client client;
  private final ModelRef model;
  private final GeminiDialect dialect;

  GeminiBatches(Client client, ModelRef model, GeminiDialect dialect) {
    this.client = client;
    this.model = model;
    this.dialect = dialect;
  }

  /** How far a batch is. */
  enum State {
    WAITING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    EXPIRED
  }

  /** What became of one request of a batch. */
  sealed interface Outcome {
    /** It was answered. */
    record Answered(ChatReply reply) implements Outcome {}

    /** It was not. */
    record Refused(ProviderError error) implements Outcome {}
  }

  /**
   * A batch.
   *
   * @param name by which it is asked for, such as {@code "batches/123"}
   * @param state how far it is
   * @param requests how many there are
   * @param succeeded how many were answered
   * @param failed how many were refused
   * @param outcomes what became of each request, by the host's key; empty until the end
   * @param error why the whole failed, if it did
   */
  record Batch(
      String name,
      State state,
      long requests,
      long succeeded,
      long failed,
      Map<String, Outcome> outcomes,
      Optional<ProviderError> error) {}

  /** Begins a batch; each request has a key of the host's by which its outcome is found. */
  Batch begin(String displayName, Map<String, ChatRequest> requests, CallContext context) {
    List<Json.Obj> inlined = new ArrayList<>();
    requests.forEach((key, request) -> inlined.add(inlined(key, request)));
    Json.Obj input =
        Json.object().put("requests", Json.object().put("requests", inlined).build()).build();
    Json.Obj batch =
        Json.object()
            .put("displayName", displayName)
            .put("model", GeminiNames.resource(model))
            .put("inputConfig", input)
            .build();
    Json.Obj body = Json.object().put("batch", batch).build();
    String path = GeminiNames.path(model, "batchGenerateContent");
    return read(call(client.post(path, body, model), context));
  }

  private Json.Obj inlined(String key, ChatRequest request) {
    Json.Obj body =
        Json.object()
            .put("model", GeminiNames.resource(model))
            .putAll(dialect.body(request, model, false).json())
            .build();
    return Json.object()
        .put("request", body)
        .put("metadata", Json.object().put("key", key).build())
        .build();
  }

  /** Looks at a batch, which brings its outcomes once it has ended. */
  Batch look(String name, CallContext context) {
    return read(call(client.get(path(name), model), context));
  }

  /** Asks to end a batch early; what was answered by then stays. */
  void cancel(String name, CallContext context) {
    call(client.post(path(name) + ":cancel", Json.Obj.EMPTY, model), context);
  }

  private static String path(String name) {
    String id = name.startsWith("batches/") ? name.substring("batches/".length()) : name;
    return "batches/" + Client.encoded(id);
  }

  /** An operation that failed has an error in it too, which must not be taken for the call's own. */
  private Json.Obj call(HttpCall.Builder call, CallContext context) {
    return client.send(
        call,
        model,
        json -> operation(json) ? Optional.empty() : GeminiErrors.read(json),
        context,
        answer -> answer.json());
  }

  private static boolean operation(Json json) {
    return json instanceof Json.Obj object && object.text("name").isPresent();
  }

  private Batch read(Json.Obj operation) {
    Json.Obj metadata = Fields.object(operation, "metadata");
    Json.Obj stats = Fields.object(metadata, "batchStats");
    Optional<ProviderError> error =
        Optional.of(Fields.object(operation, "error"))
            .filter(e -> !e.members().isEmpty())
            .map(GeminiErrors::described);
    String name = operation.text("name").orElseThrow();
    return new Batch(
        name,
        state(Fields.text(metadata, "state"), error.isPresent()),
        number(stats, "requestCount"),
        number(stats, "successfulRequestCount"),
        number(stats, "failedRequestCount"),
        outcomes(operation),
        error);
  }

  private static State state(String word, boolean failed) {
    return switch (word.replace("JOB_STATE_", "").replace("BATCH_STATE_", "")) {
      case "RUNNING" -> State.RUNNING;
      case "SUCCEEDED" -> State.SUCCEEDED;
      case "FAILED" -> State.FAILED;
      case "CANCELLED" -> State.CANCELLED;
      case "EXPIRED" -> State.EXPIRED;
      default -> failed ? State.FAILED : State.WAITING;
    };
  }

  /** Google writes counts of 64 bits as texts. */
  private static long number(Json.Obj stats, String name) {
    return Fields.filled(stats, name)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElseGet(() -> Fields.count(stats, name));
  }

  private Map<String, Outcome> outcomes(Json.Obj operation) {
    Json.Obj output = Fields.object(operation, "response");
    if (output.get("inlinedResponses").isEmpty()) {
      output = Fields.object(Fields.object(operation, "metadata"), "output");
    }
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    List<Json.Obj> responses =
        Fields.objects(Fields.object(output, "inlinedResponses"), "inlinedResponses");
    for (int i = 0; i < responses.size(); i++) {
      String position = Integer.toString(i);
      String key =
          Fields.filled(Fields.object(responses.get(i), "metadata"), "key").orElse(position);
      outcomes.put(key, outcome(responses.get(i)));
    }
    return outcomes;
  }

  private Outcome outcome(Json.Obj response) {
    Json.Obj answered = Fields.object(response, "response");
    Optional<ProviderError> error =
        response.get("error").isPresent()
            ? Optional.of(GeminiErrors.described(Fields.object(response, "error")))
            : GeminiErrors.read(answered);
    return error.isPresent()
        ? new Outcome.Refused(error.get())
        : new Outcome.Answered(GeminiReply.read(answered, model, List.of()));
  }
}
