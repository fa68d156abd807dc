package dev.atom.providers.ollama;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.providers.wire.Fields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a recorded request's intent into a {@link ChatRequest}, as a host would have said it. */
final class OllamaIntent {
  private final Map<String, Json> rest;
  private final ChatRequest.Builder request = ChatRequest.newBuilder();
  private String called = "unknown";

  private OllamaIntent(Json.Obj body) {
    rest = new LinkedHashMap<>(body.members());
  }

  static ChatRequest read(Json.Obj body) {
    return new OllamaIntent(body).request();
  }

  private ChatRequest request() {
    take("model").ifPresent(model -> request.model(((Json.Str) model).value()));
    take("messages").ifPresent(list -> ((Json.Arr) list).items().forEach(this::message));
    take("tools").ifPresent(list -> ((Json.Arr) list).items().forEach(this::tool));
    take("format").ifPresent(this::format);
    take("think").ifPresent(this::think);
    take("options").ifPresent(options -> options((Json.Obj) options));
    // What follows from a whole or streamed call, not from the intent.
    rest.remove("stream");
    return request.extra(new Json.Obj(rest)).build();
  }

  private Optional<Json> take(String name) {
    return Optional.ofNullable(rest.remove(name));
  }

  private void message(Json json) {
    Json.Obj message = (Json.Obj) json;
    String text = Fields.text(message, "content");
    switch (Fields.text(message, "role")) {
      case "system" -> request.message(ChatMessage.system(text));
      case "user" -> request.message(ChatMessage.user(text));
      case "tool" ->
          request.message(
              ChatMessage.toolResults(
                  List.of(new Part.ToolResult("call-0", called, List.of(Part.text(text)), false))));
      default -> request.message(ChatMessage.assistant(assistant(message, text)));
    }
  }

  private List<Part> assistant(Json.Obj message, String text) {
    List<Part> parts = new ArrayList<>();
    if (!text.isEmpty()) {
      parts.add(Part.text(text));
    }
    for (Json.Obj call : Fields.objects(message, "tool_calls")) {
      called = Fields.text(Fields.object(call, "function"), "name");
      parts.add(OllamaReply.call(call, "call-0"));
    }
    return parts;
  }

  private void tool(Json json) {
    Json.Obj about = Fields.object((Json.Obj) json, "function");
    JsonSchema schema = JsonSchema.of(Fields.object(about, "parameters"));
    request.tool(new Tool(Fields.text(about, "name"), Fields.text(about, "description"), schema));
  }

  private void format(Json format) {
    if (format instanceof Json.Obj schema) {
      request.format(new ResponseFormat.Schema("reply", JsonSchema.of(schema), true));
    } else if (format.equals(Json.of("json"))) {
      request.format(ResponseFormat.JSON);
    }
  }

  private void think(Json think) {
    if (think.equals(Json.of(true))) {
      request.reasoningShown(true);
    } else {
      request.reasoningTokens(0);
    }
  }

  private void options(Json.Obj options) {
    Map<String, Json> others = new LinkedHashMap<>(options.members());
    Optional.ofNullable(others.remove("num_predict"))
        .ifPresent(n -> request.maxOutputTokens(number(n).intValue()));
    Optional.ofNullable(others.remove("temperature"))
        .ifPresent(t -> request.temperature(number(t).doubleValue()));
    if (!others.isEmpty()) {
      rest.put("options", new Json.Obj(others));
    }
  }

  private static BigDecimal number(Json json) {
    return ((Json.Num) json).value();
  }
}
