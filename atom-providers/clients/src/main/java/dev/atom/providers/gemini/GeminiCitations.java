package dev.atom.providers.gemini;

import dev.atom.json.Json;
import dev.atom.model.Part;
import dev.atom.providers.wire.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a candidate's texts rest on: the sources of a search or of given addresses, and what was
 * recited. Google counts stretches in bytes of UTF-8, within one part or, in streams, over all texts;
 * citations count characters of the text they stand at. What stays in the raw reply alone: the
 * suggestions of a search that Google wants shown, and recitations outside of what was sent.
 */
final class GeminiCitations {
  private final List<Stretch> texts;
  private final List<List<Part.Citation>> found = new ArrayList<>();
  private final List<Optional<Source>> sources;

  /** A text, where it stood among the provider's parts and where it stands among those read. */
  record Stretch(int index, int place, String text) {}

  private record Source(String address, Optional<String> title) {}

  private GeminiCitations(Json.Obj grounding, List<Stretch> texts) {
    this.texts = texts;
    texts.forEach(text -> found.add(new ArrayList<>()));
    sources =
        Fields.array(grounding, "groundingChunks").stream().map(GeminiCitations::source).toList();
  }

  /** Returns the citations of each text. */
  static List<List<Part.Citation>> of(Json.Obj candidate, List<Stretch> texts) {
    Json.Obj grounding = Fields.object(candidate, "groundingMetadata");
    Json.Obj recited = Fields.object(candidate, "citationMetadata");
    GeminiCitations citations = new GeminiCitations(grounding, texts);
    boolean any = !grounding.members().isEmpty() || !recited.members().isEmpty();
    if (any && !texts.isEmpty()) {
      citations.addGrounding(Fields.objects(grounding, "groundingSupports"));
      Fields.objects(recited, "citationSources").forEach(citations::addRecited);
    }
    return citations.found;
  }

  private static Optional<Source> source(Json chunk) {
    if (!(chunk instanceof Json.Obj object)) {
      return Optional.empty();
    }
    for (String kind : List.of("web", "retrievedContext", "maps", "image")) {
      Json.Obj about = Fields.object(object, kind);
      Optional<String> title = Fields.filled(about, "title");
      Optional<String> address =
          Fields.filled(about, "uri")
              .or(() -> Fields.filled(about, "sourceUri"))
              .or(() -> Fields.filled(about, "imageUri"))
              .or(() -> title);
      if (address.isPresent()) {
        return Optional.of(new Source(address.get(), title));
      }
    }
    return Optional.empty();
  }

  private void addGrounding(List<Json.Obj> supports) {
    Set<Integer> cited = new HashSet<>();
    for (Json.Obj support : supports) {
      for (Json index : Fields.array(support, "groundingChunkIndices")) {
        int at = index instanceof Json.Num number ? number.value().intValue() : -1;
        if (at >= 0 && at < sources.size() && sources.get(at).isPresent()) {
          cited.add(at);
          addSupported(sources.get(at).get(), Fields.object(support, "segment"));
        }
      }
    }
    for (int i = 0; i < sources.size(); i++) {
      if (!cited.contains(i)) {
        sources.get(i).ifPresent(this::addSomewhere);
      }
    }
  }

  private void addSupported(Source source, Json.Obj segment) {
    if (!place(source, segment)) {
      addSomewhere(source);
    }
  }

  private void addSomewhere(Source source) {
    found.getLast().add(new Part.Citation(source.address(), source.title(), -1, -1));
  }

  private void addRecited(Json.Obj recited) {
    Fields.filled(recited, "uri")
        .ifPresent(uri -> place(new Source(uri, Fields.filled(recited, "title")), recited));
  }

  /** Places a citation in the part it names, or else in the texts as if they were one. */
  private boolean place(Source source, Json.Obj segment) {
    int from = Fields.integer(segment, "startIndex", 0);
    int to = Fields.integer(segment, "endIndex", -1);
    String words = Fields.text(segment, "text");
    int part = Fields.integer(segment, "partIndex", 0);
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).index() == part && fits(texts.get(i).text(), from, to, words)) {
        add(i, source, from, to);
        return true;
      }
    }
    StringBuilder all = new StringBuilder();
    texts.forEach(text -> all.append(text.text()));
    if (!fits(all.toString(), from, to, words)) {
      return false;
    }
    int before = 0;
    for (int i = 0; i < texts.size(); i++) {
      int length = new Utf8Offsets(texts.get(i).text()).bytes();
      int start = Math.max(from - before, 0);
      int end = Math.min(to - before, length);
      if (start < end) {
        add(i, source, start, end);
      }
      before += length;
    }
    return true;
  }

  private static boolean fits(String text, int from, int to, String words) {
    Utf8Offsets offsets = new Utf8Offsets(text);
    return from >= 0
        && from < to
        && to <= offsets.bytes()
        && (words.isEmpty()
            || text.substring(offsets.floor(from), offsets.ceiling(to)).equals(words));
  }

  private void add(int text, Source source, int from, int to) {
    Utf8Offsets offsets = new Utf8Offsets(texts.get(text).text());
    found
        .get(text)
        .add(
            new Part.Citation(
                source.address(), source.title(), offsets.floor(from), offsets.ceiling(to)));
  }
}
