package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.RequestRejected;
import dev.atom.model.Warning;
import dev.atom.providers.Batch;
import dev.atom.providers.BatchResult;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.Failures;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the lines of a batch's requests and reads those of its results. */
final class BatchLines {
  private final Dialect dialect;
  private final ModelRef ref;

  BatchLines(Dialect dialect, ModelRef ref) {
    this.dialect = dialect;
    this.ref = ref;
  }

  String endpoint() {
    return "/v1/" + dialect.path(ref, false);
  }

  /** The lines of all requests, and by their ids what was not honoured of each. */
  record Written(String lines, Map<String, List<Warning>> warnings) {}

  Written write(Map<String, ChatRequest> requests) {
    StringBuilder lines = new StringBuilder();
    Map<String, List<Warning>> warnings = new LinkedHashMap<>();
    requests.forEach(
        (id, request) -> {
          ModelRef asked =
              request.model().map(name -> new ModelRef(ref.provider(), name)).orElse(ref);
          Dialect.Body body = dialect.body(request, asked, false);
          lines.append(line(id, body)).append('\n');
          warnings.put(id, body.warnings());
        });
    return new Written(lines.toString(), warnings);
  }

  private Json.Obj line(String id, Dialect.Body written) {
    JsonObjectBuilder body = Json.object();
    written
        .json()
        .members()
        .forEach(
            (name, value) -> {
              if (!name.equals("stream")) {
                body.put(name, value);
              }
            });
    return Json.object()
        .put("custom_id", id)
        .put("method", "POST")
        .put("url", endpoint())
        .put("body", body.build())
        .build();
  }

  BatchResult read(Json.Obj line, Failures failures) {
    String id = line.text("custom_id").orElseThrow();
    Json.Obj response = Fields.object(line, "response");
    int status = Fields.integer(response, "status_code", 0);
    Optional<String> requestId = Fields.filled(response, "request_id");
    Json.Obj body = Fields.object(response, "body");
    if (status < 200 || status >= 300) {
      return failed(id, line, response, failures);
    }
    try {
      Optional<ProviderError> error = dialect.error(body);
      if (error.isPresent()) {
        return new BatchResult.Failed(id, failures.ofLine(error.get(), 0, requestId));
      }
      ChatReply reply = dialect.reply(body, ref, List.of());
      return new BatchResult.Answered(id, reply.toBuilder().requestId(requestId).build());
    } catch (ModelException e) {
      return new BatchResult.Failed(id, e);
    } catch (RuntimeException e) {
      return new BatchResult.Failed(id, failures.senselessLine(e));
    }
  }

  private BatchResult failed(String id, Json.Obj line, Json.Obj response, Failures failures) {
    Optional<String> requestId = Fields.filled(response, "request_id");
    ProviderError error =
        dialect
            .error(Fields.object(response, "body"))
            .or(() -> dialect.error(line))
            .orElseGet(() -> ProviderError.of("the request failed without a description"));
    if (error.code().equals(Optional.of("batch_cancelled"))) {
      return new BatchResult.Failed(id, failures.stopped(error.message()));
    }
    int status = Fields.integer(response, "status_code", 0);
    return new BatchResult.Failed(id, failures.ofLine(error, status, requestId));
  }

  /** Says that a batch names no file, though each of its requests must have a result. */
  MalformedReply lost(Batch batch) {
    String why = "batch " + batch.id() + " is completed but names no file of results";
    return new MalformedReply(Failure.at(ref).message(why).build());
  }

  /** Says why a batch as a whole was not begun. */
  RequestRejected refused(Batch batch) {
    Json.Obj errors = Fields.object(batch.raw(), "errors");
    Optional<Json.Obj> first = Fields.objects(errors, "data").stream().findFirst();
    Failure.Builder failure =
        Failure.at(ref)
            .message(
                "batch "
                    + batch.id()
                    + ": "
                    + first.flatMap(e -> Fields.filled(e, "message")).orElse("it was refused"));
    first.flatMap(e -> Fields.filled(e, "code")).ifPresent(failure::providerCode);
    return new RequestRejected(failure.build());
  }
}
