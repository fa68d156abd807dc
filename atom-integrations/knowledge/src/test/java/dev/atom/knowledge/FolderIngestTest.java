package dev.atom.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.atom.knowledge.engine.FolderReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderIngestTest {
  @TempDir Path index;
  @TempDir Path docs;
  private KnowledgeBase base;

  @BeforeEach
  void open() {
    base = KnowledgeBase.open(index);
  }

  @AfterEach
  void close() {
    base.close();
  }

  @Test
  void takesMarkdownAndTextsOfAllFoldersBelow() throws IOException {
    write("a.md", "# Alpha\nfirst");
    write("deep/er/b.MARKDOWN", "second");
    write("deep/c.txt", "third");
    write("d.html", "not read");
    write(".hidden.md", "not read");
    write(".git/e.md", "not read");
    IngestReport report = base.ingest(docs);
    assertThat(report.added()).containsExactly("a.md", "deep/c.txt", "deep/er/b.MARKDOWN");
    assertThat(report.outcomes()).hasSize(3);
    assertThat(found("third")).containsExactly("deep/c.txt");
    assertThat(found("read")).isEmpty();
  }

  @Test
  void titlesATextByItsNameAndMarkdownByItsHeadings() throws IOException {
    write("refund policy.txt", "Ten days.");
    write("b.md", "# Deliveries\nTwo weeks.");
    base.ingest(docs);
    assertThat(title("refund")).isEqualTo("refund policy");
    assertThat(title("deliveries")).isEqualTo("Deliveries");
  }

  @Test
  void anEmptyFolderGivesAnEmptyReport() {
    assertThat(base.ingest(docs).outcomes()).isEmpty();
    assertThat(base.sources()).isEmpty();
    assertThat(found("anything")).isEmpty();
  }

  @Test
  void onlyWhatChangedIsTakenAgain() throws IOException {
    write("same.md", "apples");
    write("changed.md", "pears");
    write("gone.md", "plums");
    base.ingest(docs);
    write("changed.md", "cherries");
    write("new.md", "grapes");
    Files.delete(docs.resolve("gone.md"));
    IngestReport report = base.ingest(docs);
    assertThat(report.unchanged()).containsExactly("same.md");
    assertThat(report.updated()).containsExactly("changed.md");
    assertThat(report.added()).containsExactly("new.md");
    assertThat(report.removed()).containsExactly("gone.md");
    assertThat(found("apples pears plums cherries grapes"))
        .containsExactlyInAnyOrder("same.md", "changed.md", "new.md");
  }

  @Test
  void anIngestWithoutAChangeWritesNothing() throws IOException {
    write("a.md", "apples");
    base.ingest(docs);
    List<Path> before = files(index);
    assertThat(base.ingest(docs).unchanged()).containsExactly("a.md");
    assertThat(files(index)).isEqualTo(before);
  }

  @Test
  void whatTheHostGaveIsNotRemovedByAFolder() throws IOException {
    base.upsert(SourceDocument.plain("given", "apples"));
    write("a.md", "pears");
    base.ingest(docs);
    assertThat(found("apples pears")).contains("given", "a.md");
  }

  @Test
  void prefixesKeepFoldersApart(@TempDir Path other) throws IOException {
    write("a.md", "apples");
    Files.writeString(other.resolve("a.md"), "pears");
    base.ingest(docs, "one/");
    base.ingest(other, "two/");
    assertThat(base.ingest(docs, "one/").removed()).isEmpty();
    assertThat(found("apples pears")).containsExactlyInAnyOrder("one/a.md", "two/a.md");
  }

  @Test
  void anIdThatIsTakenIsRefused() throws IOException {
    base.upsert(SourceDocument.plain("a.md", "apples"));
    write("a.md", "pears");
    assertThat(base.ingest(docs).refused())
        .singleElement()
        .satisfies(refused -> assertThat(refused.reason()).contains("prefix"));
    assertThat(found("apples")).containsExactly("a.md");
  }

  @Test
  void aMalformedFileIsRefusedByNameAndTheOthersGoOn() throws IOException {
    write("bad.md", "good so far");
    base.ingest(docs);
    Files.write(docs.resolve("bad.md"), "caf\u00E9".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(docs.resolve("worse.txt"), "text".getBytes(StandardCharsets.UTF_16));
    write("z.md", "apples");
    IngestReport report = base.ingest(docs);
    assertThat(report.added()).containsExactly("z.md");
    assertThat(report.removed()).isEmpty();
    assertThat(report.refused())
        .extracting(SourceOutcome.Refused::source)
        .containsExactly("bad.md", "worse.txt");
    assertThat(report.refused().getFirst().reason()).contains("not UTF-8").contains("at 3");
    assertThat(found("good")).containsExactly("bad.md");
  }

  @Test
  void aFileTooLargeIsRefused() throws IOException {
    try (RandomAccessFile large = new RandomAccessFile(docs.resolve("large.txt").toFile(), "rw")) {
      large.setLength(FolderReader.LARGEST + 1);
    }
    assertThat(base.ingest(docs).refused())
        .singleElement()
        .satisfies(refused -> assertThat(refused.reason()).contains("split it"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatMayNotBeReadIsRefusedAndNotTakenForGone() throws IOException {
    write("a.md", "apples");
    write("closed/b.md", "pears");
    base.ingest(docs);
    Path file = docs.resolve("a.md");
    Path closed = docs.resolve("closed");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(file), "whoever runs this may read everything");
      IngestReport report = base.ingest(docs);
      assertThat(report.refused())
          .extracting(SourceOutcome.Refused::source)
          .containsExactly("a.md", "closed");
      assertThat(report.removed()).isEmpty();
      assertThat(found("apples pears")).containsExactlyInAnyOrder("a.md", "closed/b.md");
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void symbolicLinksAreNotFollowed(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("secret.md"), "secret");
    Files.createSymbolicLink(docs.resolve("link.md"), outside.resolve("secret.md"));
    Files.createSymbolicLink(docs.resolve("folder"), outside);
    Files.createSymbolicLink(docs.resolve("loop"), docs);
    assertThat(base.ingest(docs).outcomes()).isEmpty();
  }

  @Test
  void aFolderThatIsGoneRemovesNothing() throws IOException {
    write("a.md", "apples");
    base.ingest(docs);
    assertThatThrownBy(() -> base.ingest(docs.resolve("missing")))
        .isInstanceOf(IndexStorageFailed.class)
        .hasMessageContaining("missing");
    assertThat(found("apples")).containsExactly("a.md");
    assertThat(base.ingest(docs).unchanged()).containsExactly("a.md");
  }

  @Test
  void filesInFurtherFormatsAreReadByTheParserThatIsGiven() throws IOException {
    write("a.md", "apples");
    write("b.up", "PEARS");
    write("c.up", "");
    write(".d.up", "PLUMS");
    IngestReport report = base.ingest(docs, "", new LowerCase(""));
    assertThat(report.added()).containsExactly("a.md", "b.up");
    assertThat(report.refused()).containsExactly(new SourceOutcome.Refused("c.up", "it is empty"));
    assertThat(found("pears plums")).containsExactly("b.up");
    assertThat(base.ingest(docs, "", new LowerCase("")).unchanged())
        .containsExactly("a.md", "b.up");
    assertThat(base.ingest(docs).removed()).containsExactly("b.up");
  }

  @Test
  void aParserThatAnswersForAnotherDocumentIsRefused() throws IOException {
    write("b.up", "PEARS");
    assertThat(base.ingest(docs, "", new LowerCase("x")).refused())
        .singleElement()
        .satisfies(refused -> assertThat(refused.reason()).contains("'b.up'", "'xb.up'"));
  }

  private record LowerCase(String idStart) implements FileParser {
    @Override
    public boolean accepts(Path file) {
      return file.toString().endsWith(".up");
    }

    @Override
    public Outcome parse(String id, Path file) {
      try {
        String text = Files.readString(file).toLowerCase(Locale.ROOT);
        return text.isEmpty()
            ? new Outcome.Refused("it is empty")
            : new Outcome.Read(SourceDocument.plain(idStart + id, text));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = docs.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> found(String words) {
    return base.search(SearchRequest.question(words)).hits().stream()
        .map(hit -> hit.passage().source())
        .toList();
  }

  private String title(String words) {
    return base.search(SearchRequest.question(words)).hits().getFirst().passage().title();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
