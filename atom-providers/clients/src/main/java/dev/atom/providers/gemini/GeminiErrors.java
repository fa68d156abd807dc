package dev.atom.providers.gemini;

import dev.atom.http.RetryHints;
import dev.atom.json.Json;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.ProviderError;
import dev.atom.providers.wire.ProviderError.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads errors as Google writes them, and a prompt that was blocked: that is a reply of status 200
 * without an answer, and no model saw the prompt.
 */
final class GeminiErrors {
  private GeminiErrors() {}

  static Optional<ProviderError> read(Json json) {
    return switch (json) {
      case Json.Arr array when !array.items().isEmpty() -> read(array.items().get(0));
      case Json.Obj object when object.get("error").isPresent() -> error(object);
      case Json.Obj object when Fields.array(object, "candidates").isEmpty() -> blocked(object);
      default -> Optional.empty();
    };
  }

  private static Optional<ProviderError> error(Json.Obj object) {
    return switch (object.members().get("error")) {
      case Json.Obj described -> Optional.of(described(described));
      case Json.Str message -> Optional.of(ProviderError.of(message.value()));
      case null, default -> Optional.empty();
    };
  }

  private static Optional<ProviderError> blocked(Json.Obj object) {
    Json.Obj feedback = Fields.object(object, "promptFeedback");
    Optional<String> reason =
        feedback.members().get("blockReason") instanceof Json.Num number
            ? Optional.of(number.toString())
            : Fields.filled(feedback, "blockReason");
    return reason.map(
        code ->
            ProviderError.of("the prompt was blocked: " + code, reason, Optional.empty())
                .known(Kind.CONTENT_REFUSED));
  }

  /** Reads the description of an error, as replies and results of batches have it. */
  static ProviderError described(Json.Obj error) {
    String message = Fields.filled(error, "message").orElse("no message");
    Optional<String> status = Fields.filled(error, "status").or(() -> ofBatch(error));
    Optional<String> number = Optional.ofNullable(error.members().get("code")).map(Json::toString);
    ProviderError read =
        ProviderError.of(message, status.or(() -> number), Optional.empty())
            .retryAfter(retryDelay(error));
    return kind(error, status.orElse(""), message.toLowerCase(Locale.ROOT))
        .map(read::known)
        .orElse(read);
  }

  /** Results of batches have the number of a status alone. */
  private static Optional<String> ofBatch(Json.Obj error) {
    return Optional.ofNullable(
        switch (Fields.integer(error, "code", 0)) {
          case 3 -> "INVALID_ARGUMENT";
          case 4 -> "DEADLINE_EXCEEDED";
          case 5 -> "NOT_FOUND";
          case 7 -> "PERMISSION_DENIED";
          case 8 -> "RESOURCE_EXHAUSTED";
          case 9 -> "FAILED_PRECONDITION";
          case 13 -> "INTERNAL";
          case 14 -> "UNAVAILABLE";
          default -> null;
        });
  }

  private static Optional<Duration> retryDelay(Json.Obj error) {
    return details(error, "RetryInfo")
        .flatMap(info -> Fields.filled(info, "retryDelay").stream())
        .findFirst()
        .flatMap(RetryHints::duration);
  }

  private static Stream<Json.Obj> details(Json.Obj error, String type) {
    return Fields.objects(error, "details").stream()
        .filter(detail -> Fields.text(detail, "@type").endsWith("google.rpc." + type));
  }

  private static Optional<Kind> kind(Json.Obj error, String status, String message) {
    return Optional.ofNullable(
        switch (status) {
          case "INVALID_ARGUMENT" -> invalid(error, message);
          case "FAILED_PRECONDITION" ->
              names(message, "location", "billing", "country")
                  ? Kind.ACCESS_DENIED
                  : Kind.REQUEST_REJECTED;
          case "UNAUTHENTICATED" -> Kind.KEY_REJECTED;
          case "PERMISSION_DENIED" ->
              names(message, "unregistered callers", "reported as leaked")
                  ? Kind.KEY_REJECTED
                  : Kind.ACCESS_DENIED;
          case "NOT_FOUND" ->
              names(message, "models/") ? Kind.MODEL_NOT_FOUND : Kind.REQUEST_REJECTED;
          case "RESOURCE_EXHAUSTED" -> exhausted(error, message);
          case "UNAVAILABLE" -> Kind.OVERLOADED;
          case "OUT_OF_RANGE", "UNIMPLEMENTED", "ALREADY_EXISTS" -> Kind.REQUEST_REJECTED;
          case "INTERNAL", "UNKNOWN", "DEADLINE_EXCEEDED", "CANCELLED", "ABORTED", "DATA_LOSS" ->
              Kind.PROVIDER_FAILED;
          default -> null;
        });
  }

  private static Kind invalid(Json.Obj error, String message) {
    boolean key =
        details(error, "ErrorInfo")
            .anyMatch(i -> Fields.text(i, "reason").equals("API_KEY_INVALID"));
    if (key || names(message, "api key not valid", "api key expired")) {
      return Kind.KEY_REJECTED;
    }
    return names(message, "exceeds the maximum number of tokens", "token count exceeds")
        ? Kind.CONTEXT_TOO_LONG
        : Kind.REQUEST_REJECTED;
  }

  /** A limit per day, or money that is spent, outlasts any wait that a caller could take. */
  private static Kind exhausted(Json.Obj error, String message) {
    Stream<String> violated =
        details(error, "QuotaFailure")
            .flatMap(failure -> Fields.objects(failure, "violations").stream())
            .map(violation -> Fields.text(violation, "quotaId"));
    Stream<String> limits =
        details(error, "ErrorInfo")
            .map(info -> Fields.text(Fields.object(info, "metadata"), "quota_limit"));
    boolean daily = Stream.concat(violated, limits).anyMatch(id -> id.contains("PerDay"));
    boolean spent = names(message, "credits are depleted", "spending cap");
    return daily || spent ? Kind.QUOTA_EXHAUSTED : Kind.RATE_LIMITED;
  }

  private static boolean names(String message, String... words) {
    return List.of(words).stream().anyMatch(message::contains);
  }
}
