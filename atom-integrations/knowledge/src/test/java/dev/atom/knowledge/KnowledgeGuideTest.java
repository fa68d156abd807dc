package dev.atom.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.operation.Passage;
import dev.atom.operation.Retriever;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documentation. */
class KnowledgeGuideTest {
  @TempDir Path index;
  @TempDir Path handbook;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        handbook.resolve("refunds.md"),
        "# Refunds\n\n## When\nMoney is paid back within ten days.\n\n## How\nBy bank transfer.\n");
  }

  @Test
  void start() {
    String answer = "";
    // @start region="start"
    try (KnowledgeBase base = KnowledgeBase.open(index)) {
      base.ingest(handbook); // Markdown and text files; again later, only what changed is read

      SearchResult found = base.search(SearchRequest.question("When do I get my money back?"));
      Passage best = found.hits().getFirst().passage();

      answer = best.source() + ", " + best.title() + ": " + best.text();
    }
    // @end
    assertThat(answer).isEqualTo("refunds.md, Refunds > When: Money is paid back within ten days.");
  }

  @Test
  void report() {
    try (KnowledgeBase base = KnowledgeBase.open(index)) {
      // @start region="report"
      IngestReport report = base.ingest(handbook);
      for (SourceOutcome.Refused refused : report.refused()) {
        System.err.println(refused.source() + ": " + refused.reason());
      }
      // @end
      assertThat(report.added()).containsExactly("refunds.md");
    }
  }

  @Test
  void retriever() {
    try (KnowledgeBase base = KnowledgeBase.newBuilder(index).tenant("acme").open()) {
      // @start region="retriever"
      base.upsert(SourceDocument.plain("faq-7", "Parcels are sent back free of charge."));

      Retriever retriever = base.retriever();
      CallContext context = CallContext.create().tenant("acme");
      List<Passage> passages = retriever.retrieve("What does sending back cost?", 3, context);
      // @end
      assertThat(passages).extracting(Passage::source).containsExactly("faq-7");
    }
  }

  @Test
  void query() {
    try (KnowledgeBase base = KnowledgeBase.open(index)) {
      base.ingest(handbook);
      // @start region="query"
      SearchRequest request = SearchRequest.query("money \"ten days\" -invoice").limit(5).explain();
      for (SearchHit hit : base.search(request).hits()) {
        for (SearchHit.ScorePart part : hit.explanation()) {
          System.err.println(part.reason() + " " + part.words() + " " + part.score());
        }
      }
      // @end
      assertThat(base.search(request).hits()).hasSize(1);
    }
  }

  @Test
  void evaluation() {
    try (KnowledgeBase base = KnowledgeBase.open(index)) {
      base.ingest(handbook);
      // @start region="evaluation"
      Evaluation evaluation =
          Evaluation.of(
              base,
              List.of(
                  new Evaluation.Question("How long until I am paid?", Map.of("refunds.md", 1))));
      System.err.println(evaluation.ndcgAt10() + " " + evaluation.recallAt100());
      // @end
      assertThat(evaluation.ndcgAt10()).isEqualTo(1);
    }
  }
}
