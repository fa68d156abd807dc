package dev.atom.model;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The stored forms of requests and replies. What has its default is left out. */
final class ChatJson {
  private ChatJson() {}

  static Json.Obj write(ChatRequest request) {
    JsonObjectBuilder json = Json.object();
    request.model().ifPresent(model -> json.put("model", model));
    json.put("messages", request.messages().stream().map(ChatJson::message).toList());
    if (!request.tools().isEmpty()) {
      json.put("tools", request.tools().stream().map(ChatJson::tool).toList());
    }
    if (!request.toolChoice().equals(ToolChoice.AUTO)) {
      json.put("toolChoice", choice(request.toolChoice()));
    }
    request.parallelTools().ifPresent(parallel -> json.put("parallelTools", parallel));
    if (!request.format().equals(ResponseFormat.TEXT)) {
      json.put("format", format(request.format()));
    }
    request.maxOutputTokens().ifPresent(most -> json.put("maxOutputTokens", most));
    request.temperature().ifPresent(value -> json.put("temperature", BigDecimal.valueOf(value)));
    request.topP().ifPresent(value -> json.put("topP", BigDecimal.valueOf(value)));
    if (!request.stop().isEmpty()) {
      json.put("stop", request.stop().stream().map(Json::of).toList());
    }
    request.reasoningEffort().ifPresent(effort -> json.put("reasoningEffort", effort));
    request.reasoningTokens().ifPresent(most -> json.put("reasoningTokens", most));
    if (request.reasoningShown()) {
      json.put("reasoningShown", true);
    }
    request.cacheKey().ifPresent(key -> json.put("cacheKey", key));
    if (!request.extra().equals(Json.Obj.EMPTY)) {
      json.put("extra", request.extra());
    }
    return json.build();
  }

  private static Json message(ChatMessage message) {
    JsonObjectBuilder json =
        Json.object()
            .put("role", message.role().name())
            .put("parts", message.parts().stream().map(PartJson::write).toList());
    message.cache().ifPresent(time -> json.put("cache", time.toString()));
    return json.build();
  }

  private static Json tool(Tool tool) {
    return Json.object()
        .put("name", tool.name())
        .put("description", tool.description())
        .put("parameters", tool.parameters().document())
        .put("strict", tool.strict())
        .build();
  }

