package dev.atom.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks query languages: here it is words, or nothing. */
class HostileQueryTest {
  @TempDir static Path folder;
  private static KnowledgeBase base;

  @BeforeAll
  static void fill() {
    base = KnowledgeBase.open(folder);
    List<SourceDocument> documents = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      documents.add(
          SourceDocument.plain("secret-" + i, "a title field and w" + i % 90 + " w" + i % 7));
    }
    base.upsert(documents);
  }

  @AfterAll
  static void close() {
    base.close();
  }

  static Stream<String> hostile() {
    return Stream.of(
        "(".repeat(50_000),
        "(".repeat(50_000) + "a" + ")".repeat(50_000),
        "\"".repeat(50_000),
        "\u201E".repeat(50_000),
        "-".repeat(50_000),
        "-\"".repeat(20_000),
        " -w1".repeat(20_000),
        "/(((a{1,100}){1,100}){1,100})/",
        "*a*",
        "?*?*?*",
        "https://example.org/a?b=c&d=[e]#f",
        "AND OR NOT",
        "[[[ {{{ ]",
        "source:secret-1 ledger:secret-1",
        "*:*",
        "[* TO *]",
        "a~2 b^1000000000 c~0.1",
        "\\",
        "\u0000\uFFFF\uD800",
        "x".repeat(1_000_000),
        "\uD83D\uDE80".repeat(100_000),
        numbered(5_000),
        pairs(),
        "\"" + numbered(5_000) + "\"");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  @Timeout(20)
  void isHarmless(String text) {
    for (SearchRequest request :
        List.of(SearchRequest.question(text), SearchRequest.query(text).explain())) {
      long start = System.nanoTime();
      SearchResult result = base.search(request);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(result.stopped()).isFalse();
      assertThat(result.hits()).hasSizeLessThanOrEqualTo(10);
    }
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void neverMatchesEverything(String text) {
    assertThat(base.search(SearchRequest.query(text)).atLeast()).isLessThan(2_000);
  }

  private static String numbered(int words) {
    return IntStream.range(0, words).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
  }

  /** Few words in ever other order: the pairs of them are many. */
  private static String pairs() {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "w" + (i * i + i / 3) % 60)
        .collect(Collectors.joining(" "));
  }
}
