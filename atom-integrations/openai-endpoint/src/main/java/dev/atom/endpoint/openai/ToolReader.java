package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatRequest;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.model.Warning;
import java.util.List;

/** Reads the tools of a request and which of them must be called. */
final class ToolReader {
  private final RequestObject body;
  private final ChatRequest.Builder request;
  private final List<Warning> warnings;

  ToolReader(RequestObject body, ChatRequest.Builder request, List<Warning> warnings) {
    this.body = body;
    this.request = request;
    this.warnings = warnings;
  }

  void read() {
    body.objects("tools").forEach(this::tool);
    body.value("tool_choice").ifPresent(choice -> request.toolChoice(choice(choice)));
    body.flag("parallel_tool_calls").ifPresent(request::parallelTools);
  }

  private void tool(RequestObject tool) {
    onlyFunctions(tool);
    RequestObject function = tool.needObject("function");
    String name = function.needText("name");
    JsonSchema parameters =
        function
            .object("parameters")
            .map(schema -> ChatRequestReader.schema(schema.json(), function, "parameters"))
            .orElseGet(JsonSchema::empty);
    try {
      request.tool(
          new Tool(
              name,
              function.text("description").orElse(""),
              parameters,
              function.flag("strict").orElse(false)));
    } catch (IllegalArgumentException e) {
      throw function.wrong("name", "does not do: " + e.getMessage());
    }
    function.warnOfRest(warnings);
    tool.warnOfRest(warnings);
  }

  static void onlyFunctions(RequestObject tool) {
    String type = tool.text("type").orElse("function");
    if (!type.equals("function")) {
      throw tool.unsupported("type", "is \"" + type + "\"; only tools of type function are known");
    }
  }

  private ToolChoice choice(Json choice) {
    if (choice instanceof Json.Str mode) {
      return switch (mode.value()) {
        case "auto" -> ToolChoice.AUTO;
        case "none" -> ToolChoice.NONE;
        case "required" -> ToolChoice.REQUIRED;
        default ->
            throw body.wrong("tool_choice", "must be auto, none, required or name a function");
      };
    }
    RequestObject named = body.object("tool_choice").orElseThrow();
    onlyFunctions(named);
    return new ToolChoice.Named(named.needObject("function").needText("name"));
  }
}
