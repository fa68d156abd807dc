package dev.atom.connectors;

import dev.atom.http.HttpReply;
import dev.atom.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Says which replies are an error of which kind; all of its conditions must hold. */
record ErrorRule(
    List<Predicate<HttpReply>> ofReply,
    Optional<String> at,
    Predicate<Optional<Json>> ofValue,
    Verdict verdict,
    Optional<String> code,
    Optional<String> message) {

  static ErrorRule read(FileNode node) {
    node.only("status", "header", "at", "equals", "in", "exists", "kind", "code", "message");
    List<Predicate<HttpReply>> conditions = new ArrayList<>();
    List<Integer> statuses = node.numbers("status", 200, 599);
    if (!statuses.isEmpty()) {
      conditions.add(reply -> statuses.contains(reply.status()));
    }
    node.optionalNode("header").ifPresent(headers -> conditions.addAll(headers(headers)));
    Optional<String> at = node.pointer("at");
    if (at.isEmpty() && conditions.isEmpty()) {
      throw node.fault("an error without a condition; give \"status\", \"header\" or \"at\"");
    }
    return new ErrorRule(
        List.copyOf(conditions),
        at,
        value(node, at.isPresent()),
        node.choice("kind", Verdict.BY_KIND).orElseThrow(() -> node.fault("kind", "missing")),
        node.pointer("code"),
        node.pointer("message"));
  }

  private static List<Predicate<HttpReply>> headers(FileNode node) {
    List<Predicate<HttpReply>> conditions = new ArrayList<>();
    node.json()
        .members()
        .forEach(
            (name, wanted) -> {
              if (wanted.equals(Json.of(true))) {
                conditions.add(reply -> reply.headers().first(name).isPresent());
              } else {
                String text = node.text(name);
                conditions.add(
                    reply -> reply.headers().first(name).filter(text::equals).isPresent());
              }
            });
    return conditions;
  }

  private static Predicate<Optional<Json>> value(FileNode node, boolean given) {
    List<String> tests =
        List.of("equals", "in", "exists").stream().filter(node.names()::contains).toList();
    if (tests.size() != (given ? 1 : 0)) {
      throw node.fault("\"at\" goes with one of \"equals\", \"in\" and \"exists\"");
    }
    if (!given) {
      return value -> true;
    }
    Json expected = node.json().members().getOrDefault(tests.get(0), Json.NULL);
    if (tests.get(0).equals("equals")) {
      return value -> value.filter(expected::equals).isPresent();
    }
    if (tests.get(0).equals("in")) {
      List<Json> choices = node.items("in");
      return value -> value.filter(choices::contains).isPresent();
    }
    if (expected instanceof Json.Bool wanted) {
      return value -> value.isPresent() == wanted.value();
    }
    throw node.fault("exists", "expected true or false");
  }

  boolean matches(HttpReply reply, Optional<Json> body) {
    return ofReply.stream().allMatch(condition -> condition.test(reply))
        && (at.isEmpty() || (body.isPresent() && ofValue.test(body.flatMap(b -> b.at(at.get())))));
  }

  Optional<String> code(Optional<Json> body) {
    return text(code, body);
  }

  Optional<String> message(Optional<Json> body) {
    return text(message, body);
  }

  private static Optional<String> text(Optional<String> pointer, Optional<Json> body) {
    return pointer
        .flatMap(p -> body.flatMap(b -> b.at(p)))
        .map(value -> value instanceof Json.Str text ? text.value() : value.toString());
  }
}
