package dev.atom.providers.openai;

import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ChatReply;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.Trait;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.Repeat;
import dev.atom.providers.wire.StreamError;
import dev.atom.providers.wire.StreamReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads one stream of OpenAI's chat completions: puts the chunks together to the whole reply that
 * would have come without streaming, and has that read.
 */
final class ChatStream implements StreamReader {
  private final Habits habits;
  private final ModelRef asked;
  private final List<Warning> warnings;
  private final JsonObjectBuilder reply = Json.object();
  private final Map<Integer, ChatStreamChoice> choices = new TreeMap<>();
  private Optional<String> requestId = Optional.empty();
  private Optional<Repeat> repeat = Optional.empty();
  private boolean identified;
  private boolean started;

  ChatStream(Habits habits, ModelRef asked, List<Warning> warnings) {
    this.habits = habits;
    this.asked = asked;
    this.warnings = warnings;
  }

  @Override
  public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
    repeat = Optional.empty();
    if (event.data().strip().equals("[DONE]")) {
      finish(sink);
      return;
    }
    Json json = Json.parse(event.data());
    OpenAiErrors.read(json)
        .ifPresent(
            error -> {
              throw new StreamError(error.requestId(requestId));
            });
    if (json instanceof Json.Obj chunk) {
      chunk(chunk, sink);
    }
  }

  private void chunk(Json.Obj chunk, Consumer<ReplyEvent> sink) {
    chunk
        .members()
        .forEach(
            (name, value) -> {
              boolean first = !name.equals("id") || !identified;
              if (!name.equals("choices") && first && !isBlank(value)) {
                reply.put(name, value);
              }
            });
    // Perplexity gives the last chunks another id.
    identified = identified || Fields.filled(chunk, "id").isPresent();
    requestId = requestId.or(() -> Fields.filled(Fields.object(chunk, "x_groq"), "id"));
    List<Json.Obj> news = Fields.objects(chunk, "choices");
    if (!started && (!news.isEmpty() || Fields.filled(chunk, "model").isPresent())) {
      // Azure's first chunk tells what its filter found, and neither model nor choice.
      started = true;
      sink.accept(new ReplyEvent.Started(ResponsesReply.model(chunk, asked)));
    }
    String id = Fields.text(chunk, "id");
    for (Json.Obj choice : news) {
      int index = Fields.integer(choice, "index", 0);
      choices.computeIfAbsent(index, i -> new ChatStreamChoice(habits, i, id)).accept(choice, sink);
    }
    repeat = news.size() == 1 && plain(chunk) ? repeat(news.get(0)) : Optional.empty();
  }

  private Optional<Repeat> repeat(Json.Obj choice) {
    ChatStreamChoice state = choices.get(Fields.integer(choice, "index", 0));
    return state == null ? Optional.empty() : state.repeat(choice);
  }

  /** Usage, and whatever else is an object or list, may change from chunk to chunk. */
  private static boolean plain(Json.Obj chunk) {
    for (Map.Entry<String, Json> member : chunk.members().entrySet()) {
      Json value = member.getValue();
      boolean grows = value instanceof Json.Obj || value instanceof Json.Arr;
      if (grows && !member.getKey().equals("choices")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Optional<Repeat> repeat() {
    return repeat;
  }

  private static boolean isBlank(Json value) {
    return value instanceof Json.Null || (value instanceof Json.Str text && text.value().isEmpty());
  }

  private void finish(Consumer<ReplyEvent> sink) {
    if (choices.isEmpty()) {
      return;
    }
    choices.values().forEach(choice -> choice.end(sink));
    List<Json.Obj> whole = choices.values().stream().map(ChatStreamChoice::whole).toList();
    Json.Obj json = reply.put("object", "chat.completion").put("choices", whole).build();
    ChatReply read = new ChatReplyReader(habits).read(json, asked, warnings);
    sink.accept(new ReplyEvent.Finished(read));
  }

  @Override
  public Usage usage() {
    return ChatReplyReader.used(reply.build());
  }

  @Override
  public void end(Consumer<ReplyEvent> sink) {
    boolean finished = choices.values().stream().allMatch(ChatStreamChoice::finished);
    if (!habits.has(Trait.END_MARKER) && finished) {
      finish(sink);
    }
  }
}
