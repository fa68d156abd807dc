package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.providers.wire.Fields;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a recorded request's intent into a {@link ChatRequest}, as a host would have said it. */
final class IntentReader {
  private final Map<String, Json> rest;
  private final ChatRequest.Builder request = ChatRequest.newBuilder();
  private final Map<String, String> toolNames = new LinkedHashMap<>();

  private final String provider;

  private IntentReader(Json.Obj body, String provider) {
    this.provider = provider;
    rest = new LinkedHashMap<>(body.members());
  }

  static ChatRequest read(Json.Obj body) {
    return read(body, "openai");
  }

  static ChatRequest read(Json.Obj body, String provider) {
    return new IntentReader(body, provider).request();
  }

  private ChatRequest request() {
    take("model").ifPresent(m -> request.model(text(m)));
    take("instructions").ifPresent(i -> request.message(ChatMessage.system(text(i))));
    take("messages").ifPresent(m -> list(m).forEach(this::chatMessage));
    take("input").ifPresent(this::input);
    take("tool_choice").ifPresent(c -> request.toolChoice(choice(c)));
    take("max_tokens")
        .or(() -> take("max_completion_tokens"))
        .or(() -> take("max_output_tokens"))
        .ifPresent(n -> request.maxOutputTokens(number(n).intValue()));
    take("temperature").ifPresent(t -> request.temperature(number(t).doubleValue()));
    take("stop").ifPresent(s -> list(s).forEach(t -> request.stop(text(t))));
    take("response_format").ifPresent(f -> format((Json.Obj) f));
    take("text").ifPresent(t -> format(Fields.object((Json.Obj) t, "format")));
    take("reasoning").ifPresent(r -> reasoning((Json.Obj) r));
    tools();
    // What follows from a whole or streamed call, not from the intent.
    rest.keySet().removeAll(List.of("stream", "stream_options", "store", "include"));
    return request.extra(new Json.Obj(rest)).build();
  }

  private void reasoning(Json.Obj reasoning) {
    Fields.filled(reasoning, "effort").ifPresent(request::reasoningEffort);
    request.reasoningShown(Fields.filled(reasoning, "summary").isPresent());
  }

  private Optional<Json> take(String name) {
    return Optional.ofNullable(rest.remove(name));
  }

  private void tools() {
    List<Json> tools = take("tools").map(IntentReader::list).orElse(List.of());
    boolean functions =
        tools.stream().allMatch(t -> t.at("/type").equals(Optional.of(Json.of("function"))));
    if (!functions) {
      rest.put("tools", Json.array(tools));
      return;
    }
    for (Json tool : tools) {
      Json.Obj nested = Fields.object((Json.Obj) tool, "function");
      Json.Obj about = nested.members().isEmpty() ? (Json.Obj) tool : nested;
      JsonSchema schema = JsonSchema.of(Fields.object(about, "parameters"));
      request.tool(new Tool(Fields.text(about, "name"), Fields.text(about, "description"), schema));
    }
  }

  private void input(Json input) {
    if (input instanceof Json.Str text) {
      request.message(ChatMessage.user(text.value()));
      return;
    }
    for (Json item : list(input)) {
      item((Json.Obj) item);
    }
  }

  private void item(Json.Obj item) {
    switch (Fields.text(item, "type")) {
      case "reasoning" ->
          request.message(
              ChatMessage.assistant(
                  List.of(
                      new Part.Reasoning(
                          "", Optional.of(new Part.ProviderState(provider, item))))));
      case "function_call" -> {
        toolNames.put(Fields.text(item, "call_id"), Fields.text(item, "name"));
        request.message(ChatMessage.assistant(List.of(call(item, Fields.text(item, "call_id")))));
      }
      case "function_call_output" ->
          request.message(result(Fields.text(item, "call_id"), Fields.text(item, "output")));
      default -> chatMessage(item);
    }
  }

