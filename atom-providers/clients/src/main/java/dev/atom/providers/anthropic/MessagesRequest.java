package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Dialect;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Needs;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes one request of Anthropic's messages. */
final class MessagesRequest {
  /** The limit of output tokens, which Anthropic demands, where a request names none. */
  static final int USUAL_OUTPUT = 8_192;

  /** The same where the reply's limit holds reasoning whose length the model decides. */
  static final int THINKING_OUTPUT = 32_000;

  private static final String FILES_BETA = "files-api-2025-04-14";

  /** What Atom understands of the extra members itself. */
  private static final Set<String> UNDERSTOOD =
      Set.of("betas", "citations", "tools", "output_config");

  private final ChatRequest request;
  private final ModelRef asked;
  private final ModelHabits habits;
  private final List<Warning> warnings = new ArrayList<>();
  private final ContentBlocks blocks;

  MessagesRequest(ChatRequest request, ModelRef asked) {
    this.request = request;
    this.asked = asked;
    habits = ModelHabits.of(asked);
    blocks = new ContentBlocks(asked, request.extra().get("citations"), warnings);
  }

  Dialect.Body write(boolean streaming) {
    Conversation conversation = new Conversation(blocks, warnings);
    for (ChatMessage message : request.messages()) {
      conversation.add(message);
    }
    ThinkingPlan plan = ThinkingPlan.of(request, habits, obstacle(conversation), warnings);
    JsonObjectBuilder body = Json.object().put("model", asked.name());
    body.put("max_tokens", outputTokens(plan));
    conversation.write(body, habits.prefill());
    tools(body);
    plan.config().ifPresent(config -> body.put("thinking", config));
    outputConfig(plan, body);
    sampling(plan, body);
    if (!request.stop().isEmpty()) {
      body.put("stop_sequences", request.stop().stream().map(Json::of).toList());
    }
    body.putAll(without(request.extra(), UNDERSTOOD));
    body.put("stream", streaming);
    return new Dialect.Body(body.build(), headers(), warnings);
  }

  static Json.Obj without(Json.Obj object, Set<String> names) {
    Map<String, Json> rest = new LinkedHashMap<>(object.members());
    rest.keySet().removeAll(names);
    return new Json.Obj(rest);
  }

  private Map<String, String> headers() {
    Set<String> betas = new LinkedHashSet<>();
    if (blocks.files()) {
      betas.add(FILES_BETA);
    }
    for (Json beta : Fields.array(request.extra(), "betas")) {
      if (beta instanceof Json.Str name) {
        betas.add(name.value());
      }
    }
    return betas.isEmpty() ? Map.of() : Map.of("anthropic-beta", String.join(",", betas));
  }

  private Optional<String> obstacle(Conversation conversation) {
    if (forced()) {
      return Optional.of("the provider refuses it together with a forced tool");
    }
    boolean counted = habits.thinking() == ModelHabits.Thinking.BUDGET;
    return counted && conversation.callsWithoutReasoning()
        ? Optional.of("the calls that are being answered were made without it")
        : Optional.empty();
  }

  private boolean forced() {
    return request.toolChoice() instanceof ToolChoice.Named
        || request.toolChoice().equals(ToolChoice.REQUIRED);
  }

  private int outputTokens(ThinkingPlan plan) {
    if (request.maxOutputTokens().isPresent()) {
      return request.maxOutputTokens().get();
    }
    boolean decides =
        habits.thinking() == ModelHabits.Thinking.ADAPTIVE || (plan.on() && plan.budget() == 0);
    int usual = decides ? THINKING_OUTPUT : USUAL_OUTPUT;
    return (int) Math.min((long) usual + plan.budget(), habits.outputTokens());
  }

  private void tools(JsonObjectBuilder body) {
    List<Json> tools =
        new ArrayList<>(request.tools().stream().map(MessagesRequest::tool).toList());
    tools.addAll(Fields.array(request.extra(), "tools"));
    if (tools.isEmpty()) {
      return;
    }
    body.put("tools", tools);
    if (forced() && !habits.forcedTools()) {
      throw Needs.missing(asked, "the request forces a tool, which this model refuses");
    }
    toolChoice().ifPresent(choice -> body.put("tool_choice", choice));
  }

  private static Json tool(Tool tool) {
    Json.Obj schema = tool.parameters().document();
    JsonObjectBuilder json = Json.object().put("name", tool.name());
    if (!tool.description().isEmpty()) {
      json.put("description", tool.description());
    }
    return json.put(
            "input_schema",
            schema.get("type").isPresent()
                ? schema
                : Json.object().put("type", "object").putAll(schema).build())
        .build();
  }

  private Optional<Json.Obj> toolChoice() {
    String type =
        switch (request.toolChoice()) {
          case ToolChoice.Mode mode ->
              switch (mode) {
                case AUTO -> "auto";
                case NONE -> "none";
                case REQUIRED -> "any";
              };
          case ToolChoice.Named named -> "tool";
        };
    JsonObjectBuilder choice = Json.object().put("type", type);
    if (request.toolChoice() instanceof ToolChoice.Named named) {
      choice.put("name", named.name());
    }
    boolean sequential = !type.equals("none") && request.parallelTools().equals(Optional.of(false));
    if (sequential) {
      choice.put("disable_parallel_tool_use", true);
    }
    return type.equals("auto") && !sequential ? Optional.empty() : Optional.of(choice.build());
  }

  private void outputConfig(ThinkingPlan plan, JsonObjectBuilder body) {
    JsonObjectBuilder config = Json.object().put("effort", plan.effort());
    switch (request.format()) {
      case ResponseFormat.Free free -> {
        if (free == ResponseFormat.Free.JSON) {
          throw Needs.missing(asked, "the request wants some JSON, which needs a schema here");
        }
      }
      case ResponseFormat.Schema schema ->
          config.put(
              "format",
              Json.object()
                  .put("type", "json_schema")
                  .put("schema", ReplySchema.of(schema, asked))
                  .build());
    }
    config.putAll(Fields.object(request.extra(), "output_config"));
    Json.Obj written = config.build();
    if (!written.members().isEmpty()) {
      body.put("output_config", written);
    }
  }

  private void sampling(ThinkingPlan plan, JsonObjectBuilder body) {
    Optional<Double> temperature = request.temperature();
    Optional<Double> topP = request.topP();
    if (!habits.sampling()) {
      ignored("temperature", temperature, "this model refuses it");
      ignored("topP", topP, "this model refuses it");
      return;
    }
    if (plan.on() && temperature.isPresent() && temperature.get() != 1) {
      ignored("temperature", temperature, "the provider refuses it while the model reasons");
      temperature = Optional.empty();
    }
    if (plan.on() && topP.isPresent() && topP.get() < 0.95) {
      ignored("topP", topP, "the provider refuses it below 0.95 while the model reasons");
      topP = Optional.empty();
    }
    if (temperature.isPresent() && topP.isPresent() && !habits.bothSamplings()) {
      ignored("topP", topP, "this model takes either it or temperature");
      topP = Optional.empty();
    }
    if (temperature.isPresent() && temperature.get() > 1) {
      warnings.add(Warnings.changed("temperature was sent as 1, the provider's highest"));
      temperature = Optional.of(1.0);
    }
    temperature.ifPresent(value -> body.put("temperature", BigDecimal.valueOf(value)));
    topP.ifPresent(value -> body.put("top_p", BigDecimal.valueOf(value)));
  }

  private void ignored(String name, Optional<Double> value, String why) {
    if (value.isPresent()) {
      warnings.add(Warnings.ignored(name + " was not sent: " + why));
    }
  }
}
