package dev.atom.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechChunkerTest {
  /** Character by character, which is the finest way a text can come. */
  private static List<String> pieces(String text) {
    return pieces(SpeechChunker.create(), text);
  }

  private static List<String> pieces(SpeechChunker chunker, String text) {
    List<String> pieces = new ArrayList<>();
    text.chars().forEach(c -> pieces.addAll(chunker.add(Character.toString(c))));
    pieces.addAll(chunker.finish());
    assertThat(String.join("", pieces)).isEqualTo(text);
    return pieces;
  }

  @Test
  void endsPiecesWithSentences() {
    assertThat(pieces("It is open. Come in! Do you see it? Good."))
        .containsExactly("It is open. ", "Come in! ", "Do you see it? ", "Good.");
  }

  @Test
  void endsTheFirstPieceWithAClauseOnceItIsLongEnough() {
    assertThat(pieces("Let me look that up for you, it takes a moment, really. Here, it is done."))
        .containsExactly(
            "Let me look that up for you, ", "it takes a moment, really. ", "Here, it is done.");
  }

  @Test
  void keepsAShortFirstClauseTogether() {
    assertThat(pieces("Well, yes. Fine.")).containsExactly("Well, yes. ", "Fine.");
  }

  @Test
  void endsTheFirstPieceOfTheNextTextWithAClauseAgain() {
    SpeechChunker chunker = SpeechChunker.create();
    pieces(chunker, "One. Two.");
    assertThat(pieces(chunker, "Let me look that up for you, it takes a moment."))
        .containsExactly("Let me look that up for you, ", "it takes a moment.");
  }

  @Test
  void givesAPieceAsSoonAsTheNextWordBegins() {
    SpeechChunker chunker = SpeechChunker.create();
    assertThat(chunker.add("It is open.")).isEmpty();
    assertThat(chunker.add(" C")).containsExactly("It is open. ");
  }

  @Test
  void keepsDecimalsInTagsWhole() {
    assertThat(pieces("Say <speed ratio=\"1.05\"/> faster. <spell>1.05. Yes</spell> it is. Done."))
        .containsExactly(
            "Say <speed ratio=\"1.05\"/> faster. ", "<spell>1.05. Yes</spell> it is. ", "Done.");
  }

  @Test
  void keepsTheBracketThatClosesBehindASentence() {
    assertThat(pieces("(I think. We are done.) Next one."))
        .containsExactly("(I think. We are done.) ", "Next one.");
  }

  @Test
  void keepsTheQuoteThatClosesBehindASentence() {
    assertThat(pieces("He said \"I am done.\" Then he left. “Really?” he asked. **Bold.** End."))
        .containsExactly(
            "He said \"I am done.\" ",
            "Then he left. ",
            "“Really?” he asked. ",
            "**Bold.** ",
            "End.");
  }

  @Test
  void endsASentenceWithAYear() {
    assertThat(pieces("It was built in 1980. The roof is new."))
        .containsExactly("It was built in 1980. ", "The roof is new.");
  }

  @Test
  void keepsMoneyWholeAndEndsASentenceWithIt() {
    assertThat(pieces("It costs $3.14. That is 1,000.50 less."))
        .containsExactly("It costs $3.14. ", "That is 1,000.50 less.");
  }

  @Test
  void keepsTitlesWithTheirNames() {
    assertThat(pieces("Ask Dr. Smith or Mrs. Jones. They know."))
        .containsExactly("Ask Dr. Smith or Mrs. Jones. ", "They know.");
  }

  @Test
  void endsASentenceWithATimeOfDayOnlyBeforeItsBeginning() {
    assertThat(pieces("Come at 8 a.m. Monday or 5 p.m. today. I close at 6 p.m. The door is open."))
        .containsExactly(
            "Come at 8 a.m. Monday or 5 p.m. today. ", "I close at 6 p.m. ", "The door is open.");
  }

  @Test
  void keepsAcronymsAndInitialsInTheirSentence() {
    assertThat(pieces("The U.S. Army asked J. R. Smith of N.A.S.A. about it. He lives in the U.S."))
        .containsExactly(
            "The U.S. Army asked J. R. Smith of N.A.S.A. about it. ", "He lives in the U.S.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Take fruit, e.g. apples or i.e. none",
        "It is no. 5 in fig. 3 of vol. 2",
        "See https://example.com/a.b?c=1.2 or www.example.org now",
        "Version 1.2.3 of file.name.txt is 3.5 MB",
        "Well... maybe so… or not",
        "Meet us on May 5, 2026 at noon or so",
      })
  void doesNotCut(String text) {
    assertThat(pieces(text)).containsExactly(text);
  }

  @Test
  void takesNoForAnAnswerUnlessANumberFollows() {
    assertThat(pieces("No. It is no. 5.")).containsExactly("No. ", "It is no. 5.");
  }

  @Test
  void keepsTheNumberOfAListItemWithTheItem() {
    assertThat(pieces("1. Wash it\n2. Dry it\n\nThat is all"))
        .containsExactly("1. Wash it\n", "2. Dry it\n\n", "That is all");
  }

  @Test
  void endsAWideSentenceWithoutWhiteSpace() {
    assertThat(pieces("今日は。「はい。」元気ですか？")).containsExactly("今日は。", "「はい。」", "元気ですか？");
  }

  @Test
  void cutsTextWithoutPunctuationBetweenWordsBelowTheLimit() {
    String text = "word ".repeat(100).strip();
    List<String> pieces = pieces(SpeechChunker.create(20, 60), text);
    assertThat(pieces).allSatisfy(piece -> assertThat(piece).hasSizeBetween(4, 60));
    assertThat(pieces)
        .allSatisfy(piece -> assertThat(piece).startsWith("word").matches(".*word ?"));
  }

  @Test
  void doesNotFlushABurstAsOneBlock() {
    String text = "This is one sentence of several. ".repeat(20);
    assertThat(SpeechChunker.create().add(text)).hasSize(19);
  }

  @Test
  void goesOnBehindABracketThatIsNeverClosed() {
    String text = "Sorry (this. stays open. " + "and more words. ".repeat(30);
    assertThat(pieces(text)).allSatisfy(piece -> assertThat(piece).hasSizeLessThanOrEqualTo(240));
  }

  @Test
  void cutsAWordAboveTheLimitButNoCharacter() {
    List<String> pieces = pieces(SpeechChunker.create(20, 21), "😀".repeat(40));
    assertThat(pieces).hasSize(4).allSatisfy(piece -> assertThat(piece).hasSize(20));
  }

  @Test
  void givesNothingForNoText() {
    assertThat(pieces("")).isEmpty();
  }

  @Test
  void refusesLengthsThatMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> SpeechChunker.create(0, 100));
    assertThatIllegalArgumentException().isThrownBy(() -> SpeechChunker.create(10, 19));
  }
}
