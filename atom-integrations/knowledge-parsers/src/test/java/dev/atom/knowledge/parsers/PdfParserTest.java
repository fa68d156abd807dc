package dev.atom.knowledge.parsers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.knowledge.SourceDocument;
import dev.atom.operation.Passage;
import org.junit.jupiter.api.Test;

class PdfParserTest {
  @Test
  void everyPageBeginsWhereItsTextDoes() {
    ParsedDocument document = parsed(SamplePdf.pages("First page", "Second page", "Third page"));
    assertThat(document.format()).isEqualTo(SourceDocument.Format.PLAIN);
    assertThat(document.pages().count()).isEqualTo(3);
    assertThat(document.pageAt(document.text().indexOf("First"))).hasValue(1);
    assertThat(document.pageAt(document.text().indexOf("Second"))).hasValue(2);
    assertThat(document.pageAt(document.text().indexOf("Third"))).hasValue(3);
    assertThat(document.pageAt(document.text().length() - 1)).hasValue(3);
  }

  @Test
  void aPassageIsCitedWithTheFirstAndTheLastOfItsPages() {
    ParsedDocument document = parsed(SamplePdf.pages("First page", "Second page", "Third page"));
    String text = document.text();
    Pages pages = document.pages();
    int second = text.indexOf("Second");
    assertThat(pages.of(new Passage.Range(second, second + 6))).hasToString("Optional[2]");
    assertThat(pages.of(new Passage.Range(0, second + 1))).hasValue(new Pages.Span(1, 2));
    assertThat(pages.of(new Passage.Range(0, text.length()))).hasToString("Optional[1-3]");
    assertThat(pages.of(new Passage.Range(second, second))).hasValue(new Pages.Span(2, 2));
    assertThat(Pages.none().of(new Passage.Range(0, 1))).isEmpty();
  }

  @Test
  void pagesWithoutContentAreCounted() {
    ParsedDocument document = parsed(SamplePdf.pages("", "Second", "", "Fourth", ""));
    assertThat(document.pages().count()).isEqualTo(5);
    assertThat(document.pageAt(document.text().indexOf("Second"))).hasValue(2);
    assertThat(document.pageAt(document.text().indexOf("Fourth"))).hasValue(4);
  }

  @Test
  void isTitledByItselfOrByItsName() {
    assertThat(parsed(SamplePdf.titled(" Annual\nReport ", "text")).title())
        .isEqualTo("Annual Report");
    assertThat(parsed(SamplePdf.pages("text")).title()).isEqualTo("sample");
  }

  @Test
  void isKnownByItsBeginningWhateverItIsNamed() {
    assertThat(DocumentParsers.ofAll().parse("a.html", SamplePdf.pages("Some text")))
        .isInstanceOfSatisfying(
            ParseOutcome.Parsed.class,
            parsed -> assertThat(parsed.document().pages().count()).isEqualTo(1));
  }

  private static ParsedDocument parsed(byte[] content) {
    return switch (DocumentParsers.ofAll().parse("sample.pdf", content)) {
      case ParseOutcome.Parsed parsed -> parsed.document();
      case ParseOutcome.Refused refused -> throw new AssertionError(refused);
    };
  }
}
