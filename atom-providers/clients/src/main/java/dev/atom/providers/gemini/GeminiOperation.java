package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.providers.Batch;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The long-running operation by which Google tells of a batch. */
final class GeminiOperation {
  private final String name;
  private final Json.Obj json;
  private final Json.Obj metadata;

  private GeminiOperation(String name, Json.Obj json) {
    this.name = name;
    this.json = json;
    this.metadata = Fields.object(json, "metadata");
  }

  /** Reads an operation; NoSuchElementException if it has no name. */
  static GeminiOperation of(Json.Obj json) {
    return new GeminiOperation(json.text("name").orElseThrow(), json);
  }

  Batch batch() {
    Json.Obj stats = Fields.object(metadata, "batchStats");
    return new Batch(
        name,
        state(),
        new Batch.Counts(
            number(stats, "requestCount"),
            number(stats, "successfulRequestCount"),
            number(stats, "failedRequestCount")),
        instant("createTime"),
        // Google gives up after two days, and does not tell when that is.
        Optional.empty(),
        Map.of(),
        withoutResults());
  }

  /** A word of tomorrow means most likely that it is still at work. */
  private Batch.State state() {
    String word = Fields.text(metadata, "state");
    return switch (word.replace("JOB_STATE_", "").replace("BATCH_STATE_", "")) {
      case "PENDING" -> Batch.State.QUEUED;
      case "SUCCEEDED", "PARTIALLY_SUCCEEDED" -> Batch.State.COMPLETED;
      case "FAILED" -> Batch.State.FAILED;
      case "CANCELLED" -> Batch.State.CANCELLED;
      case "EXPIRED" -> Batch.State.EXPIRED;
      default -> failure().isPresent() ? Batch.State.FAILED : Batch.State.RUNNING;
    };
  }

  /** Returns why the batch as a whole failed. */
  Optional<ProviderError> failure() {
    return Optional.of(Fields.object(json, "error"))
        .filter(error -> !error.members().isEmpty())
        .map(GeminiErrors::described);
  }

  /** Returns what became of the requests, in their order; empty before the end. */
  List<Json.Obj> responses() {
    return Fields.objects(Fields.object(output(), "inlinedResponses"), "inlinedResponses");
  }

  /** Returns the file of results, of a batch that was not handed over by a call. */
  Optional<String> file() {
    return Fields.filled(output(), "responsesFile");
  }

  private Json.Obj output() {
    Json.Obj response = Fields.object(json, "response");
    return response.get("inlinedResponses").isPresent() || response.get("responsesFile").isPresent()
        ? response
        : Fields.object(metadata, "output");
  }

  private Json.Obj withoutResults() {
    return without(without(json, "response", "inlinedResponses"), "metadata", "output");
  }

  private static Json.Obj without(Json.Obj json, String name, String left) {
    if (!(json.members().get(name) instanceof Json.Obj inner)) {
      return json;
    }
    Map<String, Json> members = new LinkedHashMap<>(inner.members());
    members.remove(left);
    return json.toBuilder().put(name, new Json.Obj(members)).build();
  }

  /** Google writes counts of 64 bits as texts. */
  private static long number(Json.Obj stats, String name) {
    return Fields.filled(stats, name)
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElseGet(() -> Fields.count(stats, name));
  }

  private Optional<Instant> instant(String name) {
    try {
      return Fields.filled(metadata, name).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
