package dev.atom.connectors;

import dev.atom.connectors.ConnectorFile.Access;
import dev.atom.connectors.ConnectorFile.Action;
import dev.atom.connectors.ConnectorFile.Auth;
import dev.atom.connectors.ConnectorFile.BodyKind;
import dev.atom.connectors.ConnectorFile.Placement;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the actions of a connector's file. */
final class ActionReader {
  private static final int MOST_PARAMETERS = 12;
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final Map<String, Access> ACCESS =
      Map.of(
          "read", Access.READ,
          "create", Access.WRITE,
          "update", Access.WRITE,
          "delete", Access.WRITE,
          "send", Access.WRITE);
  private static final Map<String, BodyKind> BODIES =
      Map.of("json", BodyKind.JSON, "form", BodyKind.FORM, "none", BodyKind.NONE);

  private final String connector;
  private final Set<String> settings;
  private final Auth auth;

  ActionReader(String connector, Set<String> settings, Auth auth) {
    this.connector = connector;
    this.settings = settings;
    this.auth = auth;
  }

  static String operationName(String connector, String action) {
    return connector.replace('-', '_') + "_" + action;
  }

  Action read(String id, FileNode node) {
    node.only(
        "title",
        "description",
        "effect",
        "method",
        "path",
        "params",
        "put",
        "body",
        "ok",
        "pick",
        "idempotencyKey",
        "check");
    if (!operationName(connector, id).matches("[a-z][a-z0-9_]{1,63}")) {
      throw node.fault("an action's name is lower case, and with the connector's at most 64 long");
    }
    Access access =
        node.choice("effect", ACCESS).orElseThrow(() -> node.fault("effect", "missing"));
    String method = node.text("method");
    if (!method.equals("GET") && !method.equals("POST")) {
      throw node.fault("method", "expected GET or POST");
    }
    JsonSchema params = params(node);
    Template path = path(node);
    BodyKind body = body(node, method);
    Map<String, Placement> put = placements(node, path, body);
    Optional<Placement> key = node.optionalNode("idempotencyKey").map(k -> idempotencyKey(k, body));
    Optional<String> check = node.optionalText("check");
    if (access == Access.READ && (key.isPresent() || check.isPresent())) {
      throw node.fault("what reads needs neither \"idempotencyKey\" nor \"check\"");
    }
    return new Action(
        id,
        description(node),
        access,
        method,
        path,
        params,
        put,
        body,
        Set.copyOf(node.numbers("ok", 200, 299)),
        node.pointer("pick"),
        key,
        check);
  }

  private static String description(FileNode node) {
    String description = node.text("description");
    if (description.getBytes(StandardCharsets.UTF_8).length > LONGEST_DESCRIPTION) {
      throw node.fault("description", "longer than " + LONGEST_DESCRIPTION + " bytes");
    }
    return description;
  }

  private static JsonSchema params(FileNode node) {
    FileNode params = node.node("params");
    if (!params.text("type").equals("object")) {
      throw params.fault("type", "expected \"object\"");
    }
    if (params.node("properties").names().size() > MOST_PARAMETERS) {
      throw params.fault("properties", "more than " + MOST_PARAMETERS + " parameters");
    }
    Json.Obj closed = params.json().toBuilder().put("additionalProperties", false).build();
    if (!params
        .json()
        .members()
        .getOrDefault("additionalProperties", Json.of(false))
        .equals(Json.of(false))) {
      throw params.fault("additionalProperties", "expected false: each argument needs a place");
    }
    for (String name : params.texts("required")) {
      if (!params.node("properties").names().contains(name)) {
        throw params.fault("required", "\"" + name + "\" is no property");
      }
    }
    try {
      return JsonSchema.of(closed);
    } catch (JsonException e) {
      throw node.fault("params", String.valueOf(e.getMessage()));
    }
  }

  private static Template path(FileNode node) {
    Template path = ConnectorReader.template(node, "path");
    if (!path.toString().matches("/[^?#\\\\\\s]*") || path.toString().contains("/.")) {
      throw node.fault("path", "expected a path that begins with a slash, without query and dots");
    }
    return path;
  }

  private static BodyKind body(FileNode node, String method) {
    Optional<BodyKind> given =
        node.optionalNode("body")
            .map(
                body ->
                    body.only("kind")
                        .choice("kind", BODIES)
                        .orElseThrow(() -> body.fault("kind", "missing")));
    if (method.equals("GET") && given.isPresent() && given.get() != BodyKind.NONE) {
      throw node.fault("body", "a GET has none");
    }
    return given.orElse(method.equals("GET") ? BodyKind.NONE : BodyKind.JSON);
  }

