package dev.atom.providers.anthropic;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.Warning;
import dev.atom.providers.Batch;
import dev.atom.providers.BatchResult;
import dev.atom.providers.BatchResults;
import dev.atom.providers.Batches;
import dev.atom.providers.wire.BatchIds;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.CountedResults;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.Failures;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import dev.atom.providers.wire.Opened;
import dev.atom.providers.wire.ProviderError;
import dev.atom.providers.wire.ResultLines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Anthropic's message batches: requests in one body, results in lines once all have ended. */
final class AnthropicBatches implements Batches {
  private static final String PATH = "messages/batches";
  private static final String BETA = "anthropic-beta";
  private static final long LARGEST_RESULTS = 1L << 32;

  private final Client client;
  private final ModelRef ref;
  private final Dialect dialect;

  AnthropicBatches(Client client, ModelRef ref, Dialect dialect) {
    this.client = client;
    this.ref = ref;
    this.dialect = dialect;
  }

  @Override
  public Batch submit(Map<String, ChatRequest> requests, CallContext context) {
    BatchIds.check(requests.keySet());
    List<Json> written = new ArrayList<>();
    Set<String> betas = new LinkedHashSet<>();
    Map<String, List<Warning>> warnings = new LinkedHashMap<>();
    requests.forEach(
        (id, request) -> {
          ModelRef asked =
              request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref);
          Needs.check(request, false, client.profile().capabilities(), asked);
          Dialect.Body body = dialect.body(request, asked, false);
          written.add(write(id, body, betas));
          warnings.put(id, body.warnings());
        });
    HttpCall.Builder call = client.post(PATH, Json.object().put("requests", written).build(), ref);
    if (!betas.isEmpty()) {
      call.listHeader(BETA, String.join(",", betas));
    }
    return send(call, context).warnings(warnings);
  }

  private static Json write(String id, Dialect.Body body, Set<String> betas) {
    if (body.headers().containsKey(BETA)) {
      betas.addAll(List.of(body.headers().get(BETA).split(",")));
    }
    return Json.object()
        .put("custom_id", id)
        .put("params", MessagesRequest.without(body.json(), Set.of("stream")))
        .build();
  }

  @Override
  public Batch find(String id, CallContext context) {
    return send(client.get(path(id), ref), context);
  }

  @Override
  public Batch cancel(String id, CallContext context) {
    return send(client.post(path(id) + "/cancel", Json.Obj.EMPTY, ref), context);
  }

  private static String path(String id) {
    return PATH + "/" + Client.encoded(id);
  }

  private Batch send(HttpCall.Builder call, CallContext context) {
    return client.send(call, ref, dialect, context, answer -> batch(answer.json()));
  }

  private static Batch batch(Json.Obj json) {
    Json.Obj counts = Fields.object(json, "request_counts");
    long succeeded = Fields.count(counts, "succeeded");
    long expired = Fields.count(counts, "expired");
    long failed = Fields.count(counts, "errored") + Fields.count(counts, "canceled") + expired;
    long total = Fields.count(counts, "processing") + succeeded + failed;
    return new Batch(
        Fields.text(json, "id"),
        state(json, expired > 0),
        new Batch.Counts(total, succeeded, failed),
        AnthropicModels.instant(json, "created_at"),
        AnthropicModels.instant(json, "expires_at"),
        Map.of(),
        json);
  }

  /** A word of tomorrow means most likely that it is still at work. */
  private static Batch.State state(Json.Obj json, boolean expired) {
    return switch (Fields.text(json, "processing_status")) {
      case "ended" -> {
        if (Fields.filled(json, "cancel_initiated_at").isPresent()) {
          yield Batch.State.CANCELLED;
        }
        yield expired ? Batch.State.EXPIRED : Batch.State.COMPLETED;
      }
      case "canceling" -> Batch.State.CANCELLING;
      default -> Batch.State.RUNNING;
    };
  }

  @Override
  public BatchResults results(Batch batch, CallContext context) {
    if (!batch.state().over()) {
      throw new IllegalArgumentException(batch + " is not over; look again later");
    }
    ResultLines lines = new ResultLines(List.of(() -> open(batch, context)), this::result);
    return new CountedResults(lines, ref, batch.counts().total());
  }

  /** Not at results_url: the key goes to no address that comes out of a reply. */
  private Opened open(Batch batch, CallContext context) {
    HttpCall.Builder call =
        client.get(path(batch.id()) + "/results", ref).maxReplyBytes(LARGEST_RESULTS);
    return client.open(call, ref, dialect, context, opened -> opened);
  }

  private BatchResult result(Json.Obj line, Failures failures) {
    String id = line.text("custom_id").orElseThrow();
    Json.Obj result = Fields.object(line, "result");
    return switch (Fields.text(result, "type")) {
      case "succeeded" -> answered(id, Fields.object(result, "message"), failures);
      case "canceled" ->
          new BatchResult.Failed(
              id, failures.stopped("the batch was cancelled before the request was sent"));
      case "expired" -> failed(id, unsent(), failures);
      default ->
          failed(
              id,
              dialect
                  .error(Fields.object(result, "error"))
                  .orElseGet(() -> ProviderError.of("the request failed without a description")),
              failures);
    };
  }

  private static ProviderError unsent() {
    return ProviderError.of(
            "the batch expired before the request was sent",
            Optional.of("batch_expired"),
            Optional.empty())
        .known(ProviderError.Kind.PROVIDER_FAILED);
  }

  private static BatchResult failed(String id, ProviderError error, Failures failures) {
    return new BatchResult.Failed(id, failures.ofLine(error, 0, Optional.empty()));
  }

  /** One reply that makes no sense does not spoil the others. */
  private BatchResult answered(String id, Json.Obj message, Failures failures) {
    try {
      return new BatchResult.Answered(id, dialect.reply(message, ref, List.of()));
    } catch (RuntimeException e) {
      return new BatchResult.Failed(id, failures.senselessLine(e));
    }
  }

  @Override
  public String toString() {
    return "AnthropicBatches[" + ref + "]";
  }
}
