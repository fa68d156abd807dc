package dev.atom.assistant;

import dev.atom.conversation.MemoryView;
import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.FinishReason;
import dev.atom.model.ResponseFormat;
import dev.atom.model.TokenCounter;
import dev.atom.schema.Delta;
import dev.atom.schema.Field;
import dev.atom.schema.Merge;
import dev.atom.schema.MergeOutcome;
import dev.atom.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Has a model read the customer's messages: which intent they show, and which changes of the
 * document they bear out, each with the words it rests on. The model proposes; {@link Merge}
 * decides.
 *
 * <p>An answer that is not the JSON that was asked for, or proposes what the merge would refuse, goes
 * back once with what is wrong in it; after that what is acceptable is kept. What the
 * document knows of sensitive fields is not shown to the model; new messages are shown as they are. Immutable and as thread-safe as its model.
 */
public final class ModelAnalyser implements Analyser {
  private static final int HISTORY_TOKENS = 4_000;

  private final ChatModel model;
  private final Schema schema;
  private final List<String> intents;
  private final ResponseFormat format;

  private ModelAnalyser(ChatModel model, Schema schema, List<String> intents) {
    this.model = model;
    this.schema = schema;
    this.intents = List.copyOf(intents);
    this.format = new ResponseFormat.Schema("understanding", answer(schema, intents), true);
  }

  /**
   * Returns an analyser.
   *
   * @param model the model that reads
   * @param schema the document's schema
   * @param intents the intents that are told apart; {@code other} is always one of them
   * @return the analyser; its result says which intent and what changes
   */
  public static ModelAnalyser of(ChatModel model, Schema schema, List<String> intents) {
    return new ModelAnalyser(model, schema, intents);
  }

  private static JsonSchema answer(Schema schema, List<String> intents) {
    List<Json> names = new ArrayList<>(intents.stream().map(Json::of).toList());
    if (!intents.contains("other")) {
      names.add(Json.of("other"));
    }
    Json.Obj changes =
        Json.object()
            .put("type", "array")
            .put("items", DeltaForm.schema(schema).document())
            .build();
    Json.Obj properties =
        Json.object()
            .put("intent", Json.object().put("type", "string").put("enum", names).build())
            .put("changes", changes)
            .build();
    return JsonSchema.of(DeltaForm.closed(properties));
  }

  @Override
  public String name() {
    return "understanding/1/" + schema.id() + "-" + schema.version() + "/" + model.ref();
  }

  @Override
  public Analysis analyse(TurnInput input) {
    ChatRequest request = ChatRequest.newBuilder().messages(prompt(input)).format(format).build();
    ChatReply reply = model.chat(request, input.context());
    Json.Obj result = read(reply);
    List<Analysis.Call> calls = new ArrayList<>(List.of(call(reply)));
    Optional<String> wrong = problems(result, input);
    if (wrong.isPresent()) {
      ChatRequest repair =
          request.toBuilder()
              .message(reply.toMessage())
              .message(ChatMessage.user("Correct this and answer again: " + wrong.get()))
              .build();
      ChatReply second = model.chat(repair, input.context());
      calls.add(call(second));
      Json.Obj mended = read(second);
      result = mended.members().isEmpty() ? result : mended;
    }
    return new Analysis(intent(result), calls);
  }

  private static Analysis.Call call(ChatReply reply) {
    return new Analysis.Call(reply.model(), reply.usage());
  }

  /** Reads the answer leniently; an unreadable one is empty. */
  private static Json.Obj read(ChatReply reply) {
    if (reply.finish() == FinishReason.LENGTH || reply.refusal().isPresent()) {
      return Json.Obj.EMPTY;
    }
    try {
      return Json.parseObject(reply.text());
    } catch (JsonException e) {
      return Json.Obj.EMPTY;
    }
  }

  /** An intent that is none of the known ones counts as "other". */
  private Json.Obj intent(Json.Obj result) {
    String intent = result.text("intent").filter(intents::contains).orElse("other");
    return result.toBuilder().put("intent", intent).build();
  }

  private Optional<String> problems(Json.Obj result, TurnInput input) {
    if (result.get("changes").isEmpty()) {
      return Optional.of("answer with one JSON object that has the members intent and changes");
    }
    List<Delta> deltas = DeltaForm.read(result.get("changes").get());
    MergeOutcome trial =
        Merge.under(schema)
            .apply(
                input.document(),
                deltas,
                Merge.Proposal.analysed(name(), newest(input).at(), input.episode()));
    String refused =
        trial.steps().stream()
            .filter(MergeOutcome.Refused.class::isInstance)
            .map(MergeOutcome.Refused.class::cast)
            .map(step -> "field " + step.field() + ": " + step.message())
            .collect(Collectors.joining("; "));
    return refused.isEmpty() ? Optional.empty() : Optional.of(refused);
  }

  private static Message newest(TurnInput input) {
    return input.messages().get(input.messages().size() - 1);
  }

  private List<ChatMessage> prompt(TurnInput input) {
    List<ChatMessage> prompt = new ArrayList<>();
    MemoryView view =
        MemoryView.of(
            instructions(input),
            Prompts.masked(schema, input.document(), input.history()),
            HISTORY_TOKENS,
            TokenCounter.estimate());
    prompt.addAll(view.messages());
    String asked =
        input.messages().stream()
            .map(message -> "[" + message.id() + "] " + message.text())
            .collect(Collectors.joining("\n"));
    prompt.add(ChatMessage.user(asked));
    return prompt;
  }

  private String instructions(TurnInput input) {
    StringBuilder text = new StringBuilder();
    text.append("Read the customer's newest message and say what it changes in the record.\n")
        .append("Propose a change only where the words bear it out, and quote them exactly.\n")
        .append("A quote may come from any message, also where the customer accepts an offer.\n")
        .append("Leave out what does not change. Fields:\n");
    for (Field field : schema.fields()) {
      text.append("- ").append(field.name()).append(" (").append(field.type()).append(")");
      if (!field.choices().isEmpty()) {
        text.append(" one of ").append(field.choices());
      }
      if (!field.description().isEmpty()) {
        text.append(": ").append(field.description());
      }
      text.append('\n');
    }
    return text.append("Known so far: ").append(Prompts.known(schema, input.document())).toString();
  }
}