  private Map<String, Placement> placements(FileNode node, Template path, BodyKind body) {
    FileNode schema = node.node("params");
    Set<String> names = schema.node("properties").names();
    Map<String, String> put = node.textsByName("put");
    for (String name : put.keySet()) {
      if (!names.contains(name)) {
        throw node.node("put").fault(name, "no such parameter");
      }
    }
    Map<String, Placement> places = new LinkedHashMap<>();
    for (String name : names) {
      boolean inPath = path.variables().contains(name);
      Placement place =
          put.containsKey(name)
              ? placement(node.node("put"), name, node.node("put").text(name), body)
              : usual(name, inPath, body);
      if (inPath != place instanceof Placement.Path) {
        throw node.fault("path", "parameter " + name + " must be in the path and placed there");
      }
      places.put(name, place);
    }
    List<String> required = schema.texts("required");
    for (String variable : path.variables()) {
      if (!required.contains(variable)
          && !(settings.contains(variable) && !names.contains(variable))) {
        throw node.fault("path", "{" + variable + "} is bound to no required parameter or setting");
      }
    }
    apart(node, places);
    return places;
  }

  private static Placement usual(String name, boolean inPath, BodyKind body) {
    if (inPath) {
      return new Placement.Path(false);
    }
    return body == BodyKind.NONE ? new Placement.Query(name) : new Placement.Body(List.of(name));
  }

  private Placement placement(FileNode node, String name, String place, BodyKind body) {
    int colon = place.indexOf(':');
    String kind = colon < 0 ? place : place.substring(0, colon);
    String target = colon < 0 ? name : place.substring(colon + 1);
    if (place.startsWith("/")) {
      return inBody(node, name, place, body);
    }
    return switch (kind) {
      case "path" -> new Placement.Path(false);
      case "pathRaw" -> new Placement.Path(true);
      case "query" -> new Placement.Query(target);
      case "header" -> header(node, name, target);
      default ->
          throw node.fault(
              name, "expected path, pathRaw, query:name, header:name or a pointer into the body");
    };
  }

  private Placement header(FileNode node, String name, String header) {
    boolean takesKeysPlace =
        switch (auth) {
          case Auth.Header key -> key.name().equalsIgnoreCase(header);
          case Auth.Basic basic -> header.equalsIgnoreCase("Authorization");
          case Auth.None none -> false;
        };
    if (!header.matches("[A-Za-z0-9-]+") || takesKeysPlace || header.equalsIgnoreCase("Host")) {
      throw node.fault(name, "this header can't be set by an argument");
    }
    return new Placement.Header(header);
  }

  private static Placement inBody(FileNode node, String name, String pointer, BodyKind body) {
    List<String> steps =
        Arrays.stream(pointer.substring(1).split("/", -1))
            .map(step -> step.replace("~1", "/").replace("~0", "~"))
            .toList();
    if (body == BodyKind.NONE || (body == BodyKind.FORM && steps.size() > 1)) {
      throw node.fault(name, "the body has no place " + pointer);
    }
    return new Placement.Body(steps);
  }

  private Placement idempotencyKey(FileNode node, BodyKind body) {
    node.only("in", "name");
    String name = node.text("name");
    return switch (node.text("in")) {
      case "header" -> header(node, "name", name);
      case "query" -> new Placement.Query(name);
      case "body" -> inBody(node, "name", "/" + name, body);
      default -> throw node.fault("in", "expected header, query or body");
    };
  }

  /** No argument may overwrite another one's place. */
  private static void apart(FileNode node, Map<String, Placement> places) {
    List<Placement> taken = new ArrayList<>();
    places.forEach(
        (name, place) -> {
          if (taken.stream().anyMatch(other -> collide(place, other))) {
            throw node.fault("put", "parameter " + name + " has the place of another one");
          }
          taken.add(place);
        });
  }

  private static boolean collide(Placement one, Placement other) {
    if (one instanceof Placement.Body a && other instanceof Placement.Body b) {
      int common = Math.min(a.steps().size(), b.steps().size());
      return a.steps().subList(0, common).equals(b.steps().subList(0, common));
    }
    return !(one instanceof Placement.Path) && one.equals(other);
  }
}
