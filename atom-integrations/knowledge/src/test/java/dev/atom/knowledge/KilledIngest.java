package dev.atom.knowledge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program that {@link KilledIngestTest} kills: rewrites a folder of documents from generation to
 * generation, ingests it each time and says so on a line.
 */
final class KilledIngest {
  static final int DOCUMENTS = 60;
  static final int PASSAGES = 16;

  private KilledIngest() {}

  public static void main(String[] arguments) throws IOException {
    Path docs = Path.of(arguments[1]);
    int generation = Integer.parseInt(arguments[2]);
    try (KnowledgeBase base = KnowledgeBase.open(Path.of(arguments[0]))) {
      while (true) {
        generation++;
        for (int i = 0; i < DOCUMENTS; i++) {
          Files.writeString(docs.resolve("d" + i + ".md"), text(generation));
        }
        base.ingest(docs);
        System.out.println(generation);
      }
    }
  }

  static String text(int generation) {
    return ("# Generation\ngeneration " + generation + " of a text.\n\n").repeat(PASSAGES);
  }
}
