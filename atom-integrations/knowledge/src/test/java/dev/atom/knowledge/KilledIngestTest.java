package dev.atom.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.knowledge.engine.Ingest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process killed without warning, five times at different moments, on one index. */
class KilledIngestTest {
  private static final int KILLS = 5;

  @TempDir Path index;
  @TempDir Path docs;

  @Test
  @Timeout(180)
  void leavesTheLastBatchWholeWhenever() throws Exception {
    int generation = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int acknowledged = runAndKill(generation, kill);
      generation = generationOnDisk();
      assertThat(generation).isBetween(acknowledged, acknowledged + 1);
    }
  }

  /** Kills it a fraction of a batch's time after a batch was acknowledged. */
  private int runAndKill(int generation, int fraction) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledIngest.class.getName(),
                index.toString(),
                docs.toString(),
                Integer.toString(generation))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader()) {
      long before = 0;
      long after = 0;
      String last = "";
      for (int i = 0; i < 3; i++) {
        before = after;
        last = lines.readLine();
        assertThat(last).as("the program's line").isNotNull();
        after = System.nanoTime();
      }
      long end = after + (after - before) * fraction / KILLS;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      // By its handle: the process itself would close the stream with the last lines in it.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      String late = lines.readLine();
      while (late != null && !late.isEmpty()) {
        last = late;
        late = lines.readLine();
      }
      return Integer.parseInt(last);
    }
  }

  /** Checks every file of the index, and that documents, ledger and passages are of one batch. */
  private int generationOnDisk() throws IOException {
    try (Directory directory = FSDirectory.open(index);
        CheckIndex check = new CheckIndex(directory)) {
      assertThat(check.checkIndex().clean).isTrue();
    }
    try (KnowledgeBase base = KnowledgeBase.open(index)) {
      List<SearchHit> hits =
          base.search(SearchRequest.question("generation").limit(SearchRequest.MOST)).hits();
      assertThat(hits).hasSize(KilledIngest.DOCUMENTS * KilledIngest.PASSAGES);
      List<Integer> generations =
          hits.stream()
              .map(hit -> Integer.valueOf(hit.passage().text().replaceAll("\\D", "")))
              .distinct()
              .toList();
      assertThat(generations).hasSize(1);
      int generation = generations.getFirst();
      List<String> expected =
          IntStream.range(0, KilledIngest.DOCUMENTS)
              .mapToObj(i -> "d" + i + ".md")
              .sorted()
              .toList();
      assertThat(base.sources()).extracting(IndexedSource::id).containsExactlyElementsOf(expected);
      assertThat(base.sources())
          .allSatisfy(source -> assertThat(source.hash()).isEqualTo(hash(source, generation)));
      return generation;
    }
  }

  private static String hash(IndexedSource source, int generation) {
    return Ingest.hash(SourceDocument.markdown(source.id(), KilledIngest.text(generation)));
  }
}
