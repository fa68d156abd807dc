package dev.atom.providers.openai;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonObjectBuilder;
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
  private String announced = "";
  private String name = "";
  private int told;

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

  /**
   * Tells whether a piece belongs to this call: by its id, else by its index, else if it does not
   * begin another. Servers repeat the id, leave it empty or out or send it later, leave the index
   * out, or give all calls the same one.
   */
  boolean takes(Json.Obj piece) {
    String other = Fields.text(piece, "id");
    int at = Fields.integer(piece, "index", -1);
    if (!other.isEmpty() && !id.isEmpty()) {
      return id.equals(other) && (at < 0 || at == index);
    }
    return (at < 0 || at == index) && !(other.isEmpty() && beginsAnother(piece));
  }

  private boolean beginsAnother(Json.Obj piece) {
    String called = Fields.text(Fields.object(piece, "function"), "name");
    return !called.isEmpty() && !name.isEmpty() && (!called.equals(name) || argumentsAreWhole());
  }

  private boolean argumentsAreWhole() {
    try {
      return Json.parse(arguments.toString()) instanceof Json.Obj;
    } catch (JsonException e) {
      return false;
    }
  }

  void accept(Json.Obj piece, int choice, Consumer<ReplyEvent> sink) {
    Json.Obj function = Fields.object(piece, "function");
    id = id.isEmpty() ? Fields.text(piece, "id") : id;
    name = name.isEmpty() ? Fields.text(function, "name") : name;
    arguments.append(
        function.members().get("arguments") instanceof Json.Obj whole
            ? whole.toString()
            : Fields.text(function, "arguments"));
    boolean maybeNull = arguments.length() <= 4 && "null".startsWith(arguments.toString());
    if (!maybeNull || (arguments.isEmpty() && !id.isEmpty())) {
      tell(choice, sink);
    }
  }

  /** Ends the call: a tool without parameters often gets no text at all, or that of null. */
  void end(int choice, Consumer<ReplyEvent> sink) {
    String text = arguments.toString().strip();
    if (text.isEmpty() || text.equals("null")) {
      arguments.setLength(0);
      arguments.append("{}");
    }
    tell(choice, sink);
  }

  /** Once told, the id stays: one that comes after the arguments began is too late. */
  private void tell(int choice, Consumer<ReplyEvent> sink) {
    if (name.isEmpty()) {
      return;
    }
    if (announced.isEmpty()) {
      announced = id.isEmpty() ? spareId : id;
      sink.accept(new ReplyEvent.ToolCallStarted(choice, position, announced, name));
    }
    if (arguments.length() > told) {
      String news = arguments.substring(told);
      told = arguments.length();
      sink.accept(new ReplyEvent.ToolArgumentsDelta(choice, position, news));
    }
  }

  Json whole() {
    Json.Obj function =
        Json.object().put("name", name).put("arguments", arguments.toString()).build();
    JsonObjectBuilder call = Json.object().put("id", announced.isEmpty() ? spareId : announced);
    return call.put("type", "function").put("function", function).build();
  }
}
