package dev.atom.providers.wire;

import dev.atom.json.Json;
import dev.atom.model.Warning;
import java.util.List;
import java.util.Optional;

/**
 * A schema as a provider accepts it.
 *
 * @param document to be sent
 * @param warnings {@code "weakened_schema"} if less is enforced than was asked for, {@code
 *     "large_schema"} if it is more than the provider takes
 * @param impossible what the provider has no words for at all, such as an object with any members;
 *     the document then allows less than was asked for
 */
public record FittedSchema(Json.Obj document, List<Warning> warnings, Optional<String> impossible) {
  /** Copies the warnings. */
  public FittedSchema {
    warnings = List.copyOf(warnings);
  }
}
