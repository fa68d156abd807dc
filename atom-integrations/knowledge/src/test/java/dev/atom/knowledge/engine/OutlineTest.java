package dev.atom.knowledge.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.knowledge.SourceDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {
  @Test
  void titlesAreThePathOfHeadings() {
    assertThat(titles("intro\n# A\na\n## B ##\nb\n### C\nc\n## D\nd\n# E\ne"))
        .containsExactly("", "A", "A > B", "A > B > C", "A > D", "E");
  }

  @Test
  void underlinedParagraphsAreHeadings() {
    assertThat(titles("Top\n===\na\n\nBelow\nit\n---\nb")).containsExactly("Top", "Top > Below it");
  }

  @Test
  void rulesListsAndFencedLinesAreNoHeadings() {
    assertThat(
            titles(
                "# A\na\n\n---\n- item\n---\n```sh\n# no\n``` no\n~~~\n# no\n```\n    # no\n#no\n####### no"))
        .containsExactly("A");
  }

  @Test
  void anUnclosedFenceRunsToTheEnd() {
    assertThat(titles("# A\n```\n# no\n# no")).containsExactly("A");
  }

  @Test
  void propertiesAtTheTopAreNoHeading() {
    assertThat(titles("---\ntitle: x\n---\n# A\na")).containsExactly("", "A");
  }

  @Test
  void carriageReturnsAndAByteOrderMarkDoNotHideHeadings() {
    assertThat(titles("\uFEFF# A\r\na\r\n\r\nB\r\n===\r\nb\r# C\rc"))
        .containsExactly("A", "B", "C");
  }

  @Test
  void aHeadingWithNothingBelowIsASectionOfItsOwn() {
    String text = "# A\n## B\n## C\nc";
    List<Section> sections = Outline.of(SourceDocument.markdown("id", text));
    assertThat(sections).extracting(Section::title).containsExactly("A > B", "A > C");
    assertThat(text.substring(sections.getFirst().start(), sections.getFirst().end()))
        .isEqualTo("## B\n");
  }

  @Test
  void theDocumentsTitleStandsFirstAndOnce() {
    assertThat(Outline.of(SourceDocument.markdown("id", "# Guide\na\n## B\nb").title("Guide")))
        .extracting(Section::title)
        .containsExactly("Guide", "Guide > B");
  }

  private static List<String> titles(String text) {
    return Outline.of(SourceDocument.markdown("id", text)).stream().map(Section::title).toList();
  }
}
