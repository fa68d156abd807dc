package dev.atom.endpoint.openai;

import dev.atom.AtomException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request was refused before a model was asked. It never leaves the endpoint. */
final class RequestRefused extends AtomException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String param;
  private final String allow;

  private RequestRefused(
      int status, String code, String message, @Nullable String param, String allow) {
    super(code, false, message);
    this.status = status;
    this.param = param;
    this.allow = allow;
  }

  static RequestRefused of(int status, String code, String message) {
    return new RequestRefused(status, code, message, null, "");
  }

  static RequestRefused invalid(String param, String code, String message) {
    return new RequestRefused(400, code, message, param, "");
  }

  /** Refuses every method but one. */
  static void unless(String method, EndpointExchange exchange) {
    if (!exchange.method().equals(method)) {
      String message = "Not allowed to " + exchange.method() + " here; use " + method + ".";
      throw new RequestRefused(405, "method_not_allowed", message, null, method);
    }
  }

  static RequestRefused noModel(String name) {
    String message = "The model `" + name + "` does not exist or you do not have access to it.";
    return new RequestRefused(404, "model_not_found", message, "model", "");
  }

  int status() {
    return status;
  }

  Optional<String> param() {
    return Optional.ofNullable(param);
  }

  /** The methods that would do; empty where that is not the matter. */
  String allow() {
    return allow;
  }
}
