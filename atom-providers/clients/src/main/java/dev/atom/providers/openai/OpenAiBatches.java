package dev.atom.providers.openai;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.json.Json;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.providers.Batch;
import dev.atom.providers.BatchResults;
import dev.atom.providers.Batches;
import dev.atom.providers.wire.BatchIds;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import dev.atom.providers.wire.Opened;
import dev.atom.providers.wire.ResultLines;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** OpenAI's batches: requests in a file, results in two more. */
final class OpenAiBatches implements Batches {
  private final Client client;
  private final ModelRef ref;
  private final Dialect dialect;
  private final OpenAiFiles files;
  private final BatchLines lines;

  OpenAiBatches(Client client, ModelRef ref, Dialect dialect) {
    this.client = client;
    this.ref = ref;
    this.dialect = dialect;
    this.files = new OpenAiFiles(client, ref);
    this.lines = new BatchLines(dialect, ref);
  }

  @Override
  public Batch submit(Map<String, ChatRequest> requests, CallContext context) {
    BatchIds.check(requests.keySet());
    requests
        .values()
        .forEach(request -> Needs.check(request, false, client.profile().capabilities(), ref));
    BatchLines.Written written = lines.write(requests);
    byte[] input = written.lines().getBytes(StandardCharsets.UTF_8);
    String file = files.upload(input, context);
    try {
      return create(file, context).warnings(written.warnings());
    } catch (ModelException e) {
      files.discard(file, context, e);
      throw e;
    }
  }

  private Batch create(String file, CallContext context) {
    Json.Obj body =
        Json.object()
            .put("input_file_id", file)
            .put("endpoint", lines.endpoint())
            .put("completion_window", "24h")
            .build();
    return send(client.post("/batches", body, ref), context);
  }

  @Override
  public Batch find(String id, CallContext context) {
    return send(client.get("/batches/" + Client.encoded(id), ref), context);
  }

  @Override
  public Batch cancel(String id, CallContext context) {
    String path = "/batches/" + Client.encoded(id) + "/cancel";
    return send(client.post(path, Json.Obj.EMPTY, ref), context);
  }

  private Batch send(HttpCall.Builder call, CallContext context) {
    return client.send(call, ref, OpenAiErrors::read, context, answer -> batch(answer.json()));
  }

  @Override
  public BatchResults results(Batch batch, CallContext context) {
    if (!batch.state().over()) {
      throw new IllegalArgumentException(batch + " is not over; look again later");
    }
    List<Supplier<Opened>> contents =
        Stream.of("output_file_id", "error_file_id")
            .flatMap(name -> Fields.filled(batch.raw(), name).stream())
            .<Supplier<Opened>>map(id -> () -> files.open(id, context))
            .toList();
    if (contents.isEmpty() && batch.state() == Batch.State.FAILED) {
      throw lines.refused(batch);
    }
    if (contents.isEmpty() && batch.state() == Batch.State.COMPLETED) {
      throw lines.lost(batch);
    }
    return new ResultLines(contents, lines::read);
  }

  private static Batch batch(Json.Obj json) {
    Json.Obj counts = Fields.object(json, "request_counts");
    return new Batch(
        json.text("id").orElseThrow(),
        state(Fields.text(json, "status")),
        new Batch.Counts(
            Fields.count(counts, "total"),
            Fields.count(counts, "completed"),
            Fields.count(counts, "failed")),
        instant(json, "created_at"),
        instant(json, "expires_at"),
        Map.of(),
        json);
  }

  /** A word of tomorrow means most likely that it is still at work. */
  private static Batch.State state(String status) {
    return switch (status) {
      case "validating" -> Batch.State.QUEUED;
      case "completed" -> Batch.State.COMPLETED;
      case "failed" -> Batch.State.FAILED;
      case "expired" -> Batch.State.EXPIRED;
      case "cancelling" -> Batch.State.CANCELLING;
      case "cancelled" -> Batch.State.CANCELLED;
      default -> Batch.State.RUNNING;
    };
  }

  private static Optional<Instant> instant(Json.Obj json, String name) {
    long seconds = Fields.count(json, name);
    return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "OpenAiBatches[" + ref + ", " + dialect.path(ref, false) + "]";
  }
}
