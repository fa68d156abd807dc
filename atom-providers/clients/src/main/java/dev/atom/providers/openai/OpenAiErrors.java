package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import java.util.Optional;

/** Reads errors as OpenAI, and servers that imitate it, write them. */
final class OpenAiErrors {
  private OpenAiErrors() {}

  static Optional<ProviderError> read(Json json) {
    return switch (json) {
      // Google's compatible server wraps the object in an array.
      case Json.Arr array when !array.items().isEmpty() -> read(array.items().get(0));
      case Json.Obj object -> read(object);
      default -> Optional.empty();
    };
  }

  private static Optional<ProviderError> read(Json.Obj object) {
    Optional<Json> error = object.get("error");
    if (error.isPresent() && error.get() instanceof Json.Obj described) {
      return Optional.of(described(described));
    }
    if (error.isPresent() && error.get() instanceof Json.Str message) {
      return Optional.of(ProviderError.of(message.value(), code(object), Optional.empty()));
    }
    return Fields.text(object, "type").equals("error")
        ? Optional.of(
            ProviderError.of(Fields.text(object, "message"), code(object), Optional.empty()))
        : Optional.empty();
  }

  static ProviderError described(Json.Obj error) {
    String message = Fields.filled(error, "message").orElse("no message");
    return ProviderError.of(message, code(error), Fields.filled(error, "type"));
  }

  private static Optional<String> code(Json.Obj error) {
    return error.members().get("code") instanceof Json.Num number
        ? Optional.of(number.toString())
        : Fields.filled(error, "code");
  }
}
