package dev.atom.providers.anthropic;

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
import java.time.Duration;
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

  private IntentReader(Json.Obj body) {
    rest = new LinkedHashMap<>(body.members());
  }

  static ChatRequest read(Json.Obj body) {
    return new IntentReader(body).request();
  }

  private ChatRequest request() {
    take("model").ifPresent(m -> request.model(((Json.Str) m).value()));
    take("system").ifPresent(s -> blocks(s).forEach(this::system));
    take("messages").ifPresent(m -> ((Json.Arr) m).items().forEach(i -> message((Json.Obj) i)));
    take("max_tokens").ifPresent(n -> request.maxOutputTokens(number(n).intValueExact()));
    take("temperature").ifPresent(n -> request.temperature(number(n).doubleValue()));
    take("thinking").ifPresent(t -> thinking((Json.Obj) t));
    take("tool_choice").ifPresent(c -> request.toolChoice(choice((Json.Obj) c)));
    take("output_config").ifPresent(c -> format(Fields.object((Json.Obj) c, "format")));
    take("output_format").ifPresent(f -> format((Json.Obj) f));
    take("tools").ifPresent(this::tools);
    // What follows from a whole or streamed call, not from the intent.
    rest.remove("stream");
    return request
        .extra(request.build().extra().toBuilder().putAll(new Json.Obj(rest)).build())
        .build();
  }

  private Optional<Json> take(String name) {
    return Optional.ofNullable(rest.remove(name));
  }

  private static BigDecimal number(Json json) {
    return ((Json.Num) json).value();
  }

  private static List<Json.Obj> blocks(Json content) {
    return content instanceof Json.Str text
        ? List.of(Json.object().put("type", "text").put("text", text.value()).build())
        : ((Json.Arr) content).items().stream().map(Json.Obj.class::cast).toList();
  }

  private void system(Json.Obj block) {
    request.message(marked(ChatMessage.system(Fields.text(block, "text")), List.of(block)));
  }

  private static ChatMessage marked(ChatMessage message, List<Json.Obj> blocks) {
    Json.Obj control = Fields.object(blocks.getLast(), "cache_control");
    if (control.members().isEmpty()) {
      return message;
    }
    boolean hour = Fields.text(control, "ttl").equals("1h");
    return message.cached(hour ? Duration.ofHours(1) : Duration.ofMinutes(5));
  }

  private void message(Json.Obj message) {
    List<Json.Obj> blocks = blocks(message.get("content").orElseThrow());
    List<Part> parts = new ArrayList<>();
    List<Part.ToolResult> results = new ArrayList<>();
    for (Json.Obj block : blocks) {
      if (Fields.text(block, "type").equals("tool_result")) {
        results.add(result(block));
      } else {
        parts.add(part(block));
      }
    }
    if (!results.isEmpty()) {
      request.message(ChatMessage.toolResults(results));
    }
    if (!parts.isEmpty()) {
      boolean user = Fields.text(message, "role").equals("user");
      request.message(
          marked(user ? ChatMessage.user(parts) : ChatMessage.assistant(parts), blocks));
    }
  }

  private Part.ToolResult result(Json.Obj block) {
    String id = Fields.text(block, "tool_use_id");
    List<Part> content =
        blocks(block.get("content").orElseThrow()).stream().map(this::part).toList();
    boolean failed = block.get("is_error").equals(Optional.of(Json.of(true)));
    return new Part.ToolResult(id, toolNames.getOrDefault(id, "unknown"), content, failed);
  }

  private Part part(Json.Obj block) {
    return switch (Fields.text(block, "type")) {
      case "text" -> Part.text(Fields.text(block, "text"));
      case "image" -> Part.image(inline(Fields.object(block, "source")));
      case "tool_use" -> {
        String name = Fields.text(block, "name");
        String id = Fields.text(block, "id");
        toolNames.put(id, name);
        String input = Fields.object(block, "input").toString();
        yield new Part.ToolCall(id, name, input, Optional.empty());
      }
      default -> throw new AssertionError("unknown block " + block);
    };
  }

  /** The recordings keep the beginning of long data only. */
  private static Media inline(Json.Obj source) {
    String data = Fields.text(source, "data");
    int cut = data.indexOf("...[cut");
    String kept = cut < 0 ? data : data.substring(0, cut - cut % 4);
    return Media.inline(Fields.text(source, "media_type"), Base64.getDecoder().decode(kept));
  }

  private void thinking(Json.Obj thinking) {
    request.reasoningTokens(Fields.integer(thinking, "budget_tokens", 0));
    request.reasoningShown(Fields.text(thinking, "display").equals("summarized"));
  }

  private static ToolChoice choice(Json.Obj choice) {
    return switch (Fields.text(choice, "type")) {
      case "auto" -> ToolChoice.AUTO;
      case "any" -> ToolChoice.REQUIRED;
      case "none" -> ToolChoice.NONE;
      default -> new ToolChoice.Named(Fields.text(choice, "name"));
    };
  }

  private void format(Json.Obj format) {
    if (!format.members().isEmpty()) {
      JsonSchema schema = JsonSchema.of(Fields.object(format, "schema"));
      request.format(new ResponseFormat.Schema("reply", schema, true));
    }
  }

  /** The provider's own tools, and tools with members of their own, go as they are. */
  private void tools(Json tools) {
    List<Json.Obj> all = blocks(tools);
    if (all.stream().anyMatch(t -> t.get("type").isPresent() || t.get("strict").isPresent())) {
      request.extra(Json.object().put("tools", all).build());
      return;
    }
    for (Json.Obj tool : all) {
      JsonSchema schema = JsonSchema.of(Fields.object(tool, "input_schema"));
      request.tool(new Tool(Fields.text(tool, "name"), Fields.text(tool, "description"), schema));
    }
  }
}
