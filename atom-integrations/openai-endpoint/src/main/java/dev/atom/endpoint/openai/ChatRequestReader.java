package dev.atom.endpoint.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatRequest;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the body of a chat completion. */
final class ChatRequestReader {
  private final RequestObject body;
  private final Predicate<String> passesOn;
  private final List<Warning> warnings = new ArrayList<>();
  private final ChatRequest.Builder request = ChatRequest.newBuilder();

  private ChatRequestReader(Json.Obj body, Predicate<String> passesOn) {
    this.body = new RequestObject(body, "");
    this.passesOn = passesOn;
  }

  /**
   * Reads a request.
   *
   * @param passesOn which members that Atom has no word for go on to the provider
   * @throws RequestRefused if it makes no sense; names the member
   */
  static ChatCall read(Json.Obj body, Predicate<String> passesOn) {
    return new ChatRequestReader(body, passesOn).read();
  }

  private ChatCall read() {
    refuseLegacy();
    String model = body.needText("model");
    if (body.items("messages").isEmpty()) {
      throw body.missing("messages");
    }
    request.messages(new MessageReader(warnings).read(body.objects("messages")));
    new ToolReader(body, request, warnings).read();
    body.object("response_format").ifPresent(format -> request.format(format(format)));
    sampling();
    boolean streamed = body.flag("stream").orElse(false);
    boolean usage = streamed && usageWanted();
    boolean reasoning = body.flag("include_reasoning").orElse(false);
    request.reasoningShown(reasoning);
    passOn();
    boolean logprobs = body.flag("logprobs").orElse(false);
    return new ChatCall(
        model, request.build(), streamed, usage, reasoning, logprobs, List.copyOf(warnings));
  }

  private void refuseLegacy() {
    for (String legacy : List.of("functions", "function_call")) {
      if (body.has(legacy)) {
        throw body.unsupported(
            legacy, "is the legacy form of tools; send 'tools' and 'tool_choice' instead");
      }
    }
  }

  private boolean usageWanted() {
    return body.object("stream_options")
        .flatMap(options -> options.flag("include_usage"))
        .orElse(false);
  }

  private void sampling() {
    body.whole("max_completion_tokens", 1)
        .or(() -> body.whole("max_tokens", 1))
        .ifPresent(request::maxOutputTokens);
    body.number("temperature", 0, 2).ifPresent(request::temperature);
    body.number("top_p", 0, 1).ifPresent(request::topP);
    body.text("reasoning_effort").ifPresent(request::reasoningEffort);
    body.text("prompt_cache_key").ifPresent(request::cacheKey);
    body.value("stop").ifPresent(this::stop);
  }

  private void stop(Json value) {
    List<Json> texts = value instanceof Json.Arr array ? array.items() : List.of(value);
    for (Json text : texts) {
      if (!(text instanceof Json.Str sequence)) {
        throw body.wrong("stop", "must be a string or an array of strings");
      }
      request.stop(sequence.value());
    }
  }

  /** What Atom has no word for goes on to the provider, which may know it. */
  private void passOn() {
    for (String read : List.of("max_tokens", "stream_options")) {
      body.value(read);
    }
    JsonObjectBuilder extra = Json.object();
    // One answer is what every model gives; only some know the word.
    body.whole("n", 1).filter(n -> n > 1).ifPresent(n -> extra.put("n", n));
    extra.putAll(body.rest());
    JsonObjectBuilder passed = Json.object();
    extra
        .build()
        .members()
        .forEach(
            (name, value) -> {
              if (passesOn.test(name)) {
                passed.put(name, value);
              } else {
                warnings.add(RequestObject.ignored(name));
              }
            });
    request.extra(passed.build());
  }

  private ResponseFormat format(RequestObject format) {
    String type = format.needText("type");
    return switch (type) {
      case "text" -> ResponseFormat.TEXT;
      case "json_object" -> ResponseFormat.JSON;
      case "json_schema" -> schema(format.needObject("json_schema"));
      default -> throw format.wrong("type", "must be text, json_object or json_schema");
    };
  }

  private ResponseFormat schema(RequestObject described) {
    // OpenAI wants a name, some that imitate it do without.
    String name = described.text("name").orElse("response");
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw described.wrong("name", "must have 1 to 64 letters, digits, underscores and hyphens");
    }
    Json.Obj document = document(described);
    boolean strict = described.flag("strict").orElse(false);
    described.warnOfRest(warnings);
    return new ResponseFormat.Schema(name, schema(document, described, "schema"), strict);
  }

  /** To the model it is the same whether the form is described or its schema. */
  private Json.Obj document(RequestObject described) {
    Json.Obj schema = described.needObject("schema").json();
    Optional<String> about = described.text("description");
    if (about.isPresent() && schema.get("description").isEmpty()) {
      return schema.toBuilder().put("description", about).build();
    }
    if (about.isPresent() && !about.equals(schema.text("description"))) {
      warnings.add(RequestObject.ignored(described.at("description")));
    }
    return schema;
  }

  static JsonSchema schema(Json.Obj document, RequestObject parent, String name) {
    try {
      return JsonSchema.of(document);
    } catch (JsonException | IllegalArgumentException e) {
      throw parent.wrong(name, "is no JSON schema: " + e.getMessage());
    }
  }
}
