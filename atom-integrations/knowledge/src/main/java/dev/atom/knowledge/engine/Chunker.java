package dev.atom.knowledge.engine;

import dev.atom.knowledge.SourceDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a document into passages: ranges of its text of at most {@value #LONGEST} characters that
 * begin and end at the best border near. A section that fits is one passage; a longer one is cut
 * into parts of like length, each beginning a little before the last one's end.
 */
final class Chunker {
  /** Part of what an index remembers of a document: another number makes it cut anew. */
  static final int VERSION = 1;

  static final int LONGEST = 1_200;
  private static final int USUAL = 1_000;
  private static final int SEARCHED_BEFORE = 250;
  private static final double OVERLAP = 0.15;

  private Chunker() {}

  static List<Chunk> cut(SourceDocument document) {
    List<Chunk> chunks = new ArrayList<>();
    for (Section section : Outline.of(document)) {
      cut(document.text(), section, chunks);
    }
    return chunks;
  }

  private static void cut(String text, Section section, List<Chunk> chunks) {
    int end = Borders.withoutBlankEnd(text, section.start(), section.end());
    int start = Borders.withoutBlankStart(text, section.start(), end);
    if (start == end) {
      return;
    }
    Borders borders = new Borders(text, start, end);
    while (end - start > LONGEST) {
      int cut = borders.best(earliest(end - start) + start, start + latest(end - start));
      int trimmed = Borders.withoutBlankEnd(text, start, cut);
      if (trimmed > start) {
        chunks.add(new Chunk(section.title(), start, trimmed));
      }
      int overlap = (int) ((cut - start) * OVERLAP);
      start = Borders.withoutBlankStart(text, borders.overlapStart(cut - overlap, cut), end);
    }
    chunks.add(new Chunk(section.title(), start, end));
  }

  private static int earliest(int remaining) {
    return ideal(remaining) - SEARCHED_BEFORE;
  }

  private static int latest(int remaining) {
    return Math.min(LONGEST, ideal(remaining) + SEARCHED_BEFORE);
  }

  /** Parts of like length, the overlap counted: no crumb is left at the end. */
  private static int ideal(int remaining) {
    int parts = (int) Math.ceil(remaining / (double) USUAL);
    int fresh = (remaining + parts - 1) / parts;
    return Math.min(USUAL, (int) (fresh / (1 - OVERLAP)));
  }
}
