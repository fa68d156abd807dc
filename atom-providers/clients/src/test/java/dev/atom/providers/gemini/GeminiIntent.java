package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.providers.wire.Fields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a request's intent into a {@link ChatRequest}, as a host would have said it. Works on the
 * common spelling of {@link GeminiSpelling}.
 */
final class GeminiIntent {
  private final Map<String, Json> rest;
  private final ChatRequest.Builder request = ChatRequest.newBuilder();
  private final List<String> calls = new ArrayList<>();

  private GeminiIntent(Json.Obj body) {
    rest = new LinkedHashMap<>(body.members());
  }

  static ChatRequest read(Json.Obj body) {
    return new GeminiIntent(body).request();
  }

  private ChatRequest request() {
    Optional.ofNullable(rest.remove("systemInstruction"))
        .ifPresent(s -> request.message(ChatMessage.system(texts((Json.Obj) s))));
    for (Json content : ((Json.Arr) rest.remove("contents")).items()) {
      message((Json.Obj) content);
    }
    tools();
    settings();
    return request.extra(new Json.Obj(rest)).build();
  }

  private static String texts(Json.Obj content) {
    return Fields.content(content, "parts");
  }

  private void message(Json.Obj content) {
    List<Part> parts = new ArrayList<>();
    for (Json.Obj part : Fields.objects(content, "parts")) {
      parts.add(part(part));
    }
    if (Fields.text(content, "role").equals("model")) {
      request.message(ChatMessage.assistant(parts));
    } else if (parts.get(0) instanceof Part.ToolResult) {
      request.message(
          ChatMessage.toolResults(parts.stream().map(Part.ToolResult.class::cast).toList()));
    } else {
      request.message(ChatMessage.user(parts));
    }
  }

  private Part part(Json.Obj part) {
    if (part.get("functionCall").isPresent()) {
      Json.Obj call = Fields.object(part, "functionCall");
      calls.add(GeminiCallIds.madeUp("", 0, calls.size()));
      String arguments = Fields.object(call, "args").toString();
      return new Part.ToolCall(
          calls.getLast(), Fields.text(call, "name"), arguments, Optional.empty());
    }
    if (part.get("functionResponse").isPresent()) {
      Json.Obj result = Fields.object(part, "functionResponse");
      Json text = Fields.object(result, "response").members().values().iterator().next();
      return new Part.ToolResult(
          calls.removeFirst(),
          Fields.text(result, "name"),
          List.of(Part.text(((Json.Str) text).value())),
          false);
    }
    if (part.get("inlineData").isPresent()) {
      Json.Obj data = Fields.object(part, "inlineData");
      Media media = inline(Fields.text(data, "mimeType"), Fields.text(data, "data"));
      return Fields.text(data, "mimeType").startsWith("image/")
          ? Part.image(media)
          : new Part.Audio(media, Optional.empty());
    }
    return Part.text(Fields.text(part, "text"));
  }

  /** The recordings keep the beginning of long data only. */
  private static Media inline(String type, String data) {
    int cut = data.indexOf("...[cut");
    String kept = cut < 0 ? data : data.substring(0, cut - cut % 4);
    return Media.inline(type, Base64.getDecoder().decode(kept));
  }

  /** Functions are tools; Google's own tools are for Google alone. */
  private void tools() {
    if (!(rest.remove("tools") instanceof Json.Arr tools)) {
      return;
    }
    List<Json> own = new ArrayList<>();
    for (Json tool : tools.items()) {
      List<Json.Obj> functions = Fields.objects((Json.Obj) tool, "functionDeclarations");
      functions.forEach(
          f ->
              request.tool(
                  new Tool(
                      Fields.text(f, "name"),
                      Fields.text(f, "description"),
                      JsonSchema.of(Fields.object(f, "parametersJsonSchema")))));
      if (functions.isEmpty()) {
        own.add(tool);
      }
    }
    if (!own.isEmpty()) {
      rest.put("tools", Json.array(own));
    }
  }

  private void settings() {
    if (!(rest.remove("generationConfig") instanceof Json.Obj config)) {
      return;
    }
    Map<String, Json> left = new LinkedHashMap<>(config.members());
    number(left.remove("temperature")).ifPresent(t -> request.temperature(t.doubleValue()));
    number(left.remove("topP")).ifPresent(p -> request.topP(p.doubleValue()));
    number(left.remove("maxOutputTokens")).ifPresent(n -> request.maxOutputTokens(n.intValue()));
    if (left.remove("stopSequences") instanceof Json.Arr stop) {
      stop.items().forEach(text -> request.stop(((Json.Str) text).value()));
    }
    if (left.remove("responseJsonSchema") instanceof Json.Obj schema) {
      left.remove("responseMimeType");
      request.format(new ResponseFormat.Schema("reply", JsonSchema.of(schema), true));
    }
    if (left.remove("thinkingConfig") instanceof Json.Obj thinking) {
      request.reasoningShown(thinking.get("includeThoughts").isPresent());
      thinking.text("thinkingLevel").ifPresent(request::reasoningEffort);
      thinking
          .get("thinkingBudget")
          .flatMap(GeminiIntent::number)
          .ifPresent(n -> request.reasoningTokens(n.intValue()));
    }
    if (!left.isEmpty()) {
      rest.put("generationConfig", new Json.Obj(left));
    }
  }

  private static Optional<BigDecimal> number(Json json) {
    return json instanceof Json.Num number ? Optional.of(number.value()) : Optional.empty();
  }
}
