package dev.atom.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atom.CallContext;
import dev.atom.knowledge.SearchHit.Reason;
import dev.atom.knowledge.SearchHit.ScorePart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
  @TempDir Path folder;
  private KnowledgeBase base;

  @BeforeEach
  void fill() {
    base = KnowledgeBase.open(folder);
    base.upsert(
        List.of(
            SourceDocument.markdown("refunds", "# Refunds\nMoney is paid back within ten days."),
            SourceDocument.markdown("returns", "# Returns\nSend parcels back; a refund follows."),
            SourceDocument.plain("ducks", "The red house stands by the pond. Ducks swim there."),
            SourceDocument.plain("cars", "The house has many cars, one of them red as a tomato.")));
  }

  @AfterEach
  void close() {
    base.close();
  }

  @Test
  void comparesWordsByTheirStems() {
    assertThat(found("When is the customer's parcel refunded?")).contains("refunds", "returns");
  }

  @Test
  void wordsThatStandTogetherComeFirst() {
    assertThat(found("red house")).startsWith("ducks");
  }

  @Test
  void aQuestionOfCommonWordsAloneFindsNothing() {
    assertThat(found("Who is it that they were with?")).isEmpty();
    assertThat(found("")).isEmpty();
  }

  @Test
  void aPhraseMustStandThereAsItIs() {
    assertThat(query("\"red house\"")).containsExactly("ducks");
    assertThat(query("\u201Cred house\u201D pond")).containsExactly("ducks");
    assertThat(query("house \"as a tomato\"")).containsExactly("cars");
  }

  @Test
  void aWordAfterAMinusMustNotStandThere() {
    assertThat(query("house -tomatoes")).containsExactly("ducks");
    assertThat(query("house -\"red house\"")).containsExactly("cars");
    assertThat(query("-tomato")).isEmpty();
  }

  @Test
  void inAQuestionQuotesAndMinusSignsMeanNothing() {
    assertThat(found("house -tomatoes")).contains("cars");
    assertThat(found("the \"house red\"")).contains("ducks", "cars");
  }

  @Test
  void aMinusWithinAWordExcludesNothing() {
    assertThat(query("pond-house - red")).contains("ducks", "cars");
  }

  @Test
  void theScoreIsTheSumOfItsExplanation() {
    List<SearchHit> hits =
        base.search(SearchRequest.query("refund refund money \"paid back\" ten days").explain())
            .hits();
    assertThat(hits).isNotEmpty();
    for (SearchHit hit : hits) {
      double sum = hit.explanation().stream().mapToDouble(ScorePart::score).sum();
      assertThat(hit.passage().score()).isCloseTo(sum, within(1e-4));
    }
    assertThat(hits.getFirst().explanation())
        .extracting(ScorePart::reason)
        .contains(Reason.WORD, Reason.TITLE, Reason.PHRASE, Reason.NEXT_TO_EACH_OTHER, Reason.NEAR);
    assertThat(base.search(SearchRequest.question("refund")).hits().getFirst().explanation())
        .isEmpty();
  }

  @Test
  void givesNoMoreThanTheLimit() {
    assertThat(base.search(SearchRequest.question("house").limit(1)).hits()).hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> SearchRequest.question("x").limit(0));
    assertThatIllegalArgumentException().isThrownBy(() -> SearchRequest.question("x").limit(1_001));
    assertThat(base.retriever().retrieve("house", Integer.MAX_VALUE, CallContext.create()))
        .hasSize(2);
  }

  @Test
  void countsExactlyWhenFewAndAtLeastWhenMany() {
    List<SourceDocument> many = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      many.add(SourceDocument.plain("many" + i, "penguin " + "ice ".repeat(i % 7)));
    }
    base.upsert(many);
    assertThat(base.search(SearchRequest.question("house")).atLeast()).isEqualTo(2);
    assertThat(base.search(SearchRequest.question("penguin ice")).atLeast())
        .isBetween(1_000L, 5_000L);
  }

  @Test
  void aDeadlineThatHasPassedStopsTheSearch() {
    CallContext late = CallContext.create().timeout(Duration.ZERO);
    SearchResult result = base.search(SearchRequest.question("house"), late);
    assertThat(result.stopped()).isTrue();
    assertThat(result.hits()).isEmpty();
    assertThatThrownBy(() -> base.retriever().retrieve("house", 3, late))
        .isInstanceOf(SearchStopped.class);
  }

  @Test
  void aCancelledCallStopsTheSearch() {
    CallContext cancelled = CallContext.create();
    cancelled.cancel();
    assertThat(base.search(SearchRequest.question("house"), cancelled).stopped()).isTrue();
  }

  private List<String> found(String question) {
    return sources(SearchRequest.question(question));
  }

  private List<String> query(String text) {
    return sources(SearchRequest.query(text));
  }

  private List<String> sources(SearchRequest request) {
    return base.search(request).hits().stream().map(hit -> hit.passage().source()).toList();
  }
}
