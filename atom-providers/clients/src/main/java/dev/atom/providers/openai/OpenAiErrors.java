package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import java.util.Locale;
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

  static Optional<ProviderError> read(Json.Obj object) {
    Optional<Json> error = object.get("error");
    if (error.isPresent() && error.get() instanceof Json.Obj described) {
      return Optional.of(described(described));
    }
    if (error.isPresent() && error.get() instanceof Json.Str message) {
      return Optional.of(ProviderError.of(message.value(), code(object), Optional.empty()));
    }
    Optional<String> inGroq = Fields.filled(Fields.object(object, "x_groq"), "error");
    if (inGroq.isPresent()) {
      return Optional.of(ProviderError.of(inGroq.get(), inGroq, Optional.empty()));
    }
    return Fields.text(object, "type").equals("error")
        ? Optional.of(
            ProviderError.of(Fields.text(object, "message"), code(object), Optional.empty()))
        : Optional.empty();
  }

  static ProviderError described(Json.Obj error) {
    String message = Fields.filled(error, "message").orElse("no message");
    ProviderError read = ProviderError.of(message, code(error), Fields.filled(error, "type"));
    return kind(read).map(read::known).orElse(read);
  }

  /** Knows what servers say in words that the common table of codes would take otherwise. */
  private static Optional<ProviderError.Kind> kind(ProviderError error) {
    String code = error.code().orElse("");
    String message = error.message().toLowerCase(Locale.ROOT);
    if (code.equals("tool_use_failed")) {
      // Groq: the model called no tool or called it wrongly; asked again, it may do better.
      return Optional.of(ProviderError.Kind.PROVIDER_FAILED);
    }
    if (code.equals("rate_limit_exceeded") && message.contains("reduce your message size")) {
      // Groq: more than a whole minute grants, so that no wait helps.
      return Optional.of(ProviderError.Kind.CONTEXT_TOO_LONG);
    }
    boolean noModel =
        message.startsWith("model not exist")
            || message.startsWith("the supported api model names are")
            || code.equals("unknown_model");
    boolean noDeployment = code.equals("404") && message.equals("resource not found");
    return noModel || noDeployment
        ? Optional.of(ProviderError.Kind.MODEL_NOT_FOUND)
        : Optional.empty();
  }

  private static Optional<String> code(Json.Obj error) {
    return error.members().get("code") instanceof Json.Num number
        ? Optional.of(number.toString())
        : Fields.filled(error, "code");
  }
}