  private static Json choice(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Mode mode -> Json.of(mode.name());
      case ToolChoice.Named named -> Json.object().put("name", named.name()).build();
    };
  }

  private static Json format(ResponseFormat format) {
    return switch (format) {
      case ResponseFormat.Free free -> Json.of(free.name());
      case ResponseFormat.Schema schema ->
          Json.object()
              .put("name", schema.name())
              .put("schema", schema.schema().document())
              .put("strict", schema.strict())
              .build();
    };
  }

  static Json.Obj write(ChatReply reply) {
    JsonObjectBuilder json =
        Json.object().put("provider", reply.model().provider()).put("model", reply.model().name());
    reply.id().ifPresent(id -> json.put("id", id));
    json.put("choices", reply.choices().stream().map(ChatJson::choice).toList());
    json.put("usage", write(reply.usage()));
    if (!reply.warnings().isEmpty()) {
      json.put("warnings", reply.warnings().stream().map(Json::from).toList());
    }
    return json.build();
  }

  private static Json choice(ChatReply.Choice choice) {
    return Json.object()
        .put("parts", choice.parts().stream().map(PartJson::write).toList())
        .put("finish", choice.finish().name())
        .build();
  }

  static Json.Obj write(Usage usage) {
    JsonObjectBuilder json = Json.object();
    count(json, "inputTokens", usage.inputTokens());
    count(json, "cachedInputTokens", usage.cachedInputTokens());
    count(json, "cacheWriteTokens", usage.cacheWriteTokens());
    count(json, "longCacheWriteTokens", usage.longCacheWriteTokens());
    count(json, "outputTokens", usage.outputTokens());
    count(json, "reasoningTokens", usage.reasoningTokens());
    count(json, "audioInputTokens", usage.audioInputTokens());
    count(json, "audioOutputTokens", usage.audioOutputTokens());
    count(json, "searches", usage.searches());
    count(json, "characters", usage.characters());
    if (!usage.audio().isZero()) {
      json.put("audio", usage.audio().toString());
    }
    usage.reportedUsd().ifPresent(usd -> json.put("reportedUsd", usd.toString()));
    if (usage.estimated()) {
      json.put("estimated", true);
    }
    if (!usage.known()) {
      json.put("known", false);
    }
    return json.build();
  }

  private static void count(JsonObjectBuilder json, String name, long count) {
    if (count != 0) {
      json.put(name, count);
    }
  }

  static ChatReply reply(Json.Obj json) {
    ChatReply.Builder reply =
        ChatReply.newBuilder(new ModelRef(need(json, "provider"), need(json, "model")));
    json.text("id").ifPresent(reply::id);
    List<ChatReply.Choice> choices = new ArrayList<>();
    for (Json.Obj choice : objects(json, "choices")) {
      String path = "/choices/" + choices.size();
      FinishReason finish =
          read(path + "/finish", () -> FinishReason.valueOf(need(choice, "finish")));
      try {
        choices.add(new ChatReply.Choice(PartJson.readAll(choice, "parts"), finish));
      } catch (JsonException e) {
        throw e.under(path);
      }
    }
    if (choices.isEmpty()) {
      throw new JsonException("expected at least one choice", "/choices", 0, 0);
    }
    List<Warning> warnings =
        objects(json, "warnings").stream().map(warning -> warning.as(Warning.class)).toList();
    return reply.choices(choices).usage(usage(json)).warnings(warnings).build();
  }

  private static Usage usage(Json.Obj reply) {
    Json.Obj json =
        reply
            .get("usage")
            .filter(Json.Obj.class::isInstance)
            .map(Json.Obj.class::cast)
            .orElseThrow(() -> new JsonException("expected an object", "/usage", 0, 0));
    return read(
        "/usage",
        () ->
            Usage.newBuilder()
                .inputTokens(count(json, "inputTokens"))
                .cachedInputTokens(count(json, "cachedInputTokens"))
                .cacheWriteTokens(count(json, "cacheWriteTokens"))
                .longCacheWriteTokens(count(json, "longCacheWriteTokens"))
                .outputTokens(count(json, "outputTokens"))
                .reasoningTokens(count(json, "reasoningTokens"))
                .audioInputTokens(count(json, "audioInputTokens"))
                .audioOutputTokens(count(json, "audioOutputTokens"))
                .searches(count(json, "searches"))
                .characters(count(json, "characters"))
                .audio(json.text("audio").map(Duration::parse).orElse(Duration.ZERO))
                .reportedUsd(json.text("reportedUsd").map(BigDecimal::new))
                .estimated(json.get("estimated").isPresent())
                .known(json.get("known").isEmpty())
                .build());
  }

  private static long count(Json.Obj json, String name) {
    Json count = json.get(name).orElse(Json.of(0));
    if (count instanceof Json.Num number) {
      return number.value().longValueExact();
    }
    throw new IllegalArgumentException(name + " is no number");
  }

  private static List<Json.Obj> objects(Json.Obj json, String name) {
    List<Json.Obj> objects = new ArrayList<>();
    if (!(json.get(name).orElse(new Json.Arr(List.of())) instanceof Json.Arr array)) {
      throw new JsonException("expected an array", "/" + name, 0, 0);
    }
    for (Json item : array.items()) {
      if (!(item instanceof Json.Obj object)) {
        throw new JsonException("expected an object", "/" + name + "/" + objects.size(), 0, 0);
      }
      objects.add(object);
    }
    return objects;
  }

  private static String need(Json.Obj json, String name) {
    return json.text(name)
        .orElseThrow(() -> new JsonException("expected a string", "/" + name, 0, 0));
  }

  private static <T> T read(String path, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new JsonException("not what a reply holds: " + e.getMessage(), path, 0, 0);
    }
  }
}