  private void chatMessage(Json json) {
    Json.Obj message = (Json.Obj) json;
    switch (Fields.text(message, "role")) {
      case "system", "developer" ->
          request.message(ChatMessage.system(Fields.content(message, "content")));
      case "user" -> request.message(ChatMessage.user(parts(message)));
      case "tool" ->
          request.message(
              result(Fields.text(message, "tool_call_id"), Fields.text(message, "content")));
      default -> request.message(ChatMessage.assistant(assistant(message)));
    }
  }

  private ChatMessage result(String id, String output) {
    String name = toolNames.getOrDefault(id, "unknown");
    return ChatMessage.toolResults(
        List.of(new Part.ToolResult(id, name, List.of(Part.text(output)), false)));
  }

  private List<Part> assistant(Json.Obj message) {
    List<Part> parts = new ArrayList<>();
    Fields.filled(message, "reasoning_content")
        .ifPresent(t -> parts.add(new Part.Reasoning(t, Optional.empty())));
    Fields.filled(message, "content").ifPresent(t -> parts.add(Part.text(t)));
    for (Json.Obj call : Fields.objects(message, "tool_calls")) {
      toolNames.put(Fields.text(call, "id"), Fields.text(Fields.object(call, "function"), "name"));
      parts.add(call(Fields.object(call, "function"), Fields.text(call, "id")));
    }
    return parts;
  }

  private static Part.ToolCall call(Json.Obj function, String id) {
    return new Part.ToolCall(
        id, Fields.text(function, "name"), Fields.text(function, "arguments"), Optional.empty());
  }

  private static List<Part> parts(Json.Obj message) {
    if (message.members().get("content") instanceof Json.Str text) {
      return List.of(Part.text(text.value()));
    }
    return Fields.objects(message, "content").stream().map(IntentReader::part).toList();
  }

  private static Part part(Json.Obj part) {
    return switch (Fields.text(part, "type")) {
      case "text", "input_text" -> Part.text(Fields.text(part, "text"));
      case "image_url" -> {
        Json.Obj image = Fields.object(part, "image_url");
        yield new Part.Image(media(Fields.text(image, "url")), image.text("detail"));
      }
      case "input_audio" -> {
        Json.Obj audio = Fields.object(part, "input_audio");
        Media media = inline("audio/" + Fields.text(audio, "format"), Fields.text(audio, "data"));
        yield new Part.Audio(media, Optional.empty());
      }
      case "file" -> {
        Json.Obj file = Fields.object(part, "file");
        yield new Part.File(media(Fields.text(file, "file_data")), file.text("filename"));
      }
      default -> throw new AssertionError("unknown part " + part);
    };
  }

  private static Media media(String url) {
    if (!url.startsWith("data:")) {
      return Media.remote(URI.create(url));
    }
    int semicolon = url.indexOf(';');
    return inline(url.substring(5, semicolon), url.substring(url.indexOf(',') + 1));
  }

  /** The recordings keep the beginning of long data only; see {@link RequestsTest}. */
  static Media inline(String type, String data) {
    int cut = data.indexOf("...[cut");
    String kept = cut < 0 ? data : data.substring(0, cut - cut % 4);
    return Media.inline(type, Base64.getDecoder().decode(kept));
  }

  private static ToolChoice choice(Json choice) {
    if (choice instanceof Json.Obj named) {
      return new ToolChoice.Named(Fields.text(Fields.object(named, "function"), "name"));
    }
    return ToolChoice.Mode.valueOf(text(choice).toUpperCase(java.util.Locale.ROOT));
  }

  private void format(Json.Obj format) {
    if (Fields.text(format, "type").equals("json_object")) {
      request.format(ResponseFormat.JSON);
      return;
    }
    Json.Obj nested = Fields.object(format, "json_schema");
    Json.Obj about = nested.members().isEmpty() ? format : nested;
    boolean strict = about.get("strict").equals(Optional.of(Json.of(true)));
    JsonSchema schema = JsonSchema.of(Fields.object(about, "schema"));
    request.format(new ResponseFormat.Schema(Fields.text(about, "name"), schema, strict));
  }

  static List<Json> list(Json json) {
    return ((Json.Arr) json).items();
  }

  private static String text(Json json) {
    return ((Json.Str) json).value();
  }

  private static BigDecimal number(Json json) {
    return ((Json.Num) json).value();
  }
}
