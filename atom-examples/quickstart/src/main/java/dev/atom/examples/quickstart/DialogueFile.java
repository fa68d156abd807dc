package dev.atom.examples.quickstart;

import dev.atom.assistant.TurnRules;
import dev.atom.examples.quickstart.Dialogues.Dialogue;
import dev.atom.examples.quickstart.Dialogues.Line;
import dev.atom.json.Json;
import dev.atom.schema.Field;
import dev.atom.schema.FieldType;
import dev.atom.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a dialogue file and refuses it, with file, line and field, if anything is wrong with it. */
final class DialogueFile {
  private static final String STYLE = "You answer customers, friendly, in one or two sentences.";

  private final JsonFile file;

  private DialogueFile(JsonFile file) {
    this.file = file;
  }

  static Dialogues read(String name, String text) {
    return new DialogueFile(JsonFile.parse(name, text)).dialogues();
  }

  private Dialogues dialogues() {
    JsonFile.Part top = file.top("schema", "intents", "instructions", "conversations");
    Schema schema = schema(top.object("schema", "id", "version", "fields"));
    List<String> intents = top.has("intents") ? intents(top) : List.of();
    List<Dialogue> conversations = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonFile.Part part : top.objects("conversations", "id", "customer", "messages")) {
      Dialogue dialogue = dialogue(part, intents);
      if (!ids.add(dialogue.id())) {
        throw part.wrong("id", "two conversations have the id \"" + dialogue.id() + "\"");
      }
      new Annotations(schema, dialogue, part).check();
      conversations.add(dialogue);
    }
    if (conversations.isEmpty()) {
      throw top.wrong("conversations", "there is none");
    }
    String instructions = top.has("instructions") ? top.text("instructions") : STYLE;
    return new Dialogues(schema, intents, instructions, conversations, file.fingerprint());
  }

  private Schema schema(JsonFile.Part part) {
    List<Field> fields = new ArrayList<>();
    for (JsonFile.Part field : part.objects("fields", "name", "type", "description", "choices")) {
      fields.add(field(field));
    }
    try {
      Schema schema = new Schema(part.text("id"), part.number("version"), fields);
      TurnRules.vocabulary(schema);
      return schema;
    } catch (IllegalArgumentException e) {
      throw part.wrong("fields", String.valueOf(e.getMessage()));
    }
  }

  private Field field(JsonFile.Part part) {
    String type = part.text("type").toUpperCase(Locale.ROOT);
    if (List.of(FieldType.values()).stream().map(Enum::name).noneMatch(type::equals)) {
      throw part.wrong(
          "type", "\"" + part.text("type") + "\" is none of " + List.of(FieldType.values()));
    }
    try {
      Field.Builder field = Field.newBuilder(part.text("name"), FieldType.valueOf(type));
      if (part.has("description")) {
        field.description(part.text("description"));
      }
      if (part.has("choices")) {
        field.choices(part.texts("choices"));
      }
      return field.build();
    } catch (IllegalArgumentException e) {
      throw part.wrong("name", String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      throw part.wrong("choices", String.valueOf(e.getMessage()));
    }
  }

  private List<String> intents(JsonFile.Part top) {
    return top.texts("intents");
  }

  private Dialogue dialogue(JsonFile.Part part, List<String> intents) {
    List<Line> lines = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonFile.Part message :
        part.objects("messages", "id", "from", "text", "intent", "changes")) {
      Line line = line(message, intents);
      if (!ids.add(line.id())) {
        throw message.wrong("id", "two messages have the id \"" + line.id() + "\"");
      }
      lines.add(line);
    }
    if (lines.stream().noneMatch(Line::byCustomer)) {
      throw part.wrong("messages", "the customer says nothing");
    }
    return new Dialogue(part.text("id"), part.text("customer"), lines);
  }

  private Line line(JsonFile.Part part, List<String> intents) {
    String from = part.text("from");
    if (!Set.of("customer", "agent").contains(from)) {
      throw part.wrong("from", "\"" + from + "\" is neither \"customer\" nor \"agent\"");
    }
    boolean byCustomer = from.equals("customer");
    for (String annotation : List.of("intent", "changes")) {
      if (!byCustomer && part.has(annotation)) {
        throw part.wrong(annotation, "only a customer's message has it");
      }
    }
    String intent = part.has("intent") ? part.text("intent") : "";
    if (!intent.isEmpty() && !intent.equals("other") && !intents.contains(intent)) {
      throw part.wrong("intent", "\"" + intent + "\" is none of " + intents);
    }
    List<Json.Obj> changes =
        part.has("changes")
            ? part.objects("changes", "field", "op", "value", "evidence", "certainty").stream()
                .map(JsonFile.Part::json)
                .toList()
            : List.of();
    return new Line(part.text("id"), byCustomer, part.text("text"), intent, changes);
  }
}
