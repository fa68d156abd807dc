package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import java.util.Optional;

/**
 * Turns schemas into those that Gemini takes. Its newer members {@code parametersJsonSchema} and
 * {@code responseJsonSchema} take JSON Schema itself, references and unions included, where the older
 * {@code parameters} and {@code responseSchema} take a part of OpenAPI's and refuse all else.
 */
final class GeminiSchemas {
  private GeminiSchemas() {}

  /** The schema of a tool's arguments; empty for a tool that takes none. */
  static Optional<Json.Obj> parameters(JsonSchema schema) {
    Json.Obj document = schema.document();
    return document.members().isEmpty() ? Optional.empty() : Optional.of(fitted(document));
  }

  /** The schema of a reply. */
  static Json.Obj reply(JsonSchema schema) {
    return fitted(schema.document());
  }

  /** The place to fit schemas to what Gemini enforces; what it does not know it passes over. */
  private static Json.Obj fitted(Json.Obj document) {
    return document;
  }
}
