package dev.atom.assistant;

import dev.atom.conversation.Message;
import dev.atom.json.Json;
import dev.atom.model.Part;
import dev.atom.schema.Cell;
import dev.atom.schema.Document;
import dev.atom.schema.Evidence;
import dev.atom.schema.Field;
import dev.atom.schema.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What prompts have in common. */
final class Prompts {
  private Prompts() {}

  /** Writes what is known; that a sensitive value is known, but not the value. */
  static Json.Obj known(Schema schema, Document document) {
    var known = Json.object();
    document
        .values()
        .members()
        .forEach(
            (name, value) -> {
              boolean hidden = schema.field(name).map(Field::sensitive).orElse(true);
              known.put(name, hidden ? Json.of("(known)") : value);
            });
    return known.build();
  }

  /** Hides the sensitive values that the document holds where they stand in what was said. */
  static List<Message> masked(Schema schema, Document document, List<Message> messages) {
    List<String> hidden =
        schema.fields().stream()
            .filter(Field::sensitive)
            .flatMap(field -> document.cell(field.name()).stream())
            .flatMap(Prompts::words)
            .filter(words -> !words.isBlank())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .toList();
    if (hidden.isEmpty()) {
      return messages;
    }
    // As whole words: a short value must not tear others apart.
    String border = "[\\p{L}\\p{N}]";
    Pattern pattern =
        Pattern.compile(
            "(?<!" + border + ")(?:" + String.join("|", hidden) + ")(?!" + border + ")",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return messages.stream().map(message -> masked(message, pattern)).toList();
  }

  /** The value and the words that it was read from, those of a candidate as well. */
  private static Stream<String> words(Cell cell) {
    Stream<Json> values =
        Stream.concat(
            Stream.of(cell.value()), cell.candidate().flatMap(Cell.Candidate::value).stream());
    Stream<Evidence> evidence =
        Stream.concat(
            cell.evidence().stream(),
            cell.candidate().stream().flatMap(c -> c.evidence().stream()));
    return Stream.concat(
        values.map(value -> value instanceof Json.Str text ? text.value() : value.toString()),
        evidence.map(Evidence::quote));
  }

  private static Message masked(Message message, Pattern pattern) {
    List<Part> parts = message.parts().stream().map(part -> masked(part, pattern)).toList();
    return Message.of(message.id(), message.author(), message.at(), parts);
  }

  private static Part masked(Part part, Pattern pattern) {
    return part instanceof Part.Text text
        ? Part.text(pattern.matcher(text.text()).replaceAll("(hidden)"))
        : part;
  }
}
