package dev.atom.providers.gemini;

import dev.atom.http.ServerSentEvent;
import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import dev.atom.providers.wire.Fields;
import dev.atom.providers.wire.StreamError;
import dev.atom.providers.wire.StreamReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads one stream: puts the chunks together to the reply that would have come whole, and has that
 * read. There is no last marker, so that the stream's end ends the reply if every candidate has said
 * why it stopped, and has cut it if not.
 */
final class GeminiStream implements StreamReader {
  private final ModelRef asked;
  private final List<Warning> warnings;
  private final JsonObjectBuilder reply = Json.object();
  private final Map<Integer, GeminiStreamCandidate> candidates = new TreeMap<>();
  private String replyId = "";
  private boolean started;

  GeminiStream(ModelRef asked, List<Warning> warnings) {
    this.asked = asked;
    this.warnings = warnings;
  }

  @Override
  public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
    Json json = Json.parse(event.data());
    GeminiErrors.read(json)
        .ifPresent(
            error -> {
              throw new StreamError(error);
            });
    if (json instanceof Json.Obj chunk) {
      chunk(chunk, sink);
    }
  }

  private void chunk(Json.Obj chunk, Consumer<ReplyEvent> sink) {
    chunk.members().forEach(this::keep);
    if (!started) {
      started = true;
      replyId = Fields.text(chunk, "responseId");
      sink.accept(new ReplyEvent.Started(GeminiReply.model(chunk, asked)));
    }
    List<Json.Obj> pieces = Fields.objects(chunk, "candidates");
    for (int i = 0; i < pieces.size(); i++) {
      int index = Fields.integer(pieces.get(i), "index", i);
      candidates
          .computeIfAbsent(index, at -> new GeminiStreamCandidate(at, replyId))
          .accept(pieces.get(i), sink);
    }
  }

  /** Of what stands beside the candidates the last counts, above all of the usage. */
  private void keep(String name, Json value) {
    boolean empty = value instanceof Json.Null || value.equals(Json.Obj.EMPTY);
    if (!name.equals("candidates") && !empty) {
      reply.put(name, value);
    }
  }

  @Override
  public Usage usage() {
    return GeminiUsage.read(reply.build());
  }

  @Override
  public void end(Consumer<ReplyEvent> sink) {
    boolean whole =
        !candidates.isEmpty()
            && candidates.values().stream().allMatch(GeminiStreamCandidate::finished);
    if (whole) {
      if (!replyId.isEmpty()) {
        reply.put("responseId", replyId);
      }
      List<Json.Obj> all = candidates.values().stream().map(GeminiStreamCandidate::whole).toList();
      Json.Obj json = reply.put("candidates", all).build();
      sink.accept(new ReplyEvent.Finished(GeminiReply.read(json, asked, warnings)));
    }
  }
}
