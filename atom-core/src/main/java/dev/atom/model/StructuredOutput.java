package dev.atom.model;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import java.util.List;
import java.util.Objects;

/** Turns a reply's text into a record. */
final class StructuredOutput {
  private StructuredOutput() {}

  static <T extends Record> T read(ChatReply reply, Class<T> type) {
    if (reply.refusal().isPresent()) {
      throw malformed(
          reply, "the model declined to answer, so there is no " + type.getSimpleName());
    }
    if (reply.finish() == FinishReason.LENGTH) {
      throw malformed(reply, "the reply was cut at the token limit; raise maxOutputTokens");
    }
    if (reply.finish() == FinishReason.CONTENT_FILTER) {
      throw malformed(reply, "the provider's filter held the reply back");
    }
    try {
      JsonSchema schema = JsonSchema.of(type);
      Json json = schema.withoutOptionalNulls(Json.parse(reply.text()));
      List<JsonSchema.Violation> violations = schema.check(json);
      if (!violations.isEmpty()) {
        JsonSchema.Violation first = violations.get(0);
        throw malformed(reply, first.message() + " at \"" + first.path() + "\"");
      }
      return json.as(type);
    } catch (JsonException e) {
      throw malformed(reply, Objects.requireNonNull(e.getMessage()));
    }
  }

  private static MalformedReply malformed(ChatReply reply, String why) {
    return new MalformedReply(Failure.at(reply.model()).message(why).build());
  }
}
