package dev.atom.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gate on how well is found. The collections cannot be passed on with the sources: point {@code
 * -Datom.data} at a folder whose folder {@code ir} has them, each in a folder of its own.
 */
@EnabledIfSystemProperty(named = "atom.data", matches = ".+")
class CollectionsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"cranfield, 0.38", "cacm, 0.54", "xquad-en, 0.96"})
  void ranksAsWellAsWasMeasured(String collection, double ndcg, TestReporter report)
      throws IOException {
    Path data = Path.of(System.getProperty("atom.data"), "ir", collection);
    JudgedCollection judged = JudgedCollection.read(data);
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      base.upsert(judged.documents());
      Evaluation measured = Evaluation.of(base, judged.questions());
      report.publishEntry(collection, measured.toString());
      assertThat(measured.ndcgAt10()).isGreaterThan(ndcg);
    }
  }
}
