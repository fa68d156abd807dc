package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.providers.wire.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * A batch as it stood when it was looked at.
 *
 * @param id the provider's id of it
 * @param status how far it is
 * @param counts how many requests are how far; all are at work until the batch ends
 * @param created when it was handed over
 * @param expires when the provider gives up on what is left, a day later
 * @param raw the batch as the provider sent it
 */
record MessageBatch(
    String id,
    Status status,
    Counts counts,
    Optional<Instant> created,
    Optional<Instant> expires,
    Json.Obj raw) {
  /** How far a batch is. */
  enum Status {
    RUNNING,
    CANCELLING,
    ENDED
  }

  /** Numbers of requests. */
  record Counts(long processing, long succeeded, long errored, long cancelled, long expired) {
    long total() {
      return processing + succeeded + errored + cancelled + expired;
    }
  }

  static MessageBatch read(Json.Obj json) {
    Json.Obj counts = Fields.object(json, "request_counts");
    return new MessageBatch(
        Fields.filled(json, "id").orElseThrow(() -> new IllegalArgumentException("no id")),
        status(Fields.text(json, "processing_status")),
        new Counts(
            Fields.count(counts, "processing"),
            Fields.count(counts, "succeeded"),
            Fields.count(counts, "errored"),
            Fields.count(counts, "canceled"),
            Fields.count(counts, "expired")),
        AnthropicModels.instant(json, "created_at"),
        AnthropicModels.instant(json, "expires_at"),
        json);
  }

  /** A word of tomorrow means most likely that it is still at work. */
  private static Status status(String word) {
    return switch (word) {
      case "ended" -> Status.ENDED;
      case "canceling" -> Status.CANCELLING;
      default -> Status.RUNNING;
    };
  }

  @Override
  public String toString() {
    return "MessageBatch[" + id + ", " + status + ", " + counts + "]";
  }
}
