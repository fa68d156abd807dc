package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.Warning;
import dev.atom.providers.wire.FittedSchema;
import dev.atom.providers.wire.SchemaFitting;
import dev.atom.providers.wire.SchemaRules;
import java.util.List;
import java.util.Optional;

/**
 * Turns schemas into those that Gemini takes. Its newer members {@code parametersJsonSchema} and
 * {@code responseJsonSchema} take JSON Schema itself, references and unions included, where the older
 * {@code parameters} and {@code responseSchema} take a part of OpenAPI's and refuse all else.
 */
final class GeminiSchemas {
  private GeminiSchemas() {}

  /** The schema of a tool's arguments; empty for a tool that takes none. */
  static Optional<Json.Obj> parameters(JsonSchema schema, List<Warning> warnings) {
    return schema.document().members().isEmpty()
        ? Optional.empty()
        : Optional.of(reply(schema, warnings));
  }

  /** The schema of a reply, fitted to what Gemini takes. */
  static Json.Obj reply(JsonSchema schema, List<Warning> warnings) {
    FittedSchema fitted = SchemaFitting.fit(schema, SchemaRules.GEMINI_JSON_SCHEMA);
    warnings.addAll(fitted.warnings());
    return fitted.document();
  }
}
