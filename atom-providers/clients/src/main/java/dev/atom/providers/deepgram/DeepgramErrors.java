package dev.atom.providers.deepgram;

import dev.atom.json.Json;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads errors as Deepgram writes them: {@code err_code} and {@code err_msg}, the newer {@code
 * category}, {@code message} and {@code details}, a bare string, and what ends a WebSocket.
 */
final class DeepgramErrors {
  private static final int REFUSED_DATA = 1008;

  private DeepgramErrors() {}

  static Optional<ProviderError> read(Json json) {
    return switch (json) {
      case Json.Str text -> Optional.of(error(text.value(), Optional.empty()));
      case Json.Obj object -> read(object);
      default -> Optional.empty();
    };
  }

  private static Optional<ProviderError> read(Json.Obj object) {
    Optional<String> code = Fields.filled(object, "err_code");
    Optional<String> message = Fields.filled(object, "err_msg");
    if (code.isPresent() || message.isPresent()) {
      return Optional.of(error(object, code, message));
    }
    Optional<String> category = Fields.filled(object, "category");
    if (category.isPresent()) {
      return Optional.of(error(object, category, joined(object)));
    }
    return Fields.text(object, "type").equals("Error")
        ? Optional.of(error(object, code(object), joined(object)))
        : Optional.empty();
  }

  /** A live transcription's error names its code, or only which of its kinds it is. */
  private static Optional<String> code(Json.Obj object) {
    return Fields.filled(object, "code").or(() -> Fields.filled(object, "variant"));
  }

  private static Optional<String> joined(Json.Obj object) {
    Optional<String> message =
        Fields.filled(object, "message").or(() -> Fields.filled(object, "description"));
    Optional<String> details = Fields.filled(object, "details");
    return message.isPresent() && details.isPresent()
        ? Optional.of(message.get() + ": " + details.get())
        : message.or(() -> details);
  }

  private static ProviderError error(
      Json.Obj object, Optional<String> code, Optional<String> message) {
    return error(message.orElse("no message"), code).requestId(Fields.filled(object, "request_id"));
  }

  private static ProviderError error(String message, Optional<String> code) {
    ProviderError error = ProviderError.of(message, code, Optional.empty());
    Optional<ProviderError.Kind> known =
        code.map(DeepgramErrors::ofCode).orElseGet(Optional::empty).or(() -> ofMessage(message));
    return known.map(error::known).orElse(error);
  }

  private static Optional<ProviderError.Kind> ofCode(String code) {
    return switch (code.toUpperCase(Locale.ROOT)) {
      case "INVALID_AUTH", "UNAUTHORIZED" -> Optional.of(ProviderError.Kind.KEY_REJECTED);
      case "ASR_PAYMENT_REQUIRED", "PAYMENT_REQUIRED" ->
          Optional.of(ProviderError.Kind.QUOTA_EXHAUSTED);
      case "INSUFFICIENT_PERMISSIONS" -> Optional.of(ProviderError.Kind.ACCESS_DENIED);
      default -> Optional.empty();
    };
  }

  private static Optional<ProviderError.Kind> ofMessage(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("no such model")
        ? Optional.of(ProviderError.Kind.MODEL_NOT_FOUND)
        : Optional.empty();
  }

  /** What a close code other than 1000 means; the reason begins with Deepgram's own code. */
  static ProviderError closed(int code, String reason) {
    String first = reason.strip().split("\\s+", 2)[0];
    Optional<String> named =
        first.matches("[A-Z]+-[0-9]{4}") ? Optional.of(first) : Optional.of(String.valueOf(code));
    String message =
        "the server closed the session with code " + code + (reason.isBlank() ? "" : ": " + reason);
    boolean ours = code == REFUSED_DATA || named.filter("NET-0001"::equals).isPresent();
    return ProviderError.of(message, named, Optional.empty())
        .known(ours ? ProviderError.Kind.REQUEST_REJECTED : ProviderError.Kind.PROVIDER_FAILED);
  }
}
