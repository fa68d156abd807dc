package dev.atom.providers.gemini;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import dev.atom.providers.Batch;
import dev.atom.providers.BatchResults;
import dev.atom.providers.Batches;
import dev.atom.providers.wire.BatchIds;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.CountedResults;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.ErrorReader;
import dev.atom.providers.wire.Needs;
import dev.atom.providers.wire.Opened;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gemini's batches: the requests travel in the call that begins the batch, the replies in the one
 * that looks at it.
 */
final class GeminiBatches implements Batches {
  private static final long LARGEST_RESULTS = 1L << 32;

  /** An operation that failed has an error in it too, which must not be taken for the call's own. */
  private static final ErrorReader ERRORS =
      json -> operation(json) ? Optional.empty() : GeminiErrors.read(json);

  private final Client client;
  private final ModelRef ref;
  private final Dialect dialect;

  GeminiBatches(Client client, ModelRef ref, Dialect dialect) {
    this.client = client;
    this.ref = ref;
    this.dialect = dialect;
  }

  private static boolean operation(Json json) {
    return json instanceof Json.Obj object && object.text("name").isPresent();
  }

  @Override
  public Batch submit(Map<String, ChatRequest> requests, CallContext context) {
    BatchIds.check(requests.keySet());
    ModelRef asked = asked(requests);
    List<Json.Obj> inlined = new ArrayList<>();
    Map<String, List<Warning>> warnings = new LinkedHashMap<>();
    requests.forEach(
        (id, request) -> {
          Needs.check(request, false, client.profile().capabilities(), asked);
          Dialect.Body body = dialect.body(request, asked, false);
          inlined.add(inlined(id, body, asked));
          warnings.put(id, body.warnings());
        });
    Json.Obj input =
        Json.object().put("requests", Json.object().put("requests", inlined).build()).build();
    Json.Obj batch =
        Json.object()
            // Google wants a name; the time tells a batch whose beginning got no answer.
            .put("displayName", "atom " + client.clock().instant())
            .put("model", GeminiNames.resource(asked))
            .put("inputConfig", input)
            .build();
    String path = GeminiNames.path(asked, "batchGenerateContent");
    Json.Obj body = Json.object().put("batch", batch).build();
    return send(client.post(path, body, asked), context).warnings(warnings);
  }

  /** A batch is handed over to one model. */
  private ModelRef asked(Map<String, ChatRequest> requests) {
    Set<String> names =
        requests.values().stream()
            .map(request -> request.model().orElse(ref.name()))
            .collect(Collectors.toSet());
    if (names.size() > 1) {
      throw Needs.missing(ref, "the requests of a batch ask one model, not " + names);
    }
    return new ModelRef(ref.provider(), names.iterator().next());
  }

  private static Json.Obj inlined(String id, Dialect.Body body, ModelRef asked) {
    Json.Obj request =
        Json.object().put("model", GeminiNames.resource(asked)).putAll(body.json()).build();
    return Json.object()
        .put("request", request)
        .put("metadata", Json.object().put("key", id).build())
        .build();
  }

  @Override
  public Batch find(String id, CallContext context) {
    return send(client.get(path(id), ref).maxReplyBytes(LARGEST_RESULTS), context);
  }

  /** Google answers with nothing, and for a while the batch goes on as if nothing were. */
  @Override
  public Batch cancel(String id, CallContext context) {
    HttpCall.Builder call = client.post(path(id) + ":cancel", Json.Obj.EMPTY, ref);
    client.send(call, ref, ERRORS, context, answer -> answer.json());
    Batch batch = find(id, context);
    return batch.state().over()
        ? batch
        : new Batch(
            batch.id(),
            Batch.State.CANCELLING,
            batch.counts(),
            batch.created(),
            batch.expires(),
            batch.warnings(),
            batch.raw());
  }

  private static String path(String id) {
    String bare = id.startsWith("batches/") ? id.substring("batches/".length()) : id;
    return "batches/" + Client.encoded(bare);
  }

  private Batch send(HttpCall.Builder call, CallContext context) {
    return client.send(
        call, ref, ERRORS, context, answer -> GeminiOperation.of(answer.json()).batch());
  }

  @Override
  public BatchResults results(Batch batch, CallContext context) {
    if (!batch.state().over()) {
      throw new IllegalArgumentException(batch + " is not over; look again later");
    }
    HttpCall.Builder call = client.get(path(batch.id()), ref).maxReplyBytes(LARGEST_RESULTS);
    BatchResults results = client.open(call, ref, ERRORS, context, this::read);
    long expected = batch.state() == Batch.State.COMPLETED ? batch.counts().total() : 0;
    return new CountedResults(results, ref, expected);
  }

  private BatchResults read(Opened opened) {
    try (opened) {
      return opened
          .whole()
          .read(
              answer ->
                  new GeminiBatchResults(ref, opened.failures())
                      .read(GeminiOperation.of(answer.json())));
    }
  }

  @Override
  public String toString() {
    return "GeminiBatches[" + ref + "]";
  }
}
