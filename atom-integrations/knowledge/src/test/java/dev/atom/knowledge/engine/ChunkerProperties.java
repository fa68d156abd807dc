package dev.atom.knowledge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.knowledge.SourceDocument;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChunkerProperties {
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "word ",
            "Sentence. ",
            "\n\n",
            "\r\n",
            "\r\n\r\n",
            "\r",
            "\n# Heading\n",
            "## \n",
            "Under\n-----\n",
            "```\n",
            "- item\n",
            "\uD83D\uDE80",
            "\u6587\u3002",
            "e\u0301",
            "\uFEFF",
            "x".repeat(400),
            "\uD83D\uDE80".repeat(700),
            "A longer sentence, as they are. ".repeat(30),
            "\t ",
            " ".repeat(1300));
    return pieces.list().ofMaxSize(40).map(list -> String.join("", list));
  }

  @Property(tries = 500)
  void everyChunkIsATrimmedRangeOfBoundedLength(
      @ForAll("texts") String text, @ForAll SourceDocument.Format format) {
    int last = -1;
    for (Chunk chunk : chunks(text, format)) {
      assertThat(chunk.start()).isGreaterThan(last);
      assertThat(chunk.end()).isGreaterThan(chunk.start()).isLessThanOrEqualTo(text.length());
      String cut = text.substring(chunk.start(), chunk.end());
      assertThat(cut).hasSizeLessThanOrEqualTo(Chunker.LONGEST);
      assertThat(cut.strip()).isEqualTo(cut);
      assertThat(Character.isLowSurrogate(cut.charAt(0))).isFalse();
      assertThat(Character.isHighSurrogate(cut.charAt(cut.length() - 1))).isFalse();
      last = chunk.start();
    }
  }

  @Property(tries = 500)
  void nothingOfAPlainTextIsLeftOut(@ForAll("texts") String text) {
    boolean[] covered = covered(text, chunks(text, SourceDocument.Format.PLAIN));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      assertThat(covered[i] || Character.isWhitespace(c) || c == '\uFEFF')
          .as("character %d of %d", i, text.length())
          .isTrue();
    }
  }

  @Property(tries = 500)
  void everyLineOfAMarkdownTextIsInAPassageOrATitle(@ForAll("texts") String text) {
    List<Chunk> chunks = chunks(text, SourceDocument.Format.MARKDOWN);
    boolean[] covered = covered(text, chunks);
    String titles = chunks.stream().map(Chunk::title).reduce("", String::concat);
    StringBuilder left = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      left.append(covered[i] ? ' ' : text.charAt(i));
    }
    for (String word : left.toString().split("[\\s\\uFEFF#-]+")) {
      assertThat(titles).contains(word);
    }
  }

  private static List<Chunk> chunks(String text, SourceDocument.Format format) {
    return Chunker.cut(new SourceDocument("id", "", text, format));
  }

  private static boolean[] covered(String text, List<Chunk> chunks) {
    boolean[] covered = new boolean[text.length()];
    for (Chunk chunk : chunks) {
      Arrays.fill(covered, chunk.start(), chunk.end(), true);
    }
    return covered;
  }
}
