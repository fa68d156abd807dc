package dev.atom.providers.openai;

import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.StreamError;
import dev.atom.providers.wire.StreamReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads one stream of OpenAI's chat completions: puts the chunks together to the whole reply that
 * would have come without streaming, and has that read.
 */
final class ChatStream implements StreamReader {
  private final ModelRef asked;
  private final List<Warning> warnings;
  private final boolean markerNeeded;
  private final JsonObjectBuilder reply = Json.object();
  private final Map<Integer, ChatStreamChoice> choices = new TreeMap<>();
  private boolean started;

  /**
   * Creates a reader.
   *
   * @param markerNeeded whether only the last marker ends a reply; some compatible servers leave it
   *     out, so that with them a finish reason for every choice is enough
   */
  ChatStream(ModelRef asked, List<Warning> warnings, boolean markerNeeded) {
    this.asked = asked;
    this.warnings = warnings;
    this.markerNeeded = markerNeeded;
  }

  @Override
  public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
    if (event.data().strip().equals("[DONE]")) {
      finish(sink);
      return;
    }
    Json json = Json.parse(event.data());
    OpenAiErrors.read(json)
        .ifPresent(
            error -> {
              throw new StreamError(error);
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
              if (!name.equals("choices") && !isBlank(value)) {
                reply.put(name, value);
              }
            });
    if (!started) {
      started = true;
      sink.accept(new ReplyEvent.Started(ResponsesReply.model(chunk, asked)));
    }
    String id = Fields.text(chunk, "id");
    for (Json.Obj choice : Fields.objects(chunk, "choices")) {
      int index = Fields.integer(choice, "index", 0);
      choices.computeIfAbsent(index, i -> new ChatStreamChoice(i, id)).accept(choice, sink);
    }
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
    sink.accept(new ReplyEvent.Finished(ChatReplyReader.read(json, asked, warnings)));
  }

  @Override
  public void end(Consumer<ReplyEvent> sink) {
    boolean finished = choices.values().stream().allMatch(ChatStreamChoice::finished);
    if (!markerNeeded && finished) {
      finish(sink);
    }
  }
}
