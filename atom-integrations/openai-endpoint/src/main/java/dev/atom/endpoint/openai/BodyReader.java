package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.io.IOException;
import java.util.Locale;

/**
 * Reads the JSON of a request within limits.
 *
 * @param maxBytes how long a body may be
 */
record BodyReader(int maxBytes) {
  Json.Obj read(EndpointExchange exchange) throws IOException {
    refuseOtherTypes(exchange);
    if (exchange.header("content-length").map(this::tooLong).orElse(false)) {
      throw tooLarge();
    }
    byte[] bytes = exchange.body().readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw tooLarge();
    }
    try {
      if (Json.parse(bytes) instanceof Json.Obj object) {
        return object;
      }
    } catch (JsonException e) {
      throw RequestRefused.of(400, "invalid_json", "The body can't be read: " + e.getMessage());
    }
    throw RequestRefused.of(400, "invalid_json", "The body must be a JSON object.");
  }

  private boolean tooLong(String length) {
    return length.matches("[0-9]{1,18}") && Long.parseLong(length) > maxBytes;
  }

  private RequestRefused tooLarge() {
    String message = "The body is longer than " + maxBytes + " bytes.";
    return RequestRefused.of(413, "request_too_large", message);
  }

  private static void refuseOtherTypes(EndpointExchange exchange) {
    String type = exchange.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    String media = type.split(";", 2)[0].strip();
    boolean utf8 = !type.contains("charset=") || type.matches(".*charset=\"?utf-?8\"?.*");
    if (!media.equals("application/json") || !utf8) {
      throw RequestRefused.of(
          415, "unsupported_media_type", "Send content-type: application/json, in UTF-8.");
    }
    String encoding = exchange.header("content-encoding").orElse("identity").strip();
    if (!encoding.equalsIgnoreCase("identity")) {
      throw RequestRefused.of(
          415, "unsupported_media_type", "Send the body without a content-encoding.");
    }
  }
}
