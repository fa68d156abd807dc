package dev.atom.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  @TempDir Path folder;

  @Test
  void gainIsDiscountedByRankAndComparedToTheBest() {
    Map<String, Integer> grades = Map.of("a", 3, "b", 1, "c", 0);
    double found = 1 / 1.0 + 3 / (Math.log(4) / Math.log(2));
    double ideal = 3 / 1.0 + 1 / (Math.log(3) / Math.log(2));
    assertThat(Evaluation.ndcg(List.of("b", "c", "a"), grades))
        .isCloseTo(found / ideal, within(1e-12));
    assertThat(Evaluation.ndcg(List.of("a", "b"), grades)).isCloseTo(1, within(1e-12));
    assertThat(Evaluation.ndcg(List.of(), grades)).isZero();
  }

  @Test
  void recallIsTheShareOfRelevantDocuments() {
    Map<String, Integer> grades = Map.of("a", 3, "b", 1, "c", 0);
    assertThat(Evaluation.recall(List.of("c", "b"), grades)).isEqualTo(0.5);
  }

  @Test
  void aQuestionWithoutARelevantDocumentIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Evaluation.Question("x", Map.of("a", 0)));
  }

  @Test
  void ranksTheParagraphAQuestionWasAskedOfFirst() throws IOException, URISyntaxException {
    URL sample = Objects.requireNonNull(getClass().getResource("/xquad-en-sample"));
    JudgedCollection judged = JudgedCollection.read(Path.of(sample.toURI()));
    try (KnowledgeBase base = KnowledgeBase.open(folder)) {
      base.upsert(judged.documents());
      Evaluation measured = Evaluation.of(base, judged.questions());
      assertThat(measured.questions()).isEqualTo(judged.questions().size()).isGreaterThan(100);
      assertThat(measured.ndcgAt10()).isBetween(0.97, 1.0);
      assertThat(measured.recallAt100()).isBetween(0.99, 1.0);
    }
  }
}
