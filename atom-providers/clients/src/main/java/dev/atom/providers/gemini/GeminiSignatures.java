package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.model.Part;
import dev.atom.providers.wire.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Thought signatures: Gemini's own reasoning, sealed, which must go back on the very part it came
 * with. A call keeps its signature in its state. A text or picture has none, so that its signature
 * follows it as reasoning without words whose state is the signature alone; one that came in an empty
 * text of its own keeps that text in the state, and goes back as such.
 */
final class GeminiSignatures {
  static final String NAME = "thoughtSignature";

  /** What Google takes in place of a signature for calls that another model made. */
  private static final String DUMMY = "skip_thought_signature_validator";

  private GeminiSignatures() {}

  static Optional<String> of(Json.Obj part) {
    return Fields.filled(part, NAME).or(() -> Fields.filled(part, "thought_signature"));
  }

  /** The state of a part that has a signature. */
  static Optional<Part.ProviderState> state(Json.Obj part, String provider) {
    return of(part).map(s -> new Part.ProviderState(provider, Json.object().put(NAME, s).build()));
  }

  /** The state of a signature that came in an empty text of its own. */
  static Optional<Part.ProviderState> alone(Json.Obj part, String provider) {
    return of(part)
        .map(
            s ->
                new Part.ProviderState(
                    provider, Json.object().put("text", "").put(NAME, s).build()));
  }

  /** Puts the signature of a state onto a part. */
  static Json.Obj signed(Json.Obj part, Json state) {
    return state instanceof Json.Obj object && of(object).isPresent()
        ? part.toBuilder().put(NAME, of(object)).build()
        : part;
  }

  /** Puts a signature on the part before it, which is the last of a list. */
  static void onLast(List<Json> parts, Json state) {
    if (!parts.isEmpty() && parts.getLast() instanceof Json.Obj last && takes(last)) {
      parts.set(parts.size() - 1, signed(last, state));
    }
  }

  /** A call keeps its own signature: before it stood something that is no longer there. */
  private static boolean takes(Json.Obj part) {
    return of(part).isEmpty() && part.get("functionCall").isEmpty();
  }

  /**
   * Puts a dummy on the first call of a model's turn if it has no signature. Of parallel calls only
   * the first ever has one.
   */
  static void needed(List<Json> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Json.Obj part && part.get("functionCall").isPresent()) {
        if (of(part).isEmpty()) {
          parts.set(i, part.toBuilder().put(NAME, DUMMY).build());
        }
        return;
      }
    }
  }
}
