package dev.atom.providers.ollama;

import dev.atom.json.Json;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import dev.atom.providers.wire.ProviderError.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads errors of Ollama, which are a sentence without a code. What it means is read off the words
 * where the status is not enough, or missing as inside a stream.
 */
final class OllamaErrors {
  private static final Pattern REFERENCE = Pattern.compile("\\(ref: ([0-9a-f-]{8,64})\\)");

  private OllamaErrors() {}

  static Optional<ProviderError> read(Json json) {
    if (!(json instanceof Json.Obj object)) {
      return Optional.empty();
    }
    return switch (object.get("error").orElse(Json.NULL)) {
      case Json.Str message -> Optional.of(described(message.value()));
      // Proxies in front of it write errors as OpenAI does.
      case Json.Obj error ->
          Optional.of(described(Fields.filled(error, "message").orElse("no message")));
      default -> Optional.empty();
    };
  }

  private static ProviderError described(String message) {
    ProviderError error = ProviderError.of(message).requestId(reference(message));
    return kind(message.toLowerCase(Locale.ROOT)).map(error::known).orElse(error);
  }

  /** The cloud puts the id of a request into its words. */
  private static Optional<String> reference(String message) {
    Matcher matcher = REFERENCE.matcher(message);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<Kind> kind(String text) {
    if (text.contains("context length") || text.contains("context size")) {
      return Optional.of(Kind.CONTEXT_TOO_LONG);
    }
    if (text.startsWith("model ") && text.contains("not found")) {
      return Optional.of(Kind.MODEL_NOT_FOUND);
    }
    if (text.startsWith("server busy")) {
      return Optional.of(Kind.OVERLOADED);
    }
    if (text.contains("usage limit")) {
      return Optional.of(Kind.QUOTA_EXHAUSTED);
    }
    return text.equals("unauthorized") ? Optional.of(Kind.KEY_REJECTED) : Optional.empty();
  }
}
