package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The form of a recorded exchange as JSON: reading with a check of every field, and writing. */
final class ExchangeFile {
  private static final Set<String> OWN =
      Set.of("source", "licence", "provider", "operation", "request", "response");

  private final String name;

  private ExchangeFile(String name) {
    this.name = name;
  }

  static Exchange parse(String name, String text) {
    try {
      return new ExchangeFile(name).exchange(Json.parseObject(text));
    } catch (JsonException e) {
      throw new InvalidExchange(name, "is no JSON object: " + e.getMessage(), e);
    }
  }

  private Exchange exchange(Json.Obj file) {
    Map<String, Json> details = new LinkedHashMap<>(file.members());
    details.keySet().removeAll(OWN);
    Optional<Json> request = file.get("request").filter(json -> !json.equals(Json.NULL));
    return new Exchange(
        name,
        text(file, "", "source"),
        file.get("licence").isPresent() ? text(file, "", "licence") : "",
        text(file, "", "provider"),
        text(file, "", "operation"),
        request.map(json -> request(object(json, "/request"))),
        response(object(required(file, "", "response"), "/response")),
        new Json.Obj(details));
  }

  private Exchange.Request request(Json.Obj json) {
    String method = text(json, "/request", "method");
    if (!method.matches("[A-Z]+")) {
      throw invalid("/request/method", "must be an HTTP method in upper case");
    }
    String path = text(json, "/request", "path");
    if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ')) {
      throw invalid("/request/path", "must begin with a slash and hold no white space");
    }
    String host = json.get("host").isPresent() ? text(json, "/request", "host") : "";
    return new Exchange.Request(method, host, path, headers(json, "/request"), json.get("body"));
  }

  private Exchange.Response response(Json.Obj json) {
    return new Exchange.Response(status(json), headers(json, "/response"), body(json));
  }

  private int status(Json.Obj json) {
    if (required(json, "/response", "status") instanceof Json.Num number
        && number.value().compareTo(BigDecimal.valueOf(100)) >= 0
        && number.value().compareTo(BigDecimal.valueOf(599)) <= 0
        && number.value().stripTrailingZeros().scale() <= 0) {
      return number.value().intValueExact();
    }
    throw invalid("/response/status", "must be a whole number from 100 to 599");
  }

  private byte[] body(Json.Obj json) {
    boolean encoded = json.get("body_base64").isPresent();
    if (encoded && json.get("body").isPresent()) {
      throw invalid("/response/body", "there must be body or body_base64, not both");
    }
    if (!encoded) {
      return json.get("body").isPresent()
          ? text(json, "/response", "body").getBytes(StandardCharsets.UTF_8)
          : new byte[0];
    }
    try {
      return Base64.getDecoder().decode(text(json, "/response", "body_base64"));
    } catch (IllegalArgumentException e) {
      throw invalid("/response/body_base64", "is not base64");
    }
  }

  private Map<String, List<String>> headers(Json.Obj json, String at) {
    String pointer = at + "/headers";
    Json.Obj headers = json.get("headers").map(h -> object(h, pointer)).orElse(Json.Obj.EMPTY);
    Map<String, List<String>> read = new LinkedHashMap<>();
    headers
        .members()
        .forEach(
            (header, value) -> read.put(header, values(pointer + "/" + header, header, value)));
    return read;
  }

  private List<String> values(String pointer, String header, Json value) {
    if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw invalid(pointer, "is no name of a header");
    }
    List<String> values = new ArrayList<>();
    for (Json item : value instanceof Json.Arr array ? array.items() : List.of(value)) {
      if (!(item instanceof Json.Str text)) {
        throw invalid(pointer, "must be a text or a list of texts");
      }
      // Only answers are sent again, where a line end would smuggle in further headers. Some
      // recorders left line ends in the requests.
      if (pointer.startsWith("/response")
          && text.value().chars().anyMatch(c -> c < ' ' && c != '\t')) {
        throw invalid(pointer, "must not hold line ends or other control characters");
      }
      values.add(text.value());
    }
    return values;
  }

  private Json required(Json.Obj json, String at, String field) {
    return json.get(field).orElseThrow(() -> invalid(at + "/" + field, "is missing"));
  }

  private String text(Json.Obj json, String at, String field) {
    if (required(json, at, field) instanceof Json.Str text) {
      return text.value();
    }
    throw invalid(at + "/" + field, "must be a string");
  }

  private Json.Obj object(Json json, String at) {
    if (json instanceof Json.Obj object) {
      return object;
    }
    throw invalid(at, "must be an object");
  }

  private InvalidExchange invalid(String field, String problem) {
    return new InvalidExchange(name, field, problem);
  }

  static Json.Obj toJson(Exchange exchange) {
    JsonObjectBuilder file =
        Json.object()
            .put("source", exchange.source())
            .put("licence", exchange.licence())
            .put("provider", exchange.provider())
            .put("operation", exchange.operation())
            .putAll(exchange.details());
    exchange.request().ifPresent(request -> file.put("request", toJson(request)));
    return file.put("response", toJson(exchange.response())).build();
  }

  private static Json.Obj toJson(Exchange.Request request) {
    JsonObjectBuilder json =
        Json.object()
            .put("method", request.method())
            .put("host", request.host())
            .put("path", request.path())
            .put("headers", toJson(request.headers()));
    request.body().ifPresent(body -> json.put("body", body));
    return json.build();
  }

  private static Json.Obj toJson(Exchange.Response response) {
    JsonObjectBuilder json =
        Json.object().put("status", response.status()).put("headers", toJson(response.headers()));
    byte[] body = response.body();
    Optional<String> text = utf8(body);
    return text.isPresent()
        ? json.put("body", text.get()).build()
        : json.put("body_base64", Base64.getEncoder().encodeToString(body)).build();
  }

  private static Json.Obj toJson(Map<String, List<String>> headers) {
    JsonObjectBuilder json = Json.object();
    headers.forEach(
        (header, values) -> {
          List<Json> items = values.stream().map(Json::of).toList();
          json.put(header, items.size() == 1 ? items.get(0) : Json.array(items));
        });
    return json.build();
  }

  /** Returns the text if the bytes are UTF-8, so that it becomes the same bytes again. */
  static Optional<String> utf8(byte[] bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(buffer).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
