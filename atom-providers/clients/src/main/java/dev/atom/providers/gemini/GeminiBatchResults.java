package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.providers.BatchResult;
import dev.atom.providers.BatchResults;
import dev.atom.providers.wire.Failures;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads what became of the requests of a batch, which comes as one answer. */
final class GeminiBatchResults {
  private final ModelRef ref;
  private final Failures failures;

  GeminiBatchResults(ModelRef ref, Failures failures) {
    this.ref = ref;
    this.failures = failures;
  }

  /** The results, all of them read: nothing is left to close. */
  private record Read(Iterator<BatchResult> results) implements BatchResults {
    @Override
    public boolean hasNext() {
      return results.hasNext();
    }

    @Override
    public BatchResult next() {
      return results.next();
    }

    @Override
    public void close() {}
  }

  /** Reads an operation that ended; throws if it failed as a whole. */
  BatchResults read(GeminiOperation operation) {
    List<Json.Obj> responses = operation.responses();
    Optional<ProviderError> failure = operation.failure();
    if (responses.isEmpty() && failure.isPresent()) {
      throw failures.ofLine(failure.get(), 0, Optional.empty());
    }
    if (operation.file().isPresent()) {
      String why = "the results are in " + operation.file().get() + ", not in the batch; fetch it";
      throw failures.ofLine(
          ProviderError.of(why).known(ProviderError.Kind.REQUEST_REJECTED), 0, Optional.empty());
    }
    boolean keyed = responses.stream().anyMatch(response -> key(response).isPresent());
    List<BatchResult> results = new ArrayList<>();
    for (int i = 0; i < responses.size(); i++) {
      String position = Integer.toString(i);
      Optional<String> key = key(responses.get(i));
      // They come in the requests' order; but a position must not look like another's key.
      results.add(result(keyed ? key.orElseThrow() : position, responses.get(i)));
    }
    return new Read(results.iterator());
  }

  private static Optional<String> key(Json.Obj response) {
    return Fields.filled(Fields.object(response, "metadata"), "key");
  }

  /** One reply that makes no sense does not spoil the others. */
  private BatchResult result(String id, Json.Obj response) {
    Json.Obj answered = Fields.object(response, "response");
    Optional<ProviderError> error =
        response.get("error").isPresent()
            ? Optional.of(GeminiErrors.described(Fields.object(response, "error")))
            : GeminiErrors.read(answered);
    if (error.isPresent()) {
      return new BatchResult.Failed(id, failures.ofLine(error.get(), 0, Optional.empty()));
    }
    try {
      return new BatchResult.Answered(id, GeminiReply.read(answered, ref, List.of()));
    } catch (RuntimeException e) {
      return new BatchResult.Failed(id, failures.senselessLine(e));
    }
  }
}
