package dev.atom.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ThinkTagsProperties {
  private static final String REPLY = "\n<think>\nIs a < b? </thin no.</think>\n\nYes, <think> so.";

  private static String read(String text, int... cuts) {
    StringBuilder thoughts = new StringBuilder();
    StringBuilder words = new StringBuilder();
    ThinkTags tags = new ThinkTags(thoughts::append, words::append);
    int from = 0;
    for (int cut : cuts) {
      tags.accept(text.substring(from, cut));
      from = cut;
    }
    tags.accept(text.substring(from));
    tags.end();
    return thoughts + "|" + words;
  }

  @Example
  void tagsAreReadTheSameCutInTwoAtEveryPosition() {
    String whole = read(REPLY);
    assertThat(whole).isEqualTo("\nIs a < b? </thin no.|Yes, <think> so.");
    for (int cut = 0; cut <= REPLY.length(); cut++) {
      assertThat(read(REPLY, cut)).isEqualTo(whole);
    }
  }

  @Property
  void tagsAreReadTheSameInPiecesOfAnySize(@ForAll @IntRange(min = 1, max = 9) int size) {
    int[] cuts =
        java.util.stream.IntStream.iterate(size, cut -> cut < REPLY.length(), cut -> cut + size)
            .toArray();
    assertThat(read(REPLY, cuts)).isEqualTo(read(REPLY));
  }

  @Example
  void textWithoutTagsStaysAsItIs() {
    assertThat(read(" <thin ice")).isEqualTo("| <thin ice");
    assertThat(read(" <thi")).isEqualTo("| <thi");
    assertThat(read("So <think>x</think>")).isEqualTo("|So <think>x</think>");
  }

  @Example
  void reasoningNeverClosedStaysReasoning() {
    assertThat(read("<think>Hm </thi")).isEqualTo("Hm </thi|");
  }
}
