package dev.atom.knowledge.parsers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.knowledge.SourceDocument;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PagesProperties {
  @Property
  void everyCharacterIsOnThePageItWasWrittenOn(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 4) Integer> lengths) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> pageOf = new ArrayList<>();
    for (int page = 1; page <= lengths.size(); page++) {
      starts.add(pageOf.size());
      for (int i = 0; i < lengths.get(page - 1); i++) {
        pageOf.add(page);
      }
    }
    Pages pages = new Pages(starts);
    for (int offset = 0; offset < pageOf.size(); offset++) {
      assertThat(pages.at(offset)).hasValue(pageOf.get(offset));
    }
    assertThat(pages.at(pageOf.size())).hasValue(lengths.size());
  }

  @Property
  void wholeTextIsOneThatADocumentTakes(@ForAll @Size(max = 50) List<Character> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    String whole = WholeText.of(new StringBuilder(text));
    assertThat(SourceDocument.plain("id", whole).text()).hasSize(text.length());
  }

  @Property
  void aTitleIsOneShortLine(@ForAll @Size(max = 700) List<Character> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    String title = WholeText.line(text.toString());
    assertThat(title).hasSizeLessThanOrEqualTo(300).doesNotContain("\n");
    assertThat(SourceDocument.plain("id", "").title(title).title()).isEqualTo(title);
  }

  @Example
  void startsThatDescendOrLeaveTheBeginningOutAreRefused() {
    assertThatThrownBy(() -> new Pages(List.of(0, 5, 4))).hasMessageContaining("4");
    assertThatThrownBy(() -> new Pages(List.of(3, 5))).hasMessageContaining("3");
    assertThat(Pages.none().at(7)).isEmpty();
  }
}
