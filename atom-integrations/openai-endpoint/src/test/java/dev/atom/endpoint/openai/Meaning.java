package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Brings a request of chat completions into one form, so that two that mean the same are equal:
 * members that say no more than the default are left out, and of several forms one is chosen.
 */
final class Meaning {
  private static final Set<String> OF_THE_CALL = Set.of("model", "stream", "stream_options");

  private Meaning() {}

  static Json.Obj of(Json.Obj body) {
    JsonObjectBuilder out = Json.object();
    body.members()
        .forEach(
            (name, value) -> {
              if (!OF_THE_CALL.contains(name) && !isDefault(name, value)) {
                out.put(name(name), member(name, value));
              }
            });
    return out.build();
  }

  private static boolean isDefault(String name, Json value) {
    return switch (name) {
      case "n" -> value.equals(Json.of(1));
      case "tool_choice" -> value.equals(Json.of("auto"));
      case "tools" -> value.equals(Json.array(List.of()));
      case "response_format" -> value.at("/type").orElseThrow().equals(Json.of("text"));
      default -> value instanceof Json.Null;
    };
  }

  private static String name(String name) {
    return name.equals("max_completion_tokens") ? "max_tokens" : name;
  }

  private static Json member(String name, Json value) {
    return switch (name) {
      case "messages" -> each(value, Meaning::message);
      case "tools" -> each(value, Meaning::tool);
      case "stop" -> value instanceof Json.Arr ? value : Json.array(List.of(value));
      case "response_format" -> format((Json.Obj) value);
      default -> value;
    };
  }

  private static Json each(Json array, UnaryOperator<Json.Obj> change) {
    List<Json> items = new ArrayList<>();
    for (Json item : ((Json.Arr) array).items()) {
      items.add(change.apply((Json.Obj) item));
    }
    return Json.array(items);
  }

  private static Json.Obj message(Json.Obj message) {
    String role = message.text("role").orElseThrow();
    JsonObjectBuilder out = Json.object();
    message
        .members()
        .forEach(
            (name, value) -> {
              // A tool's result names its call; a second name for the tool says no more.
              boolean repeated = role.equals("tool") && name.equals("name");
              if (!(value instanceof Json.Null) && !repeated) {
                out.put(name, value);
              }
            });
    out.put("role", role.equals("developer") ? "system" : role);
    message.get("tool_calls").ifPresent(calls -> out.put("tool_calls", each(calls, Meaning::call)));
    message.get("content").filter(c -> !(c instanceof Json.Null)).ifPresent(c -> content(c, out));
    boolean silent = message.text("content").orElse("x").isEmpty();
    if (role.equals("assistant") && silent && message.get("tool_calls").isPresent()) {
      JsonObjectBuilder rest = Json.object();
      out.build()
          .members()
          .forEach((name, value) -> put(rest, name, value, !name.equals("content")));
      return rest.build();
    }
    return out.build();
  }

  /** The place in a stream is no part of a call. */
  private static Json.Obj call(Json.Obj call) {
    JsonObjectBuilder out = Json.object();
    call.members().forEach((name, value) -> put(out, name, value, !name.equals("index")));
    return out.build();
  }

  private static void put(JsonObjectBuilder out, String name, Json value, boolean kept) {
    if (kept) {
      out.put(name, value);
    }
  }

  private static void content(Json content, JsonObjectBuilder out) {
    if (content instanceof Json.Arr parts) {
      boolean words = parts.items().stream().allMatch(p -> p.at("/text").isPresent());
      if (words) {
        StringBuilder text = new StringBuilder();
        parts.items().forEach(p -> text.append(p.at("/text").orElseThrow().as(String.class)));
        out.put("content", text.toString());
      }
    }
  }

  private static Json.Obj tool(Json.Obj tool) {
    Json.Obj function = (Json.Obj) tool.get("function").orElseThrow();
    JsonObjectBuilder out = Json.object().put("description", "");
    function
        .members()
        .forEach(
            (name, value) ->
                put(
                    out,
                    name,
                    value,
                    !(value instanceof Json.Null)
                        && !(name.equals("strict") && value.equals(Json.of(false)))));
    return Json.object().put("type", "function").put("function", out.build()).build();
  }

  private static Json.Obj format(Json.Obj format) {
    if (!(format.get("json_schema").orElse(Json.NULL) instanceof Json.Obj described)) {
      return format;
    }
    JsonObjectBuilder out = Json.object().put("strict", false).put("name", "response");
    described
        .members()
        .forEach((name, value) -> put(out, name, value, !name.equals("description")));
    // It says the same in the schema.
    Json.Obj about = Json.object().put("description", described.text("description")).build();
    Json.Obj schema = (Json.Obj) described.get("schema").orElseThrow();
    out.put("schema", about.toBuilder().putAll(schema).build());
    return format.toBuilder().put("json_schema", out.build()).build();
  }
}
