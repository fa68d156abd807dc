package dev.atom.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.operation.Passage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeBaseTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  @Test
  void passagesAreExactRangesOfTheirDocument() {
    String filler = "\uD83D\uDE80 Rockets fly \u00FCber the \u6708. ".repeat(100);
    String text =
        "\uFEFF# Caf\u00E9 \uD83D\uDE80\r\n\r\n"
            + filler
            + "\r\n## Zebra\r\nStripes \uD83E\uDD93!\r\n";
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      base.upsert(SourceDocument.markdown("a", text));
      List<SearchHit> hits = base.search(SearchRequest.question("rockets zebra")).hits();
      assertThat(hits).hasSizeGreaterThan(3);
      for (SearchHit hit : hits) {
        Passage.Range range = hit.passage().range();
        assertThat(text.substring(range.start(), range.end())).isEqualTo(hit.passage().text());
      }
      assertThat(hits.getFirst().passage().title()).isEqualTo("Caf\u00E9 \uD83D\uDE80 > Zebra");
      assertThat(hits.getFirst().passage().text()).isEqualTo("Stripes \uD83E\uDD93!");
    }
  }

  @Test
  void anUnchangedDocumentIsLeftAndAChangedOneReplaced() {
    try (KnowledgeBase base =
        KnowledgeBase.newBuilder(folder).clock(Clock.fixed(NOW, ZoneOffset.UTC)).open()) {
      assertThat(base.upsert(SourceDocument.plain("a", "apples")))
          .isEqualTo(new SourceOutcome.Added("a", 1));
      assertThat(base.upsert(SourceDocument.plain("a", "apples")))
          .isEqualTo(new SourceOutcome.Unchanged("a"));
      assertThat(base.upsert(SourceDocument.plain("a", "pears")))
          .isEqualTo(new SourceOutcome.Updated("a", 1));
      assertThat(found(base, "apples")).isEmpty();
      assertThat(found(base, "pears")).containsExactly("a");
      assertThat(base.source("a").orElseThrow().indexedAt()).isEqualTo(NOW);
    }
  }

  @Test
  void ofTwoDocumentsWithOneIdInABatchTheLaterStays() {
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      base.upsert(List.of(SourceDocument.plain("a", "apples"), SourceDocument.plain("a", "pears")));
      assertThat(found(base, "apples pears")).containsExactly("a");
      assertThat(found(base, "apples")).isEmpty();
    }
  }

  @Test
  void aDeletedDocumentIsGone() {
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      base.upsert(SourceDocument.plain("a", "apples"));
      assertThat(base.delete("a")).isTrue();
      assertThat(base.delete("a")).isFalse();
      assertThat(found(base, "apples")).isEmpty();
      assertThat(base.sources()).isEmpty();
    }
  }

  @Test
  void whatWasTakenInIsThereWhenOpenedAgain() {
    List<IndexedSource> before;
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      base.upsert(List.of(SourceDocument.plain("a", "apples"), SourceDocument.plain("b", "pears")));
      base.upsert(SourceDocument.plain("a", "more apples"));
      before = base.sources();
    }
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      assertThat(base.sources()).isEqualTo(before).hasSize(2);
      assertThat(base.upsert(SourceDocument.plain("b", "pears")))
          .isEqualTo(new SourceOutcome.Unchanged("b"));
      assertThat(found(base, "apples")).containsExactly("a");
    }
  }

  @Test
  void aBlankDocumentIsKnownButNeverFound() {
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      assertThat(base.upsert(SourceDocument.plain("a", " \r\n")))
          .isEqualTo(new SourceOutcome.Added("a", 0));
      assertThat(base.source("a")).isPresent();
      assertThat(base.delete("a")).isTrue();
    }
  }

  @Test
  void aDocumentWithHalfACharacterIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceDocument.plain("a", "half \uD83D rocket"))
        .withMessageContaining("'a'")
        .withMessageContaining("at 5");
    assertThatIllegalArgumentException().isThrownBy(() -> SourceDocument.plain(" ", "text"));
  }

  @Test
  void anotherTenantIsRefusedAndSeesNothing() {
    try (KnowledgeBase base = KnowledgeBase.newBuilder(folder).tenant("acme").open()) {
      base.upsert(SourceDocument.plain("a", "the secret recipe"));
      CallContext other = CallContext.create().tenant("rival");
      assertThatThrownBy(() -> base.retriever().retrieve("secret recipe", 5, other))
          .isInstanceOf(WrongTenant.class)
          .hasMessageNotContaining("acme");
      assertThatThrownBy(() -> base.search(SearchRequest.question("recipe"), other))
          .isInstanceOf(WrongTenant.class);
      CallContext own = CallContext.create().tenant("acme");
      assertThat(base.retriever().retrieve("secret recipe", 5, own)).hasSize(1);
    }
    assertThatThrownBy(() -> KnowledgeBase.newBuilder(folder).tenant("rival").open())
        .isInstanceOf(WrongTenant.class)
        .hasMessageNotContaining("acme");
  }

  @Test
  void oneTenantsWordsDoNotChangeAnothersScores() {
    try (KnowledgeBase one = KnowledgeBase.newBuilder(folder.resolve("1")).tenant("one").open();
        KnowledgeBase two = KnowledgeBase.newBuilder(folder.resolve("2")).tenant("two").open()) {
      two.upsert(SourceDocument.plain("a", "recipe"));
      double before =
          two.search(SearchRequest.question("recipe")).hits().getFirst().passage().score();
      for (int i = 0; i < 20; i++) {
        one.upsert(SourceDocument.plain("a" + i, "recipe recipe"));
      }
      two.delete("a");
      two.upsert(SourceDocument.plain("a", "recipe"));
      assertThat(two.search(SearchRequest.question("recipe")).hits().getFirst().passage().score())
          .isEqualTo(before);
    }
  }

  @Test
  void aSecondOpenerIsToldThatItIsInUse() {
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      assertThatThrownBy(() -> KnowledgeBase.open(folder))
          .isInstanceOf(IndexInUse.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("open already");
      base.upsert(SourceDocument.plain("a", "still works"));
    }
    KnowledgeBase.open(folder).close();
  }

  @Test
  void anIndexOfANewerVersionIsRefusedUnchanged() throws IOException {
    writeIndex(Map.of("atom.knowledge.format", "2", "atom.knowledge.tenant", "default"));
    List<Path> before = files();
    assertThatThrownBy(() -> KnowledgeBase.open(folder))
        .isInstanceOf(IndexNotReadable.class)
        .hasMessageContaining("newer version")
        .hasMessageContaining("ingest the documents");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void anIndexOfANewerLuceneIsRefused() throws IOException {
    KnowledgeBase.open(folder).close();
    try (RandomAccessFile segments = new RandomAccessFile(segments().toFile(), "rw")) {
      segments.seek(4 + 1 + "segments".length());
      segments.writeInt(99);
    }
    assertThatThrownBy(() -> KnowledgeBase.open(folder))
        .isInstanceOf(IndexNotReadable.class)
        .hasMessageContaining("newer version");
  }

  @Test
  void aDamagedIndexIsRefused() throws IOException {
    KnowledgeBase.open(folder).close();
    try (RandomAccessFile segments = new RandomAccessFile(segments().toFile(), "rw")) {
      segments.seek(segments.length() - 20);
      segments.write(new byte[] {1, 2, 3, 4});
    }
    assertThatThrownBy(() -> KnowledgeBase.open(folder))
        .isInstanceOf(IndexNotReadable.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void anIndexOfSomethingElseIsRefused() throws IOException {
    writeIndex(Map.of());
    assertThatThrownBy(() -> KnowledgeBase.open(folder))
        .isInstanceOf(IndexNotReadable.class)
        .hasMessageContaining("no knowledge base");
  }

  @Test
  void anIndexWithOtherTermsIsRefused() throws IOException {
    writeIndex(
        Map.of(
            "atom.knowledge.format",
            "1",
            "atom.knowledge.analysis",
            "german-7",
            "atom.knowledge.tenant",
            "default"));
    assertThatThrownBy(() -> KnowledgeBase.open(folder))
        .isInstanceOf(IndexNotReadable.class)
        .hasMessageContaining("german-7");
  }

  @Test
  void closingTwiceIsFineAndUsingItAfterwardsIsNot() {
    KnowledgeBase base = KnowledgeBase.open(folder);
    base.close();
    base.close();
    assertThatIllegalStateException().isThrownBy(() -> base.search(SearchRequest.question("x y")));
    assertThatIllegalStateException().isThrownBy(() -> base.upsert(SourceDocument.plain("a", "b")));
  }

  @Test
  void anInterruptUndoesTheBatchAndLeavesTheBaseInOrder() {
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      base.upsert(SourceDocument.plain("a", "apples"));
      List<SourceDocument> many =
          Stream.iterate(0, i -> i + 1)
              .limit(20_000)
              .map(i -> SourceDocument.plain("b" + i, "pears " + i))
              .toList();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> base.upsert(many)).isInstanceOf(IngestStopped.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(found(base, "apples pears")).containsExactly("a");
      assertThat(base.sources()).hasSize(1);
      assertThat(base.upsert(many.subList(0, 2)).added()).hasSize(2);
    }
  }

  private static List<String> found(KnowledgeBase base, String words) {
    return base.search(SearchRequest.question(words)).hits().stream()
        .map(hit -> hit.passage().source())
        .toList();
  }

  private void writeIndex(Map<String, String> label) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.setLiveCommitData(label.entrySet());
      writer.commit();
    }
  }

  private Path segments() throws IOException {
    return files().stream()
        .filter(file -> String.valueOf(file.getFileName()).startsWith("segments"))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
