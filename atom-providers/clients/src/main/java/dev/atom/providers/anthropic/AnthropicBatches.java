package dev.atom.providers.anthropic;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.providers.wire.Answer;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import dev.atom.providers.wire.ProviderError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Anthropic's message batches: many requests handed over at once, answered within a day. */
final class AnthropicBatches {
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final String PATH = "messages/batches";
  private static final String BETA = "anthropic-beta";
  private static final long LARGEST_RESULTS = 1L << 30;

  private final Client client;
  private final ModelRef ref;
  private final Dialect dialect;

  AnthropicBatches(Client client, ModelRef ref, Dialect dialect) {
    this.client = client;
    this.ref = ref;
    this.dialect = dialect;
  }

  /** Hands over requests, each under an id of the host's own. */
  MessageBatch create(Map<String, ChatRequest> requests, CallContext context) {
    if (requests.isEmpty()) {
      throw new IllegalArgumentException("requests is empty; hand over at least one");
    }
    List<Json> written = new ArrayList<>();
    Set<String> betas = new LinkedHashSet<>();
    requests.forEach((id, request) -> written.add(write(id, request, betas)));
    Json.Obj body = Json.object().put("requests", written).build();
    HttpCall.Builder call = client.post(PATH, body, ref);
    if (!betas.isEmpty()) {
      call.header(BETA, String.join(",", betas));
    }
    return send(call, context);
  }

  private Json write(String id, ChatRequest request, Set<String> betas) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "the id \"" + id + "\" must be 1 to 64 letters, digits, _ and -");
    }
    ModelRef asked = request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref);
    Needs.check(request, false, client.profile().capabilities(), asked);
    Dialect.Body body = dialect.body(request, asked, false);
    if (body.headers().containsKey(BETA)) {
      betas.addAll(List.of(body.headers().get(BETA).split(",")));
    }
    return Json.object()
        .put("custom_id", id)
        .put("params", MessagesRequest.without(body.json(), Set.of("stream")))
        .build();
  }

  /** Looks how far a batch is. */
  MessageBatch find(String id, CallContext context) {
    return send(client.get(path(id), ref), context);
  }

  /** Asks the provider to stop; requests that are at work are still answered. */
  MessageBatch cancel(String id, CallContext context) {
    return send(client.post(path(id) + "/cancel", Json.Obj.EMPTY, ref), context);
  }

  private static String path(String id) {
    return PATH + "/" + Client.encoded(id);
  }

  private MessageBatch send(HttpCall.Builder call, CallContext context) {
    return client.send(call, ref, dialect, context, answer -> MessageBatch.read(answer.json()));
  }

  /**
   * Reads the results of a batch that has ended, in no order.
   *
   * @throws IllegalArgumentException if it has not ended
   */
  List<BatchOutcome> results(MessageBatch batch, CallContext context) {
    if (batch.status() != MessageBatch.Status.ENDED) {
      throw new IllegalArgumentException(batch + " has not ended; look again later");
    }
    // Not at results_url: the key goes to no address that comes out of a reply.
    HttpCall.Builder call =
        client.get(path(batch.id()) + "/results", ref).maxReplyBytes(LARGEST_RESULTS);
    return client.send(
        call, ref, dialect, context, answer -> outcomes(answer, batch.counts().total()));
  }

  private List<BatchOutcome> outcomes(Answer answer, long expected) {
    List<BatchOutcome> outcomes =
        answer
            .reply()
            .text()
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> outcome(Json.parseObject(line)))
            .toList();
    if (outcomes.size() < expected) {
      throw new IllegalStateException(
          "results of " + outcomes.size() + " of " + expected + " requests");
    }
    return outcomes;
  }

  /** Reads a line of the results. */
  BatchOutcome outcome(Json.Obj line) {
    String id =
        Fields.filled(line, "custom_id")
            .orElseThrow(() -> new IllegalArgumentException("no custom_id"));
    Json.Obj result = Fields.object(line, "result");
    return switch (Fields.text(result, "type")) {
      case "succeeded" -> answered(id, Fields.object(result, "message"));
      case "canceled" -> new BatchOutcome.Cancelled(id);
      case "expired" -> new BatchOutcome.Expired(id);
      default ->
          new BatchOutcome.Failed(
              id,
              dialect
                  .error(Fields.object(result, "error"))
                  .orElseGet(() -> ProviderError.of("the request failed without a description")));
    };
  }

  /** One reply that makes no sense does not spoil the others. */
  private BatchOutcome answered(String id, Json.Obj message) {
    try {
      return new BatchOutcome.Answered(id, dialect.reply(message, ref, List.of()));
    } catch (RuntimeException e) {
      return new BatchOutcome.Failed(
          id, ProviderError.of("the reply has not the expected form: " + e.getMessage()));
    }
  }
}
