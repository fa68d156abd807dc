package dev.atom.knowledge.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.knowledge.KnowledgeBase;
import dev.atom.knowledge.SearchHit;
import dev.atom.knowledge.SearchRequest;
import dev.atom.knowledge.SourceOutcome;
import dev.atom.operation.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documentation. */
class ParsersGuideTest {
  @TempDir Path index;
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.write(
        folder.resolve("terms.pdf"), SamplePdf.pages("Money is paid back", "within ten days."));
    Files.writeString(
        folder.resolve("faq.html"),
        "<title>Questions</title><nav>Home</nav><h2>Parcels</h2><p>Sent back free of charge.");
    Files.writeString(folder.resolve("notes.md"), "# Notes\nClosed on Sunday.");
    Files.writeString(folder.resolve("broken.pdf"), "no PDF");
  }

  @Test
  void start() {
    String answer;
    // @start region="start"
    try (KnowledgeBase base = KnowledgeBase.open(index)) {
      FolderIngest ingest = DocumentParsers.ofAll().ingest(base, folder, "");

      Passage best =
          base.search(SearchRequest.question("When is money paid back?"))
              .hits()
              .getFirst()
              .passage();
      answer = best.source() + ", p. " + ingest.pagesOf(best).orElseThrow();
    }
    // @end
    assertThat(answer).isEqualTo("terms.pdf, p. 1-2");
  }

  @Test
  void parse() {
    Path file = folder.resolve("terms.pdf");
    // @start region="parse"
    String first =
        switch (DocumentParsers.ofAll().parse(file)) {
          case ParseOutcome.Parsed(ParsedDocument document) ->
              document.title() + ": " + document.pages().count() + " pages";
          case ParseOutcome.Refused(ParseOutcome.Reason reason, String message) ->
              "not read, " + reason + ": " + message;
        };
    // @end
    assertThat(first).isEqualTo("terms: 2 pages");
  }

  @Test
  void aFolderIsTakenInAsAWhole() throws IOException {
    try (KnowledgeBase base = KnowledgeBase.open(index)) {
      FolderIngest ingest = DocumentParsers.ofAll().ingest(base, folder, "docs/");
      assertThat(ingest.report().added())
          .containsExactly("docs/faq.html", "docs/notes.md", "docs/terms.pdf");
      assertThat(ingest.report().refused())
          .extracting(SourceOutcome.Refused::source)
          .containsExactly("docs/broken.pdf");
      Passage parcels = base.search(SearchRequest.question("parcels")).hits().getFirst().passage();
      assertThat(parcels.title()).isEqualTo("Questions > Parcels");
      assertThat(parcels.text()).isEqualTo("Sent back free of charge.");
      assertThat(ingest.pagesOf(parcels)).isEmpty();
      assertThat(base.search(SearchRequest.question("home")).hits()).isEmpty();

      Files.delete(folder.resolve("faq.html"));
      FolderIngest again = DocumentParsers.ofAll().ingest(base, folder, "docs/");
      assertThat(again.report().removed()).containsExactly("docs/faq.html");
      assertThat(again.report().unchanged()).containsExactly("docs/notes.md", "docs/terms.pdf");
      assertThat(again.pages().get("docs/terms.pdf").count()).isEqualTo(2);
    }
  }

  @Test
  void aPassageIsTheTextOfItsRangeAndPages() throws IOException {
    byte[] pdf = SamplePdf.pages("alpha ".repeat(300), "beta ".repeat(300), "gamma ".repeat(300));
    Path file = Files.write(folder.resolve("long.pdf"), pdf);
    ParsedDocument document =
        ((ParseOutcome.Parsed) DocumentParsers.ofAll().parse(file)).document();
    try (KnowledgeBase base = KnowledgeBase.open(index)) {
      FolderIngest ingest = DocumentParsers.ofAll().ingest(base, folder, "");
      for (SearchHit hit : base.search(SearchRequest.question("gamma")).hits()) {
        Passage passage = hit.passage();
        Passage.Range range = passage.range();
        assertThat(document.text().substring(range.start(), range.end())).isEqualTo(passage.text());
        assertThat(ingest.pagesOf(passage).orElseThrow().last()).isEqualTo(3);
        assertThat(document.pageAt(range.start()))
            .hasValue(passage.text().contains("beta") ? 2 : 3);
      }
      assertThat(base.search(SearchRequest.question("gamma")).hits()).isNotEmpty();
    }
  }
}
