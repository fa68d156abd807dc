package dev.atom.knowledge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.knowledge.SourceDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final String SENTENCE = "This sentence has some words in it, as sentences do. ";

  @Test
  void keepsASectionThatFitsWhole() {
    List<Chunk> chunks = Chunker.cut(SourceDocument.plain("id", "x".repeat(1_200)));
    assertThat(chunks).containsExactly(new Chunk("", 0, 1_200));
  }

  @Test
  void cutsBetweenSentencesAndRepeatsSomeOfThePartBefore() {
    String text = SENTENCE.repeat(60).strip();
    List<Chunk> chunks = Chunker.cut(SourceDocument.plain("id", text));
    assertThat(chunks).hasSizeBetween(3, 5);
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      String cut = text.substring(chunk.start(), chunk.end());
      assertThat(cut).startsWith("This sentence").endsWith("do.").hasSizeBetween(500, 1_200);
      if (i > 0) {
        int shared = chunks.get(i - 1).end() - chunk.start();
        assertThat(shared).isBetween(50, 180);
      }
    }
  }

  @Test
  void prefersABlankLineToTheEndOfASentence() {
    String first = SENTENCE.repeat(16).strip();
    String text = first + "\r\n\r\n" + SENTENCE.repeat(16).strip();
    assertThat(Chunker.cut(SourceDocument.plain("id", text)).getFirst().end())
        .isEqualTo(first.length());
  }

  @Test
  void neverRepeatsAcrossAHeading() {
    String text = "# One\n" + SENTENCE.repeat(10) + "\n# Two\n" + SENTENCE.repeat(10);
    List<Chunk> chunks = Chunker.cut(SourceDocument.markdown("id", text));
    assertThat(chunks).extracting(Chunk::title).containsExactly("One", "Two");
    assertThat(chunks.get(1).start()).isGreaterThan(chunks.get(0).end());
  }
}
