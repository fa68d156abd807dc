package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.model.ReplyEvent;
import dev.atom.providers.wire.Fields;
import java.util.function.Consumer;

/** Puts the pieces of one tool call together. */
final class ToolCallPieces {
  private final int position;
  private final int index;
  private final String spareId;
  private final StringBuilder arguments = new StringBuilder();
  private String id = "";
  private String name = "";
  private int told;
  private boolean started;

  /**
   * Creates a call without pieces.
   *
   * @param position which of the choice's calls, from 0
   * @param index the server's index, -1 if it gives none
   * @param spareId the id if the server gives none
   */
  ToolCallPieces(int position, int index, String spareId) {
    this.position = position;
    this.index = index;
    this.spareId = spareId;
  }

  String id() {
    return id;
  }

  int index() {
    return index;
  }

  void accept(Json.Obj piece, int choice, Consumer<ReplyEvent> sink) {
    Json.Obj function = Fields.object(piece, "function");
    id = id.isEmpty() ? Fields.text(piece, "id") : id;
    name = name.isEmpty() ? Fields.text(function, "name") : name;
    arguments.append(
        function.members().get("arguments") instanceof Json.Obj whole
            ? whole.toString()
            : Fields.text(function, "arguments"));
    if (!started && !name.isEmpty()) {
      started = true;
      id = id.isEmpty() ? spareId : id;
      sink.accept(new ReplyEvent.ToolCallStarted(choice, position, id, name));
    }
    tell(choice, sink);
  }

  /** Ends the call: a tool without parameters often gets no text at all. */
  void end(int choice, Consumer<ReplyEvent> sink) {
    if (arguments.toString().isBlank()) {
      arguments.append("{}");
    }
    tell(choice, sink);
  }

  private void tell(int choice, Consumer<ReplyEvent> sink) {
    if (started && arguments.length() > told) {
      String news = arguments.substring(told);
      told = arguments.length();
      sink.accept(new ReplyEvent.ToolArgumentsDelta(choice, position, news));
    }
  }

  Json whole() {
    Json.Obj function =
        Json.object().put("name", name).put("arguments", arguments.toString()).build();
    return Json.object()
        .put("id", id.isEmpty() ? spareId : id)
        .put("type", "function")
        .put("function", function)
        .build();
  }
}
