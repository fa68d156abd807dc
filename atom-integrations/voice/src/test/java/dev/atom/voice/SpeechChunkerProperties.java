package dev.atom.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SpeechChunkerProperties {
  private static final int LIMIT = 40;
  private static final List<String> VECTORS =
      List.of(
          "<a>1.05</a>. Yes",
          "(we are done.) So",
          "In 1980. The",
          "$3.14. That",
          "Dr. X at 8 a.m. The",
          "The U.S. Army. It");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "Hello",
            "the",
            "The",
            "Dr.",
            "a.m.",
            "e.g.",
            "U.S.",
            "No.",
            "3.14",
            "$5.",
            "1980.",
            "1.",
            " ",
            " ",
            " ",
            " ",
            "\n",
            "\n\n",
            ". ",
            "? ",
            "! ",
            ", ",
            ": ",
            "...",
            "…",
            "。",
            "(",
            ")",
            "\"",
            "”",
            "<b>",
            "</b>",
            "<br>",
            "<",
            "😀",
            "https://a.b/c.d",
            "J.",
            "**",
            "- ",
            "'")
        .list()
        .ofMaxSize(60)
        .map(words -> String.join("", words));
  }

  private static List<String> pieces(List<String> tokens) {
    SpeechChunker chunker = SpeechChunker.create(20, LIMIT);
    List<String> pieces = new ArrayList<>();
    tokens.forEach(token -> pieces.addAll(chunker.add(token)));
    pieces.addAll(chunker.finish());
    return pieces;
  }

  @Property
  void piecesJoinedAreTheTextAndNoneIsEmptyOrAboveTheLimit(@ForAll("texts") String text) {
    List<String> pieces = pieces(List.of(text));
    assertThat(String.join("", pieces)).isEqualTo(text);
    assertThat(pieces).allSatisfy(piece -> assertThat(piece).hasSizeBetween(1, LIMIT));
  }

  @Property
  void cutsDoNotDependOnHowTheTextCame(
      @ForAll("texts") String text, @ForAll List<@IntRange(min = 1, max = 9) Integer> sizes) {
    List<String> tokens = new ArrayList<>();
    int at = 0;
    for (int size : sizes) {
      int end = Math.min(text.length(), at + size);
      tokens.add(text.substring(at, end));
      at = end;
    }
    tokens.add(text.substring(at));
    assertThat(pieces(tokens)).isEqualTo(pieces(List.of(text)));
  }

  @Property
  void noPieceIsCutInsideAWordThatFits(@ForAll("texts") String text) {
    List<String> pieces = pieces(List.of(text));
    for (int i = 1; i < pieces.size(); i++) {
      String before = pieces.get(i - 1);
      char last = before.charAt(before.length() - 1);
      boolean wide = before.contains("。");
      // Only a run without white space above the limit is cut elsewhere, and fills its piece.
      assertThat(Character.isWhitespace(last) || wide || before.length() >= LIMIT - 1)
          .as("%s", pieces)
          .isTrue();
    }
  }

  @Test
  void everySplitOfEveryVectorGivesTheSamePieces() {
    for (String vector : VECTORS) {
      List<String> expected = pieces(List.of(vector));
      for (int mask = 0; mask < 1 << (vector.length() - 1); mask++) {
        assertThat(pieces(split(vector, mask))).isEqualTo(expected);
      }
    }
  }

  private static List<String> split(String text, int mask) {
    List<String> tokens = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < text.length(); i++) {
      if ((mask >> (i - 1) & 1) == 1) {
        tokens.add(text.substring(from, i));
        from = i;
      }
    }
    tokens.add(text.substring(from));
    return tokens;
  }
}
