package dev.atom.model;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Asks any model for a record.
 *
 * {@snippet :
 * Plan plan = Structured.of(model).ask(request, Plan.class, context).value();
 * }
 *
 * <p>The schema goes to the provider if the model has {@link Capability#STRUCTURED_OUTPUT} and the
 * provider can express it, else into the prompt, along with the provider's JSON mode where there is
 * {@link Capability#JSON_OUTPUT}. Whatever comes back is checked here; code fences and words around
 * the JSON are passed over, and so are nulls of optional members. An answer that does not fit is
 * shown to the model once, with what is wrong and where; there is never a third round. A reply that
 * was declined, cut or filtered is not repaired.
 *
 * <p>Immutable; as thread-safe as the model.
 */
public final class Structured {
  private final ChatModel model;

  private Structured(ChatModel model) {
    this.model = Objects.requireNonNull(model, "model");
  }

  /**
   * Returns an asker of a model.
   *
   * @param model answers
   * @return the asker
   */
  public static Structured of(ChatModel model) {
    return new Structured(model);
  }

  /**
   * Asks for a record. Blocks for one or two calls of the model.
   *
   * @param request what to answer; without tools, its format is replaced
   * @param type the record; components as {@link JsonSchema#of(Class)} takes them
   * @param context for whom, and how long both rounds may take together
   * @param <T> the record's type
   * @return the record with the replies and their usage
   * @throws NoStructuredAnswer if the model declined, its reply was cut or filtered, or the repaired
   *     answer does not fit either
   * @throws ModelException if a call fails
   */
  public <T extends Record> StructuredAnswer<T> ask(
      ChatRequest request, Class<T> type, CallContext context) {
    Wanted<T> wanted =
        new Wanted<>(type.getSimpleName(), JsonSchema.of(type), json -> json.as(type));
    return ask(request, wanted, context);
  }

  /**
   * Asks for any number of records. Like {@link #ask}; the model writes them into an object's member
   * {@code items}, since most providers want an object at the top.
   *
   * @param request what to answer; without tools, its format is replaced
   * @param type the record
   * @param context for whom, and how long both rounds may take together
   * @param <T> the record's type
   * @return the records, perhaps none, with the replies and their usage
   * @throws NoStructuredAnswer as {@link #ask} does
   * @throws ModelException if a call fails
   */
  public <T extends Record> StructuredAnswer<List<T>> askList(
      ChatRequest request, Class<T> type, CallContext context) {
    Json.Obj items =
        Json.object().put("type", "array").put("items", JsonSchema.of(type).document()).build();
    JsonSchema schema =
        JsonSchema.of(
            Json.object()
                .put("type", "object")
                .put("properties", Json.object().put("items", items).build())
                .put("required", List.of(Json.of("items")))
                .put("additionalProperties", false)
                .build());
    Function<Json, List<T>> read =
        json -> records((Json.Arr) json.at("/items").orElseThrow(), type);
    return ask(request, new Wanted<>(type.getSimpleName() + "_list", schema, read), context);
  }

  private static <T> List<T> records(Json.Arr items, Class<T> type) {
    List<T> records = new ArrayList<>();
    for (Json item : items.items()) {
      try {
        records.add(item.as(type));
      } catch (JsonException e) {
        throw e.under("/items/" + records.size());
      }
    }
    return records;
  }

  private <T> StructuredAnswer<T> ask(ChatRequest request, Wanted<T> wanted, CallContext context) {
    if (!request.tools().isEmpty()) {
      throw new IllegalArgumentException(
          "a request for a record offers no tools; run those first, with a ToolLoop");
    }
    List<ChatReply> replies = new ArrayList<>();
    ChatRequest asked = request;
    ChatReply first;
    try {
      asked = wanted.request(request, model.capabilities());
      first = model.chat(asked, context);
    } catch (CapabilityMissing e) {
      if (!(asked.format() instanceof ResponseFormat.Schema)) {
        throw e;
      }
      // The provider can't express this schema; nothing was sent, so asking in words costs nothing.
      asked = wanted.inWords(request, model.capabilities());
      first = model.chat(asked, context);
    }
    replies.add(first);
    Reading<T> reading = Reading.of(first, wanted, replies);
    if (!reading.fits()) {
      ChatReply second = model.chat(wanted.repair(asked, first, reading.violations()), context);
      replies.add(second);
      reading = Reading.of(second, wanted, replies);
    }
    Usage usage = replies.stream().map(ChatReply::usage).reduce(Usage.ZERO, Usage::plus);
    return new StructuredAnswer<>(reading.valueOrThrow(replies), replies, usage);
  }
}
