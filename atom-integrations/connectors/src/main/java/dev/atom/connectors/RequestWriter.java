package dev.atom.connectors;

import dev.atom.connectors.ConnectorException.Failure;
import dev.atom.connectors.ConnectorFile.Action;
import dev.atom.connectors.ConnectorFile.Placement;
import dev.atom.http.HttpCall;
import dev.atom.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the request of one action. Arguments stay where they belong, whatever they hold. */
final class RequestWriter {
  private final Action action;
  private final URI base;
  private final Map<String, String> settings;
  private final Map<String, String> path = new LinkedHashMap<>();
  private final List<String> query = new ArrayList<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Json.Obj body = Json.Obj.EMPTY;

  RequestWriter(Action action, URI base, Map<String, String> settings) {
    this.action = action;
    this.base = base;
    this.settings = settings;
  }

  HttpCall.Builder write(Json.Obj arguments, String idempotencyKey) {
    arguments.members().forEach((name, value) -> put(name, value, action.put().get(name)));
    action.idempotencyKey().ifPresent(p -> put("the idempotency key", Json.of(idempotencyKey), p));
    HttpCall.Builder call =
        action.method().equals("GET")
            ? HttpCall.get(uri())
            : HttpCall.post(uri(), contentType(), content());
    headers.forEach(call::header);
    return call;
  }

  private void put(String name, Json value, @Nullable Placement placement) {
    if (placement == null) {
      // The schema allows no others.
      throw new IllegalStateException("argument " + name + " has no place");
    }
    if (value instanceof Json.Null && !(placement instanceof Placement.Body)) {
      return;
    }
    switch (placement) {
      case Placement.Path p -> path.put(name, segments(name, text(value), p.raw()));
      case Placement.Query q -> query.add(encoded(q.name()) + "=" + encoded(text(value)));
      case Placement.Header h -> headers.put(h.name(), headerValue(name, text(value)));
      case Placement.Body b -> body = with(body, b.steps(), value);
    }
  }

  private URI uri() {
    String start = base.toString().replaceAll("/+$", "");
    String expanded =
        action
            .path()
            .expand(
                name -> {
                  String setting = settings.get(name);
                  String value = setting == null ? path.get(name) : segments(name, setting, false);
                  if (value == null) {
                    throw invalid(name, "must not be null: it is part of the address");
                  }
                  return value;
                });
    return URI.create(start + expanded + (query.isEmpty() ? "" : "?" + String.join("&", query)));
  }

  /** A value of "..", or one with a slash in the wrong place, would call something else. */
  private String segments(String name, String value, boolean raw) {
    List<String> segments = raw ? Arrays.asList(value.split("/", -1)) : List.of(value);
    for (String segment : segments) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw invalid(name, "is empty or has a dot segment, which no address can hold");
      }
    }
    return segments.stream().map(RequestWriter::encoded).collect(Collectors.joining("/"));
  }

  private String headerValue(String name, String value) {
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw invalid(name, "has a line end or another character that no header can hold");
    }
    return value;
  }

  private ConnectorException invalid(String name, String problem) {
    return Verdict.INVALID.exception(
        Failure.of("action " + action.id() + ": " + name + " " + problem, null));
  }

  private String contentType() {
    return switch (action.body()) {
      case NONE -> "";
      case JSON -> "application/json; charset=utf-8";
      case FORM -> "application/x-www-form-urlencoded";
    };
  }

  private byte[] content() {
    String text =
        switch (action.body()) {
          case NONE -> "";
          case JSON -> body.toString();
          case FORM ->
              body.members().entrySet().stream()
                  .filter(member -> !(member.getValue() instanceof Json.Null))
                  .map(member -> form(member.getKey()) + "=" + form(formText(member.getValue())))
                  .collect(Collectors.joining("&"));
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Json value) {
    return value instanceof Json.Arr array
        ? array.items().stream().map(RequestWriter::formText).collect(Collectors.joining(","))
        : formText(value);
  }

  private static String formText(Json value) {
    return switch (value) {
      case Json.Str text -> text.value();
      case Json.Num number -> number.value().toPlainString();
      case Json.Bool truth -> truth.toString();
      case Json.Obj object -> object.toString();
      case Json.Arr array -> array.toString();
      case Json.Null nothing -> "";
    };
  }

  private static String form(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return form(text).replace("+", "%20");
  }

  private static Json.Obj with(Json.Obj object, List<String> steps, Json value) {
    String first = steps.get(0);
    if (steps.size() == 1) {
      return object.toBuilder().put(first, value).build();
    }
    Json.Obj inner = object.members().get(first) instanceof Json.Obj there ? there : Json.Obj.EMPTY;
    return object.toBuilder()
        .put(first, with(inner, steps.subList(1, steps.size()), value))
        .build();
  }
}
