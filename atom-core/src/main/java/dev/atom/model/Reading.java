package dev.atom.model;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import dev.atom.model.NoStructuredAnswer.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a reply amounts to under a schema: a value, or what is wrong with it. */
record Reading<T>(Optional<T> value, List<JsonSchema.Violation> violations) {
  static <T> Reading<T> of(ChatReply reply, Wanted<T> wanted, List<ChatReply> replies) {
    refuseIncomplete(reply, wanted, replies);
    List<Json.Obj> candidates = JsonInText.candidates(reply.text());
    Optional<Reading<T>> first = Optional.empty();
    for (Json.Obj candidate : candidates) {
      Reading<T> reading = of(candidate, wanted);
      if (reading.fits()) {
        return reading;
      }
      first = first.or(() -> Optional.of(reading));
    }
    return first.orElseGet(
        () -> misfit(new JsonSchema.Violation("", "type", "a JSON object is expected")));
  }

  private static <T> Reading<T> of(Json candidate, Wanted<T> wanted) {
    Json json = wanted.schema().withoutOptionalNulls(candidate);
    List<JsonSchema.Violation> violations = wanted.schema().check(json);
    if (!violations.isEmpty()) {
      return new Reading<>(Optional.empty(), violations);
    }
    try {
      return new Reading<>(Optional.of(wanted.read().apply(json)), List.of());
    } catch (JsonException e) {
      // A record's own constructor can ask for more than its schema says.
      String message = Objects.requireNonNullElse(e.getMessage(), "does not fit");
      return misfit(new JsonSchema.Violation(e.path(), "value", message));
    }
  }

  private static <T> Reading<T> misfit(JsonSchema.Violation violation) {
    return new Reading<>(Optional.empty(), List.of(violation));
  }

  private static void refuseIncomplete(ChatReply reply, Wanted<?> wanted, List<ChatReply> replies) {
    String what = reply.model() + " gave no " + wanted.name() + ": ";
    if (reply.refusal().isPresent() || reply.finish() == FinishReason.REFUSAL) {
      throw new NoStructuredAnswer(
          Reason.REFUSED, what + "the model declined to answer", List.of(), replies);
    }
    if (reply.finish() == FinishReason.LENGTH) {
      throw new NoStructuredAnswer(
          Reason.CUT,
          what + "the reply was cut at the token limit; raise maxOutputTokens",
          List.of(),
          replies);
    }
    if (reply.finish() == FinishReason.CONTENT_FILTER) {
      throw new NoStructuredAnswer(
          Reason.FILTERED, what + "the provider's filter held it back", List.of(), replies);
    }
  }

  boolean fits() {
    return value.isPresent();
  }

  T valueOrThrow(List<ChatReply> replies) {
    return value.orElseThrow(() -> misfit(replies));
  }

  private NoStructuredAnswer misfit(List<ChatReply> replies) {
    JsonSchema.Violation first = violations.get(0);
    String place = first.path().isEmpty() ? "" : " at " + first.path();
    String message =
        replies.get(0).model()
            + " was told what is wrong and still does not fit"
            + place
            + ": "
            + first.message();
    return new NoStructuredAnswer(Reason.MISFIT, message, violations, replies);
  }
}
