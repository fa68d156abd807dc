package dev.atom.providers.anthropic;

import dev.atom.json.Json;
import dev.atom.model.Part;
import dev.atom.providers.wire.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a block of text rests on. A document is named by its file's id, else by its position
 * among the request's documents; the place in it follows as a fragment, its end not included: {@code
 * document:0#page=5-7}.
 */
final class Citations {
  private Citations() {}

  static List<Part.Citation> of(Json.Obj block, int length) {
    return Fields.objects(block, "citations").stream()
        .flatMap(citation -> read(citation, length).stream())
        .toList();
  }

  /** A block is cut where citations change, so that each holds for the whole of it. */
  private static Optional<Part.Citation> read(Json.Obj citation, int length) {
    Optional<String> title =
        Fields.filled(citation, "title").or(() -> Fields.filled(citation, "document_title"));
    Optional<String> source =
        switch (Fields.text(citation, "type")) {
          case "page_location" -> Optional.of(place(citation, "page", "page_number"));
          case "char_location" -> Optional.of(place(citation, "char", "char_index"));
          case "content_block_location" -> Optional.of(place(citation, "block", "block_index"));
          default ->
              Fields.filled(citation, "url")
                  .or(() -> Fields.filled(citation, "source"))
                  .or(() -> Fields.filled(citation, "file_id"));
        };
    return source.map(s -> new Part.Citation(s, title, 0, length));
  }

  private static String place(Json.Obj citation, String unit, String member) {
    String document =
        Fields.filled(citation, "file_id")
            .orElseGet(() -> "document:" + Fields.integer(citation, "document_index", 0));
    int start = Fields.integer(citation, "start_" + member, 0);
    int end = Fields.integer(citation, "end_" + member, start);
    return document + "#" + unit + "=" + start + "-" + end;
  }
}
